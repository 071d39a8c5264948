#include "line_reader.hpp"

#include "text.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret {

LineReader::LineReader(const std::filesystem::path& path) : path_{path.string()}, file_{path}
{
  if (!file_) {
    throw InputError(fmt::format("cannot read the file '{}'", path_));
  }
}

bool LineReader::next(std::string& line)
{
  if (!std::getline(file_, line)) {
    return false;
  }
  ++line_number_;
  if (std::ranges::any_of(line, [](char letter) { return letter >= '\0' && letter < '\t'; })) {
    fail("this is not text; accepted: a text file, uncompressed");
  }
  line = text::trimmed(line);
  return true;
}

void LineReader::fail(const std::string& message) const
{
  throw InputError(fmt::format("{}:{}: {}", path_, line_number_, message));
}

ParticleCollector::ParticleCollector(const Box& box, const SpeciesTable& species)
    : system_{.box = box, .species = species, .particles = {}}
{
}

Species ParticleCollector::species_named(const std::string& name) const
{
  std::vector<std::string> known;
  for (std::size_t s = 0; s < system_.species.size(); ++s) {
    if (system_.species[s].name == name) {
      return static_cast<Species>(s);
    }
    known.push_back(system_.species[s].name);
  }
  throw InputError(fmt::format("unknown species '{}'; accepted: {}", name, text::joined(known, ", ")));
}

void ParticleCollector::add(std::int64_t id, Species species, const Vec3& position, const Vec3& velocity, int line)
{
  if (const auto earlier = seen_.find(id); earlier != seen_.end()) {
    throw InputError(fmt::format("the particle id {} was already used in line {}; accepted: each id once", id,
                                 earlier->second.line));
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = system_.box.lengths()[axis];
    const double rounding = 1e-6 * length;
    if (!(position[axis] >= -rounding && position[axis] <= length + rounding)) {
      throw InputError(fmt::format("particle {} lies outside the box: {} = {} from the lower corner; accepted: 0 to {}",
                                   id, "xyz"[axis], position[axis], length));
    }
  }
  seen_.emplace(id, Seen{system_.particles.size(), line});
  system_.particles.add(id, species, system_.box.wrapped(position), velocity);
}

}  // namespace soret
