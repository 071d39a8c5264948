#pragma once
/// \file
/// Samples of a liquid or glass that an earlier run has kept.

#include <soret/core/quantity.hpp>
#include <soret/input/composition.hpp>
#include <soret/input/model.hpp>
#include <soret/system/particles.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// A configuration and the name of its file.
struct Sample {
  std::string name;
  System system;
};

/// Where a sample comes from, keys with values for the second line of its file: under `model` the parameters of the
/// model (parameter_text), under `temperature`, for the reader's information, the one that was asked for, if there was
/// one.
std::vector<std::pair<std::string, std::string>> sample_origin(const Model& model,
                                                               std::optional<Temperature> temperature);

/// Reads a sample, or anybody's file, as read_extended_xyz does. Throws InputError if that does, or if the file tells
/// (sample_origin) of a model whose parameters are not those of `model`, naming both values.
System read_sample(const std::filesystem::path& file, const Model& model);

/// All files NAME.xyz of a folder in the order of their names. Throws InputError, naming folder or file, if there is
/// none, one is refused by read_sample, or their names (STAGE-NUMBER) tell of several stages.
std::vector<Sample> read_samples(const std::filesystem::path& folder, const Model& model);

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
