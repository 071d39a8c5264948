#include <soret/input/particle_files.hpp>

#include <soret/core/error.hpp>

#include "line_reader.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace soret {

namespace {

struct Header {
  std::int64_t atoms = 0;
  std::int64_t types = 0;
  std::array<std::optional<std::pair<double, double>>, 3> bounds;
};

std::string without_comment(const std::string& line) { return text::trimmed(line.substr(0, line.find('#'))); }

/// Whether the line is one of the header; if so, what it says is taken over.
bool take_header_line(const std::vector<std::string>& words, Header& header)
{
  constexpr std::array<const char*, 3> lower{"xlo", "ylo", "zlo"};
  const auto ends_with = [&](std::initializer_list<const char*> names) {
    return words.size() > names.size() &&
           std::equal(names.begin(), names.end(), words.end() - static_cast<long>(names.size()));
  };
  if (ends_with({"xy", "xz", "yz"})) {
    throw InputError("the box is tilted; accepted: an orthorhombic box");
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (words.size() == 4 && words[2] == lower[axis]) {
      header.bounds[axis] = {text::to_number(words[0]), text::to_number(words[1])};
      return true;
    }
  }
  if (ends_with({"atom", "types"})) {
    header.types = text::to_integer(words[0]);
    return true;
  }
  if (words.size() == 2 && words[1] == "atoms") {
    header.atoms = text::to_integer(words[0]);
    return true;
  }
  if (!text::starts_number(words[0])) {
    return false;
  }
  if (text::to_number(words[0]) != 0.0) {
    throw InputError(
        fmt::format("cannot use '{}'; accepted: atoms, atom types and box bounds", text::joined(words, " ")));
  }
  return true;
}

/// The file, with its sections read as they come.
class DataFile {
 public:
  DataFile(const std::filesystem::path& path, const SpeciesTable& species, const std::vector<std::string>& types)
      : reader_{path}, species_{species}, names_{types}
  {
    if (names_.empty()) {
      for (const SpeciesInfo& info : species) {
        names_.push_back(info.name);
      }
    }
  }

  System read();

 private:
  using Words = std::vector<std::string>;

  std::string read_header();
  void start_particles();
  Species species_of_type(const std::string& type) const;
  void read_section(const std::string& title);
  template <class Take>
  void for_each_entry(const std::string& section, std::int64_t count, Take take);
  void take_mass(const Words& words) const;
  void take_atom(const Words& words);
  void take_velocity(const Words& words);

  LineReader reader_;
  const SpeciesTable& species_;
  std::vector<std::string> names_;  ///< of types 1, 2, ...
  Header header_;
  Vec3 corner_;
  std::optional<ParticleCollector> particles_;
};

std::string DataFile::read_header()
{
  std::string line;
  reader_.next(line);  // the first line is a title
  while (reader_.next(line)) {
    const Words words = text::words(without_comment(line));
    if (!words.empty() && !reader_.in_context([&] { return take_header_line(words, header_); })) {
      return line;
    }
  }
  reader_.fail("the file ends in its header; accepted: a section Atoms after it");
}

void DataFile::start_particles()
{
  Vec3 lengths;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!header_.bounds[axis]) {
      reader_.fail(fmt::format("the header has no line '{0}lo {0}hi'", "xyz"[axis]));
    }
    corner_[axis] = header_.bounds[axis]->first;
    lengths[axis] = header_.bounds[axis]->second - corner_[axis];
  }
  if (header_.atoms < 1) {
    reader_.fail(fmt::format("the header announces {} atoms; accepted: 1 or more", header_.atoms));
  }
  if (header_.types > std::ssize(names_)) {
    reader_.fail(fmt::format("{} atom types, but species for {}: {}; accepted: a species for each type (start.types)",
                             header_.types, names_.size(), text::joined(names_, ", ")));
  }
  particles_.emplace(reader_.in_context([&] { return Box{lengths}; }), species_);
}

Species DataFile::species_of_type(const std::string& type) const
{
  const std::int64_t number = text::to_integer(type);
  if (number < 1 || number > std::ssize(names_)) {
    throw InputError(fmt::format("atom type {}; accepted: 1 to {}", number, names_.size()));
  }
  return particles_->species_named(names_[static_cast<std::size_t>(number - 1)]);
}

template <class Take>
void DataFile::for_each_entry(const std::string& section, std::int64_t count, Take take)
{
  std::string line;
  for (std::int64_t taken = 0; taken < count;) {
    if (!reader_.next(line)) {
      reader_.fail(fmt::format("the file ends after {} of {} lines of section {}", taken, count, section));
    }
    const Words words = text::words(without_comment(line));
    if (!words.empty()) {
      if (!text::starts_number(words[0])) {
        reader_.fail(fmt::format("section {} ends after {} of {} lines", section, taken, count));
      }
      reader_.in_context([&] { take(words); });
      ++taken;
    }
  }
}

void DataFile::take_mass(const Words& words) const
{
  if (words.size() != 2) {
    throw InputError("accepted: type mass");
  }
  const SpeciesInfo& info = species_[index(species_of_type(words[0]))];
  const double mass = text::to_number(words[1]);
  if (std::abs(mass - info.mass) > 1e-6 * info.mass) {
    throw InputError(fmt::format("mass {} of type {}; accepted: {}, the mass of species '{}' in the model", mass,
                                 words[0], info.mass, info.name));
  }
}

void DataFile::take_atom(const Words& words)
{
  if (words.size() != 5 && words.size() != 8) {
    throw InputError(fmt::format("{} columns; accepted: id type x y z, or id type x y z ix iy iz", words.size()));
  }
  const Vec3 position{text::to_number(words[2]), text::to_number(words[3]), text::to_number(words[4])};
  particles_->add(text::to_integer(words[0]), species_of_type(words[1]), position - corner_, {}, reader_.line_number());
  for (std::size_t axis = 0; axis < 3 && words.size() == 8; ++axis) {
    particles_->particles().image[axis].back() = static_cast<std::int32_t>(text::to_integer(words[5 + axis]));
  }
}

void DataFile::take_velocity(const Words& words)
{
  if (words.size() != 4) {
    throw InputError("accepted: id vx vy vz");
  }
  const std::int64_t id = text::to_integer(words[0]);
  if (!particles_->has(id)) {
    throw InputError(fmt::format("velocity of particle {}, which section Atoms has not", id));
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    particles_->particles().velocity[axis][particles_->index_of(id)] = text::to_number(words[1 + axis]);
  }
}

void DataFile::read_section(const std::string& title)
{
  const std::string name = without_comment(title);
  if (name == "Masses") {
    for_each_entry(name, header_.types, [this](const Words& words) { take_mass(words); });
  }
  else if (name == "Atoms") {
    const std::size_t hash = title.find('#');
    const std::string style = hash == std::string::npos ? "atomic" : text::trimmed(title.substr(hash + 1));
    if (style != "atomic") {
      reader_.fail(fmt::format("atom style '{}'; accepted: atomic", style));
    }
    for_each_entry(name, header_.atoms, [this](const Words& words) { take_atom(words); });
  }
  else if (name == "Velocities") {
    for_each_entry(name, header_.atoms, [this](const Words& words) { take_velocity(words); });
  }
  else if (!name.ends_with("Coeffs")) {
    reader_.fail(fmt::format("section '{}'; accepted: Masses, Atoms, Velocities, ... Coeffs", name));
  }
}

System DataFile::read()
{
  std::string line = read_header();
  start_particles();
  bool more = true;
  while (more) {
    const bool passed_over = line.empty() || text::starts_number(line) || line.front() == '#';
    if (!passed_over) {
      read_section(line);
    }
    more = reader_.next(line);
  }
  if (particles_->particles().size() == 0) {
    reader_.fail("the file has no section Atoms");
  }
  return particles_->take();
}

}  // namespace

System read_lammps_data(const std::filesystem::path& path, const SpeciesTable& species,
                        const std::vector<std::string>& types)
{
  return DataFile{path, species, types}.read();
}

}  // namespace soret
