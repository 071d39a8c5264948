#include <soret/input/copies.hpp>

#include <algorithm>

namespace soret {

Box Copies::of(const Box& box) const
{
  const Vec3 lengths = box.lengths();
  return {lengths.x * static_cast<double>(along[0]), lengths.y * static_cast<double>(along[1]),
          lengths.z * static_cast<double>(along[2])};
}

Copies read_copies(Configuration& configuration, const std::string& name)
{
  const std::vector<std::int64_t> given =
      configuration.integers({.name = name,
                              .about = "how often the box of the file or sample is repeated along x, y and z",
                              .standard = "1 1 1"},
                             Count::exactly(3), Range::between(1.0, 1000.0));
  Copies copies;
  if (given.size() == copies.along.size()) {
    std::ranges::copy(given, copies.along.begin());
  }
  return copies;
}

System repeated(System system, const Copies& copies)
{
  if (copies.count() == 1) {
    return system;
  }
  const Vec3 lengths = system.box.lengths();
  const Particles& particles = system.particles;
  System all{copies.of(system.box), system.species, {}};
  all.particles.reserve(particles.size() * static_cast<std::size_t>(copies.count()));
  std::int64_t id = 0;
  for (std::int64_t z = 0; z < copies.along[2]; ++z) {
    for (std::int64_t y = 0; y < copies.along[1]; ++y) {
      for (std::int64_t x = 0; x < copies.along[0]; ++x) {
        const Vec3 corner{lengths.x * static_cast<double>(x), lengths.y * static_cast<double>(y),
                          lengths.z * static_cast<double>(z)};
        for (std::size_t i = 0; i < particles.size(); ++i) {
          all.particles.add(id++, particles.species[i], particles.position_of(i) + corner);
        }
      }
    }
  }
  return all;
}

}  // namespace soret
