#pragma once
/// \file
/// Checkpoints: everything needed to continue a run bit for bit, in a file that survives a kill at any instant.

#include <soret/core/state.hpp>
#include <soret/mpi/communicator.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace soret {

/// The file names inside an output directory.
inline constexpr const char* checkpoint_name = "checkpoint.nc";
inline constexpr const char* previous_checkpoint_name = "checkpoint-previous.nc";

/// What a checkpoint says about itself.
struct CheckpointHeader {
  std::string program;        ///< "soret-nemd"
  std::string version;        ///< of soret
  std::int64_t step = 0;      ///< steps done
  std::string configuration;  ///< fingerprint of the resolved configuration; a restart compares it with its own
};

/// Writes every rank's state to DIRECTORY/checkpoint.nc. Collective.
///
/// The ranks' arrays are brought to root in small pieces, written under a temporary name in the same directory with a
/// 64-bit checksum of its bytes at the end, and flushed to the disk. Only then does the present checkpoint become
/// checkpoint-previous.nc and the new one checkpoint.nc. A process killed at any instant leaves at least one valid
/// file. Throws RunTimeFailure (on every rank) naming the file and the system's reason, e.g. a full disk; the former
/// checkpoints are then untouched.
void write_checkpoint(const mpi::Communicator& communicator, const std::filesystem::path& directory,
                      const CheckpointHeader& header, const State& state);

/// An existing checkpoint, found to be whole. Not collective: any rank may open it and read any rank's state.
class CheckpointFile {
 public:
  /// Reads the whole file once and compares its checksum. Throws InputError naming the file if it is absent, not a
  /// checkpoint or damaged.
  explicit CheckpointFile(const std::filesystem::path& file);

  const std::filesystem::path& path() const { return path_; }
  const CheckpointHeader& header() const { return header_; }
  /// Number of ranks whose states are in the file.
  int ranks() const { return ranks_; }
  /// The state of one of those ranks, or of it the entries with these names. Throws InputError unless
  /// 0 <= rank < ranks().
  State read(int rank, const std::vector<std::string>& names = {}) const;

 private:
  std::filesystem::path path_;
  CheckpointHeader header_;
  int ranks_ = 0;
};

/// A checkpoint to continue from, and what the user should know about how it was chosen.
struct LatestCheckpoint {
  CheckpointFile file;
  std::string warning;  ///< empty if DIRECTORY/checkpoint.nc itself is good
};

/// The newest valid checkpoint of a directory: checkpoint.nc, else checkpoint-previous.nc with a warning. Throws
/// InputError naming both if neither can be used. Not collective.
LatestCheckpoint open_latest_checkpoint(const std::filesystem::path& directory);

}  // namespace soret
