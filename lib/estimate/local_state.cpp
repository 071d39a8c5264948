#include <soret/estimate/local_state.hpp>

#include <soret/estimate/profile_curvature.hpp>

#include <algorithm>
#include <functional>
#include <numeric>

namespace soret {

namespace {

std::vector<double> picked(const std::vector<double>& profile, const HalfWindow& window)
{
  std::vector<double> values;
  for (const std::size_t bin : window.bins) {
    values.push_back(profile[bin]);
  }
  return values;
}

double window_mean(const std::vector<double>& profile, const HalfWindow& window)
{
  const std::vector<double> values = picked(profile, window);
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> mean_of(const std::vector<double>& a, const std::vector<double>& b)
{
  std::vector<double> mean(a.size());
  std::transform(a.begin(), a.end(), b.begin(), mean.begin(), [](double x, double y) { return 0.5 * (x + y); });
  return mean;
}

}  // namespace

HalfFit fit_half(const SlabAverages& averages, const HalfWindow& window)
{
  const std::vector<double> count = picked(averages.count(), window);
  HalfFit fit;
  fit.temperature = fit_line(window.distances, picked(averages.temperature(), window), count);
  for (std::size_t species = 0; species < averages.shape().species(); ++species) {
    fit.mole_fraction.push_back(fit_line(window.distances, picked(averages.mole_fraction(species), window), count));
    fit.number_density.push_back(fit_line(window.distances, picked(averages.number_density(species), window)));
  }
  return fit;
}

LocalState local_state(const SlabAverages& averages, const HalfWindow& window)
{
  const HalfFit fit = fit_half(averages, window);
  const Axis axis = averages.shape().axis;
  LocalState state;
  state.temperature = fit.temperature.at(window.centre);
  state.temperature_gradient = fit.temperature.slope;
  const std::vector<double> count = picked(averages.count(), window);
  for (std::size_t species = 0; species < averages.shape().species(); ++species) {
    state.mole_fraction.push_back(fit.mole_fraction[species].at(window.centre));
    state.mole_fraction_gradient.push_back(fit.mole_fraction[species].slope);
    state.mole_fraction_curvature.push_back(
        profile_curvature(window.distances, picked(averages.mole_fraction(species), window), count));
    state.number_density.push_back(fit.number_density[species].at(window.centre));
    state.number_density_gradient.push_back(fit.number_density[species].slope);
    state.mass_flux.push_back(window.direction * window_mean(averages.mass_flux(species, axis), window));
  }
  state.heat_flux = window.direction * window_mean(averages.heat_flux(axis), window);
  return state;
}

LocalState mean_of(const std::array<LocalState, 2>& halves)
{
  const auto& [a, b] = halves;
  LocalState mean;
  mean.temperature = 0.5 * (a.temperature + b.temperature);
  mean.temperature_gradient = 0.5 * (a.temperature_gradient + b.temperature_gradient);
  mean.mole_fraction = mean_of(a.mole_fraction, b.mole_fraction);
  mean.mole_fraction_gradient = mean_of(a.mole_fraction_gradient, b.mole_fraction_gradient);
  mean.mole_fraction_curvature = mean_of(a.mole_fraction_curvature, b.mole_fraction_curvature);
  mean.number_density = mean_of(a.number_density, b.number_density);
  mean.number_density_gradient = mean_of(a.number_density_gradient, b.number_density_gradient);
  mean.mass_flux = mean_of(a.mass_flux, b.mass_flux);
  mean.heat_flux = 0.5 * (a.heat_flux + b.heat_flux);
  return mean;
}

double soret_coefficient(const LocalState& state, std::size_t species)
{
  const double x = state.mole_fraction[species];
  return -state.mole_fraction_gradient[species] / (x * (1.0 - x) * state.temperature_gradient);
}

double soret_coefficient_of_ratio(const LocalState& state, std::size_t solute, std::size_t solvent)
{
  const double solute_part = state.mole_fraction_gradient[solute] / state.mole_fraction[solute];
  const double solvent_part = state.mole_fraction_gradient[solvent] / state.mole_fraction[solvent];
  return -(solute_part - solvent_part) / state.temperature_gradient;
}

double soret_coefficient_of_density(const LocalState& state, std::size_t species)
{
  return -state.number_density_gradient[species] / (state.number_density[species] * state.temperature_gradient);
}

}  // namespace soret
