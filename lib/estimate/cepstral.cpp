#include <soret/estimate/cepstral.hpp>

#include <soret/core/error.hpp>

#include <fftw3.h>
#include <fmt/format.h>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

namespace soret {

namespace {

constexpr std::size_t fewest_frequencies = 8;
constexpr std::size_t fewest_of_narrower = 60;  // fewer say less than they cost
constexpr std::array<std::size_t, 2> narrowings{4, 16};
constexpr double significant = 4.0;  // square of a difference over its variance

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

/// Akaike's criterion for P = 1, 2, ... coefficients, up to all but one.
std::vector<double> akaike_criteria(std::span<const double> coefficients, double noise_variance)
{
  const double period = 2.0 * static_cast<double>(coefficients.size() - 1);
  std::vector<double> criteria(coefficients.size() - 1);
  double left_out = 0.0;
  for (std::size_t number = coefficients.size() - 1; number >= 1; --number) {
    left_out += coefficients[number] * coefficients[number];
    criteria[number - 1] = period * left_out / noise_variance + 2.0 * static_cast<double>(number);
  }
  return criteria;
}

/// How many coefficients to keep, where nobody knows: every number with its weight.
class CoefficientChoice {
 public:
  CoefficientChoice(std::span<const double> coefficients, double noise_variance)
      : weights_(coefficients.size(), 0.0), shares_(coefficients.size(), 0.0)
  {
    const std::vector<double> criteria = akaike_criteria(coefficients, noise_variance);
    const auto lowest = std::ranges::min_element(criteria);
    likeliest_ = kept_with(static_cast<std::size_t>(lowest - criteria.begin()) + 1);
    double sum = 0.0;
    for (std::size_t k = 0; k < criteria.size(); ++k) {
      const double weight = std::exp(-0.5 * (criteria[k] - *lowest));
      weights_[kept_with(k + 1)] += weight;
      sum += weight;
    }
    double share = 0.0;
    for (std::size_t j = weights_.size(); j-- > 0;) {  // c_j is in all sums of more than j coefficients
      shares_[j] = share;
      weights_[j] /= sum;
      share += weights_[j];
    }
  }

  std::size_t likeliest() const { return likeliest_; }
  /// The weight of all sums that hold c_j.
  std::span<const double> shares() const { return shares_; }

  /// The scatter of c_0 + 2 sum_(0 < j < P) c_j between numbers P.
  double variance_between(std::span<const double> coefficients) const
  {
    double sum = 0.0;
    double mean = 0.0;
    double square = 0.0;
    for (std::size_t number = 1; number < weights_.size(); ++number) {
      sum += (number == 1 ? 1.0 : 2.0) * coefficients[number - 1];
      const double off = sum - coefficients[0];
      mean += weights_[number] * off;
      square += weights_[number] * off * off;
    }
    return std::max(0.0, square - mean * mean);
  }

 private:
  std::size_t kept_with(std::size_t akaike) const { return std::min(2 * akaike - 1, weights_.size() - 1); }

  std::vector<double> weights_;  // of keeping as many coefficients as the index says
  std::vector<double> shares_;
  std::size_t likeliest_ = 1;
};

/// exp(c_0 + 2 sum_(j > 0) W_j c_j cos(2 pi j k/N)) for k = 0..N/2.
std::vector<double> smoothed(std::vector<double> coefficients, std::span<const double> shares)
{
  std::transform(coefficients.begin(), coefficients.end(), shares.begin(), coefficients.begin(), std::multiplies<>());
  std::vector<double> spectrum = even_transform(std::move(coefficients));
  for (double& value : spectrum) {
    value = std::exp(value);
  }
  return spectrum;
}

/// Variance of c_0 + 2 sum_(j > 0) W_j c_j, a sum over the independent frequencies.
double variance_of_sum(std::span<const double> shares, const SpectrumStatistics& statistics)
{
  const double period = 2.0 * static_cast<double>(shares.size() - 1);
  double sum = 1.0;
  double alternating = 1.0;
  double squares = 1.0;
  for (std::size_t j = 1; j < shares.size(); ++j) {
    sum += 2.0 * shares[j];
    alternating += (j % 2 == 0 ? 2.0 : -2.0) * shares[j];
    squares += 2.0 * shares[j] * shares[j];
  }
  // As if both ends were frequencies like the others they would count twice; frequency zero has noise of its own.
  const double interior = noise_at(1, statistics).variance;
  return interior * 2.0 * squares / period +
         (sum * sum * (noise_at(0, statistics).variance - 2.0 * interior) - alternating * alternating * interior) /
             (period * period);
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

/// ln S(0) from the frequencies of `spectrum` alone.
struct LogarithmAtZero {
  double value() const { return std::log(smooth.front()); }

  double variance;
  std::size_t coefficients;
  std::vector<double> smooth;
};

LogarithmAtZero logarithm_at_zero(std::span<const double> spectrum, const SpectrumStatistics& statistics)
{
  std::vector<double> logarithm;
  for (std::size_t k = 0; k < spectrum.size(); ++k) {
    if (!(spectrum[k] > 0.0) || !std::isfinite(spectrum[k])) {
      throw RunTimeFailure(fmt::format("the spectrum at frequency {} is {}; it must be positive",
                                       static_cast<double>(k) * statistics.spacing, spectrum[k]));
    }
    logarithm.push_back(std::log(spectrum[k]) - noise_at(k, statistics).mean);
  }
  const std::vector<double> coefficients = cepstrum(std::move(logarithm));
  const CoefficientChoice choice{coefficients, noise_at(1, statistics).variance};
  std::vector<double> smooth = smoothed(coefficients, choice.shares());
  return {variance_of_sum(choice.shares(), statistics) + choice.variance_between(coefficients), choice.likeliest(),
          std::move(smooth)};
}

/// The largest square by which narrower ranges of frequencies, which resolve narrower peaks, differ from `whole`, less
/// the noise that they have more.
double square_of_misfit(const LogarithmAtZero& whole, std::span<const double> spectrum,
                        const SpectrumStatistics& statistics)
{
  double misfit = 0.0;
  for (const std::size_t narrowing : narrowings) {
    const std::size_t frequencies = (spectrum.size() - 1) / narrowing + 1;
    if (frequencies < fewest_of_narrower) {
      break;
    }
    const LogarithmAtZero narrow = logarithm_at_zero(spectrum.first(frequencies), statistics);
    const double square = std::pow(narrow.value() - whole.value(), 2);
    const double noise = std::max(0.0, narrow.variance - whole.variance);
    if (square > significant * noise) {
      misfit = std::max(misfit, square - noise);
    }
  }
  return misfit;
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
  const std::span<const double> used = spectrum.first(frequencies);
  LogarithmAtZero found = logarithm_at_zero(used, statistics);
  const double value = found.smooth.front();
  const double error = value * std::sqrt(found.variance + square_of_misfit(found, used, statistics));
  return {{value, error},
          found.coefficients,
          static_cast<double>(frequencies - 1) * statistics.spacing,
          {used.begin(), used.end()},
          std::move(found.smooth)};
}

}  // namespace soret
