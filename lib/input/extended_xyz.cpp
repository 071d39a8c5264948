#include <soret/input/particle_files.hpp>

#include <soret/core/error.hpp>

#include "line_reader.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>

namespace soret {

namespace {

/// Column of the first word of each property; absent ones are empty.
struct Columns {
  std::optional<std::size_t> species;
  std::optional<std::size_t> position;
  std::optional<std::size_t> velocity;
  std::optional<std::size_t> id;
  std::size_t count = 0;
};

/// The key=value pairs of a comment line; a value in quotes may hold blanks.
std::map<std::string, std::string> attributes(const std::string& line)
{
  std::map<std::string, std::string> found;
  std::size_t position = 0;
  while (true) {
    position = line.find_first_not_of(" \t", position);
    const std::size_t equals = line.find('=', position);
    if (position == std::string::npos || equals == std::string::npos) {
      return found;
    }
    const std::string key = text::trimmed(line.substr(position, equals - position));
    const bool quoted = equals + 1 < line.size() && line[equals + 1] == '"';
    const std::size_t begin = quoted ? equals + 2 : equals + 1;
    const std::size_t end = std::min(line.find_first_of(quoted ? "\"" : " \t", begin), line.size());
    found[key] = line.substr(begin, end - begin);
    position = std::min(end + (quoted ? 1 : 0), line.size());
  }
}

Columns parse_properties(const std::string& properties)
{
  std::vector<std::string> fields;
  for (std::size_t begin = 0; begin <= properties.size();) {
    const std::size_t end = std::min(properties.find(':', begin), properties.size());
    fields.push_back(properties.substr(begin, end - begin));
    begin = end + 1;
  }
  Columns columns;
  for (std::size_t i = 0; i + 2 < fields.size(); i += 3) {
    const std::string layout = fields[i + 1] + ":" + fields[i + 2];
    const std::size_t here = columns.count;
    columns.count += static_cast<std::size_t>(text::to_integer(fields[i + 2]));
    if (fields[i] == "species" && layout == "S:1") {
      columns.species = here;
    }
    else if (fields[i] == "pos" && layout == "R:3") {
      columns.position = here;
    }
    else if ((fields[i] == "vel" || fields[i] == "velo") && layout == "R:3") {
      columns.velocity = here;
    }
    else if (fields[i] == "id" && layout == "I:1") {
      columns.id = here;
    }
  }
  if (fields.size() % 3 != 0 || !columns.species || !columns.position) {
    throw InputError(
        fmt::format("Properties={}; accepted: species:S:1:pos:R:3, with vel:R:3 and id:I:1 if wanted", properties));
  }
  return columns;
}

std::vector<double> numbers(const std::string& list)
{
  std::vector<double> values;
  for (const std::string& word : text::words(list)) {
    values.push_back(text::to_number(word));
  }
  return values;
}

Box parse_lattice(const std::string& lattice)
{
  const std::vector<double> m = numbers(lattice);
  const bool orthorhombic =
      m.size() == 9 && m[1] == 0.0 && m[2] == 0.0 && m[3] == 0.0 && m[5] == 0.0 && m[6] == 0.0 && m[7] == 0.0;
  if (!orthorhombic) {
    throw InputError(fmt::format("Lattice=\"{}\"; accepted: an orthorhombic box \"Lx 0 0 0 Ly 0 0 0 Lz\"", lattice));
  }
  return Box{m[0], m[4], m[8]};
}

Vec3 parse_origin(const std::map<std::string, std::string>& header)
{
  const auto origin = header.find("Origin");
  if (origin == header.end()) {
    return {};
  }
  const std::vector<double> values = numbers(origin->second);
  if (values.size() != 3) {
    throw InputError(fmt::format("Origin=\"{}\"; accepted: three numbers", origin->second));
  }
  return {values[0], values[1], values[2]};
}

Vec3 vector_at(const std::vector<std::string>& words, std::size_t column)
{
  return {text::to_number(words[column]), text::to_number(words[column + 1]), text::to_number(words[column + 2])};
}

void take_particle(const std::vector<std::string>& words, const Columns& columns, const Vec3& origin,
                   std::int64_t place, int line, ParticleCollector& particles)
{
  if (words.size() != columns.count) {
    throw InputError(fmt::format("{} columns; accepted: {} as Properties says", words.size(), columns.count));
  }
  const Species kind = particles.species_named(words[*columns.species]);
  const std::int64_t id = columns.id ? text::to_integer(words[*columns.id]) : place;
  const Vec3 velocity = columns.velocity ? vector_at(words, *columns.velocity) : Vec3{};
  particles.add(id, kind, vector_at(words, *columns.position) - origin, velocity, line);
}

}  // namespace

System read_extended_xyz(const std::filesystem::path& path, const SpeciesTable& species)
{
  LineReader reader{path};
  std::string line;
  reader.next(line);
  const std::int64_t announced = reader.in_context([&] { return text::to_integer(line); });
  if (announced < 1) {
    reader.fail(fmt::format("{} particles; accepted: 1 or more", announced));
  }
  reader.next(line);
  const auto header = attributes(line);
  for (const char* key : {"Lattice", "Properties"}) {
    if (!header.contains(key)) {
      reader.fail(fmt::format(
          "the second line has no {}=...; accepted: an extended XYZ file with Lattice and Properties", key));
    }
  }
  const Box box = reader.in_context([&] { return parse_lattice(header.at("Lattice")); });
  const Vec3 origin = reader.in_context([&] { return parse_origin(header); });
  const Columns columns = reader.in_context([&] { return parse_properties(header.at("Properties")); });

  ParticleCollector particles{box, species};
  for (std::int64_t i = 0; i < announced; ++i) {
    if (!reader.next(line) || line.empty()) {
      reader.fail(fmt::format("the file ends after {} of {} particles", i, announced));
    }
    reader.in_context([&] { take_particle(text::words(line), columns, origin, i, reader.line_number(), particles); });
  }
  return particles.take();
}

}  // namespace soret
