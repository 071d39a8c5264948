#pragma once
/// \file
/// What all programs of soret share around their own main part.

#include <soret/core/error.hpp>
#include <soret/input/command_line.hpp>
#include <soret/mpi/session.hpp>
#include <soret/output/checkpoint.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace soret {

/// MPI, the program's body, and its errors turned into messages on standard error and the exit status of the contract.
/// A failure on one rank ends all ranks.
int run_program(int argc, char** argv,
                const std::function<ExitStatus(const mpi::Session&, int argc, char** argv)>& body);

/// The resolved configuration as a text that can be read from any directory: without `model.file`, whose keys it holds,
/// and with the absolute path of `start.file`.
std::string self_contained(Configuration& configuration);

/// Writes the self-contained configuration into the output directory, so that a run can be continued without the
/// original file. Throws RunTimeFailure, on root, naming the file if it cannot be written.
void keep_config(const mpi::Communicator& communicator, const std::filesystem::path& directory,
                 Configuration& configuration);

/// For --restart DIR: output goes on in DIR, and without a config on the command line the one that the run keeps there
/// is used. Throws InputError if another output directory is given too.
void continue_in_place(CommandLine& command_line);

/// Throws InputError, naming section and line of the first difference, if a checkpoint was written by another
/// configuration.
void require_same_configuration(const CheckpointFile& checkpoint, const std::string& configuration);

}  // namespace soret
