#include <soret/input/trajectory_settings.hpp>

#include <soret/input/model.hpp>

#include <array>
#include <filesystem>
#include <string>
#include <utility>

namespace soret {

namespace {

std::optional<Duration> optional_duration(Configuration& configuration, const Key& key)
{
  const auto found = configuration.optional_quantity(key, dimension::time, Range::positive());
  return found ? std::optional{Duration{*found}} : std::nullopt;
}

void read_format(Configuration& configuration, TrajectoryFile& file)
{
  constexpr std::array formats{TrajectoryFormat::amber, TrajectoryFormat::lammps, TrajectoryFormat::xyz};
  const std::size_t chosen = configuration.choice(
      {.name = "trajectory.format",
       .about = "what the file is; auto: .nc .ncdf amber, .lammpstrj .dump lammps, .xyz .extxyz xyz",
       .standard = "auto"},
      {"auto", "amber", "lammps", "xyz"});
  if (chosen > 0) {
    file.format = formats.at(chosen - 1);
  }
  else if (const auto format = format_of_extension(file.path)) {
    file.format = *format;
  }
  else if (!file.path.empty()) {
    configuration.miss("trajectory.format",
                       "the extension of '" + file.path.filename().string() + "' does not tell what the file is");
  }
}

void read_species(Configuration& configuration, TrajectoryFile& file)
{
  file.species = configuration.words(
      {.name = "trajectory.species", .about = "names of the species in order; of LAMMPS types 1, 2, ..."});
  const Count count = file.species.empty() ? Count{} : Count::exactly(file.species.size());
  file.masses = configuration.quantities({.name = "trajectory.masses", .about = "of each species (equal if absent)"},
                                         dimension::mass, count, Range::positive());
  if (file.species.empty() && !file.masses.empty()) {
    configuration.miss("trajectory.species", "trajectory.masses belong to names");
  }
}

void read_units_and_times(Configuration& configuration, TrajectoryFile& file)
{
  file.length_unit = configuration.quantity(
      {.name = "trajectory.length_unit", .about = "the length that the file writes as 1", .standard = "1"},
      dimension::length, Range::positive());
  file.time_unit = configuration.quantity(
      {.name = "trajectory.time_unit", .about = "the time that the file writes as 1", .standard = "1"}, dimension::time,
      Range::positive());
  const auto step = configuration.optional_quantity(
      {.name = "trajectory.time_step", .about = "time = step of a frame times this (what the file says if absent)"},
      dimension::time, Range::positive());
  if (step) {
    file.time_step = TimeStep{*step};
  }
  file.time_between_frames = optional_duration(
      configuration,
      {.name = "trajectory.time_between_frames", .about = "from one frame to the next, whatever the file says"});
  if (step && file.time_between_frames) {
    configuration.refuse("trajectory.time_step",
                         "trajectory.time_between_frames is given too; only one of the two can hold");
  }
}

TrajectoryFile read_file(Configuration& configuration)
{
  TrajectoryFile file;
  const auto path = configuration.optional_path({.name = "trajectory.file", .about = "trajectory to measure on"});
  if (path) {
    file.path = *path;
  }
  else {
    configuration.miss("trajectory.file", "the section [trajectory] needs it");
  }
  read_format(configuration, file);
  file.topology =
      configuration
          .optional_path({.name = "trajectory.topology",
                          .about = "extended XYZ file that names the particles of an amber file (topology.xyz "
                                   "beside it if absent)"})
          .value_or(std::filesystem::path{});
  read_species(configuration, file);
  read_units_and_times(configuration, file);
  file.unwrapped =
      configuration.yes_or_no({.name = "trajectory.unwrapped",
                               .about = "whether the positions go on beyond the box without saying so (as position + "
                                        "image * box length of their frame)",
                               .standard = "no"});
  return file;
}

void read_frames(Configuration& configuration, TrajectorySettings& settings)
{
  const Range from_one = Range::at_least(1.0);
  settings.file.first_frame = configuration.integer(
      {.name = "trajectory.first_frame", .about = "first frame that counts, from 1", .standard = "1"}, from_one);
  settings.frame_stride = configuration.integer(
      {.name = "trajectory.frame_stride", .about = "every so many frames are measured on", .standard = "1"}, from_one);
  settings.last_frame = configuration.optional_integer(
      {.name = "trajectory.last_frame", .about = "last frame that counts (of the file if absent)"}, from_one);
  if (settings.last_frame && *settings.last_frame <= settings.file.first_frame) {
    configuration.refuse("trajectory.last_frame", "the first frame is not before it");
  }
}

TrajectoryDisplacements read_displacements(Configuration& configuration)
{
  TrajectoryDisplacements settings;
  settings.longest_lag = optional_duration(
      configuration, {.name = "transport.displacement_time",
                      .about = "longest lag of displacements (as long as half of the blocks hold origins if absent)"});
  settings.diffusive_time = optional_duration(
      configuration, {.name = "transport.diffusive_time",
                      .about = "displacements are fitted from this time on (found by rule if absent)"});
  settings.blocks = read_blocks(configuration, "transport");
  return settings;
}

/// The sections of soret-emd that simulate, and what its simulations alone can be analysed for.
void exclude_simulations(Configuration& configuration)
{
  for (const char* section : {"model", "species", "pair", "run", "state", "ensemble", "activity", "isobaric",
                              "relaxation", "insertion", "theories", "estimate"}) {
    configuration.exclude_section(section,
                                  "is not used with [trajectory], which simulates nothing: leave out one of the two");
  }
}

}  // namespace

TrajectorySettings read_trajectory_settings(Configuration& configuration)
{
  for (const char* section : {"structure", "softness", "transport"}) {
    configuration.offer_section(section);
  }
  exclude_simulations(configuration);
  const bool all = !configuration.has_section("structure") && !configuration.has_section("transport");
  read_units(configuration);
  TrajectorySettings settings;
  settings.file = read_file(configuration);
  read_frames(configuration, settings);
  if (all || configuration.has_section("structure")) {
    settings.structure = read_distribution_settings(configuration);
  }
  if (configuration.has_section("softness")) {
    settings.softness = read_softness_settings(configuration, settings.structure);
    settings.softness_map = configuration.yes_or_no(
        {.name = "softness.map",
         .about = "whether softness.xyz is written: the frames with the curvature of every particle's own cage",
         .standard = "no"});
  }
  if (all || configuration.has_section("transport")) {
    settings.displacements = read_displacements(configuration);
  }
  settings.output = read_output_settings(configuration, "soret-trajectory-results");
  if (settings.output.trajectory_interval) {
    configuration.refuse("output.trajectory_interval", "a trajectory is read here, none is written");
  }
  if (settings.output.samples) {
    configuration.refuse("output.samples", "a trajectory is read here, whose frames are no samples of a run");
  }
  return settings;
}

void check_trajectory_files(Configuration& configuration, const TrajectoryFile& file)
{
  const std::pair<const char*, const std::filesystem::path&> files[] = {{"trajectory.file", file.path},
                                                                        {"trajectory.topology", file.topology}};
  for (const auto& [key, path] : files) {
    if (configuration.accepted({key}) && !path.empty() && !std::filesystem::is_regular_file(path)) {
      configuration.refuse(key, "there is no file '" + path.string() + "'", "a file that exists");
    }
  }
}

Configuration trajectory_keys()
{
  Configuration configuration;
  configuration.add_text("[softness]\n", "help");
  read_trajectory_settings(configuration);
  return configuration;
}

}  // namespace soret
