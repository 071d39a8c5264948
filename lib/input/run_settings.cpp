#include <soret/input/run_settings.hpp>

#include "accepted_bound.hpp"

#include <fmt/format.h>

#include <cmath>

namespace soret {

Steps steps_in(Duration duration, TimeStep time_step)
{
  return Steps{std::llround(duration.value() / time_step.value())};
}

void check_steps(Configuration& configuration, const std::string& key, Duration duration, TimeStep time_step,
                 double fewest_steps)
{
  constexpr double most_steps = 1e15;
  if (!configuration.accepted({key, "run.time_step"})) {
    return;
  }
  const double steps = duration.value() / time_step.value();
  if (steps < fewest_steps || steps > most_steps) {
    configuration.refuse(key,
                         fmt::format("it lasts {:.3g} steps of {}; the fewest are {:g}, the most {:g}", steps,
                                     time_step.value(), fewest_steps, most_steps),
                         accepted_bound::at_least(fewest_steps * time_step.value()));
  }
}

Seed read_seed(Configuration& configuration)
{
  return Seed{configuration.seed({.name = "run.seed", .about = "seed of all random numbers", .standard = "1"})};
}

namespace {

std::optional<Skin> read_skin(Configuration& configuration, const Key& key)
{
  const auto skin = configuration.optional_quantity(key, dimension::length, Range::positive());
  return skin ? std::optional{Skin{*skin}} : std::nullopt;
}

void read_skins(Configuration& configuration, RunSettings& settings)
{
  settings.skin = read_skin(
      configuration, {.name = "run.skin", .about = "neighbour-list buffer beyond the cutoff (chosen if absent)"});
  settings.search_skin =
      read_skin(configuration, {.name = "run.search_skin",
                                .about = "buffer of the wider list that the former is picked from (chosen if absent)"});
  settings.tuning_steps = configuration.integer(
      {.name = "run.tuning_steps",
       .about = "steps of each trial of buffers, of which the fastest is taken (0: none; phases of a thousand times as "
                "many steps begin with trials)",
       .standard = "0"},
      Range::between(0.0, 1e6));
  if (settings.skin && settings.search_skin && *settings.search_skin < *settings.skin) {
    configuration.refuse("run.search_skin",
                         fmt::format("the wider list's buffer is {:g}, that of the list picked from it "
                                     "(run.skin) is {:g}; it must not be the smaller one",
                                     settings.search_skin->value(), settings.skin->value()),
                         accepted_bound::at_least(settings.skin->value()));
  }
}

}  // namespace

RunSettings read_run_settings(Configuration& configuration)
{
  RunSettings settings;
  settings.time_step = TimeStep{configuration.quantity({.name = "run.time_step", .about = "integration step"},
                                                       dimension::time, Range::positive())};
  settings.seed = read_seed(configuration);
  settings.replicas = static_cast<int>(configuration.integer(
      {.name = "run.replicas", .about = "independent copies whose estimates combine", .standard = "1"},
      Range::between(1.0, 1e6)));
  settings.precision = static_cast<RunSettings::Precision>(configuration.choice(
      {.name = "run.precision", .about = "of the pair arithmetic", .standard = "double"}, {"double", "mixed"}));
  read_skins(configuration, settings);
  const std::vector<std::int64_t> grid =
      configuration.integers({.name = "run.grid", .about = "ranks along x, y and z, such as 2 1 1 (chosen if absent)"},
                             Count::exactly(3), Range::between(1.0, 1e6));
  if (grid.size() == 3) {
    settings.rank_grid = {static_cast<int>(grid[0]), static_cast<int>(grid[1]), static_cast<int>(grid[2])};
  }
  settings.load_balance =
      configuration.yes_or_no({.name = "run.load_balance",
                               .about = "shift the planes between domains of ranks to where all have the same work",
                               .standard = "yes"});
  settings.zero_momentum =
      configuration.yes_or_no({.name = "run.zero_momentum",
                               .about = "remove centre-of-mass motion where a thermostat causes it",
                               .standard = "yes"});
  return settings;
}

OutputSettings read_result_settings(Configuration& configuration, const std::string& standard_directory)
{
  OutputSettings settings;
  settings.directory = configuration.text(
      {.name = "output.directory", .about = "folder of the results", .standard = standard_directory});
  if (settings.directory.empty()) {
    configuration.refuse("output.directory", "the path is empty");
  }
  settings.checkpoint_wall_seconds = configuration.wall_seconds(
      {.name = "output.checkpoint_interval", .about = "wall time between checkpoints", .standard = "10m"});
  settings.report = configuration.yes_or_no(
      {.name = "output.report", .about = "whether the report page is written", .standard = "yes"});
  settings.note = configuration.text({.name = "output.note", .about = "remark shown in the report", .standard = ""});
  return settings;
}

OutputSettings read_output_settings(Configuration& configuration, const std::string& standard_directory)
{
  OutputSettings settings = read_result_settings(configuration, standard_directory);
  const auto interval = configuration.optional_quantity(
      {.name = "output.trajectory_interval", .about = "time between frames of the trajectory (none if absent)"},
      dimension::time, Range::positive());
  if (interval) {
    settings.trajectory_interval = Duration{*interval};
  }
  settings.samples = configuration.yes_or_no({.name = "output.samples",
                                              .about = "keep the last configuration of every replica (soret-emd: and "
                                                       "stage but insertions) in the folder samples, to start "
                                                       "other runs from",
                                              .standard = "no"});
  return settings;
}

}  // namespace soret
