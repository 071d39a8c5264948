#include "xyz_header.hpp"

#include "text.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret {

namespace {

/// The key=value pairs of a comment line; a value in quotes may hold blanks.
std::map<std::string, std::string> attributes_of(const std::string& line)
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

XyzProperties parse_properties(const std::string& properties)
{
  const std::vector<std::string> fields = text::parts(properties, ':');
  XyzProperties columns;
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

Vec3 parse_origin(const std::map<std::string, std::string>& attributes)
{
  const auto origin = attributes.find("Origin");
  if (origin == attributes.end()) {
    return {};
  }
  const std::vector<double> values = numbers(origin->second);
  if (values.size() != 3) {
    throw InputError(fmt::format("Origin=\"{}\"; accepted: three numbers", origin->second));
  }
  return {values[0], values[1], values[2]};
}

}  // namespace

XyzHeader read_xyz_header(LineReader& reader, const std::string& count)
{
  const std::int64_t particles = reader.in_context([&] { return text::to_integer(count); });
  if (particles < 1) {
    reader.fail(fmt::format("{} particles; accepted: 1 or more", particles));
  }
  std::string line;
  reader.next(line);
  const auto attributes = attributes_of(line);
  for (const char* key : {"Lattice", "Properties"}) {
    if (!attributes.contains(key)) {
      reader.fail(fmt::format(
          "the second line has no {}=...; accepted: an extended XYZ file with Lattice and Properties", key));
    }
  }
  return reader.in_context([&] {
    return XyzHeader{particles, attributes, parse_lattice(attributes.at("Lattice")), parse_origin(attributes),
                     parse_properties(attributes.at("Properties"))};
  });
}

Vec3 vector_at(const std::vector<std::string>& words, std::size_t column)
{
  return {text::to_number(words[column]), text::to_number(words[column + 1]), text::to_number(words[column + 2])};
}

std::vector<std::string> xyz_words(const std::string& line, const XyzProperties& columns)
{
  std::vector<std::string> words = text::words(line);
  if (words.size() != columns.count) {
    throw InputError(fmt::format("{} columns; accepted: {} as Properties says", words.size(), columns.count));
  }
  return words;
}

}  // namespace soret
