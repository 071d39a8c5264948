/// \file
/// soret-emd: a mixture in equilibrium, its transport, structure and thermodynamics, and the Soret coefficient from
/// them.

#include <soret/input/emd_settings.hpp>
#include <soret/workflow/emd_results.hpp>
#include <soret/workflow/emd_workflow.hpp>
#include <soret/workflow/lead_run.hpp>
#include <soret/workflow/trajectory_analysis.hpp>

#include <iterator>
#include <set>

namespace {

using namespace soret;

const ProgramWords words{"soret-emd",
                         "Equilibrium molecular dynamics of a fluid or mixture: diffusion, viscosity, thermal\n"
                         "conductivity, Onsager and Soret coefficients by Green and Kubo, distribution functions and\n"
                         "structure factors, Kirkwood-Buff integrals, equation of state, with standard errors."};

/// Keys that may differ between a run and its continuation: where and how results are written, how samples are
/// analysed.
const std::set<std::string> not_part_of_the_run{"model.file",
                                                "output.directory",
                                                "output.checkpoint_interval",
                                                "output.report",
                                                "output.note",
                                                "estimate.target_error",
                                                "transport.integration_limit",
                                                "transport.diffusive_time",
                                                "transport.temperature_window",
                                                "transport.reject_replicas",
                                                "theories.flow_ratios",
                                                "theories.flow_ratio_errors",
                                                "theories.activation_energy_errors",
                                                "transport.displacement_at",
                                                "theories.activation_energies"};

ExitStatus simulate(const mpi::Session& session, const CommandLine& command_line, const EmdSettings& settings,
                    Configuration& configuration)
{
  const Interruption interruption{command_line.max_wall_seconds};
  const Ranks ranks = split_into_replicas(session.world(), settings.run.replicas);
  EmdWorkflow run{ranks, settings};
  return lead_run(run,
                  {command_line, configuration, settings.output, not_part_of_the_run,
                   greeting(run, words.name, counted(std::ssize(run.stages()), "stage"), settings.run.precision)},
                  interruption,
                  [&](bool finished, RunLog& log) { write_emd_results(run, finished, configuration, log); });
}

TrajectorySettings read_settings_and_find_files(Configuration& configuration)
{
  TrajectorySettings settings = read_trajectory_settings(configuration);
  check_trajectory_files(configuration, settings.file);
  return settings;
}

ExitStatus measure_trajectory(const mpi::Session& session, const CommandLine& command_line,
                              const TrajectorySettings& settings, Configuration& configuration)
{
  return analyse_trajectory(split_into_replicas(session.world(), 1), settings, command_line, configuration);
}

/// Those of simulations, then those of [trajectory]; what both have is explained as simulations have it.
Configuration all_keys()
{
  Configuration configuration = emd_keys();
  read_trajectory_settings(configuration);
  return configuration;
}

ExitStatus soret_emd(const mpi::Session& session, int argc, char** argv)
{
  const CommandLine command_line = parse_command_line(argc, argv);
  CommandLine of_run = command_line;
  if (of_run.restart) {
    continue_in_place(of_run);
  }
  const bool is_of_trajectory = load_configuration(of_run).has_section("trajectory");
  return is_of_trajectory ? configured_program(session, command_line, words, read_settings_and_find_files,
                                               trajectory_keys, measure_trajectory)
                          : configured_program(session, command_line, words, read_emd_settings, all_keys, simulate);
}

}  // namespace

int main(int argc, char** argv) { return soret::run_program(argc, argv, soret_emd); }
