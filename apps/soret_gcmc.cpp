/// \file
/// soret-gcmc: Monte Carlo of a fluid or mixture in contact with reservoirs of heat and particles.

#include <soret/input/gcmc_settings.hpp>
#include <soret/workflow/gcmc_results.hpp>
#include <soret/workflow/gcmc_workflow.hpp>
#include <soret/workflow/lead_run.hpp>

#include <set>

namespace {

using namespace soret;

const ProgramWords words{
    "soret-gcmc",
    "Grand-canonical Monte Carlo of a fluid or mixture: density and composition at given chemical\n"
    "potentials, Kirkwood-Buff integrals and the thermodynamic factor from fluctuations of the\n"
    "particle numbers, with standard errors. Constant numbers at constant volume or pressure, too."};

/// Keys that may differ between a run and its continuation: where and how results are written, how long it shall be.
const std::set<std::string> not_part_of_the_run{
    "model.file",    "start.file",  "output.directory",      "output.checkpoint_interval",
    "output.report", "output.note", "estimate.target_error", "run.attempts"};

ExitStatus simulate(const mpi::Session& session, const CommandLine& command_line, const GcmcSettings& settings,
                    Configuration& configuration)
{
  const Interruption interruption{command_line.max_wall_seconds};
  const int chains = chains_of(settings, session.world().size());
  GcmcWorkflow run{split_into_replicas(session.world(), chains), settings};
  return lead_run(
      run,
      {command_line, configuration, settings.output, not_part_of_the_run,
       greeting(run, words.name, counted(run.particle_count(), "particle"), RunSettings::Precision::in_double)},
      interruption, [&](bool finished, RunLog& log) { write_gcmc_results(run, finished, configuration, log); });
}

ExitStatus soret_gcmc(const mpi::Session& session, int argc, char** argv)
{
  return configured_program(session, parse_command_line(argc, argv), words, read_gcmc_settings, gcmc_keys, simulate);
}

}  // namespace

int main(int argc, char** argv) { return soret::run_program(argc, argv, soret_gcmc); }
