#pragma once
/// \file
/// Reading a text file line by line with messages that name file and line, and collecting particles from it.

#include <soret/system/particles.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <unordered_map>

namespace soret {

/// The lines of a file, numbered from 1.
class LineReader {
 public:
  /// Throws InputError if the file cannot be opened.
  explicit LineReader(const std::filesystem::path& path);
  /// Fetches the next line without blanks at its ends; false at the end of the file. Throws InputError if it holds
  /// bytes that no text has.
  bool next(std::string& line);
  /// Throws InputError "path:line: message".
  [[noreturn]] void fail(const std::string& message) const;
  int line_number() const { return line_number_; }

  /// Runs `read` and adds file and line to the message of an InputError from it.
  template <class Read>
  auto in_context(Read read) const
  {
    try {
      return read();
    }
    catch (const std::runtime_error& error) {
      fail(error.what());
    }
  }

 private:
  std::string path_;
  std::ifstream file_;
  int line_number_ = 0;
};

/// Collects particles and refuses those that cannot be: outside the box, not finite, an id used before.
class ParticleCollector {
 public:
  ParticleCollector(const Box& box, const SpeciesTable& species);
  /// Throws InputError listing the known names if there is no such species.
  Species species_named(const std::string& name) const;
  const SpeciesTable& species() const { return system_.species; }
  /// `position` counts from the lower box corner; up to 1e-6 of a box length outside is taken as rounding. `line` is
  /// where the particle was read. Throws InputError.
  void add(std::int64_t id, Species species, const Vec3& position, const Vec3& velocity, int line);
  bool has(std::int64_t id) const { return seen_.contains(id); }
  /// Index of the particle with that id; it must exist.
  std::size_t index_of(std::int64_t id) const { return seen_.at(id).index; }
  Particles& particles() { return system_.particles; }
  System take() { return std::move(system_); }

 private:
  struct Seen {
    std::size_t index;
    int line;
  };
  System system_;
  std::unordered_map<std::int64_t, Seen> seen_;
};

}  // namespace soret
