#include <soret/estimate/profile_steadiness.hpp>

#include "probability.hpp"

#include <soret/estimate/profile_modes.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr int modes = 3;

std::vector<double> middle_times(const ProfileBlocks& profile)
{
  std::vector<double> times;
  for (const ProfileBlock& block : profile.blocks) {
    times.push_back(0.5 * (block.start_time + block.end_time));
  }
  return times;
}

/// Less the mean of each replica: how replicas differ from each other is no drift.
std::vector<double> centred(std::vector<double> values, const BlockSequence& blocks)
{
  for (std::size_t replica = 0; replica <= *std::ranges::max_element(blocks.replica); ++replica) {
    double weight = 0.0;
    double sum = 0.0;
    for (std::size_t k = 0; k < values.size(); ++k) {
      if (blocks.replica[k] == replica) {
        weight += blocks.weights[k];
        sum += blocks.weights[k] * values[k];
      }
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
      values[k] -= blocks.replica[k] == replica ? sum / weight : 0.0;
    }
  }
  return values;
}

/// `relaxation` of the slowest mode; zero if it is short or not known.
ModeDrifts drifts_of(const std::string& name, const ProfileBlocks& profile, const ProfileStatistic& of,
                     RelaxationTime relaxation)
{
  ModeDrifts drifts{name, {}, 0.0, 1.0};
  const BlockSequence blocks = profile.sequence();
  const std::vector<double> times = middle_times(profile);
  double freedom = std::numeric_limits<double>::infinity();
  for (int n = 1; n <= modes; ++n) {
    std::vector<double> amplitudes;
    for (const ProfileBlock& block : profile.blocks) {
      amplitudes.push_back(mode_amplitude(profile.shape, of(SlabAverages{profile.shape, block}), n));
    }
    const double inefficiency =
        statistical_inefficiency(profile.mean_block_length(), RelaxationTime{relaxation.value() / (n * n)});
    drifts.modes.push_back(drift_test(fmt::format("mode {} of {}", n, name), centred(amplitudes, blocks), times, blocks,
                                      2.5, inefficiency));
    const double errors = drifts.modes.back().rate.standard_errors_from(0.0);
    drifts.ratio += errors * errors / modes;
    freedom = std::min(freedom, drifts.modes.back().rate.degrees_of_freedom);
  }
  drifts.probability = detail::fisher_probability(drifts.ratio, modes, freedom);
  return drifts;
}

bool is_known(const ModeDrifts& drifts)
{
  return std::ranges::all_of(drifts.modes,
                             [](const DriftTest& mode) { return std::isfinite(mode.rate.standard_error); });
}

Steadiness verdict_of(const ProfileSteadiness& found)
{
  const double limit = found.significance / static_cast<double>(found.profiles.size());
  if (std::ranges::any_of(found.profiles, [&](const ModeDrifts& each) { return each.probability < limit; })) {
    return Steadiness::moving;
  }
  const bool is_long = found.relaxation_times >= fewest_times_to_judge;
  return is_long && std::ranges::all_of(found.profiles, is_known) ? Steadiness::steady : Steadiness::undecided;
}

}  // namespace

std::string ProfileSteadiness::message() const
{
  if (profiles.empty()) {
    return "whether the profiles are steady was not tested";
  }
  const ModeDrifts& worst = *std::ranges::min_element(profiles, {}, &ModeDrifts::probability);
  const std::string reason = fmt::format(
      "the drifts of the lowest {} modes of {} have a mean square of {:.1f} standard errors², which chance "
      "would exceed with probability {:.2g}",
      modes, worst.name, worst.ratio, worst.probability);
  switch (verdict) {
    case Steadiness::moving:
      return fmt::format("{} still moves: {}", worst.name, reason);
    case Steadiness::steady:
      return fmt::format("the profiles are steady as far as can be told: {}", reason);
    case Steadiness::undecided:
      break;
  }
  if (!std::ranges::all_of(profiles, is_known)) {
    return "whether the profiles are steady cannot be told: there are too few blocks";
  }
  return fmt::format(
      "whether the profiles are steady cannot be told from {:.1f} relaxation times of the composition, fewer than "
      "{:g}: "
      "{}",
      relaxation_times, fewest_times_to_judge, reason);
}

ProfileSteadiness judge_steadiness(const ProfileBlocks& profile, std::span<const CompositionRelaxation> relaxation,
                                   double significance)
{
  ProfileSteadiness found;
  found.significance = significance;
  found.relaxation_times =
      relaxation_times_covered(profile, relaxation) / static_cast<double>(std::max<std::size_t>(profile.replicas(), 1));
  found.profiles.push_back(drifts_of(
      "the temperature profile", profile, [](const SlabAverages& slabs) { return slabs.temperature(); },
      RelaxationTime{0.0}));
  const std::size_t species = profile.shape.species();
  for (std::size_t s = 0; s < (species == 2 ? 1 : species) && species > 1; ++s) {
    const RelaxationTime time{relaxation.empty() ? 0.0 : relaxation[s].time.value};
    found.profiles.push_back(drifts_of(
        "the composition profile of " + profile.shape.species_names[s], profile,
        [s](const SlabAverages& slabs) { return slabs.mole_fraction(s); }, time));
  }
  found.verdict = verdict_of(found);
  return found;
}

}  // namespace soret
