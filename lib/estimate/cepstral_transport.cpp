#include "require_positive.hpp"
#include "schur_complement.hpp"

#include <soret/estimate/cepstral.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <string>
#include <utility>
#include <vector>

namespace soret {

namespace {

SpectrumStatistics statistics_of(const CorrelationBlocks& blocks, std::size_t components, std::size_t fluxes)
{
  if (blocks.spectra.segments == 0) {
    throw RunTimeFailure(
        fmt::format("the run was too short for a spectrum: that takes {} samples", blocks.spectra.segment_length));
  }
  return {blocks.spectra.segments * components, fluxes,
          1.0 / (static_cast<double>(blocks.spectra.segment_length) * blocks.lag_spacing)};
}

std::vector<double> multiplied(std::vector<double> values, double factor)
{
  std::ranges::for_each(values, [&](double& value) { value *= factor; });
  return values;
}

CepstralEstimate scaled(CepstralEstimate estimate, double factor)
{
  estimate.estimate = scaled(estimate.estimate, factor);
  estimate.spectrum = multiplied(std::move(estimate.spectrum), factor);
  estimate.smoothed = multiplied(std::move(estimate.smoothed), factor);
  return estimate;
}

/// The real part at all frequencies but the highest, where the transform is real.
std::vector<double> even_spectrum(const CorrelationBlocks& blocks, std::string_view a, std::string_view b)
{
  std::vector<double> spectrum;
  for (const std::complex<double>& value : blocks.spectra.of_pair(blocks.quantities.pair(a, b))) {
    spectrum.push_back(value.real());
  }
  spectrum.pop_back();
  return spectrum;
}

std::size_t components_of(const CorrelationBlocks& blocks, std::string_view quantity)
{
  return blocks.quantities.components(blocks.quantities.pairs[blocks.quantities.pair(quantity, quantity)]);
}

/// S of a + b.
CepstralEstimate cepstral_sum(const std::vector<double>& aa, const std::vector<double>& bb,
                              const std::vector<double>& ab, const SpectrumStatistics& statistics,
                              std::optional<double> highest_frequency)
{
  std::vector<double> sum;
  for (std::size_t k = 0; k < aa.size(); ++k) {
    sum.push_back(aa[k] + bb[k] + 2.0 * ab[k]);
  }
  return cepstral_zero_frequency(sum, statistics, highest_frequency);
}

}  // namespace

CepstralEstimate cepstral_integral(const CorrelationBlocks& blocks, std::string_view quantity,
                                   std::optional<double> highest_frequency)
{
  const SpectrumStatistics statistics = statistics_of(blocks, components_of(blocks, quantity), 1);
  const std::vector<double> spectrum = even_spectrum(blocks, quantity, quantity);
  return scaled(cepstral_zero_frequency(spectrum, statistics, highest_frequency), 0.5);
}

CepstralEstimate cepstral_viscosity(const CorrelationBlocks& blocks, Temperature temperature, double volume,
                                    std::optional<double> highest_frequency)
{
  detail::require_positive(temperature.value(), "the temperature");
  detail::require_positive(volume, "the volume");
  return scaled(cepstral_integral(blocks, flux::stress, highest_frequency), 1.0 / (volume * temperature.value()));
}

CepstralEstimate cepstral_thermal_conductivity(const CorrelationBlocks& blocks, Temperature temperature, double volume,
                                               std::optional<double> highest_frequency)
{
  detail::require_positive(temperature.value(), "the temperature");
  detail::require_positive(volume, "the volume");
  const std::vector<std::string> fluxes = flux::independent(blocks.quantities);
  const SpectrumStatistics statistics =
      statistics_of(blocks, blocks.quantities.quantities.front().components, fluxes.size());
  std::vector<std::span<const std::complex<double>>> spectra;
  for (const std::string& a : fluxes) {
    for (const std::string& b : fluxes) {
      spectra.push_back(blocks.spectra.of_pair(blocks.quantities.pair(a, b)));
    }
  }
  std::vector<double> reduced;
  std::vector<std::complex<double>> matrix(spectra.size());
  for (std::size_t k = 0; k + 1 < blocks.spectra.frequencies(); ++k) {
    std::transform(spectra.begin(), spectra.end(), matrix.begin(), [&](const auto& values) { return values[k]; });
    reduced.push_back(detail::schur_complement(matrix, fluxes.size()).real());
  }
  const double thermal = temperature.value() * temperature.value();
  return scaled(cepstral_zero_frequency(reduced, statistics, highest_frequency), 0.5 / (volume * thermal));
}

CepstralOnsager cepstral_onsager(const CorrelationBlocks& blocks, double volume,
                                 std::optional<double> highest_frequency)
{
  detail::require_positive(volume, "the volume");
  const std::string mass = flux::mass(0);
  const CepstralEstimate mass_integral = cepstral_integral(blocks, mass, highest_frequency);
  const CepstralEstimate heat_integral = cepstral_integral(blocks, flux::heat, highest_frequency);
  const double mass_scale = 1.0 / std::sqrt(2.0 * mass_integral.estimate.value);
  const double heat_scale = 1.0 / std::sqrt(2.0 * heat_integral.estimate.value);
  const std::vector<double> masses = multiplied(even_spectrum(blocks, mass, mass), mass_scale * mass_scale);
  const std::vector<double> heats = multiplied(even_spectrum(blocks, flux::heat, flux::heat), heat_scale * heat_scale);
  const std::vector<double> cross = multiplied(even_spectrum(blocks, mass, flux::heat), mass_scale * heat_scale);
  const SpectrumStatistics statistics = statistics_of(blocks, components_of(blocks, mass), 1);
  const CepstralEstimate sum = cepstral_sum(masses, heats, cross, statistics, highest_frequency);
  const CepstralEstimate gap = cepstral_sum(masses, heats, multiplied(cross, -1.0), statistics, highest_frequency);
  const double factor = 1.0 / (8.0 * volume * mass_scale * heat_scale);
  const Estimate mass_heat = scaled(difference(sum.estimate, gap.estimate), factor);
  return {scaled(mass_integral, 1.0 / volume), scaled(heat_integral, 1.0 / volume), mass_heat, sum, gap};
}

}  // namespace soret
