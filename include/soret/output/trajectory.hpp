#pragma once
/// \file
/// Trajectories in the AMBER NetCDF convention, which OVITO, VMD and MDAnalysis read.

#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace soret {

/// The convention demands ångström and picoseconds. In reduced units both factors stay 1 and the numbers are sigma and
/// tau, as the file's title says.
struct TrajectoryUnits {
  double angstrom_per_length = 1.0;
  double picoseconds_per_time = 1.0;
};

/// What a trajectory shows.
struct TrajectoryOptions {
  bool velocities = false;
  bool wrapped = true;  ///< positions inside the box; else unwrapped (displacements stay continuous)
  TrajectoryUnits units;
};

/// Writes DIRECTORY/trajectory.nc (AMBER convention 1.0: NetCDF-3 with 64-bit offsets, single precision), particles
/// ordered by id, and DIRECTORY/topology.xyz, which gives the species' names to programs that ask for them:
/// `MDAnalysis.Universe("topology.xyz", "trajectory.nc")`. (http://ambermd.org/netcdf/nctraj.xhtml)
class TrajectoryWriter {
 public:
  /// Starts a new trajectory, or, with `frames_to_keep` > 0, goes on behind that many frames of the existing one: those
  /// that were written after the checkpoint from which a run continues are dropped. `species`, `box` and
  /// `local_particles` are those of now. Throws InputError if the existing file is not such a trajectory, has fewer
  /// frames or other particles; RunTimeFailure if it cannot be written. Collective.
  TrajectoryWriter(const mpi::Communicator& communicator, const std::filesystem::path& directory,
                   const SpeciesTable& species, const Box& box, const Particles& local_particles,
                   const TrajectoryOptions& options = {}, std::int64_t frames_to_keep = 0);
  ~TrajectoryWriter();
  TrajectoryWriter(const TrajectoryWriter&) = delete;
  TrajectoryWriter& operator=(const TrajectoryWriter&) = delete;

  /// Appends a frame. Throws RunTimeFailure, on every rank, naming file and reason. Collective.
  void write_frame(const Box& box, const Particles& local_particles, double time);

  /// Frames in the file. A checkpoint keeps this number as the later `frames_to_keep`.
  std::int64_t frames() const { return frames_; }
  /// Flushes all frames to the disk, to be called before a checkpoint that counts them. Collective.
  void flush();

 private:
  struct File;

  mpi::Communicator communicator_;
  TrajectoryOptions options_;
  std::int64_t frames_;
  std::unique_ptr<File> file_;  ///< on root only
};

}  // namespace soret
