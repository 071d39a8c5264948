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

/// Whether the frames of a trajectory may have boxes of their own.
enum class FrameBoxes {
  same,  ///< others than the first one are refused
  own    ///< each frame has its own, as at constant pressure
};

/// One configuration, its particles in the order of their ids. In a box that stays the same, unwrapped positions are
/// position + image × box length. With FrameBoxes::own there are no images: see `path`.
struct TrajectoryFrame {
  std::int64_t number = 0;           ///< in the file, counted from 1
  std::optional<std::int64_t> step;  ///< of the program that wrote it
  std::optional<double> time;
  Particles particles;  ///< velocities and forces are zero
  /// With FrameBoxes::own: continuous positions, by axis, whose differences from frame to frame are displacements. They
  /// are no images of the positions. Else empty.
  std::array<std::vector<double>, 3> path;
};

/// The largest step that a coordinate made between frames, seen by the reader while it unwrapped, or in positions that
/// are only said to be unwrapped.
struct LargestMove {
  double box_fraction = 0.0;  ///< of the box length along the same axis; at most 1/2 where it unwrapped
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
/// In a box that changes, displacements come from TrajectoryFrame::path, made by the scheme that conserves them
/// (Bullerjahn et al. 2023, doi:10.1021/acs.jctc.3c00308): to the path is added the difference of the coordinates, each
/// folded into the box of its own frame, and the number of boundaries crossed times the length of the later box. That
/// number is counted from images or unwrapped positions, which are taken to be position + image × length of their own
/// frame's box, and is else that of the shortest way.
///
/// The box must be orthorhombic and periodic and, with FrameBoxes::same, the same in all frames up to the rounding of
/// printed numbers. All frames must hold the same particles. Everything else is refused: all members throw InputError
/// naming the file and the line or frame.
class TrajectoryReader {
 public:
  /// Opens the file and reads the first frame asked for.
  explicit TrajectoryReader(const TrajectoryFile& file, FrameBoxes boxes = FrameBoxes::same);
  ~TrajectoryReader();
  TrajectoryReader(const TrajectoryReader&) = delete;
  TrajectoryReader& operator=(const TrajectoryReader&) = delete;

  const SpeciesTable& species() const { return species_; }
  /// Of all frames, or with FrameBoxes::own of the latest one.
  const Box& box() const { return box_; }
  /// Particles of every species.
  std::vector<std::int64_t> counts() const;
  /// The next frame; nothing at the end of the file.
  std::optional<TrajectoryFrame> next_frame();
  /// The units that a LAMMPS dump says it has (ITEM: UNITS), such as "real"; empty if it says nothing.
  const std::string& units() const { return units_; }
  /// Over all frames read so far; zero if nothing had to be unwrapped.
  const LargestMove& largest_move() const { return largest_move_; }

 private:
  struct Input;

  void learn_particles();
  void require_same_particles() const;
  void take_box();
  void take_positions();
  void extend_paths();
  void unwrap(std::size_t particle);
  void note_move(double box_fraction, std::size_t particle);
  std::optional<double> time_of_frame() const;

  TrajectoryFile file_;
  FrameBoxes boxes_;
  std::unique_ptr<Input> input_;  ///< the file, its present frame, and paths
  bool frame_is_waiting_ = true;  ///< the first one, read by the constructor
  std::string units_;
  SpeciesTable species_;
  Box box_;
  std::vector<Species> species_of_name_;  ///< by the number under which the file's names were met
  Particles particles_;                   ///< of the latest frame
  LargestMove largest_move_;
};

}  // namespace soret
