#include <soret/core/error.hpp>
#include <soret/dynamics/region.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

Region::Region(const Slab& slab) : slab_{slab}
{
  if (!(slab.centre >= 0.0 && slab.centre < 1.0)) {
    throw InputError(fmt::format("slab centre is {}; it must be a fraction of the box length in [0, 1)", slab.centre));
  }
  if (!(slab.width > 0.0 && slab.width <= 1.0)) {
    throw InputError(fmt::format("slab width is {}; it must be a fraction of the box length in (0, 1]", slab.width));
  }
}

void require_disjoint(const char* control, const Slab& hot, const Slab& cold)
{
  if (overlap(hot, cold)) {
    throw InputError(fmt::format(
        "{}: the hot slab ({} wide at {} along {}) and the cold slab ({} wide at {} along {}) "
        "overlap; they must be parallel and apart",
        control, hot.width, hot.centre, "xyz"[index(hot.axis)], cold.width, cold.centre, "xyz"[index(cold.axis)]));
  }
}

void Members::local_find(const Region& region, const Box& box, const Particles& particles)
{
  count_ = particles.size();
  everything_ = region.is_whole_box();
  if (everything_) {
    return;
  }
  // Adding and taking away 1.5 * 2^52 rounds to the nearest integer in two additions. Every index is written, and kept
  // only if its particle is inside: no branch depends on where particles are.
  constexpr double rounder = 0x1.8p52;
  const Slab& slab = *region.slab();
  const double inverse_length = 1.0 / box.length(slab.axis);
  const double centre = slab.centre;
  const double half_width = 0.5 * slab.width;
  const double* const coordinate = particles.position[index(slab.axis)].data();
  indices_.resize(count_ + 1);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const double offset = coordinate[i] * inverse_length - centre;
    const double distance = std::abs(offset - ((offset + rounder) - rounder));
    indices_[found] = static_cast<std::uint32_t>(i);
    found += distance < half_width ? 1U : 0U;
  }
  indices_.resize(found);
}

}  // namespace soret
