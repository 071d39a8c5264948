#include <soret/workflow/lead_run.hpp>

#include <soret/core/error.hpp>
#include <soret/output/checkpoint.hpp>
#include <soret/output/output_directory.hpp>

#include <fmt/format.h>

#include <array>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

namespace soret {

namespace {

/// Throws InputError, before anything is written, if there is no checkpoint or it belongs to another run.
LatestCheckpoint checkpoint_to_continue(const std::filesystem::path& directory, const std::string& fingerprint)
{
  LatestCheckpoint latest = open_latest_checkpoint(directory);
  require_same_configuration(latest.file, fingerprint);
  return latest;
}

/// Sections that one program alone knows.
constexpr std::array<std::pair<const char*, const char*>, 8> own_sections{{{"gradient", "soret-nemd"},
                                                                           {"moves", "soret-gcmc"},
                                                                           {"isobaric", "soret-emd"},
                                                                           {"transport", "soret-emd"},
                                                                           {"structure", "soret-emd"},
                                                                           {"relaxation", "soret-emd"},
                                                                           {"insertion", "soret-emd"},
                                                                           {"trajectory", "soret-emd"}}};

}  // namespace

void require_own_sections(const Configuration& configuration, const std::string& program)
{
  for (const auto& [section, owner] : own_sections) {
    if (program != owner && configuration.has_section(section)) {
      throw InputError(
          fmt::format("section [{}] belongs to {}: this configuration is not one of {}", section, owner, program));
    }
  }
}

std::string greeting(const PhasedRun& run, const std::string& program, const std::string& what,
                     RunSettings::Precision precision)
{
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
  try {
    const bool finished = run.run(interruption, fingerprint, log);
    write_results(finished, log);
    return finished ? ExitStatus::done : ExitStatus::stopped_early;
  }
  catch (const InputError& error) {  // thrown on all ranks
    log.note(std::string{"failure: "} + error.what());
    throw;
  }
  catch (const std::exception& error) {
    log.failure(error.what());
    throw;
  }
}

}  // namespace soret
