/// \file
/// soret-nemd: a mixture between a hot and a cold slab, and its Soret coefficient.

#include <soret/input/nemd_settings.hpp>
#include <soret/workflow/lead_run.hpp>
#include <soret/workflow/nemd_results.hpp>
#include <soret/workflow/nemd_workflow.hpp>

#include <set>

namespace {

using namespace soret;

const ProgramWords words{"soret-nemd",
                         "Non-equilibrium molecular dynamics of a mixture between a hot and a cold slab:\n"
                         "its Soret coefficient and thermal conductivity, with standard errors."};

/// Keys that may differ between a run and its continuation: where and how results are written, how samples are
/// analysed. What a model file says stands in the configuration; where the start's file lies does not matter.
const std::set<std::string> not_part_of_the_run{"model.file",
                                                "model.glass_temperature",
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

ExitStatus simulate(const mpi::Session& session, const CommandLine& command_line, const NemdSettings& settings,
                    Configuration& configuration)
{
  const Interruption interruption{command_line.max_wall_seconds};
  const Ranks ranks = split_into_replicas(session.world(), settings.run.replicas);
  NemdWorkflow run{ranks, settings};
  return lead_run(
      run,
      {command_line, configuration, settings.output, not_part_of_the_run,
       greeting(run, words.name, counted(run.simulation().particle_count(), "particle"), settings.run.precision)},
      interruption, [&](bool finished, RunLog& log) { write_nemd_results(run, ranks, finished, configuration, log); });
}

ExitStatus soret_nemd(const mpi::Session& session, int argc, char** argv)
{
  return configured_program(session, parse_command_line(argc, argv), words, read_nemd_settings, nemd_keys, simulate);
}

}  // namespace

int main(int argc, char** argv) { return soret::run_program(argc, argv, soret_nemd); }
