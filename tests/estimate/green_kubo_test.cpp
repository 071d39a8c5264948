#include "correlated_run.hpp"
#include "coverage.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/green_kubo.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <random>
#include <span>
#include <string>
#include <vector>

using soret::CorrelatedQuantities;
using soret::CorrelationBlocks;
using soret::Duration;
using soret::OnsagerMatrix;
using soret::Temperature;

namespace {

/// Blocks of so many lags 0.1 apart whose correlation functions are given: block, pair, lag.
CorrelationBlocks made_up(const CorrelatedQuantities& quantities, std::size_t blocks, std::size_t longest_lag,
                          const std::function<double(std::size_t, std::size_t, std::size_t)>& correlation)
{
  CorrelationBlocks result{quantities, 0.1, longest_lag, {}, {}, {}};
  for (std::size_t k = 0; k < blocks; ++k) {
    soret::CorrelationBlock block{100.0 + static_cast<double>(k), {}};
    for (std::size_t pair = 0; pair < quantities.pairs.size(); ++pair) {
      for (std::size_t lag = 0; lag <= longest_lag; ++lag) {
        block.values.push_back(correlation(k, pair, lag));
      }
    }
    result.blocks.push_back(block);
    result.replica.push_back(0);
  }
  return result;
}

/// The heat flux and so many mass fluxes, all with each other.
CorrelatedQuantities fluxes(std::size_t masses)
{
  CorrelatedQuantities result{{{std::string{soret::flux::heat}, 3}}, {}};
  for (std::size_t k = 0; k < masses; ++k) {
    result.quantities.push_back({soret::flux::mass(k), 3});
  }
  for (std::size_t a = 0; a <= masses; ++a) {
    for (std::size_t b = 0; b <= masses; ++b) {
      result.pairs.push_back({a, b});
    }
  }
  return result;
}

const CorrelatedQuantities stress{{{std::string{soret::flux::stress}, 5}}, {{0, 0}}};
const std::size_t only_pair = 0;

/// The integral of autoregressive stress, with V k_B T = 1.
soret::Estimate integral_of(const CorrelationBlocks& blocks)
{
  const soret::IntegrationLimit limit = soret::stress_limit(blocks);
  CHECK(limit.settled);
  return soret::shear_viscosity(blocks, Temperature{2.0}, 0.5, limit.time).estimate;
}

}  // namespace

TEST_CASE("the running integral is the trapezoidal sum, block by block")
{
  const CorrelationBlocks blocks = made_up(stress, 5, 20, [](std::size_t k, std::size_t, std::size_t lag) {
    return 3.0 - 0.1 * static_cast<double>(lag) + 0.01 * static_cast<double>(k * lag);
  });
  const soret::RunningIntegral running = running_integral(blocks, only_pair);
  REQUIRE(running.time.size() == 21);
  const double slope = -0.1 + 0.01 * (0.0 + 101.0 + 2.0 * 102.0 + 3.0 * 103.0 + 4.0 * 104.0) / 510.0;
  for (const std::size_t lag : {0UL, 1UL, 20UL}) {
    const auto lags = static_cast<double>(lag);
    CHECK(running.time[lag] == doctest::Approx(0.1 * lags));
    CHECK(running.correlation[lag].value == doctest::Approx(3.0 + slope * lags));
    CHECK(running.integral[lag].value == doctest::Approx(0.1 * (3.0 * lags + 0.5 * slope * lags * lags)));
  }
  CHECK(running.integral[0].standard_error == 0.0);
  CHECK(running.integral[20].standard_error > running.integral[10].standard_error);
  const soret::JackknifeEstimate viscosity = shear_viscosity(blocks, Temperature{0.5}, 8.0, Duration{2.0});
  CHECK(viscosity.estimate.value == doctest::Approx(running.integral[20].value / 4.0));
  CHECK(viscosity.estimate.standard_error == doctest::Approx(running.integral[20].standard_error / 4.0));
}

TEST_CASE("the limit is beyond what can be seen of the correlation, and says when it cannot tell")
{
  const auto noisy = [](double decay, std::size_t blocks) {
    std::mt19937_64 generator{5};
    std::normal_distribution<double> noise{0.0, 0.01};
    return made_up(stress, blocks, 200, [&](std::size_t, std::size_t, std::size_t lag) {
      return std::exp(-decay * static_cast<double>(lag)) + noise(generator);
    });
  };
  const soret::IntegrationLimit fast = stress_limit(noisy(0.1, 16));
  CHECK(fast.settled);
  CHECK(fast.time.value() > 5.0);  // five decay times
  CHECK(fast.time.value() < 15.0);
  const soret::IntegrationLimit slow = stress_limit(noisy(0.005, 16));
  CHECK_FALSE(slow.settled);
  CHECK(slow.time.value() == doctest::Approx(20.0));
  CHECK_FALSE(stress_limit(noisy(0.1, 1)).settled);
}

TEST_CASE("the longest limit of all pairs is common to the Onsager coefficients")
{
  const auto with_decay = [](std::size_t slow_pair) {
    std::mt19937_64 generator{6};
    std::normal_distribution<double> noise{0.0, 0.01};
    return made_up(fluxes(1), 16, 200, [&](std::size_t, std::size_t pair, std::size_t lag) {
      const double decay = pair == slow_pair ? 0.07 : 0.3;
      return std::exp(-decay * static_cast<double>(lag)) + noise(generator);
    });
  };
  const CorrelationBlocks all_fast = with_decay(99);
  for (std::size_t pair = 0; pair < 4; ++pair) {
    const CorrelationBlocks blocks = with_decay(pair);
    CHECK(onsager_limit(blocks).time == integration_limit(blocks, std::span{&pair, 1}).time);
    CHECK(onsager_limit(blocks).time > onsager_limit(all_fast).time);
  }
}

TEST_CASE("Onsager coefficients have their factors and the last species' mass flux is minus the others'")
{
  constexpr double volume = 20.0;
  const CorrelationBlocks blocks = made_up(fluxes(2), 4, 10, [](std::size_t k, std::size_t pair, std::size_t) {
    return 1.0 + static_cast<double>(pair) + (k == 3 ? 0.5 : 0.0);
  });
  const OnsagerMatrix l = onsager_coefficients(blocks, 3, Duration{1.0}, volume);
  CHECK(l.species() == 3);
  CHECK(l.heat_heat() == doctest::Approx(1.0 / volume));
  CHECK(l.heat_mass(0) == doctest::Approx(2.0 / volume));
  CHECK(l.heat_mass(1) == doctest::Approx(3.0 / volume));
  CHECK(l.mass_heat(0) == doctest::Approx(4.0 / volume));
  CHECK(l.mass_mass(0, 1) == doctest::Approx(6.0 / volume));
  CHECK(l.mass_heat(1) == doctest::Approx(7.0 / volume));
  CHECK(l.heat_mass(2) == doctest::Approx(-5.0 / volume));
  CHECK(l.mass_heat(2) == doctest::Approx(-11.0 / volume));
  CHECK(l.mass_mass(0, 2) == doctest::Approx(-11.0 / volume));
  CHECK(l.mass_mass(2, 1) == doctest::Approx(-15.0 / volume));
  CHECK(l.mass_mass(2, 2) == doctest::Approx((5.0 + 6.0 + 8.0 + 9.0) / volume));
  CHECK(onsager_coefficients(blocks, soret::none_left_out, Duration{1.0}, volume).heat_heat() > l.heat_heat());
}

TEST_CASE("heat conduction does not depend on partial enthalpies and agrees with the formula for two species")
{
  constexpr double temperature = 0.7;
  const OnsagerMatrix pure{1, {3.0, 0.0, 0.0, 0.0}};
  CHECK(thermal_conductivity(pure, Temperature{temperature}) == doctest::Approx(3.0 / (temperature * temperature)));
  const OnsagerMatrix two{2, {3.0, 0.4, -0.4, 0.5, 0.8, -0.8, -0.5, -0.8, 0.8}};
  CHECK(thermal_conductivity(two, Temperature{temperature}) ==
        doctest::Approx((3.0 - 0.4 * 0.5 / 0.8) / (temperature * temperature)));
  // Three species: Q' = Q - h0 M0 - h1 M1 has the same conductivity.
  const auto conductivity = [&](double h0, double h1) {
    const double qq = 5.0, q0 = 0.3, q1 = -0.6, m00 = 1.2, m01 = 0.25, m11 = 0.9;
    const double shifted_qq = qq - 2.0 * h0 * q0 - 2.0 * h1 * q1 + h0 * h0 * m00 + 2.0 * h0 * h1 * m01 + h1 * h1 * m11;
    const double s0 = q0 - h0 * m00 - h1 * m01;
    const double s1 = q1 - h0 * m01 - h1 * m11;
    return thermal_conductivity(OnsagerMatrix{3,
                                              {shifted_qq, s0, s1, 0.0,  //
                                               s0, m00, m01, 0.0,        //
                                               s1, m01, m11, 0.0,        //
                                               0.0, 0.0, 0.0, 0.0}},
                                Temperature{temperature});
  };
  CHECK(conductivity(1.7, -2.3) == doctest::Approx(conductivity(0.0, 0.0)).epsilon(1e-12));
}

TEST_CASE("the integral of autoregressive noise is found, with error bars that hold it two times in three" *
          doctest::skip(under_sanitizers))
{
  constexpr double rho = 0.6;
  Coverage coverage{autoregressive_integral(rho)};
  for (std::uint64_t run = 0; run < 1000; ++run) {
    coverage.add(integral_of(autoregressive_run(12000, rho, 500 + run)));
  }
  coverage.check("autoregressive noise");
  CHECK(std::abs(integral_of(autoregressive_run(300000, rho, 1)).standard_errors_from(autoregressive_integral(rho))) <
        3.0);
}

TEST_CASE("the Onsager coefficients of a made-up mixture are those it was made of")
{
  constexpr double coupling = 0.8;
  const CorrelationBlocks blocks = mixture_run(200000, 0.5, 0.7, coupling, 3);
  const soret::IntegrationLimit limit = onsager_limit(blocks);
  REQUIRE(limit.settled);
  const auto estimates = jackknife(blocks.sequence(), [&](std::size_t left_out) {
    const OnsagerMatrix l = onsager_coefficients(blocks, left_out, limit.time, 1.0);
    return std::vector<double>{l.mass_mass(0, 0), l.mass_heat(0), l.heat_mass(0), l.mass_heat(0) / l.mass_mass(0, 0),
                               thermal_conductivity(l, Temperature{2.0})};
  });
  const double mass = autoregressive_integral(0.7);
  const std::vector<double> expected{mass, coupling * mass, coupling * mass, coupling,
                                     autoregressive_integral(0.5) / 4.0};
  for (std::size_t k = 0; k < expected.size(); ++k) {
    CHECK(std::abs(estimates[k].estimate.standard_errors_from(expected[k])) < 3.0);
    CHECK(estimates[k].estimate.relative_error() < 0.04);
  }
}

TEST_CASE("replicas are put together with their spectra, and what does not fit is refused")
{
  const CorrelationBlocks one = autoregressive_run(4000, 0.5, 1);
  const CorrelationBlocks two = autoregressive_run(6000, 0.5, 2);
  const std::vector<CorrelationBlocks> parts{one, two};
  const CorrelationBlocks all = soret::concatenate(parts);
  CHECK(all.replicas() == 2);
  CHECK(all.blocks.size() == one.blocks.size() + two.blocks.size());
  CHECK(all.spectra.segments == one.spectra.segments + two.spectra.segments);
  const auto weight_of = [](const CorrelationBlocks& part) { return static_cast<double>(part.spectra.segments); };
  CHECK(all.spectra.values[5].real() == doctest::Approx((weight_of(one) * one.spectra.values[5].real() +
                                                         weight_of(two) * two.spectra.values[5].real()) /
                                                        weight_of(all)));
  CHECK_THROWS_AS(soret::concatenate({}), soret::RunTimeFailure);
  const std::vector<CorrelationBlocks> different{one, mixture_run(4000, 0.5, 0.5, 0.0, 1)};
  CHECK_THROWS_AS(soret::concatenate(different), soret::RunTimeFailure);
}

TEST_CASE("Green-Kubo estimates refuse what makes no sense")
{
  const CorrelationBlocks blocks = autoregressive_run(4000, 0.5, 1);
  using soret::InputError;
  using soret::RunTimeFailure;
  CHECK_THROWS_AS(shear_viscosity(blocks, Temperature{0.0}, 1.0, Duration{5.0}), InputError);
  CHECK_THROWS_AS(shear_viscosity(blocks, Temperature{1.0}, -1.0, Duration{5.0}), InputError);
  CHECK_THROWS_AS(shear_viscosity(blocks, Temperature{1.0}, 1.0, Duration{0.3}), InputError);
  CHECK_THROWS_AS(shear_viscosity(blocks, Temperature{1.0}, 1.0, Duration{61.0}), InputError);
  CHECK_THROWS_AS(onsager_limit(blocks), RunTimeFailure);
  CHECK_THROWS_AS(stress_limit(autoregressive_run(30, 0.5, 1)), RunTimeFailure);
  CHECK_THROWS_AS(running_integral(autoregressive_run(30, 0.5, 1), only_pair), RunTimeFailure);
}
