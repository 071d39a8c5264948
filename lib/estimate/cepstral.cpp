#include "require_positive.hpp"
#include "schur_complement.hpp"

#include <soret/estimate/cepstral.hpp>

#include <soret/core/error.hpp>

#include <fftw3.h>
#include <fmt/format.h>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

namespace soret {

namespace {

constexpr std::size_t fewest_frequencies = 8;
constexpr std::size_t safety = 2;

/// Mean and variance of ln(S/S_true).
struct LogarithmNoise {
  double mean;
  double variance;
};

/// S/S_true is distributed as a Gamma variable of this shape, divided by `divisor`.
LogarithmNoise logarithm_noise(double shape, double divisor)
{
  return {boost::math::digamma(shape) - std::log(divisor), boost::math::trigamma(shape)};
}

LogarithmNoise noise_at(std::size_t k, const SpectrumStatistics& statistics)
{
  const auto samples = static_cast<double>(statistics.samples);
  const double shape = samples - static_cast<double>(statistics.fluxes) + 1.0;
  return k == 0 ? logarithm_noise(0.5 * shape, 0.5 * samples) : logarithm_noise(shape, samples);
}

/// (1/N) sum_k x_k exp(2 pi i j k/N) for j = 0..N/2 of the even continuation of x_0..x_(N/2).
std::vector<double> cepstrum(std::vector<double> logarithm)
{
  std::vector<double> coefficients(logarithm.size());
  const fftw_plan plan = fftw_plan_r2r_1d(static_cast<int>(logarithm.size()), logarithm.data(), coefficients.data(),
                                          FFTW_REDFT00, FFTW_ESTIMATE);
  fftw_execute(plan);
  fftw_destroy_plan(plan);
  const double period = 2.0 * static_cast<double>(logarithm.size() - 1);
  for (double& coefficient : coefficients) {
    coefficient /= period;
  }
  return coefficients;
}

/// Akaike's number of coefficients, at least 1.
std::size_t akaike_number(const std::vector<double>& coefficients, double noise_variance)
{
  const double period = 2.0 * static_cast<double>(coefficients.size() - 1);
  double lowest = std::numeric_limits<double>::infinity();
  std::size_t best = 1;
  double left_out = 0.0;
  for (std::size_t number = coefficients.size() - 1; number >= 1; --number) {
    left_out += coefficients[number] * coefficients[number];
    const double criterion = period * left_out / noise_variance + 2.0 * static_cast<double>(number);
    if (criterion <= lowest) {
      lowest = criterion;
      best = number;
    }
  }
  return best;
}

/// Variance of c_0 + 2 sum_(0 < j < number) c_j, a sum over the independent frequencies.
double variance_of_sum(std::size_t number, std::size_t frequencies, const SpectrumStatistics& statistics)
{
  const double period = 2.0 * static_cast<double>(frequencies - 1);
  const double interior = noise_at(1, statistics).variance;
  double variance = interior * (4.0 * static_cast<double>(number) - 2.0) / period;
  const auto at_zero = static_cast<double>(2 * number - 1) / period;
  // The formula counts the noise of both ends twice; frequency zero has its own, the other end that of the interior.
  variance += at_zero * at_zero * (noise_at(0, statistics).variance - 2.0 * interior);
  return variance - interior / (period * period);
}

std::size_t frequencies_up_to(std::optional<double> highest, std::size_t all, double spacing)
{
  const auto own_end = static_cast<double>(all) - 1.0;
  const double last = highest ? std::min(own_end, std::floor(*highest / spacing * (1.0 + 1e-12))) : own_end;
  if (!(last + 1.0 >= static_cast<double>(fewest_frequencies))) {
    throw InputError(fmt::format("{} frequencies are too few for cepstral analysis: at least {} are needed, {} apart",
                                 last + 1.0, fewest_frequencies, spacing));
  }
  return static_cast<std::size_t>(last) + 1;
}

SpectrumStatistics statistics_of(const CorrelationBlocks& blocks, std::size_t components, std::size_t fluxes)
{
  if (blocks.spectra.segments == 0) {
    throw RunTimeFailure(
        fmt::format("the run was too short for a spectrum: that takes {} samples", blocks.spectra.segment_length));
  }
  return {blocks.spectra.segments * components, fluxes,
          1.0 / (static_cast<double>(blocks.spectra.segment_length) * blocks.lag_spacing)};
}

CepstralEstimate scaled(CepstralEstimate estimate, double factor)
{
  estimate.estimate.value *= factor;
  estimate.estimate.standard_error *= factor;
  return estimate;
}

}  // namespace

CepstralEstimate cepstral_zero_frequency(std::span<const double> spectrum, const SpectrumStatistics& statistics,
                                         std::optional<double> highest_frequency)
{
  if (statistics.samples < statistics.fluxes || statistics.fluxes < 1) {
    throw RunTimeFailure(fmt::format("an average of {} spectra of {} fluxes is not enough for cepstral analysis",
                                     statistics.samples, statistics.fluxes));
  }
  const std::size_t frequencies = frequencies_up_to(highest_frequency, spectrum.size(), statistics.spacing);
  std::vector<double> logarithm;
  for (std::size_t k = 0; k < frequencies; ++k) {
    if (!(spectrum[k] > 0.0) || !std::isfinite(spectrum[k])) {
      throw RunTimeFailure(fmt::format("the spectrum at frequency {} is {}; it must be positive",
                                       static_cast<double>(k) * statistics.spacing, spectrum[k]));
    }
    logarithm.push_back(std::log(spectrum[k]) - noise_at(k, statistics).mean);
  }
  const std::vector<double> coefficients = cepstrum(std::move(logarithm));
  const std::size_t akaike = akaike_number(coefficients, noise_at(1, statistics).variance);
  const std::size_t number = std::min(safety * akaike - 1, frequencies - 1);
  double zero = coefficients[0];
  for (std::size_t j = 1; j < number; ++j) {
    zero += 2.0 * coefficients[j];
  }
  const double value = std::exp(zero);
  const double error = value * std::sqrt(variance_of_sum(number, frequencies, statistics));
  return {{value, error}, number, static_cast<double>(frequencies - 1) * statistics.spacing};
}

CepstralEstimate cepstral_integral(const CorrelationBlocks& blocks, std::string_view quantity,
                                   std::optional<double> highest_frequency)
{
  const std::size_t pair = blocks.quantities.pair(quantity, quantity);
  const std::size_t components = blocks.quantities.components(blocks.quantities.pairs[pair]);
  const SpectrumStatistics statistics = statistics_of(blocks, components, 1);
  std::vector<double> spectrum;
  for (const std::complex<double>& value : blocks.spectra.of_pair(pair)) {
    spectrum.push_back(value.real());
  }
  spectrum.pop_back();
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

}  // namespace soret
