#include <soret/input/particle_files.hpp>

#include "line_reader.hpp"
#include "text.hpp"
#include "xyz_header.hpp"

#include <fmt/format.h>

namespace soret {

namespace {

void take_particle(const std::string& line, const XyzHeader& header, std::int64_t place, int line_number,
                   ParticleCollector& particles)
{
  const XyzProperties& columns = header.columns;
  const std::vector<std::string> words = xyz_words(line, columns);
  const Species kind = particles.species_named(words[*columns.species]);
  const std::int64_t id = columns.id ? text::to_integer(words[*columns.id]) : place;
  const Vec3 velocity = columns.velocity ? vector_at(words, *columns.velocity) : Vec3{};
  particles.add(id, kind, vector_at(words, *columns.position) - header.origin, velocity, line_number);
}

}  // namespace

System read_extended_xyz(const std::filesystem::path& path, const SpeciesTable& species)
{
  LineReader reader{path};
  std::string line;
  reader.next(line);
  const XyzHeader header = read_xyz_header(reader, line);
  ParticleCollector particles{header.box, species};
  for (std::int64_t i = 0; i < header.particles; ++i) {
    if (!reader.next(line) || line.empty()) {
      reader.fail(fmt::format("the file ends after {} of {} particles", i, header.particles));
    }
    reader.in_context([&] { take_particle(line, header, i, reader.line_number(), particles); });
  }
  return particles.take();
}

}  // namespace soret
