#include <soret/workflow/lead_run.hpp>

#include <soret/output/checkpoint.hpp>
#include <soret/output/output_directory.hpp>

#include <fmt/format.h>

#include <iostream>

namespace soret {

namespace {

/// Throws InputError, before anything is written, if there is no checkpoint or it belongs to another run.
LatestCheckpoint checkpoint_to_continue(const std::filesystem::path& directory, const std::string& fingerprint)
{
  LatestCheckpoint latest = open_latest_checkpoint(directory);
  require_same_configuration(latest.file, fingerprint);
  return latest;
}

}  // namespace

std::string greeting(const PhasedRun& run, const std::string& program, const std::string& what,
                     RunSettings::Precision precision)
{
  const auto counted = [](int count, const char* noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
  };
  return fmt::format("{} {}: {}, {}, {}, {} kernels, {} precision", program, version(), what,
                     counted(run.ranks().world.size(), "rank"), counted(run.ranks().replicas, "replica"),
                     run.instruction_set(), precision == RunSettings::Precision::mixed ? "mixed" : "double");
}

ExitStatus lead_run(PhasedRun& run, const RunOrders& orders, const Interruption& interruption,
                    const std::function<void(bool finished, RunLog& log)>& write_results)
{
  const mpi::Communicator& world = run.ranks().world;
  const std::string fingerprint = orders.configuration.resolved(orders.not_part_of_the_run);
  std::optional<LatestCheckpoint> latest;
  if (orders.command_line.restart) {
    latest = checkpoint_to_continue(*orders.command_line.restart, fingerprint);
    run.require_length(latest->file, orders.configuration);
  }
  prepare_output_directory(world, orders.output.directory, latest ? RunStart::continued : RunStart::fresh);
  if (latest) {
    run.restore(latest->file);
  }
  RunLog log{world, orders.output.directory, detect_console(orders.command_line.quiet), std::cout};
  keep_config(world, orders.output.directory, orders.configuration);
  if (latest && !latest->warning.empty()) {
    log.warn(latest->warning);
  }
  log.say(orders.greeting);
  if (run.steps() > 0) {
    log.say(fmt::format("continuing at step {}", run.steps()));
  }
  const bool finished = run.run(interruption, fingerprint, log);
  write_results(finished, log);
  return finished ? ExitStatus::done : ExitStatus::stopped_early;
}

}  // namespace soret
