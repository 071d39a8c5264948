#pragma once
/// \file
/// The first two lines of a frame of extended XYZ (private to the input module).

#include "line_reader.hpp"

#include <soret/system/box.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// Column of the first word of each property; absent ones are empty.
struct XyzProperties {
  std::optional<std::size_t> species;
  std::optional<std::size_t> position;
  std::optional<std::size_t> velocity;
  std::optional<std::size_t> id;
  std::size_t count = 0;  ///< columns in all
};

/// What stands before the particles.
struct XyzHeader {
  std::int64_t particles = 0;
  std::map<std::string, std::string> attributes;  ///< all key=value pairs of the second line
  Box box;
  Vec3 origin;
  XyzProperties columns;  ///< species and position are there
};

/// Reads the second line, with Lattice and Properties; `count` is the first one, which `reader` has just read. Throws
/// InputError, naming file and line, for anything that is not accepted.
XyzHeader read_xyz_header(LineReader& reader, const std::string& count);

/// The three numbers from a column on. Throws InputError if they are none.
Vec3 vector_at(const std::vector<std::string>& words, std::size_t column);

/// The words of a particle's line. Throws InputError if there are more or fewer than Properties says.
std::vector<std::string> xyz_words(const std::string& line, const XyzProperties& columns);

}  // namespace soret
