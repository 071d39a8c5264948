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

#include <filesystem>
#include <iostream>
#include <optional>
#include <set>

namespace {

using namespace soret;

constexpr const char* purpose =
    "Non-equilibrium molecular dynamics of a mixture between a hot and a cold slab:\n"
    "its Soret coefficient and thermal conductivity, with standard errors.";

/// Keys that may differ between a run and its continuation: where and how results are written, how samples are
/// analysed. What a model file says stands in the configuration; where the start's file lies does not matter.
const std::set<std::string> not_part_of_the_run{"model.file",
                                                "start.file",
                                                "output.directory",
                                                "output.checkpoint_interval",
                                                "output.report",
                                                "output.note",
                                                "estimate.species",
                                                "estimate.window",
                                                "estimate.half_width",
                                                "estimate.state_temperature",
                                                "estimate.dilute_solute",
                                                "estimate.target_error",
                                                "sample.duration"};  // a run may be made longer

/// Throws InputError, before anything is written, if there is no checkpoint or it belongs to another run.
LatestCheckpoint checkpoint_to_continue(const std::filesystem::path& directory, const std::string& fingerprint)
{
  LatestCheckpoint latest = open_latest_checkpoint(directory);
  require_same_configuration(latest.file, fingerprint);
  return latest;
}

void say_hello(const NemdWorkflow& run, const Ranks& ranks, RunLog& log)
{
  log.say(fmt::format("soret-nemd {}: {} particles, {} ranks, {} replicas, {} kernels, {} precision", version(),
                      run.simulation().particle_count(), ranks.world.size(), ranks.replicas,
                      run.simulation().instruction_set(),
                      run.settings().run.precision == RunSettings::Precision::mixed ? "mixed" : "double"));
  if (run.simulation().step() > 0) {
    log.say(fmt::format("continuing at step {}", run.simulation().step()));
  }
}

// The order matters: whatever can refuse the input comes before the first file is written.
ExitStatus simulate(const mpi::Session& session, const CommandLine& command_line, const NemdSettings& settings,
                    Configuration& configuration)
{
  const mpi::Communicator world = session.world();
  const Interruption interruption{command_line.max_wall_seconds};
  const std::string fingerprint = configuration.resolved(not_part_of_the_run);
  const Ranks ranks = split_into_replicas(world, settings.run.replicas);
  NemdWorkflow run{ranks, settings};
  std::optional<LatestCheckpoint> latest;
  if (command_line.restart) {
    latest = checkpoint_to_continue(*command_line.restart, fingerprint);
  }
  prepare_output_directory(world, settings.output.directory, latest ? RunStart::continued : RunStart::fresh);
  if (latest) {
    run.restore(latest->file);
  }
  RunLog log{world, settings.output.directory, detect_console(command_line.quiet), std::cout};
  keep_config(world, settings.output.directory, configuration);
  if (latest && !latest->warning.empty()) {
    log.warn(latest->warning);
  }
  say_hello(run, ranks, log);
  const bool finished = run.run(interruption, fingerprint, log);
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
