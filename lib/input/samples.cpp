#include <soret/input/samples.hpp>

#include <soret/core/error.hpp>
#include <soret/input/model_parameters.hpp>
#include <soret/input/particle_files.hpp>

#include "xyz_header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr const char* extension = ".xyz";
constexpr const char* model_key = "model";

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder)
{
  std::vector<std::filesystem::path> files;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator{folder, failure}) {
    if (entry.path().extension() == extension) {
      files.push_back(entry.path());
    }
  }
  if (failure) {
    throw InputError(fmt::format("{}: {}", folder.string(), failure.message()));
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// What stands before the number of the replica.
std::string stage_of(const std::string& name) { return name.substr(0, name.find_last_of('-')); }

/// A model about which mistakes have been recorded says nothing about samples.
bool is_complete(const ModelParameters& parameters)
{
  return std::ranges::none_of(parameters, [](const auto& named) { return std::isnan(named.second); });
}

/// Why what a sample tells about its model does not fit a run; empty if it does.
std::string why_model_does_not_fit(const std::string& written, const ModelParameters& wanted)
{
  try {
    const std::string difference = difference_between(parameters_in(written), wanted);
    return difference.empty() ? "" : "the models of the sample and of the run differ: " + difference;
  }
  catch (const InputError& error) {
    return fmt::format("{}=\"...\" is not as samples have it: {}", model_key, error.what());
  }
}

void refuse_other_model(const std::filesystem::path& file, const Model& model)
{
  LineReader reader{file};
  std::string line;
  reader.next(line);
  const XyzHeader header = read_xyz_header(reader, line);
  const auto written = header.attributes.find(model_key);
  const ModelParameters wanted = parameters_of(model);
  if (written == header.attributes.end() || !is_complete(wanted)) {
    return;
  }
  const std::string reason = why_model_does_not_fit(written->second, wanted);
  if (!reason.empty()) {
    reader.fail(fmt::format(
        "{}; to start from such samples all the same, remove {}=\"...\" from the second line of their files", reason,
        model_key));
  }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> sample_origin(const Model& model,
                                                               std::optional<Temperature> temperature)
{
  std::vector<std::pair<std::string, std::string>> origin{{model_key, parameter_text(model)}};
  if (temperature) {
    origin.emplace_back("temperature", fmt::format("{}", temperature->value()));
  }
  return origin;
}

System read_sample(const std::filesystem::path& file, const Model& model)
{
  System system = read_extended_xyz(file, model.species);
  refuse_other_model(file, model);
  return system;
}

std::vector<Sample> read_samples(const std::filesystem::path& folder, const Model& model)
{
  std::vector<Sample> samples;
  for (const std::filesystem::path& file : files_in(folder)) {
    samples.push_back({file.stem().string(), read_sample(file, model)});
  }
  if (samples.empty()) {
    throw InputError(fmt::format("{} holds no files *{}", folder.string(), extension));
  }
  for (const Sample& sample : samples) {
    if (stage_of(sample.name) != stage_of(samples.front().name)) {
      throw InputError(
          fmt::format("{} holds samples of several stages, {} and {}: the same glass twice is no second "
                      "sample; move those of one stage elsewhere",
                      folder.string(), samples.front().name, sample.name));
    }
  }
  return samples;
}

NumberDensity density_of(const System& system)
{
  return NumberDensity{static_cast<double>(system.particles.size()) / system.box.volume()};
}

std::optional<std::string> why_sample_does_not_fit(const Sample& sample, std::int64_t copies,
                                                   const std::vector<SpeciesCount>& counts, NumberDensity density)
{
  const Particles& particles = sample.system.particles;
  for (const SpeciesCount& wanted : counts) {
    const std::int64_t found = copies * std::count(particles.species.begin(), particles.species.end(), wanted.species);
    if (found != wanted.count) {
      return fmt::format("the sample {} has {} particles of {}{}, not {}", sample.name, found,
                         sample.system.species[index(wanted.species)].name,
                         copies == 1 ? "" : fmt::format(" in {} copies", copies), wanted.count);
    }
  }
  constexpr double rounding = 1e-9;
  const double found = density_of(sample.system).value();
  if (std::abs(found - density.value()) > rounding * density.value()) {
    return fmt::format("the sample {} has the density {:.8g}, not {:.8g}", sample.name, found, density.value());
  }
  return std::nullopt;
}

std::filesystem::path sample_folder(const std::filesystem::path& output) { return output / "samples"; }

std::string sample_file_name(const std::string& name, int replica)
{
  return fmt::format("{}-{:03}{}", name, replica, extension);
}

}  // namespace soret
