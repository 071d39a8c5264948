/// Writes the files of a sample run into the directory given, for other programs to read.
#include "sample_run.hpp"
#include "sample_system.hpp"

#include <soret/mpi/session.hpp>
#include <soret/output/nemd_report.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/trajectory.hpp>

#include <filesystem>

int main(int argc, char** argv)
{
  using namespace soret;
  const mpi::Session session{argc, argv};
  const std::filesystem::path directory = argv[1];
  std::filesystem::create_directories(directory);

  TrajectoryOptions options;
  options.velocities = true;
  TrajectoryWriter trajectory{
      session.world(), directory, sample_species(), sample_box(), sample_particles(session.world(), 50, 0.0), options};
  for (const double time : {0.0, 0.5, 1.0}) {
    trajectory.write_frame(sample_box(), sample_particles(session.world(), 50, time), time);
  }

  const SampleRun run = sample_run();
  ResultsFile results;
  add_provenance(results, {"soret-nemd", "0.1.0", Seed{17}, "[system]\nparticles = 50\n"});
  add_profiles(results, run.profile, run.control_names);
  add_time_series(results, run.table, run.control_names);
  add_estimates(results, run.found.estimates);
  results.write(directory / results_name);

  const Provenance provenance{"soret-nemd", "0.1.0", Seed{17}, "[system]\nparticles = 50\n"};
  nemd_report(sample_nemd_run(run, provenance)).write(directory / soret::report_name);
}
