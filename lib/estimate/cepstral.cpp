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

/// sum_k x_k exp(2 pi i j k/N) for j = 0..N/2 of the even continuation of x_0..x_(N/2).
std::vector<double> even_transform(std::vector<double> values)
{
  std::vector<double> transformed(values.size());
  const fftw_plan plan =
      fftw_plan_r2r_1d(static_cast<int>(values.size()), values.data(), transformed.data(), FFTW_REDFT00, FFTW_ESTIMATE);
  fftw_execute(plan);
  fftw_destroy_plan(plan);
  return transformed;
}

/// (1/N) times it.
std::vector<double> cepstrum(std::vector<double> logarithm)
{
  std::vector<double> coefficients = even_transform(std::move(logarithm));
  const double period = 2.0 * static_cast<double>(coefficients.size() - 1);
  for (double& coefficient : coefficients) {
    coefficient /= period;
  }
  return coefficients;
}

/// exp(c_0 + 2 sum_(0 < j < number) c_j cos(2 pi j k/N)) for k = 0..N/2.
std::vector<double> smoothed(std::vector<double> coefficients, std::size_t number)
{
  std::fill(coefficients.begin() + static_cast<std::ptrdiff_t>(number), coefficients.end(), 0.0);
  std::vector<double> spectrum = even_transform(std::move(coefficients));
  for (double& value : spectrum) {
    value = std::exp(value);
  }
  return spectrum;
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

}  // namespace

std::vector<double> CepstralEstimate::frequencies() const
{
  std::vector<double> all;
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    all.push_back(highest_frequency * static_cast<double>(k) / static_cast<double>(spectrum.size() - 1));
  }
  return all;
}

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
  const std::vector<double> smooth = smoothed(coefficients, number);
  const double error = smooth[0] * std::sqrt(variance_of_sum(number, frequencies, statistics));
  const std::span<const double> used = spectrum.first(frequencies);
  return {{smooth[0], error},
          number,
          static_cast<double>(frequencies - 1) * statistics.spacing,
          {used.begin(), used.end()},
          smooth};
}

}  // namespace soret
