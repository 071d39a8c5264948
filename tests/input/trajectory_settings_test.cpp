/// The sections of a configuration that measures on a trajectory.
#include <soret/core/error.hpp>
#include <soret/input/trajectory_settings.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace soret;

namespace {

TrajectorySettings settings_from(const std::string& text)
{
  Configuration configuration;
  configuration.add_text(text, "test");
  TrajectorySettings settings = read_trajectory_settings(configuration);
  configuration.finish();
  return settings;
}

void refuses(const std::string& text, const std::string& part)
{
  std::string message;
  try {
    settings_from(text);
  }
  catch (const InputError& error) {
    message = error.what();
  }
  CAPTURE(message);
  CAPTURE(part);
  CHECK(message.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("a file alone: everything is measured, the format is told by the extension")
{
  const TrajectorySettings settings = settings_from("[trajectory]\nfile = run.lammpstrj\n");
  CHECK(settings.file.path == "run.lammpstrj");
  CHECK(settings.file.format == TrajectoryFormat::lammps);
  CHECK(settings.file.first_frame == 1);
  CHECK(settings.frame_stride == 1);
  CHECK_FALSE(settings.last_frame.has_value());
  REQUIRE(settings.structure.has_value());
  REQUIRE(settings.displacements.has_value());
  CHECK(settings.structure->bin_width == 0.01);
  CHECK_FALSE(settings.structure->largest_wave_number.has_value());
  CHECK_FALSE(settings.displacements->longest_lag.has_value());
  CHECK(settings.output.directory == "soret-trajectory-results");
  CHECK(settings_from("[trajectory]\nfile = run.nc\n").file.format == TrajectoryFormat::amber);
  CHECK(settings_from("[trajectory]\nfile = run.extxyz\n").file.format == TrajectoryFormat::xyz);
}

TEST_CASE("everything said")
{
  const TrajectorySettings settings = settings_from(R"(
[units]
epsilon = 119.8 K
sigma = 0.3405 nm
mass = 39.948 u
[trajectory]
file = data.out
format = xyz
species = Ar Kr
masses = 39.948 79.896 u
length_unit = 3.405 A
time_between_frames = 2
first_frame = 10
frame_stride = 5
last_frame = 100
unwrapped = yes
[structure]
bin_width = 0.02
largest_distance = 3
largest_wave_number = 10
wave_number_width = 0.2
blocks = 8
)");
  CHECK(settings.file.format == TrajectoryFormat::xyz);
  CHECK(settings.file.species == std::vector<std::string>{"Ar", "Kr"});
  REQUIRE(settings.file.masses.size() == 2);
  CHECK(settings.file.masses[1] == doctest::Approx(2.0));
  CHECK(settings.file.length_unit == doctest::Approx(1.0));
  CHECK(settings.file.time_between_frames == Duration{2.0});
  CHECK(settings.file.unwrapped);
  CHECK(settings.file.first_frame == 10);
  CHECK(settings.frame_stride == 5);
  CHECK(settings.last_frame == 100);
  REQUIRE(settings.structure.has_value());
  CHECK_FALSE(settings.displacements.has_value());  // one section is given, the other is not
  CHECK(settings.structure->largest_distance == 3.0);
  CHECK(settings.structure->blocks == Blocks{8});
}

TEST_CASE("mistakes are named")
{
  refuses("[trajectory]\nspecies = A\n", "missing key trajectory.file");
  refuses("[trajectory]\nfile = run.out\n", "the extension of 'run.out' does not tell what the file is");
  refuses("[trajectory]\nfile = run.nc\nspecies = A B\nmasses = 1\n", "trajectory.masses = 1");
  refuses("[trajectory]\nfile = run.nc\nmasses = 1 2\n", "missing key trajectory.species");
  refuses("[trajectory]\nfile = run.nc\nfirst_frame = 5\nlast_frame = 5\n", "the first frame is not before it");
  refuses("[trajectory]\nfile = run.nc\n[output]\ntrajectory_interval = 1\n",
          "a trajectory is read here, none is written");
  refuses("[trajectory]\nfile = run.nc\n[run]\ntime_step = 1\n", "test:3: section [run] is not used with [trajectory]");
  refuses("[trajectory]\nfile = run.nc\ntime_unit = 1 ps\n", "trajectory.time_unit");
}

TEST_CASE("the help text knows every key")
{
  const std::string help = trajectory_keys().help();
  for (const char* key :
       {"file", "format", "topology", "species", "masses", "length_unit", "time_unit", "time_step",
        "time_between_frames", "unwrapped", "first_frame", "frame_stride", "last_frame", "largest_wave_number",
        "displacement_time", "diffusive_time", "[softness]", "range_fraction", "map"}) {
    CAPTURE(key);
    CHECK(help.find(key) != std::string::npos);
  }
}
