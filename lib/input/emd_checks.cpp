#include "emd_checks.hpp"

#include "accepted_bound.hpp"
#include "emd_insertion_settings.hpp"

#include <soret/input/composition.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace soret {

namespace {

/// One section and the system of its stage.
class StageCheck {
 public:
  StageCheck(Configuration& configuration, const EmdSettings& settings, std::string section, const StageSettings& stage)
      : configuration_{configuration}, settings_{settings}, section_{std::move(section)}, stage_{stage}
  {
  }

  std::string key(const std::string& word) const { return section_ + "." + word; }
  bool accepted(std::vector<std::string> words) const
  {
    for (std::string& word : words) {
      word = key(word);
    }
    return configuration_.accepted(words) && configuration_.accepted({"run.time_step"});
  }
  void refuse(const std::string& word, const std::string& reason, const std::string& accepted = {})
  {
    configuration_.refuse(key(word), reason, accepted);
  }

  /// Whether there is a box: a cube of the configured density, or that of the samples.
  bool has_box() const
  {
    return configuration_.accepted({key("particles"), "state.density", "state.samples", "state.copies"}) &&
           !settings_.model.pairs.empty();
  }
  double shortest_side() const { return std::ranges::min(sides()); }
  double longest_side() const { return std::ranges::max(sides()); }
  std::string box_text() const
  {
    if (settings_.state.samples.empty()) {
      return fmt::format("at the density {:g} the box is {:.6g} long", settings_.state.density.value(), longest_side());
    }
    return fmt::format("the box of the samples is {:.6g} long", fmt::join(sides(), " x "));
  }
  bool has_compositions() const
  {
    return configuration_.accepted({key("particles"), "state.mole_fractions", "state.series"});
  }
  std::vector<SpeciesCount> counts(std::vector<double> fractions, double shift = 0.0) const
  {
    fractions.front() += shift;
    fractions.back() -= shift;
    return counts_from_mole_fractions(stage_.particles, fractions);
  }

  void check_box()
  {
    const double two_cutoffs = 2.0 * settings_.model.largest_cutoff();
    if (has_box() && shortest_side() < two_cutoffs) {
      refuse("particles", fmt::format("{}, less than two cutoffs, {:.6g}", box_text(), two_cutoffs),
             settings_.state.samples.empty()
                 ? accepted_bound::at_least(std::ceil(settings_.state.density.value() * std::pow(two_cutoffs, 3)))
                 : "samples (state.samples) of a larger box, or state.copies of them");
    }
  }
  /// Blames the composition where no number of particles would do.
  void refuse_pure_end(const std::vector<double>& fractions)
  {
    const auto absent = static_cast<std::size_t>(std::ranges::find(fractions, 0.0) - fractions.begin());
    const std::string& name = settings_.model.species[absent].name;
    if (configuration_.given("state.series")) {
      configuration_.refuse("state.series",
                            fmt::format("at its member {:g} there are no particles of {}, and the section [{}] needs "
                                        "some of every species",
                                        fractions.front(), name, section_),
                            "mole fractions > 0 and < 1; a pure fluid needs a model of its own");
    }
    else {
      configuration_.refuse("state.mole_fractions",
                            fmt::format("the section [{}] needs particles of {}", section_, name),
                            "mole fractions > 0; a model need not hold species that are absent");
    }
  }
  /// Every species must have so many particles.
  void check_counts(std::int64_t fewest)
  {
    if (!has_compositions()) {
      return;
    }
    for (const std::vector<double>& fractions : settings_.state.compositions) {
      if (std::ranges::find(fractions, 0.0) != fractions.end()) {
        refuse_pure_end(fractions);
        return;
      }
      for (const SpeciesCount& one : counts(fractions)) {
        if (one.count < fewest) {
          refuse("particles",
                 fmt::format("the mole fractions {} leave {} of {}; the fewest are {}", fmt::join(fractions, " "),
                             one.count, settings_.model.species[index(one.species)].name, fewest));
        }
      }
    }
  }
  /// Samples must stand for this stage.
  void check_samples()
  {
    const StatePoint& state = settings_.state;
    if (!has_compositions() || !configuration_.accepted({"state.density", "state.samples", "run.replicas"})) {
      return;
    }
    if (static_cast<int>(state.samples.size()) < settings_.run.replicas) {
      configuration_.refuse("state.samples", fmt::format("it holds {} samples, fewer than run.replicas = {}",
                                                         state.samples.size(), settings_.run.replicas));
      return;
    }
    for (const std::vector<double>& fractions : state.compositions) {
      for (const Sample& sample : state.samples) {
        if (const auto reason =
                why_sample_does_not_fit(sample, state.copies.count(), counts(fractions), state.density)) {
          configuration_.refuse("state.samples", fmt::format("[{}]: {}", section_, *reason));
          return;
        }
      }
    }
  }
  /// `part` must not be longer than `whole`.
  void check_within(const std::string& part, Duration part_length, const std::string& whole, Duration whole_length)
  {
    constexpr double rounding = 1e-9;
    if (accepted({part, whole}) && part_length.value() > whole_length.value() * (1.0 + rounding)) {
      refuse(part, fmt::format("it is longer than {} = {:g}", key(whole), whole_length.value()),
             accepted_bound::at_most(whole_length.value()));
    }
  }
  /// There must be a stretch of the sampling after which `part` fits in once more.
  void check_within_half_of_sampling(const std::string& part, Duration part_length)
  {
    if (accepted({part, "duration"}) && 2.0 * part_length.value() > stage_.duration.value()) {
      refuse(part, fmt::format("it is longer than half of {} = {:g}", key("duration"), stage_.duration.value()),
             accepted_bound::at_most(0.5 * stage_.duration.value()));
    }
  }
  /// A time span must hold so many intervals of `interval` steps.
  void check_intervals(const std::string& word, Duration span, Steps interval, double fewest)
  {
    const double held =
        std::round(span.value() / settings_.run.time_step.value()) / static_cast<double>(interval.value());
    if (accepted({word}) && held < fewest) {
      refuse(
          word, fmt::format("it holds {:.3g} intervals of {} steps, fewer than {:g}", held, interval.value(), fewest),
          accepted_bound::at_least(fewest * static_cast<double>(interval.value()) * settings_.run.time_step.value()));
    }
  }

  /// No pair of images may lie within a distance.
  void check_within_half_box(const std::string& word, double distance)
  {
    if (!has_box() || !accepted({word})) {
      return;
    }
    const double half = 0.5 * shortest_side();
    if (distance > half) {
      refuse(word, fmt::format("{}, and half of its shortest side is {:.6g}", box_text(), half),
             accepted_bound::at_most(half));
    }
  }
  /// The box must have a wave vector that short.
  void check_wave_number(const std::string& word, double wave_number)
  {
    if (!has_box() || !accepted({word})) {
      return;
    }
    const double smallest = 2.0 * std::numbers::pi / longest_side();
    if (wave_number < smallest) {
      refuse(word, fmt::format("{}, and its smallest wave number is {:.6g}", box_text(), smallest),
             accepted_bound::at_least(smallest));
    }
  }

 private:
  std::array<double, 3> sides() const
  {
    const StatePoint& state = settings_.state;
    const Box box = state.samples.empty() ? box_of_density(stage_.particles, state.density)
                                          : state.copies.of(state.samples.front().system.box);
    return {box.lengths().x, box.lengths().y, box.lengths().z};
  }

  Configuration& configuration_;
  const EmdSettings& settings_;
  std::string section_;
  const StageSettings& stage_;
};

/// A composition step must move whole particles, in a mixture of two species, and leave some of both.
void check_composition_step(StageCheck& check, const IsobaricSettings& isobaric, const std::vector<double>& fractions)
{
  const double step = *isobaric.composition_step;
  if (fractions.size() != 2) {
    check.refuse("composition_step",
                 fmt::format("it needs a mixture of two species, this one has {}", fractions.size()));
  }
  else if (step >= std::min(fractions[0], fractions[1])) {
    check.refuse("composition_step",
                 fmt::format("the mole fractions {} and {} leave less room than that", fractions[0], fractions[1]),
                 fmt::format("less than {:g}", std::min(fractions[0], fractions[1])));
  }
  else if (check.counts(fractions, step)[0].count == check.counts(fractions)[0].count ||
           check.counts(fractions, -step)[0].count == check.counts(fractions)[0].count) {
    check.refuse("composition_step", fmt::format("of {} particles that is less than one", isobaric.particles));
  }
}

void check_isobaric(Configuration& configuration, const EmdSettings& settings)
{
  StageCheck check{configuration, settings, "isobaric", *settings.isobaric};
  check.check_box();
  check.check_counts(1);
  if (settings.isobaric->exchanges > 0 && !settings.model.species.empty() && settings.model.species.size() != 2) {
    check.refuse("exchanges",
                 fmt::format("it needs a model of two species, this one has {}", settings.model.species.size()));
  }
  if (settings.isobaric->composition_step && check.has_compositions()) {
    for (const std::vector<double>& fractions : settings.state.compositions) {
      check_composition_step(check, *settings.isobaric, fractions);
    }
  }
}

/// What decides the energy is measured every 20 steps, over half of the time.
void check_energy_tuning(StageCheck& check, const TransportSettings& transport)
{
  if (transport.ensemble != TransportSettings::Ensemble::nve) {
    return;
  }
  constexpr Steps between_looks{20};
  constexpr double fewest_looks = 2.0;
  if (transport.equilibration.value() > 0.0) {
    check.check_intervals("equilibration", transport.equilibration, between_looks, fewest_looks);
  }
  if (transport.tuning_duration.value() > 0.0) {
    check.check_intervals("tuning_duration", transport.tuning_duration, between_looks, fewest_looks);
  }
}

/// The autocorrelation of velocities must have two lags.
void check_velocities(StageCheck& check, const TransportSettings& transport, TimeStep time_step)
{
  constexpr double fewest_lags = 2.0;
  const double between = static_cast<double>(transport.velocity_interval) * time_step.value();
  if (check.accepted({"velocity_interval", "correlation_time"}) &&
      std::round(transport.correlation_time.value() / time_step.value()) * time_step.value() < fewest_lags * between) {
    check.refuse("velocity_interval",
                 fmt::format("{} = {:g} holds fewer than two such intervals of {:g}; 0 leaves velocities alone",
                             check.key("correlation_time"), transport.correlation_time.value(), between),
                 fmt::format("at most {:g}, or 0",
                             std::floor(transport.correlation_time.value() / time_step.value() / fewest_lags)));
  }
}

/// Long correlations must go beyond the others, and be short enough for several blocks.
void check_long_correlations(StageCheck& check, const TransportSettings& transport)
{
  constexpr double spans_in_sampling = 10.0;
  const double longest = transport.long_correlation_time.value();
  if (longest == 0.0 || !check.accepted({"long_correlation_time", "correlation_time", "duration"})) {
    return;
  }
  if (longest <= transport.correlation_time.value()) {
    check.refuse("long_correlation_time",
                 fmt::format("it is not longer than {} = {:g}; 0 does without", check.key("correlation_time"),
                             transport.correlation_time.value()),
                 "a longer time, or 0");
  }
  if (spans_in_sampling * longest > transport.duration.value()) {
    check.refuse("long_correlation_time",
                 fmt::format("it is longer than a tenth of {} = {:g}, which leaves too few "
                             "blocks for errors",
                             check.key("duration"), transport.duration.value()),
                 accepted_bound::at_most(transport.duration.value() / spans_in_sampling) + ", or 0");
  }
}

void check_transport(Configuration& configuration, const EmdSettings& settings)
{
  const TransportSettings& transport = *settings.transport;
  StageCheck check{configuration, settings, "transport", transport};
  check.check_box();
  check.check_counts(1);
  check_energy_tuning(check, transport);
  constexpr double fewest_lags = 2.0;
  check.check_intervals("correlation_time", transport.correlation_time, transport.interval, fewest_lags);
  check_velocities(check, transport, settings.run.time_step);
  check.check_within_half_of_sampling("correlation_time", transport.correlation_time);
  check_long_correlations(check, transport);
  check.check_within("displacement_time", transport.displacement_time, "duration", transport.duration);
  check.check_intervals("displacement_time", transport.displacement_time, transport.displacement_interval, fewest_lags);
  if (transport.ensemble == TransportSettings::Ensemble::nvt &&
      settings.ensemble.thermostat == EquilibrateSettings::ThermostatKind::langevin) {
    configuration.refuse("ensemble.thermostat",
                         "a Langevin thermostat slows diffusion and heat down while [transport] samples at nvt; take "
                         "nose-hoover or csvr, or transport.ensemble = nve");
  }
  if (transport.integration_limit) {
    check.check_intervals("integration_limit", *transport.integration_limit, transport.interval, 1.0);
    check.check_within("integration_limit", *transport.integration_limit, "correlation_time",
                       transport.correlation_time);
  }
  if (transport.displacement_at) {
    check.check_within("displacement_at", *transport.displacement_at, "displacement_time", transport.displacement_time);
  }
  if (transport.diffusive_time) {
    check.check_within("diffusive_time", *transport.diffusive_time, "displacement_time", transport.displacement_time);
  }
}

void check_distances(StageCheck& check, const StructureSettings& structure)
{
  constexpr double fewest_bins = 20.0;  // so that every window of a Kirkwood-Buff line holds some
  if (!check.has_box() || !check.accepted({"largest_distance", "bin_width"})) {
    return;
  }
  const double distance = structure.largest_distance.value_or(0.5 * check.shortest_side());
  check.check_within_half_box("largest_distance", distance);
  if (check.accepted({"largest_distance"}) && distance < fewest_bins * structure.bin_width) {
    check.refuse("bin_width",
                 fmt::format("up to the largest distance {:.6g} there are {:.3g} bins, fewer than {:g}", distance,
                             distance / structure.bin_width, fewest_bins),
                 accepted_bound::at_most(distance / fewest_bins));
  }
}

void check_structure(Configuration& configuration, const EmdSettings& settings)
{
  const StructureSettings& structure = *settings.structure;
  StageCheck check{configuration, settings, "structure", structure};
  check.check_box();
  check.check_counts(2);
  check_distances(check, structure);
  if (structure.largest_wave_number) {
    check.check_wave_number("largest_wave_number", *structure.largest_wave_number);
  }
}

/// Active particles are not in equilibrium.
void check_activity(Configuration& configuration, const EmdSettings& settings)
{
  const std::pair<bool, const char*> of_equilibrium[] = {{settings.isobaric.has_value(), "isobaric"},
                                                         {settings.transport.has_value(), "transport"},
                                                         {settings.insertion.has_value(), "insertion"}};
  for (const auto& [given, section] : of_equilibrium) {
    if (given) {
      configuration.refuse("activity.force", fmt::format("the relations behind the section [{}] hold in equilibrium, "
                                                         "which particles that propel themselves are not in",
                                                         section));
    }
  }
}

/// Those that are given, in their order, with their sections.
std::vector<std::pair<const StageSettings*, std::string>> stages_without_insertion(const EmdSettings& settings)
{
  std::vector<std::pair<const StageSettings*, std::string>> stages;
  const auto add = [&](const auto& stage, const char* section) {
    if (stage) {
      stages.emplace_back(&*stage, section);
    }
  };
  add(settings.isobaric, "isobaric");
  add(settings.transport, "transport");
  add(settings.structure, "structure");
  add(settings.relaxation, "relaxation");
  return stages;
}

void check_samples(Configuration& configuration, const EmdSettings& settings)
{
  const bool has_others = settings.transport || settings.structure || settings.relaxation;
  if (settings.insertion) {
    configuration.refuse("state.samples", "the section [insertion] changes the box or the particles");
  }
  else if (settings.isobaric && has_others) {
    configuration.refuse(
        "state.samples",
        "the section [isobaric] changes the box or the particles; only alone can it begin from samples");
  }
  if (settings.isobaric && settings.isobaric->composition_step) {
    configuration.refuse("isobaric.composition_step", "samples (state.samples) have one composition");
  }
  for (const auto& [stage, section] : stages_without_insertion(settings)) {
    StageCheck{configuration, settings, section, *stage}.check_samples();
  }
}

/// The last stage must last until its first frame. Those of insertions, which are several, are not looked at.
void check_trajectory(Configuration& configuration, const EmdSettings& settings)
{
  const std::string key = "output.trajectory_interval";
  const auto stages = stages_without_insertion(settings);
  if (settings.insertion || stages.empty() || !configuration.accepted({key, "run.time_step"})) {
    return;
  }
  const auto& [stage, section] = stages.back();
  if (configuration.accepted({section + ".duration"}) &&
      stage->duration.value() < settings.output.trajectory_interval->value()) {
    configuration.refuse(key,
                         fmt::format("only the sampling of the last stage is recorded, and {}.duration = {:g}", section,
                                     stage->duration.value()),
                         accepted_bound::at_most(stage->duration.value()));
  }
}

/// A wave number needs a vector of the box near it, an overlap no more than one image.
void check_relaxation_in_box(StageCheck& check, const RelaxationSettings& relaxation)
{
  constexpr std::size_t most = 8;
  if (check.accepted({"wave_numbers"}) && relaxation.wave_numbers.size() > most) {
    check.refuse("wave_numbers",
                 fmt::format("there are {}; at most {} are possible", relaxation.wave_numbers.size(), most));
  }
  for (const double wave_number : relaxation.wave_numbers) {
    check.check_wave_number("wave_numbers", wave_number);
  }
  check.check_within_half_box("overlap_distance", relaxation.overlap_distance);
}

void check_relaxation(Configuration& configuration, const EmdSettings& settings)
{
  constexpr double fewest_lags = 4.0;
  constexpr double fewest_samples = 8.0;
  const RelaxationSettings& relaxation = *settings.relaxation;
  StageCheck check{configuration, settings, "relaxation", relaxation};
  check.check_box();
  check.check_counts(1);
  check.check_within_half_of_sampling("longest_time", relaxation.longest_time);
  check.check_intervals("longest_time", relaxation.longest_time, relaxation.interval, fewest_lags);
  check.check_intervals("duration", relaxation.duration, relaxation.collective_interval, fewest_samples);
  check_relaxation_in_box(check, relaxation);
  if (settings.ensemble.thermostat == EquilibrateSettings::ThermostatKind::langevin) {
    configuration.refuse("ensemble.thermostat",
                         "a Langevin thermostat slows particles down while [relaxation] samples; take nose-hoover or "
                         "csvr");
  }
}

}  // namespace

void check_emd_stages(Configuration& configuration, const EmdSettings& settings)
{
  if (!settings.state.samples.empty()) {
    check_samples(configuration, settings);
  }
  if (settings.activity) {
    check_activity(configuration, settings);
  }
  if (settings.output.trajectory_interval) {
    check_trajectory(configuration, settings);
  }
  if (settings.isobaric) {
    check_isobaric(configuration, settings);
  }
  if (settings.transport) {
    check_transport(configuration, settings);
  }
  if (settings.structure) {
    check_structure(configuration, settings);
  }
  if (settings.relaxation) {
    check_relaxation(configuration, settings);
  }
  if (settings.insertion) {
    StageCheck{configuration, settings, "insertion", *settings.insertion}.check_box();
    check_insertion(configuration, settings);
  }
}

}  // namespace soret
