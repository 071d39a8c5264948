/// \file
/// soret-nemd: a mixture between a hot and a cold slab, and its Soret coefficient.

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>
#include <soret/input/command_line.hpp>
#include <soret/input/nemd_settings.hpp>
#include <soret/mpi/session.hpp>
#include <soret/output/checkpoint.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/interruption.hpp>
#include <soret/workflow/nemd_results.hpp>
#include <soret/workflow/nemd_workflow.hpp>
#include <soret/workflow/program.hpp>

#include <fmt/format.h>

#include <iostream>
#include <set>

namespace {

using namespace soret;

constexpr const char* purpose =
    "Non-equilibrium molecular dynamics of a mixture between a hot and a cold slab:\n"
    "its Soret coefficient and thermal conductivity, with standard errors.";

/// Keys that may differ between a run and its continuation.
const std::set<std::string> not_part_of_the_run{"output.directory", "output.checkpoint_interval", "output.report",
                                                "output.note", "estimate.target_error"};

ExitStatus simulate(const mpi::Session& session, const CommandLine& command_line, const NemdSettings& settings,
                    const Configuration& configuration)
{
  const mpi::Communicator world = session.world();
  const bool continues = command_line.restart.has_value();
  const Ranks ranks = split_into_replicas(world, settings.run.replicas);
  prepare_output_directory(world, settings.output.directory, continues ? RunStart::continued : RunStart::fresh);
  RunLog log{world, settings.output.directory, detect_console(command_line.quiet), std::cout};
  const Interruption interruption{command_line.max_wall_seconds};
  keep_config(world, settings.output.directory, configuration);
  NemdWorkflow run{ranks, settings, log};
  const std::string fingerprint = configuration.resolved(not_part_of_the_run);
  if (continues) {
    const LatestCheckpoint latest = open_latest_checkpoint(*command_line.restart);
    if (!latest.warning.empty()) {
      log.warn(latest.warning);
    }
    require_same_configuration(latest.file, fingerprint);
    run.restore(latest.file);
    log.say(fmt::format("continuing at step {}", run.simulation().step()));
  }
  log.say(fmt::format("soret-nemd {}: {} particles, {} ranks, {} replicas, {} kernels, {} precision", version(),
                      run.simulation().particle_count(), world.size(), ranks.replicas,
                      run.simulation().instruction_set(),
                      settings.run.precision == RunSettings::Precision::mixed ? "mixed" : "double"));
  const bool finished = run.run(interruption, fingerprint);
  write_nemd_results(run, ranks, finished, configuration, log);
  return finished ? ExitStatus::done : ExitStatus::stopped_early;
}

ExitStatus soret_nemd(const mpi::Session& session, int argc, char** argv)
{
  CommandLine command_line = parse_command_line(argc, argv);
  if (command_line.version) {
    session.root_out() << "soret-nemd " << version() << '\n';
    return ExitStatus::done;
  }
  if (command_line.restart) {
    continue_in_place(command_line);
  }
  Configuration configuration = load_configuration(command_line);
  const NemdSettings settings = read_nemd_settings(configuration);
  if (command_line.help) {
    session.root_out() << help_text("soret-nemd", purpose, nemd_keys());
    return ExitStatus::done;
  }
  configuration.finish();
  if (command_line.check) {
    session.root_out() << "the configuration is accepted\n" << configuration.resolved();
    return ExitStatus::done;
  }
  return simulate(session, command_line, settings, configuration);
}

}  // namespace

int main(int argc, char** argv) { return soret::run_program(argc, argv, soret_nemd); }
