#pragma once
/// \file
/// Samples of a liquid or glass that an earlier run has kept.

#include <soret/core/quantity.hpp>
#include <soret/input/composition.hpp>
#include <soret/system/particles.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// A configuration and the name of its file.
struct Sample {
  std::string name;
  System system;
};

/// All files NAME.xyz of a folder in the order of their names, read as read_extended_xyz does. Throws InputError,
/// naming folder or file, if there is none, one does not fit the species, or their names (STAGE-NUMBER) tell of several
/// stages.
std::vector<Sample> read_samples(const std::filesystem::path& folder, const SpeciesTable& species);

/// Particles over volume.
NumberDensity density_of(const System& system);

/// Why so many copies of a sample cannot stand for so many particles of each species at a density, with the numbers;
/// empty if they can.
std::optional<std::string> why_sample_does_not_fit(const Sample& sample, std::int64_t copies,
                                                   const std::vector<SpeciesCount>& counts, NumberDensity density);

/// The samples' folder inside an output directory, and the file of one of them.
std::filesystem::path sample_folder(const std::filesystem::path& output);
std::string sample_file_name(const std::string& name, int replica);

}  // namespace soret
