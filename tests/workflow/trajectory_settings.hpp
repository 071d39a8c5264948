#pragma once
/// \file
/// What tests measure on trajectories of the species A and B.

#include <soret/input/trajectory_settings.hpp>

#include <filesystem>

/// All that a file allows, in few blocks; displacements to the end of the trajectory.
inline soret::TrajectorySettings settings_for(const std::filesystem::path& file)
{
  soret::TrajectorySettings settings;
  settings.file.path = file;
  settings.file.format = soret::format_of_extension(file).value();
  settings.file.species = {"A", "B"};
  settings.file.masses = {1.0, 2.5};
  settings.structure = soret::DistributionSettings{.bin_width = 0.05,
                                                   .largest_distance = std::nullopt,
                                                   .largest_wave_number = 4.0,
                                                   .wave_number_width = 0.5,
                                                   .blocks = soret::Blocks{5}};
  settings.displacements = soret::TrajectoryDisplacements{std::nullopt, std::nullopt, soret::Blocks{5}};
  return settings;
}
