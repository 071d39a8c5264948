#include <soret/estimate/nemd_analysis.hpp>

#include "nemd_observables.hpp"
#include "nemd_warnings.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/heat_conduction.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <numeric>
#include <utility>

namespace soret {

namespace {

void check(const ProfileShape& shape, const NemdAnalysis& settings)
{
  if (settings.solvent && *settings.solvent >= shape.species()) {
    throw InputError(fmt::format("the solvent is species number {}, but there are only {}, numbered from 0",
                                 *settings.solvent, shape.species()));
  }
  if (settings.energy_times.size() != settings.conserved_energy.size()) {
    throw InputError(fmt::format("the conserved energy has {} values at {} times", settings.conserved_energy.size(),
                                 settings.energy_times.size()));
  }
}

/// How slowly a temperature profile between baths a distance l apart relaxes, l²/(pi² a) with the thermal diffusivity
/// a = lambda/(rho c); as the inefficiency of the blocks.
double temperature_inefficiency(const ProfileBlocks& profile, double conductivity)
{
  constexpr double heat_capacity = 3.0;  // per particle of a dense simple liquid, in k_B; gases have half of it
  const ProfileBlock total = profile.total();
  const double length = 0.5 * profile.shape.length();
  const std::vector<double> densities = SlabAverages{profile.shape, total}.number_density();
  const double density =
      std::accumulate(densities.begin(), densities.end(), 0.0) / static_cast<double>(densities.size());
  if (!(conductivity > 0.0)) {
    return 1.0;
  }
  const double diffusivity = conductivity / (density * heat_capacity);
  const RelaxationTime relaxation{length * length / (std::numbers::pi * std::numbers::pi * diffusivity)};
  return statistical_inefficiency(Duration{total.duration / static_cast<double>(profile.blocks.size())}, relaxation);
}

/// The jackknife of all observables, with errors that allow for the relaxation of composition and temperature.
std::vector<JackknifeEstimate> jackknife_of(const ProfileBlocks& profile,
                                            const std::vector<detail::NemdObservable>& observables,
                                            const NemdEstimates& found, const BathEntries& baths)
{
  std::vector<JackknifeEstimate> results = jackknife(profile, [&](const SlabAverages& part) {
    const detail::NemdState state = detail::nemd_state(part, found.window, baths);
    std::vector<double> values;
    for (const detail::NemdObservable& observable : observables) {
      values.push_back(observable.value(state));
    }
    return values;
  });
  for (std::size_t i = 0; i < observables.size(); ++i) {
    if (const auto species = observables[i].composition_of) {
      results[i] =
          with_inefficiency(std::move(results[i]), composition_inefficiency(profile, found.relaxation, *species));
    }
  }
  const auto conductivity = std::find_if(observables.begin(), observables.end(),
                                         [](const auto& item) { return item.name == "thermal_conductivity"; });
  const auto place = static_cast<std::size_t>(conductivity - observables.begin());
  const double inefficiency = temperature_inefficiency(profile, results.at(place).estimate.value);
  for (std::size_t i = 0; i < observables.size(); ++i) {
    if (observables[i].follows_temperature) {
      results[i] = with_inefficiency(std::move(results[i]), inefficiency);
    }
  }
  return results;
}

/// Drifts of the Soret coefficients, which converge slowest, and of the temperature gradient. In a binary mixture the
/// second species would only repeat the first.
std::vector<DriftTest> drifts_of(const ProfileBlocks& profile, const NemdAnalysis& settings,
                                 const std::vector<detail::NemdObservable>& observables,
                                 const std::vector<JackknifeEstimate>& results, const NemdEstimates& found)
{
  std::vector<double> times;
  for (const ProfileBlock& block : profile.blocks) {
    times.push_back(0.5 * (block.start_time + block.end_time));
  }
  const bool binary = profile.shape.species() == 2;
  std::vector<DriftTest> drifts;
  const auto test = [&](const std::string& name, const JackknifeEstimate& result, double inefficiency) {
    drifts.push_back(
        drift_test(name, result.pseudo_values, times, profile.sequence(), settings.significance, inefficiency));
  };
  for (std::size_t i = 0; i < results.size(); ++i) {
    const detail::NemdObservable& item = observables[i];
    if (item.name == "soret_coefficient" && !(binary && item.of == profile.shape.species_names[1])) {
      test("the Soret coefficient of " + item.of, results[i],
           composition_inefficiency(profile, found.relaxation, *item.composition_of));
    }
    if (item.name == "temperature_gradient") {
      test("the temperature gradient", results[i], 1.0);
    }
  }
  return drifts;
}

/// Adds what does not come out of the jackknife.
void add_series_estimates(const ProfileBlocks& profile, const NemdAnalysis& settings,
                          const std::vector<CompositionRelaxation>& measured, std::vector<NamedEstimate>& estimates)
{
  if (!settings.energy_times.empty()) {
    estimates.push_back(
        {"energy_drift", "", dimension::power, drift_rate(settings.energy_times, settings.conserved_energy)});
  }
  for (std::size_t species = 0; species < measured.size(); ++species) {
    estimates.push_back(
        {"composition_relaxation_time", profile.shape.species_names[species], dimension::time, measured[species].time});
  }
}

}  // namespace

bool NemdEstimates::contains(const std::string& name, const std::string& of) const
{
  return std::any_of(estimates.begin(), estimates.end(),
                     [&](const NamedEstimate& item) { return item.name == name && item.of == of; });
}

const Estimate& NemdEstimates::at(const std::string& name, const std::string& of) const
{
  for (const NamedEstimate& item : estimates) {
    if (item.name == name && item.of == of) {
      return item.estimate;
    }
  }
  throw RunTimeFailure("there is no estimate '" + name + "'" + (of.empty() ? "" : " of '" + of + "'"));
}

NemdEstimates analyse_nemd(const ProfileBlocks& profile, const NemdAnalysis& settings)
{
  check(profile.shape, settings);
  const ProfileBlock total = profile.total();
  const SlabAverages averages{profile.shape, total};
  const BathEntries baths = sort_baths(total, settings.bath_entries);
  NemdEstimates found;
  found.window = resolve_window(averages, settings.window);
  for (std::size_t side = 0; side < 2; ++side) {
    found.fits[side] = fit_half(averages, found.window.halves[side]);
  }
  const bool has_baths = total.duration > 0.0 && bath_power(total, baths) > 0.0;
  const std::vector<CompositionRelaxation> measured = composition_relaxation(profile);
  found.relaxation = measured;
  if (settings.composition_relaxation && profile.shape.species() > 1) {
    found.relaxation.assign(profile.shape.species(), {{settings.composition_relaxation->value(), 0.0}, false});
  }
  const std::vector<detail::NemdObservable> observables = detail::nemd_observables(profile.shape, settings, has_baths);
  const std::vector<JackknifeEstimate> results = jackknife_of(profile, observables, found, baths);
  for (std::size_t i = 0; i < observables.size(); ++i) {
    const detail::NemdObservable& item = observables[i];
    found.estimates.push_back({item.name, item.of, item.dimension, results[i].estimate});
  }
  add_series_estimates(profile, settings, measured, found.estimates);
  found.drifts = drifts_of(profile, settings, observables, results, found);
  for (std::size_t species = 0; species < profile.shape.species() && profile.shape.species() > 1; ++species) {
    found.places.push_back(local_response(profile, species, settings.between_slabs, found.relaxation));
  }
  found.steadiness = judge_steadiness(profile, found.relaxation);
  found.warnings = detail::nemd_warnings(profile, settings, found, results);
  return found;
}

}  // namespace soret
