#pragma once
/// \file
/// The command line that all programs of soret share.

#include <soret/input/configuration.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// What a program was asked to do, besides what the configuration says.
struct CommandLine {
  bool help = false;
  bool version = false;
  bool check = false;  ///< stop after validation
  bool quiet = false;
  std::optional<std::filesystem::path> config;                 ///< the one positional argument
  std::optional<std::filesystem::path> restart;                ///< folder of the run to continue
  std::optional<double> max_wall_seconds;                      ///< leave with a checkpoint before this
  std::vector<std::pair<std::string, std::string>> overrides;  ///< key and value, in the order given
};

/// Reads the arguments. `--section.key=value` becomes an override; so do the common options that are short for a key:
/// --output (output.directory), --seed (run.seed), --replicas (run.replicas), --precision (run.precision),
/// --checkpoint-interval (output.checkpoint_interval), --target-error (estimate.target_error).
/// Throws InputError naming the argument that is unknown or has a wrong value.
CommandLine parse_command_line(int argc, const char* const* argv);

/// Throws InputError, with the usage line, if neither a file nor a key is given, but for those of the common options.
void require_configuration(const CommandLine& command_line, const std::string& program);

/// A configuration with the overrides first and the file, if any, after them.
Configuration load_configuration(const CommandLine& command_line);

/// The text of --help: usage, the common options, and every key that `configuration` has registered.
std::string help_text(const std::string& program, const std::string& purpose, const Configuration& configuration);

}  // namespace soret
