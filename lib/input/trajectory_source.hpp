#pragma once
/// \file
/// What the readers of the several trajectory formats have in common (private to the input module).

#include <soret/core/vec3.hpp>
#include <soret/input/trajectory_reader.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// The names of species, numbered in the order in which they were given or met.
class SpeciesNames {
 public:
  /// With names given, others are refused.
  explicit SpeciesNames(std::vector<std::string> given) : names_{std::move(given)}, is_closed_{!names_.empty()} {}

  /// The number of a name. Throws InputError if it is refused.
  std::size_t number_of(const std::string& name);
  /// The number of LAMMPS type 1, 2, ...: the name at that place, or one made from the type. Throws InputError if the
  /// type is out of range.
  std::size_t number_of_type(const std::string& type);
  const std::vector<std::string>& names() const { return names_; }
  /// Whether all names were given.
  bool is_closed() const { return is_closed_; }

 private:
  std::vector<std::string> names_;
  bool is_closed_;
};

/// A particle as the file has it.
struct RawParticle {
  std::int64_t id = 0;
  std::size_t name = 0;  ///< number in SpeciesNames
  Vec3 position;         ///< from the lower corner of the box, in the file's unit
  std::array<std::int32_t, 3> image{};
};

/// A frame as the file has it, in its units.
struct RawFrame {
  std::optional<std::int64_t> step;
  std::optional<double> time;
  Vec3 corner;  ///< the lower one of the box
  Vec3 box_lengths;
  std::string units;          ///< that the file says it has; empty: it says nothing
  bool is_unwrapped = false;  ///< positions, with their images, are continuous
  std::vector<RawParticle> particles;
};

/// How much of a frame is read.
enum class FrameContent {
  everything,
  box  ///< particles are passed over, which is far faster
};

/// The frames of a file, one after the other.
class TrajectorySource {
 public:
  virtual ~TrajectorySource() = default;
  /// Replaces `frame` by the next one; false at the end of the file. Throws InputError.
  virtual bool read(RawFrame& frame, FrameContent content) = 0;
};

/// Open a file: of any format, or of a certain one. `names` must outlive the source. Throw InputError.
std::unique_ptr<TrajectorySource> open_trajectory(const TrajectoryFile& file, SpeciesNames& names);
std::unique_ptr<TrajectorySource> open_amber_trajectory(const TrajectoryFile& file, SpeciesNames& names);
std::unique_ptr<TrajectorySource> open_lammps_dump(const std::filesystem::path& path, SpeciesNames& names);
std::unique_ptr<TrajectorySource> open_xyz_trajectory(const std::filesystem::path& path, SpeciesNames& names);

}  // namespace soret
