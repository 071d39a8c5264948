#include "nemd_observables.hpp"

#include <numeric>
#include <utility>

namespace soret::detail {

namespace {

namespace unit {
constexpr Dimension gradient_of_number{.length = -1};
constexpr Dimension curvature_of_number{.length = -2};
constexpr Dimension temperature_gradient{.length = -1, .temperature = 1};
constexpr Dimension mass_flux{.length = -4, .energy = 1, .time = 1};
constexpr Dimension heat_flux{.length = -2, .energy = 1, .time = -1};
constexpr Dimension conductivity{.length = -1, .energy = 1, .time = -1, .temperature = -1};
}  // namespace unit

double mean_over_bins(const std::vector<double>& profile)
{
  return std::accumulate(profile.begin(), profile.end(), 0.0) / static_cast<double>(profile.size());
}

/// The mean over all particles of a profile of means per particle.
double mean_over_particles(const std::vector<double>& profile, const std::vector<double>& count)
{
  double sum = 0.0;
  double particles = 0.0;
  for (std::size_t bin = 0; bin < profile.size(); ++bin) {
    if (count[bin] > 0.0) {
      sum += count[bin] * profile[bin];
      particles += count[bin];
    }
  }
  return sum / particles;
}

void add_thermodiffusion(std::vector<NemdObservable>& list, const std::string& name, std::size_t s,
                         const NemdAnalysis& settings)
{
  constexpr Dimension inverse = dimension::inverse_temperature;
  const auto add = [&](const char* what, Dimension unit, std::function<double(const NemdState&)> value) {
    list.push_back({what, name, unit, std::move(value), s});
  };
  add("soret_coefficient", inverse, [s](const auto& now) { return soret_coefficient(now.mean, s); });
  add("soret_coefficient_ascending", inverse, [s](const auto& now) { return soret_coefficient(now.halves[0], s); });
  add("soret_coefficient_descending", inverse, [s](const auto& now) { return soret_coefficient(now.halves[1], s); });
  add("soret_halves_difference", inverse,
      [s](const auto& now) { return soret_coefficient(now.halves[0], s) - soret_coefficient(now.halves[1], s); });
  add("soret_coefficient_of_density", inverse,
      [s](const auto& now) { return soret_coefficient_of_density(now.mean, s); });
  if (settings.solvent && *settings.solvent != s) {
    add("soret_coefficient_of_ratio", inverse,
        [s, solvent = *settings.solvent](const auto& now) { return soret_coefficient_of_ratio(now.mean, s, solvent); });
  }
  add("local_mole_fraction", dimension::none, [s](const auto& now) { return now.mean.mole_fraction[s]; });
  add("mole_fraction_gradient", unit::gradient_of_number,
      [s](const auto& now) { return now.mean.mole_fraction_gradient[s]; });
  add("mole_fraction_curvature", unit::curvature_of_number,
      [s](const auto& now) { return now.mean.mole_fraction_curvature[s]; });
}

void add_local_state(std::vector<NemdObservable>& list, const ProfileShape& shape)
{
  for (std::size_t s = 0; s < shape.species(); ++s) {
    list.push_back({"local_number_density", shape.species_names[s], dimension::number_density,
                    [s](const auto& now) { return now.mean.number_density[s]; }});
    list.push_back(
        {"mass_flux", shape.species_names[s], unit::mass_flux, [s](const auto& now) { return now.mean.mass_flux[s]; }});
  }
  list.push_back({"local_temperature",
                  "",
                  dimension::temperature,
                  [](const auto& now) { return now.mean.temperature; },
                  {},
                  true});
  list.push_back({"temperature_gradient",
                  "",
                  unit::temperature_gradient,
                  [](const auto& now) { return now.mean.temperature_gradient; },
                  {},
                  true});
}

void add_heat_conduction(std::vector<NemdObservable>& list, bool has_baths)
{
  const auto microscopic_conductivity = [](const NemdState& now) { return thermal_conductivity_of_flux(now.mean); };
  const auto microscopic_flux = [](const NemdState& now) { return -now.mean.heat_flux; };
  const auto flux_of_baths = [](const NemdState& now) {
    return heat_flux_of_baths(now.averages.shape(), now.bath_power);
  };
  if (has_baths) {
    list.push_back({"thermal_conductivity",
                    "",
                    unit::conductivity,
                    [](const auto& now) {
                      return thermal_conductivity_of_baths(now.averages.shape(), now.bath_power, now.halves);
                    },
                    {},
                    true});
    list.push_back({"heat_flux", "", unit::heat_flux, flux_of_baths});
    list.push_back({"bath_power", "", dimension::power, [](const auto& now) { return now.bath_power; }});
    list.push_back({"bath_imbalance", "", dimension::power, [](const auto& now) { return now.bath_imbalance; }});
    list.push_back({"heat_flux_mismatch", "", unit::heat_flux,
                    [=](const auto& now) { return microscopic_flux(now) - flux_of_baths(now); }});
  }
  else {
    list.push_back({"thermal_conductivity", "", unit::conductivity, microscopic_conductivity, {}, true});
    list.push_back({"heat_flux", "", unit::heat_flux, microscopic_flux});
  }
  list.push_back({"thermal_conductivity_microscopic", "", unit::conductivity, microscopic_conductivity, {}, true});
  list.push_back({"heat_flux_microscopic", "", unit::heat_flux, microscopic_flux});
}

void add_whole_box(std::vector<NemdObservable>& list, Axis axis)
{
  list.push_back({"mean_temperature", "", dimension::temperature, [](const auto& now) {
                    return mean_over_particles(now.averages.temperature(), now.averages.count());
                  }});
  list.push_back({"density", "", dimension::number_density,
                  [](const auto& now) { return mean_over_bins(now.averages.number_density()); }});
  list.push_back({"pressure", "", dimension::pressure, [](const auto& now) {
                    return (mean_over_bins(now.averages.pressure(0)) + mean_over_bins(now.averages.pressure(1)) +
                            mean_over_bins(now.averages.pressure(2))) /
                           3.0;
                  }});
  list.push_back({"normal_pressure", "", dimension::pressure,
                  [axis](const auto& now) { return mean_over_bins(now.averages.pressure(index(axis))); }});
  list.push_back({"potential_energy", "", dimension::energy, [](const auto& now) {
                    return mean_over_particles(now.averages.potential_energy(), now.averages.count());
                  }});
  list.push_back({"total_energy", "", dimension::energy, [](const auto& now) {
                    return mean_over_particles(now.averages.total_energy(), now.averages.count());
                  }});
}

}  // namespace

NemdState nemd_state(const SlabAverages& averages, const ResolvedWindow& window, const BathEntries& baths)
{
  const std::array<LocalState, 2> halves{local_state(averages, window.halves[0]),
                                         local_state(averages, window.halves[1])};
  return {averages, halves, mean_of(halves), bath_power(averages.block(), baths), bath_imbalance(averages.block())};
}

std::vector<NemdObservable> nemd_observables(const ProfileShape& shape, const NemdAnalysis& settings, bool has_baths)
{
  std::vector<NemdObservable> list;
  if (shape.species() > 1) {
    for (std::size_t s = 0; s < shape.species(); ++s) {
      add_thermodiffusion(list, shape.species_names[s], s, settings);
    }
  }
  add_local_state(list, shape);
  add_heat_conduction(list, has_baths);
  add_whole_box(list, shape.axis);
  return list;
}

}  // namespace soret::detail
