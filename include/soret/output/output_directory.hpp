#pragma once
/// \file
/// The directory that a run writes into, guarded against overwriting another run.

#include <soret/mpi/communicator.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace soret {

/// Names of the files that a run leaves in its directory, beside the checkpoints (checkpoint.hpp).
inline constexpr const char* summary_name = "summary.json";
inline constexpr const char* results_name = "results.nc";
inline constexpr const char* trajectory_name = "trajectory.nc";
inline constexpr const char* topology_name = "topology.xyz";
inline constexpr const char* run_log_name = "run.log";
inline constexpr const char* report_name = "report.html";

/// Whether a run begins or goes on where a checkpoint in the same directory ended.
enum class RunStart { fresh, continued };

/// Those files of a run that exist in `directory`; empty if it does not exist.
std::vector<std::string> run_files_in(const std::filesystem::path& directory);

/// Makes sure that a run may write into `directory`, creating it (and its parents) if necessary. Throws InputError, on
/// every rank, naming the directory and what to do: if it is a file, cannot be created or written, or, for a fresh
/// start, holds files of another run. Files that are not ours (the config, say) do not matter. Collective.
void prepare_output_directory(const mpi::Communicator& communicator, const std::filesystem::path& directory,
                              RunStart start);

}  // namespace soret
