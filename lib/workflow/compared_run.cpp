#include <soret/input/activity_settings.hpp>
#include <soret/input/model_parameters.hpp>
#include <soret/workflow/compared_run.hpp>

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <string_view>
#include <utility>

namespace soret {

namespace {

namespace fs = std::filesystem;

/// What the configuration asks for; empty if it does not tell.
std::vector<std::pair<std::string, double>> requested_composition(const fs::path& file)
{
  Configuration configuration;
  configuration.add_file(file);
  for (const char* key : {"state.mole_fractions", "start.mole_fractions"}) {
    if (configuration.given(key)) {
      return configuration.named_numbers({.name = key, .about = {}}, Range::between(0.0, 1.0));
    }
  }
  return {};
}

bool describes_the_model(std::string_view section)
{
  return section == "model" || section == "units" || section.starts_with("species.") || section.starts_with("pair.") ||
         section == "activity";
}

/// The sections of the file that describe its model, so that keys of others are no mistakes.
std::string model_text(const fs::path& file)
{
  std::ifstream stream{file};
  std::string text;
  bool is_wanted = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('[')) {
      is_wanted = describes_the_model(std::string_view{line}.substr(1, line.find(']') - 1));
    }
    text += is_wanted ? line + "\n" : "";
  }
  return text;
}

/// Nothing if no particle propels itself.
void add_activity(Configuration& configuration, const Model& model, ModelParameters& parameters)
{
  constexpr std::array kinds{"run-and-tumble", "Brownian", "Ornstein-Uhlenbeck"};
  const auto activity = read_activity_settings(configuration, model, TimeStep{0.0});
  if (!activity || activity->force.value() == 0.0) {
    return;
  }
  parameters[activity_parameter] = activity->force.value();
  parameters[fmt::format("persistence time ({})", kinds.at(static_cast<std::size_t>(activity->kind)))] =
      activity->persistence_time.value();
  for (const Species species : activity->species) {
    parameters["activity of " + model.species[index(species)].name] = 1.0;
  }
}

std::optional<RunModel> model_in(const fs::path& file)
{
  Configuration configuration;
  try {
    configuration.add_text(model_text(file), file.string());
    const Model model = read_model(configuration);
    RunModel found{.name = model.name, .species = model.species_names(), .parameters = parameters_of(model)};
    add_activity(configuration, model, found.parameters);
    configuration.finish();
    return found;
  }
  catch (const InputError&) {  // no model, or one of another version of the programs
    return std::nullopt;
  }
}

}  // namespace

RunSummary read_compared_run(const fs::path& run)
{
  RunSummary summary = read_summary(run);
  const fs::path configuration = fs::absolute(summary.file).parent_path() / "resolved-config.ini";
  if (!fs::is_regular_file(configuration)) {
    return summary;
  }
  if (summary.mole_fractions.empty()) {  // an open mixture has measured them
    summary.mole_fractions = requested_composition(configuration);
  }
  summary.model = model_in(configuration);
  return summary;
}

}  // namespace soret
