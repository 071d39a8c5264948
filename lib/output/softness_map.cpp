#include <soret/output/softness_map.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cstddef>

namespace soret {

SoftnessMap::SoftnessMap(const std::filesystem::path& file) : file_{file}, stream_{file} { require_good(); }

void SoftnessMap::append(const Box& box, const SpeciesTable& species, const Particles& particles,
                         std::span<const double> curvatures)
{
  const Vec3& lengths = box.lengths();
  stream_ << fmt::format(
      "{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" Properties=species:S:1:pos:R:3:id:I:1:cage_curvature:R:1 pbc=\"T T T\"\n",
      particles.size(), lengths.x, lengths.y, lengths.z);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 position = box.wrapped(particles.position_of(i));
    stream_ << fmt::format("{} {} {} {} {} {:.6g}\n", species.at(index(particles.species[i])).name, position.x,
                           position.y, position.z, particles.id[i], curvatures[i]);
  }
  require_good();
}

void SoftnessMap::close()
{
  stream_.close();
  require_good();
}

void SoftnessMap::require_good() const
{
  if (!stream_) {
    throw RunTimeFailure(fmt::format("cannot write '{}'", file_.string()));
  }
}

}  // namespace soret
