/// \file
/// The part of analyse_emd about time correlations of fluxes.

#include "emd_parts.hpp"

#include <soret/estimate/significance.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace soret {

namespace {

void add_cepstral(EmdCollector& collector, TransportCurves& curves, const std::string& name, Dimension dimension,
                  CepstralEstimate found)
{
  collector.add(name + "_cepstral", dimension, found.estimate);
  curves.spectra.push_back({name, dimension, std::move(found)});
}

void add_viscosity(EmdCollector& collector, const CorrelationBlocks& correlations, TransportCurves& curves,
                   Temperature temperature)
{
  collector.add("shear_viscosity", dimension::viscosity,
                shear_viscosity(correlations, temperature, curves.volume, curves.stress_limit.time).estimate);
  if (correlations.spectra.segments > 0) {
    collector.attempt("viscosity by cepstral analysis", [&] {
      add_cepstral(collector, curves, "shear_viscosity", dimension::viscosity,
                   cepstral_viscosity(correlations, temperature, curves.volume));
    });
  }
}

void add_conduction(EmdCollector& collector, const CorrelationBlocks& correlations, TransportCurves& curves,
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
      add_cepstral(collector, curves, "thermal_conductivity", dimension::conductivity,
                   cepstral_thermal_conductivity(correlations, temperature, curves.volume));
    });
  }
  if (correlations.quantities.contains(flux::mass(0))) {
    collector.add("thermal_conductivity_coupling", dimension::conductivity, conductivity[1].estimate);
  }
}

void add_onsager(EmdCollector& collector, const EmdMeasurements& measured, TransportCurves& curves)
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
  if (correlations.spectra.segments > 0) {
    collector.attempt("Onsager coefficients by cepstral analysis", [&] {
      CepstralOnsager cepstral = cepstral_onsager(correlations, curves.volume);
      add_cepstral(collector, curves, "onsager_mass_mass", dimension::mass_mass, std::move(cepstral.mass_mass));
      add_cepstral(collector, curves, "onsager_heat_heat", dimension::heat_heat, std::move(cepstral.heat_heat));
      collector.add("onsager_mass_heat_cepstral", dimension::mass_heat, cepstral.mass_heat);
      curves.spectra.push_back({"onsager_sum_of_fluxes", dimension::none, std::move(cepstral.sum)});
      curves.spectra.push_back({"onsager_difference_of_fluxes", dimension::none, std::move(cepstral.difference)});
    });
  }
  constexpr double significance = 3.0;
  if (std::abs(values[4].estimate.standard_errors_from(0.0)) > significance) {
    collector.warn(fmt::format("the Onsager coefficients of heat by mass and mass by heat disagree: {} is not zero",
                               to_string(values[4].estimate)));
  }
}

/// Says if the integrals have no second estimates beside them.
void check_spectra(EmdCollector& collector, const CorrelationBlocks& correlations)
{
  const AveragedSpectra& spectra = correlations.spectra;
  if (spectra.segments == 0) {
    collector.warn(
        fmt::format("no estimates by cepstral analysis beside the integrals: they need a stage of at least {:g}, 16 "
                    "times transport.correlation_time",
                    static_cast<double>(spectra.segment_length) * correlations.lag_spacing));
  }
}

/// The integral and the cepstral estimate of one coefficient should agree. Both come from the same samples: over 400
/// short runs (validation case honest-errors) the correlation of the two was 0.71 to 0.76.
void compare_estimators(EmdCollector& collector, const std::string& name)
{
  constexpr double significance = 3.0;
  const Estimate* integral = collector.found().find(name);
  const Estimate* cepstral = collector.found().find(name + "_cepstral");
  if (integral == nullptr || cepstral == nullptr) {
    return;
  }
  constexpr double correlation = 0.7;
  const double a = integral->standard_error;
  const double b = cepstral->standard_error;
  const Estimate gap{integral->value - cepstral->value, std::sqrt(a * a + b * b - 2.0 * correlation * a * b)};
  if (is_significant(gap, significance)) {
    collector.warn(
        fmt::format("{} by its integral, {}, and by cepstral analysis, {}, disagree: the integral may have been "
                    "cut before a slow part of the correlation, or the cepstral estimate have missed it",
                    name, to_string(*integral), to_string(*cepstral)));
  }
}

}  // namespace

void add_correlations(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
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
  collector.add_choice("stress_integration_limit", dimension::time, curves.stress_limit.time.value());
  collector.add_choice("onsager_integration_limit", dimension::time, curves.onsager_limit.time.value());
  warn_unsettled(collector, curves.stress_limit, "stress");
  warn_unsettled(collector, curves.onsager_limit, "heat and mass flux");
  check_long_correlations(collector, measured, curves);
  check_spectra(collector, correlations);
  collector.attempt("viscosity", [&] { add_viscosity(collector, correlations, curves, temperature); });
  collector.attempt("thermal conductivity", [&] { add_conduction(collector, correlations, curves, temperature); });
  if (measured.species_names.size() == 2) {
    collector.attempt("Onsager coefficients", [&] { add_onsager(collector, measured, curves); });
  }
  for (const char* name :
       {"shear_viscosity", "thermal_conductivity", "onsager_mass_mass", "onsager_mass_heat", "onsager_heat_heat"}) {
    compare_estimators(collector, name);
  }
}

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

}  // namespace soret
