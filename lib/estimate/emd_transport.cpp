/// \file
/// The transport part of analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/propagation.hpp>
#include <soret/estimate/series_mean.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace soret {

namespace {

Estimate error_of(const JackknifeEstimate& estimate)
{
  return {0.0, estimate.estimate.standard_error, estimate.estimate.degrees_of_freedom};
}

OnsagerCoefficients<double> binary(const OnsagerMatrix& matrix)
{
  return {matrix.mass_mass(0, 0), 0.5 * (matrix.mass_heat(0) + matrix.heat_mass(0)), matrix.heat_heat()};
}

void add_viscosity(EmdCollector& collector, const CorrelationBlocks& correlations, const TransportCurves& curves,
                   Temperature temperature)
{
  collector.add("shear_viscosity", dimension::viscosity,
                shear_viscosity(correlations, temperature, curves.volume, curves.stress_limit.time).estimate);
  if (correlations.spectra.segments > 0) {  // else the integral stands alone
    collector.attempt("viscosity by cepstral analysis", [&] {
      collector.add("shear_viscosity_cepstral", dimension::viscosity,
                    cepstral_viscosity(correlations, temperature, curves.volume).estimate);
    });
  }
}

void add_conduction(EmdCollector& collector, const CorrelationBlocks& correlations, const TransportCurves& curves,
                    Temperature temperature)
{
  const Duration limit = curves.onsager_limit.time;
  const auto conductivity = jackknife(correlations.sequence(), [&](std::size_t left_out) {
    const OnsagerMatrix matrix = onsager_coefficients(correlations, left_out, limit, curves.volume);
    const double full = thermal_conductivity(matrix, temperature);
    const double uncoupled = matrix.heat_heat() / (temperature.value() * temperature.value());
    return std::vector{full, full - uncoupled};
  });
  collector.add("thermal_conductivity", dimension::conductivity, conductivity[0].estimate);
  if (correlations.spectra.segments > 0) {
    collector.attempt("thermal conductivity by cepstral analysis", [&] {
      collector.add("thermal_conductivity_cepstral", dimension::conductivity,
                    cepstral_thermal_conductivity(correlations, temperature, curves.volume).estimate);
    });
  }
  if (correlations.quantities.contains(flux::mass(0))) {
    collector.add("thermal_conductivity_coupling", dimension::conductivity, conductivity[1].estimate);
  }
}

void add_onsager(EmdCollector& collector, const EmdMeasurements& measured, const TransportCurves& curves)
{
  const CorrelationBlocks& correlations = measured.transport->correlations;
  const auto values = jackknife(correlations.sequence(), [&](std::size_t left_out) {
    const OnsagerMatrix l = onsager_coefficients(correlations, left_out, curves.onsager_limit.time, curves.volume);
    return std::vector{l.mass_mass(0, 0), l.mass_heat(0), l.heat_mass(0), l.heat_heat(),
                       l.mass_heat(0) - l.heat_mass(0)};
  });
  constexpr std::array<std::pair<const char*, Dimension>, 5> names{{{"onsager_mass_mass", dimension::mass_mass},
                                                                    {"onsager_mass_heat", dimension::mass_heat},
                                                                    {"onsager_heat_mass", dimension::mass_heat},
                                                                    {"onsager_heat_heat", dimension::heat_heat},
                                                                    {"onsager_asymmetry", dimension::mass_heat}}};
  for (std::size_t k = 0; k < names.size(); ++k) {
    collector.add(names[k].first, names[k].second, values[k].estimate);
  }
  constexpr double significance = 3.0;
  if (std::abs(values[4].estimate.standard_errors_from(0.0)) > significance) {
    collector.warn(fmt::format("the Onsager coefficients of heat by mass and mass by heat disagree: {} is not zero",
                               to_string(values[4].estimate)));
  }
}

void add_diffusion(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
                   TransportCurves& curves, Temperature temperature)
{
  const DisplacementBlocks& displacements = measured.transport->displacements;
  const Vec3& box = displacements.shape.box_lengths;
  const bool is_cubic = box.x == box.y && box.y == box.z;
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    const std::string& name = measured.species_names[species];
    collector.attempt("diffusion coefficient of " + name, [&] {
      const LagWindow window = settings.diffusive_time
                                   ? LagWindow{*settings.diffusive_time, Duration{displacements.shape.lag_times.back()}}
                                   : diffusive_window(displacements, species);
      const Estimate coefficient = self_diffusion(displacements, species, window).coefficient.estimate;
      curves.diffusive.push_back(window);
      collector.add("self_diffusion", dimension::diffusion, coefficient, name);
      const Estimate* viscosity = collector.found().find("shear_viscosity");
      if (is_cubic && viscosity != nullptr && viscosity->value > 0.0) {
        collector.add("self_diffusion_infinite", dimension::diffusion,
                      infinite_size_diffusion(coefficient, temperature, *viscosity, box), name);
      }
    });
  }
}

/// As numbers at the lag that was asked for.
void add_displacements_at(EmdCollector& collector, const EmdMeasurements& measured, Duration lag)
{
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    collector.attempt("mean squared displacement of " + measured.species_names[species], [&] {
      collector.add("mean_squared_displacement", dimension::area,
                    mean_squared_displacement_at(measured.transport->displacements, species, lag).estimate,
                    measured.species_names[species]);
    });
  }
}

/// Times on the way, where the displacements reach them.
void add_times_to_move(EmdCollector& collector, const EmdMeasurements& measured)
{
  constexpr double unit_length = 1.0;
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    try {
      collector.add("time_to_move", dimension::time,
                    time_to_move(measured.transport->displacements, species, unit_length).estimate,
                    measured.species_names[species]);
    }
    catch (const RunTimeFailure&) {  // too short a lag: diffusion says so
    }
  }
}

/// The integral and the cepstral estimate of one coefficient should agree.
void compare_estimators(EmdCollector& collector, const std::string& name)
{
  constexpr double significance = 3.0;
  const Estimate* integral = collector.found().find(name);
  const Estimate* cepstral = collector.found().find(name + "_cepstral");
  if (integral == nullptr || cepstral == nullptr) {
    return;
  }
  const Estimate gap = difference(*integral, *cepstral);
  if (std::abs(gap.standard_errors_from(0.0)) > significance) {
    collector.warn(
        fmt::format("{} by its integral, {}, and by cepstral analysis, {}, disagree: a slow part of the "
                    "correlation may have been cut",
                    name, to_string(*integral), to_string(*cepstral)));
  }
}

/// What follows from time correlations.
void add_correlated(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
                    TransportCurves& curves)
{
  const CorrelationBlocks& correlations = measured.transport->correlations;
  if (measured.energies_jump) {
    collector.warn(
        "the pair energy jumps at the cutoff (truncation = cut), which the forces do not know of: the heat flux "
        "misses what crosses it, and coefficients of heat are off by some per cent; take truncation = shifted");
  }
  curves.temperature = *collector.found().find("temperature_of_transport");
  const Temperature temperature{curves.temperature.value};
  curves.stress_limit = limit_of(settings.integration_limit, stress_limit(correlations));
  curves.onsager_limit = limit_of(settings.integration_limit, onsager_limit(correlations));
  warn_unsettled(collector, curves.stress_limit, "stress");
  warn_unsettled(collector, curves.onsager_limit, "heat and mass flux");
  check_long_correlations(collector, measured, curves);
  collector.attempt("viscosity", [&] { add_viscosity(collector, correlations, curves, temperature); });
  collector.attempt("thermal conductivity", [&] { add_conduction(collector, correlations, curves, temperature); });
  compare_estimators(collector, "shear_viscosity");
  compare_estimators(collector, "thermal_conductivity");
  if (measured.species_names.size() == 2) {
    collector.attempt("Onsager coefficients", [&] { add_onsager(collector, measured, curves); });
  }
}

}  // namespace

IntegrationLimit limit_of(const std::optional<Duration>& given, const IntegrationLimit& found)
{
  return given ? IntegrationLimit{*given, true} : found;
}

void warn_unsettled(EmdCollector& collector, const IntegrationLimit& limit, const std::string& of)
{
  if (!limit.settled) {
    collector.warn(
        fmt::format("the integral of the {} correlation does not settle within the longest lag {:g}: its value is "
                    "a lower or an upper bound; make transport.correlation_time longer",
                    of, limit.time.value()));
  }
}

BinaryMixture mixture_of(const EmdMeasurements& measured, const Estimate& temperature)
{
  const EmdMeasurements::Transport& transport = *measured.transport;
  const Vec3& box = transport.displacements.shape.box_lengths;
  const double density = static_cast<double>(transport.particles()) / (box.x * box.y * box.z);
  return {transport.mole_fraction(0), measured.masses[0], measured.masses[1], NumberDensity{density},
          Temperature{temperature.value}};
}

void add_transport(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  const EmdMeasurements::Transport& transport = *measured.transport;
  const Vec3& box = transport.displacements.shape.box_lengths;
  TransportCurves curves;
  curves.volume = box.x * box.y * box.z;
  curves.temperature = Estimate{measured.temperature.value(), 0.0};
  if (box.x == box.y && box.y == box.z) {
    collector.add("box_length_of_transport", dimension::length, {box.x, 0.0});
  }
  if (!transport.correlations.blocks.empty() && collector.found().find("temperature_of_transport") !=
                                                    nullptr) {  // else measured on a trajectory: displacements alone
    add_correlated(collector, measured, settings, curves);
  }
  add_diffusion(collector, measured, settings, curves, Temperature{curves.temperature.value});
  add_times_to_move(collector, measured);
  if (settings.displacement_at) {
    add_displacements_at(collector, measured, *settings.displacement_at);
  }
  collector.found().transport = std::move(curves);
  add_velocities(collector, measured, settings);
}

namespace {

/// Functions of Onsager's coefficients, the difference of the specific enthalpies and the thermodynamic factor, with
/// the errors of all three. They come from independent stages, but for the factor from exchanges, which shares the
/// stages of the enthalpies: their correlation is neglected.
std::vector<Estimate> with_all_errors(
    const EmdMeasurements& measured, const TransportCurves& curves, const Estimate& difference, const Estimate& factor,
    const std::function<std::vector<double>(const OnsagerCoefficients<double>&, double difference, double factor)>& f)
{
  const CorrelationBlocks& correlations = measured.transport->correlations;
  const Duration limit = curves.onsager_limit.time;
  const auto from_blocks = jackknife(correlations.sequence(), [&](std::size_t left_out) {
    return f(binary(onsager_coefficients(correlations, left_out, limit, curves.volume)), difference.value,
             factor.value);
  });
  const OnsagerCoefficients<double> whole =
      binary(onsager_coefficients(correlations, none_left_out, limit, curves.volume));
  std::vector<Estimate> estimates;
  for (std::size_t k = 0; k < from_blocks.size(); ++k) {
    const std::array inputs{error_of(from_blocks[k]), difference, factor};
    estimates.push_back(propagate([&](std::span<const double> x) { return x[0] + f(whole, x[1], x[2])[k]; }, inputs));
  }
  return estimates;
}

/// A Soret coefficient, or a multiple of it: that of the second species is minus that of the first.
void add_of_both(EmdCollector& collector, const EmdMeasurements& measured, const std::string& name, Estimate of_first)
{
  collector.add(name, dimension::inverse_temperature, of_first, measured.species_names[0]);
  of_first.value = -of_first.value;
  collector.add(name, dimension::inverse_temperature, of_first, measured.species_names[1]);
}

}  // namespace

void add_thermal_diffusion(EmdCollector& collector, const EmdMeasurements& measured, const PartialQuantities& partial)
{
  const TransportCurves& curves = *collector.found().transport;
  const BinaryMixture mixture = mixture_of(measured, curves.temperature);
  const Estimate difference = specific_difference(partial.enthalpy, measured.masses[0], measured.masses[1]);
  const Estimate no_factor{1.0, 0.0};
  const std::vector<Estimate> found = with_all_errors(
      measured, curves, difference, no_factor,
      [&](const OnsagerCoefficients<double>& l, double enthalpy_difference, double factor) {
        const OnsagerCoefficients<double> without = primed(l, enthalpy_difference);
        const OnsagerTransport<double> both = onsager_transport(mixture, l, enthalpy_difference, factor);
        return std::vector{both.thermal_diffusion, without.mass_heat,   without.mass_heat / l.mass_mass, both.soret,
                           without.heat_heat,      both.primed_coupling};
      });
  collector.add("thermal_diffusion", dimension::thermal_diffusion, found[0], measured.species_names[0]);
  collector.add("onsager_primed_mass_heat", dimension::mass_heat, found[1]);
  collector.add("onsager_primed_heat_heat", dimension::heat_heat, found[4]);
  collector.add("onsager_ratio", dimension::specific_energy, found[2]);
  collector.add("thermal_conductivity_primed_coupling", dimension::conductivity, found[5]);
  add_of_both(collector, measured, "soret_coefficient_times_thermodynamic_factor", found[3]);
}

void add_soret(EmdCollector& collector, const EmdMeasurements& measured, const PartialQuantities& partial,
               const Estimate& thermodynamic_factor, FactorOrigin origin)
{
  const TransportCurves& curves = *collector.found().transport;
  const BinaryMixture mixture = mixture_of(measured, curves.temperature);
  const Estimate difference = specific_difference(partial.enthalpy, measured.masses[0], measured.masses[1]);
  const Estimate soret =
      with_all_errors(measured, curves, difference, thermodynamic_factor,
                      [&](const OnsagerCoefficients<double>& l, double enthalpy_difference, double factor) {
                        return std::vector{onsager_transport(mixture, l, enthalpy_difference, factor).soret};
                      })
          .front();
  add_of_both(collector, measured, "soret_coefficient" + ending(origin), soret);
}

}  // namespace soret
