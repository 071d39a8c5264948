#pragma once
/// \file
/// Trajectories that other programs, or soret itself, have written, read frame by frame.

#include <soret/core/quantity.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

enum class TrajectoryFormat {
  amber,   ///< AMBER NetCDF, convention 1.0 (http://ambermd.org/netcdf/nctraj.xhtml)
  lammps,  ///< text dump of LAMMPS with a column id
  xyz      ///< extended XYZ, one frame after the other
};

/// The format that a file's extension stands for: .nc and .ncdf, .lammpstrj and .dump, .xyz and .extxyz. Empty for
/// others.
std::optional<TrajectoryFormat> format_of_extension(const std::filesystem::path& file);

/// A file and what it does not say itself.
struct TrajectoryFile {
  std::filesystem::path path;
  TrajectoryFormat format = TrajectoryFormat::amber;
  /// amber: an extended XYZ file whose first frame names the species of the particles. Empty: topology.xyz in the same
  /// folder if there is one.
  std::filesystem::path topology;
  /// Names of the species in their order; of LAMMPS types 1, 2, ... if there is no column element. Empty: in the order
  /// in which they appear among the particles sorted by id, types without a name being called "1", "2", ...
  std::vector<std::string> species;
  std::vector<double> masses;                   ///< one per name in `species`; empty: all 1
  std::int64_t first_frame = 1;                 ///< counted from 1; what is before is not looked at
  double length_unit = 1.0;                     ///< the length that the file writes as 1
  double time_unit = 1.0;                       ///< the time that the file writes as 1
  std::optional<TimeStep> time_step;            ///< time = step × this, rather than what the file says
  std::optional<Duration> time_between_frames;  ///< time = (frame - 1) × this, whatever the file says
  bool unwrapped = false;                       ///< positions are continuous although nothing in the file says so
};

/// One configuration, its particles in the order of their ids. Unwrapped positions are position + image × box length.
struct TrajectoryFrame {
  std::int64_t number = 0;           ///< in the file, counted from 1
  std::optional<std::int64_t> step;  ///< of the program that wrote it
  std::optional<double> time;
  Particles particles;  ///< velocities and forces are zero
};

/// The largest step that a coordinate made between frames, seen by the reader while it unwrapped.
struct LargestMove {
  double box_fraction = 0.0;  ///< of the box length along the same axis, at most 1/2
  std::int64_t particle = 0;
  std::int64_t frame = 0;  ///< to which it led
};

/// Reads frame by frame; in memory are the particles of one frame and where they were in the one before. Not
/// collective: every rank reads for itself.
///
/// A frame whose coordinates are wrapped and come without images is unwrapped: a particle is taken to have gone from
/// one frame to the next by the shortest way. That is right as long as none moves by half a box length between frames;
/// largest_move() tells how near it came. Coordinates count as continuous (nothing is done about them) if they come
/// with images (ix iy iz), are called xu yu zu or xsu ysu zsu, or if the file is said to be `unwrapped`.
///
/// The box must be orthorhombic and periodic, and the same in all frames up to the rounding of printed numbers:
/// trajectories at constant volume only. All frames must hold the same particles. Everything else is refused: all
/// members throw InputError naming the file and the line or frame.
class TrajectoryReader {
 public:
  /// Opens the file and reads the first frame asked for.
  explicit TrajectoryReader(const TrajectoryFile& file);
  ~TrajectoryReader();
  TrajectoryReader(const TrajectoryReader&) = delete;
  TrajectoryReader& operator=(const TrajectoryReader&) = delete;

  const SpeciesTable& species() const { return species_; }
  const Box& box() const { return box_; }
  /// Particles of every species.
  std::vector<std::int64_t> counts() const;
  /// The next frame; nothing at the end of the file.
  std::optional<TrajectoryFrame> next_frame();
  /// Over all frames read so far; zero if nothing had to be unwrapped.
  const LargestMove& largest_move() const { return largest_move_; }

 private:
  struct Input;

  bool read_sorted();
  void learn_particles();
  void require_same_particles() const;
  void require_same_box() const;
  void take_positions();
  void unwrap(std::size_t particle);
  std::optional<double> time_of_frame() const;
  [[noreturn]] void fail(const std::string& message) const;

  TrajectoryFile file_;
  std::unique_ptr<Input> input_;  ///< the file and its present frame
  bool frame_is_waiting_ = true;  ///< the first one, read by the constructor
  SpeciesTable species_;
  Box box_;
  std::vector<Species> species_of_name_;  ///< by the number under which the file's names were met
  Particles particles_;                   ///< of the latest frame
  LargestMove largest_move_;
};

}  // namespace soret
