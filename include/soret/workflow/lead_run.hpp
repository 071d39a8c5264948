#pragma once
/// \file
/// From the command line to the last result: the order of things that all programs keep.

#include <soret/core/version.hpp>
#include <soret/input/command_line.hpp>
#include <soret/mpi/session.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/interruption.hpp>
#include <soret/workflow/phased_run.hpp>
#include <soret/workflow/program.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace soret {

/// What a run is asked to do besides its physics.
struct RunOrders {
  const CommandLine& command_line;
  Configuration& configuration;
  const OutputSettings& output;
  const std::set<std::string>& not_part_of_the_run;  ///< keys that may differ between a run and its continuation
  std::string greeting;                              ///< first line of the log
};

/// "soret-nemd 0.1.0: 500 particles, 2 ranks, 1 replicas, AVX-512 kernels, double precision"; `what` are the particles.
std::string greeting(const PhasedRun& run, const std::string& program, const std::string& what,
                     RunSettings::Precision precision);

/// Continues from the checkpoint if that was asked for, prepares the output directory, runs to the end or an
/// interruption, then writes results. Whatever can refuse the input comes before the first file is written. Collective.
ExitStatus lead_run(PhasedRun& run, const RunOrders& orders, const Interruption& interruption,
                    const std::function<void(bool finished, RunLog& log)>& write_results);

/// What a program is called and what it is for.
struct ProgramWords {
  std::string name;
  std::string purpose;
};

/// Throws InputError if the configuration has a section that only another of the programs knows: one sentence instead
/// of a complaint about every key.
void require_own_sections(const Configuration& configuration, const std::string& program);

/// Answers --version, --help and --check, or reads the settings and simulates.
///   read(configuration) -> settings;  keys() -> a configuration with every key;
///   simulate(session, command_line, settings, configuration) -> ExitStatus
template <class Read, class Keys, class Simulate>
ExitStatus configured_program(const mpi::Session& session, CommandLine command_line, const ProgramWords& words,
                              const Read& read, const Keys& keys, const Simulate& simulate)
{
  if (command_line.version) {
    session.root_out() << words.name << ' ' << version() << '\n';
    return ExitStatus::done;
  }
  if (command_line.restart) {
    continue_in_place(command_line);
  }
  if (!command_line.help) {
    require_configuration(command_line, words.name);
  }
  Configuration configuration = load_configuration(command_line);
  if (!command_line.help) {
    require_own_sections(configuration, words.name);
  }
  const auto settings = read(configuration);
  if (command_line.help) {
    session.root_out() << help_text(words.name, words.purpose, keys());
    return ExitStatus::done;
  }
  configuration.finish();
  if (command_line.check) {
    session.root_out() << "the configuration is accepted\n" << configuration.resolved();
    return ExitStatus::done;
  }
  return simulate(session, command_line, settings, configuration);
}

}  // namespace soret
