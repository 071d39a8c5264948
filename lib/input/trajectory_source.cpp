#include "trajectory_source.hpp"

#include "text.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace soret {

namespace {

constexpr std::size_t most_species = std::numeric_limits<std::uint8_t>::max();

}  // namespace

std::size_t SpeciesNames::number_of(const std::string& name)
{
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) {
    if (is_closed_) {
      throw InputError(fmt::format("unknown species '{}'; accepted: {}", name, text::joined(names_, ", ")));
    }
    if (names_.size() == most_species) {
      throw InputError(fmt::format("more than {} species", most_species));
    }
    names_.push_back(name);
    return names_.size() - 1;
  }
  return static_cast<std::size_t>(found - names_.begin());
}

std::size_t SpeciesNames::number_of_type(const std::string& type)
{
  const std::int64_t number = text::to_integer(type);
  if (!is_closed_) {
    return number_of(std::to_string(number));
  }
  if (number < 1 || number > std::ssize(names_)) {
    throw InputError(
        fmt::format("type {}; accepted: 1 to {}, for {}", number, names_.size(), text::joined(names_, ", ")));
  }
  return static_cast<std::size_t>(number - 1);
}

std::optional<TrajectoryFormat> format_of_extension(const std::filesystem::path& file)
{
  const std::string extension = file.extension().string();
  if (extension == ".nc" || extension == ".ncdf") {
    return TrajectoryFormat::amber;
  }
  if (extension == ".lammpstrj" || extension == ".dump") {
    return TrajectoryFormat::lammps;
  }
  if (extension == ".xyz" || extension == ".extxyz") {
    return TrajectoryFormat::xyz;
  }
  return std::nullopt;
}

std::unique_ptr<TrajectorySource> open_trajectory(const TrajectoryFile& file, SpeciesNames& names)
{
  switch (file.format) {
    case TrajectoryFormat::amber:
      return open_amber_trajectory(file, names);
    case TrajectoryFormat::lammps:
      return open_lammps_dump(file.path, names);
    case TrajectoryFormat::xyz:
      break;
  }
  return open_xyz_trajectory(file.path, names);
}

}  // namespace soret
