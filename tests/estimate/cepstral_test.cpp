#include "correlated_run.hpp"
#include "coverage.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/cepstral.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <vector>

using soret::cepstral_zero_frequency;
using soret::CepstralEstimate;
using soret::CorrelationBlocks;
using soret::SpectrumStatistics;
using soret::Temperature;

namespace {

constexpr std::size_t frequencies = 481;
constexpr double spacing = 1.0 / 960.0;

/// The spectrum of autoregressive noise of unit variance at unit time steps.
double autoregressive_spectrum(double rho, double frequency)
{
  return (1.0 - rho * rho) / std::norm(1.0 - std::polar(rho, -2.0 * std::numbers::pi * frequency));
}

/// Averages of `samples` squared transforms about a true spectrum, each of `shape` degrees of freedom by two.
template <class Spectrum>
std::vector<double> drawn(std::mt19937_64& generator, std::size_t number, double shape, double samples,
                          const Spectrum& true_spectrum)
{
  std::vector<double> spectrum;
  for (std::size_t k = 0; k < number; ++k) {
    const double half = k == 0 ? 0.5 : 1.0;  // frequency zero is real
    std::gamma_distribution<double> gamma{half * shape};
    spectrum.push_back(true_spectrum(k) * gamma(generator) / (half * samples));
  }
  return spectrum;
}

/// digamma of a positive multiple of one half, from its recurrence.
double digamma_of_half(std::size_t twice)
{
  double value = -std::numbers::egamma - (twice % 2 == 1 ? 2.0 * std::numbers::ln2 : 0.0);
  for (std::size_t k = twice % 2 == 1 ? 1 : 2; k < twice; k += 2) {
    value += 2.0 / static_cast<double>(k);
  }
  return value;
}

}  // namespace

TEST_CASE("a spectrum with nothing but the mean of its logarithmic noise gives its value at zero frequency")
{
  constexpr double rho = 0.5;
  for (const SpectrumStatistics& statistics :
       {SpectrumStatistics{3, 1, spacing}, SpectrumStatistics{30, 1, spacing}, SpectrumStatistics{6, 3, spacing}}) {
    std::vector<double> spectrum;
    const std::size_t shape = statistics.samples - statistics.fluxes + 1;
    const auto samples = static_cast<double>(statistics.samples);
    for (std::size_t k = 0; k < frequencies; ++k) {
      const double bias =
          k == 0 ? digamma_of_half(shape) - std::log(0.5 * samples) : digamma_of_half(2 * shape) - std::log(samples);
      spectrum.push_back(autoregressive_spectrum(rho, static_cast<double>(k) * spacing) * std::exp(bias));
    }
    const CepstralEstimate result = cepstral_zero_frequency(spectrum, statistics);
    CHECK(result.highest_frequency == doctest::Approx(0.5));
    // The cepstral coefficients are rho^j/j: what is left out beyond P is smaller than that at P times 2/(1 - rho).
    // Smaller P count as well, the next by two fifths at most.
    const auto kept = static_cast<double>(result.coefficients) - 2.0;
    const double left_out = 2.0 / (1.0 - rho) * std::pow(rho, kept) / kept;
    const double off = std::abs(std::log(result.estimate.value / autoregressive_spectrum(rho, 0.0)));
    CHECK(off < left_out);
    CHECK(off < 0.1 * result.estimate.relative_error());
  }
}

TEST_CASE("the error is that of a weighted sum of independent cepstral coefficients")
{
  // White and without noise: the mean of the logarithm. The number n has the weight exp(-n), with which coefficients up
  // to 2 n - 2 are kept: sum_(j > 0) W_j² = 2 sum_(m > 0) exp(-2 m).
  const std::vector<double> flat(frequencies, 2.0);
  const CepstralEstimate result = cepstral_zero_frequency(flat, {1000000, 1, spacing});
  CHECK(result.coefficients == 1);
  CHECK(result.estimate.value == doctest::Approx(2.0).epsilon(1e-5));
  const double squares = 2.0 / (std::exp(2.0) - 1.0);
  const double expected = std::sqrt((2.0 + 4.0 * squares) / 960.0 / 1e6);
  CHECK(result.estimate.relative_error() / expected == doctest::Approx(1.0).epsilon(1e-3));
}

TEST_CASE("error bars hold the truth two times in three for spectra distributed as they should be")
{
  std::mt19937_64 generator{7};
  constexpr double rho = 0.6;
  for (const SpectrumStatistics& statistics : {SpectrumStatistics{6, 1, spacing}, SpectrumStatistics{6, 3, spacing}}) {
    Coverage coverage{autoregressive_spectrum(rho, 0.0)};
    const auto shape = static_cast<double>(statistics.samples - statistics.fluxes + 1);
    const auto samples = static_cast<double>(statistics.samples);
    for (int run = 0; run < 200; ++run) {
      const std::vector<double> spectrum = drawn(generator, frequencies, shape, samples, [&](std::size_t k) {
        return autoregressive_spectrum(rho, static_cast<double>(k) * spacing);
      });
      coverage.add(cepstral_zero_frequency(spectrum, statistics).estimate);
    }
    coverage.check("drawn spectra");
  }
}

TEST_CASE("a slow part that is smoothed away shows in the error")
{
  std::mt19937_64 generator{9};
  constexpr std::size_t many = 5000;
  constexpr double samples = 750.0;
  const auto true_spectrum = [](double frequency) {
    const auto part = [&](double share, double time) {
      return share / (1.0 + std::pow(2.0 * std::numbers::pi * frequency * time, 2));
    };
    return part(0.92, 0.2) + part(0.08, 4.0);
  };
  constexpr int runs = 100;
  int far = 0;
  double deviation = 0.0;
  for (int run = 0; run < runs; ++run) {
    const std::vector<double> spectrum = drawn(generator, many, samples, samples, [&](std::size_t k) {
      return true_spectrum(static_cast<double>(k) / 160.0);
    });
    const soret::Estimate found = cepstral_zero_frequency(spectrum, {750, 1, 1.0 / 160.0}).estimate;
    far += std::abs(found.standard_errors_from(1.0)) > 3.0 ? 1 : 0;
    deviation += found.value - 1.0;
  }
  CHECK(deviation / runs < -0.03);  // The weakness is there
  // and is known: a quarter are that far, without narrower ranges all.
  CHECK(far < 2 * runs / 5);
}

TEST_CASE("errors of white spectra hold what the choice of coefficients adds")
{
  std::mt19937_64 generator{8};
  constexpr int runs = 1000;
  double squares = 0.0;
  double claimed = 0.0;
  for (int run = 0; run < runs; ++run) {
    const std::vector<double> spectrum = drawn(generator, frequencies, 6.0, 6.0, [](std::size_t) { return 1.0; });
    const soret::Estimate found = cepstral_zero_frequency(spectrum, {6, 1, spacing}).estimate;
    squares += std::pow(std::log(found.value), 2);
    claimed += std::pow(found.relative_error(), 2);
  }
  // Within 1.16 of the truth; 0.8 without the scatter between numbers of coefficients.
  CHECK(std::sqrt(claimed / squares) > 1.0);
  CHECK(std::sqrt(claimed / squares) < 1.25);
}

TEST_CASE("the integral of autoregressive noise is found, with error bars that hold it two times in three" *
          doctest::skip(under_sanitizers))
{
  constexpr double rho = 0.6;
  Coverage coverage{autoregressive_integral(rho)};
  for (std::uint64_t run = 0; run < 200; ++run) {
    const CorrelationBlocks blocks = autoregressive_run(20000, rho, 500 + run);
    coverage.add(soret::cepstral_integral(blocks, soret::flux::stress).estimate);
  }
  coverage.check("autoregressive noise");
  const CorrelationBlocks longer = autoregressive_run(300000, rho, 1);
  const CepstralEstimate viscosity = soret::cepstral_viscosity(longer, Temperature{2.0}, 0.25);
  CHECK(std::abs(viscosity.estimate.standard_errors_from(2.0 * autoregressive_integral(rho))) < 3.0);
  CHECK(viscosity.estimate.relative_error() < 0.02);
}

TEST_CASE("heat conduction of a mixture is free of the mass flux, even with few segments")
{
  constexpr double expected = 1.5 / (5.0 * 4.0);
  for (const double coupling : {0.0, 2.0}) {
    Coverage coverage{expected};
    for (std::uint64_t run = 0; run < 100; ++run) {
      const CorrelationBlocks blocks = mixture_run(2000, 0.5, 0.7, coupling, 900 + run);
      REQUIRE(blocks.spectra.segments == 2);
      coverage.add(soret::cepstral_thermal_conductivity(blocks, Temperature{2.0}, 5.0).estimate);
    }
    coverage.check("mixture");
  }
}

TEST_CASE("Onsager's coefficients of a mixture are found, with error bars that hold them two times in three")
{
  constexpr double volume = 5.0;
  const double mass_mass = autoregressive_integral(0.7) / volume;
  for (const double coupling : {0.0, 2.0, -1.0}) {
    Coverage of_mass{mass_mass};
    Coverage of_heat{autoregressive_integral(0.5) / volume + coupling * coupling * mass_mass};
    Coverage of_coupling{coupling * mass_mass};
    for (std::uint64_t run = 0; run < 400; ++run) {
      const CorrelationBlocks blocks = mixture_run(5000, 0.5, 0.7, coupling, 3000 + run);
      const soret::CepstralOnsager found = soret::cepstral_onsager(blocks, volume);
      of_mass.add(found.mass_mass.estimate);
      of_heat.add(found.heat_heat.estimate);
      of_coupling.add(found.mass_heat);
    }
    of_mass.check("L_11");
    of_heat.check("L_qq");
    of_coupling.check("L_1q");
  }
}

TEST_CASE("the smoothed spectrum starts at the estimate and follows the true one")
{
  constexpr double rho = 0.6;
  const CorrelationBlocks blocks = autoregressive_run(300000, rho, 12);
  const CepstralEstimate found = soret::cepstral_integral(blocks, soret::flux::stress);
  REQUIRE(found.smoothed.size() == found.spectrum.size());
  CHECK(found.smoothed.front() == found.estimate.value);
  const double frequency_step = found.highest_frequency / static_cast<double>(found.smoothed.size() - 1);
  for (std::size_t k = 0; k < found.smoothed.size(); ++k) {
    const double exact = 0.5 * autoregressive_spectrum(rho, static_cast<double>(k) * frequency_step);
    // The relative error is largest at the ends.
    CHECK(std::abs(found.smoothed[k] / exact - 1.0) < 4.0 * found.estimate.relative_error());
  }
}

TEST_CASE("the part of the spectrum that is used can be limited")
{
  const CorrelationBlocks blocks = autoregressive_run(100000, 0.9, 4);
  const CepstralEstimate all = soret::cepstral_integral(blocks, soret::flux::stress);
  const CepstralEstimate low = soret::cepstral_integral(blocks, soret::flux::stress, 0.05);
  CHECK(low.highest_frequency == doctest::Approx(0.05));
  CHECK(low.coefficients < all.coefficients);
  CHECK(std::abs(low.estimate.standard_errors_from(autoregressive_integral(0.9))) < 3.0);
  CHECK(soret::cepstral_integral(blocks, soret::flux::stress, 7.0).estimate.value == all.estimate.value);
  CHECK_THROWS_AS(soret::cepstral_integral(blocks, soret::flux::stress, 0.001), soret::InputError);
}

TEST_CASE("cepstral analysis refuses what it cannot do")
{
  const CorrelationBlocks blocks = autoregressive_run(2000, 0.5, 1);
  std::vector<double> spectrum(20, 1.0);
  CHECK_THROWS_AS(soret::cepstral_viscosity(blocks, Temperature{-1.0}, 1.0), soret::InputError);
  CHECK_THROWS_AS(soret::cepstral_viscosity(blocks, Temperature{1.0}, 0.0), soret::InputError);
  CHECK_THROWS_AS(soret::cepstral_integral(blocks, soret::flux::heat), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::cepstral_onsager(blocks, 1.0), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::cepstral_onsager(mixture_run(2000, 0.5, 0.7, 1.0, 1), 0.0), soret::InputError);
  CHECK_THROWS_AS(soret::cepstral_integral(autoregressive_run(900, 0.5, 1), soret::flux::stress),
                  soret::RunTimeFailure);
  CHECK_THROWS_AS(cepstral_zero_frequency(spectrum, {2, 3, spacing}), soret::RunTimeFailure);
  spectrum[4] = 0.0;
  CHECK_THROWS_AS(cepstral_zero_frequency(spectrum, {3, 1, spacing}), soret::RunTimeFailure);
}
