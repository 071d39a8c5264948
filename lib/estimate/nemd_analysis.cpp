#include <soret/estimate/nemd_analysis.hpp>

#include "nemd_observables.hpp"
#include "nemd_warnings.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/heat_conduction.hpp>

#include <fmt/format.h>

#include <algorithm>

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

/// Drifts of the Soret coefficients, which converge slowest, and of the temperature gradient. In a binary mixture the
/// second species would only repeat the first.
std::vector<DriftTest> drifts_of(const ProfileBlocks& profile, const NemdAnalysis& settings,
                                 const std::vector<NamedEstimate>& estimates,
                                 const std::vector<JackknifeEstimate>& results)
{
  std::vector<double> times;
  for (const ProfileBlock& block : profile.blocks) {
    times.push_back(0.5 * (block.start_time + block.end_time));
  }
  const bool binary = profile.shape.species() == 2;
  std::vector<DriftTest> drifts;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& [name, of, dimension, estimate] = estimates[i];
    if (name == "soret_coefficient" && !(binary && of == profile.shape.species_names[1])) {
      drifts.push_back(drift_test("the Soret coefficient of " + of, results[i].pseudo_values, times, profile.sequence(),
                                  settings.significance));
    }
    if (name == "temperature_gradient") {
      drifts.push_back(drift_test("the temperature gradient", results[i].pseudo_values, times, profile.sequence(),
                                  settings.significance));
    }
  }
  return drifts;
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
  const std::vector<detail::NemdObservable> observables = detail::nemd_observables(profile.shape, settings, has_baths);
  const std::vector<JackknifeEstimate> results = jackknife(profile, [&](const SlabAverages& part) {
    const detail::NemdState state = detail::nemd_state(part, found.window, baths);
    std::vector<double> values;
    for (const detail::NemdObservable& observable : observables) {
      values.push_back(observable.value(state));
    }
    return values;
  });
  for (std::size_t i = 0; i < observables.size(); ++i) {
    const detail::NemdObservable& item = observables[i];
    found.estimates.push_back({item.name, item.of, item.dimension, results[i].estimate});
  }
  if (!settings.energy_times.empty()) {
    found.estimates.push_back(
        {"energy_drift", "", dimension::power, drift_rate(settings.energy_times, settings.conserved_energy)});
  }
  found.drifts = drifts_of(profile, settings, found.estimates, results);
  found.warnings = detail::nemd_warnings(profile, settings, found, results);
  return found;
}

}  // namespace soret
