#include "autoregressive.hpp"
#include "coverage.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/velocity_correlations.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using soret::CorrelationBlocks;
using soret::Duration;

namespace {

constexpr double spacing = 0.5;

/// Two species in blocks; the functions are those given, each times 1 + noise of its block.
CorrelationBlocks made_up(std::size_t longest_lag, double decay, double noise, std::uint64_t seed,
                          std::size_t blocks = 16)
{
  std::mt19937_64 generator{seed};
  std::normal_distribution<double> normal;
  CorrelationBlocks velocities;
  velocities.quantities = {{{soret::velocity_of(0), 3}, {soret::velocity_of(1), 3}}, {{0, 0}, {1, 1}}};
  velocities.lag_spacing = spacing;
  velocities.longest_lag = longest_lag;
  velocities.replica.assign(blocks, 0);
  for (std::size_t k = 0; k < blocks; ++k) {
    soret::CorrelationBlock block{5.0, {}};
    for (const double square : {2.0, 0.7}) {
      const double factor = square * (1.0 + noise * normal(generator));
      for (std::size_t lag = 0; lag <= longest_lag; ++lag) {
        block.values.push_back(factor * std::pow(decay, static_cast<double>(lag)) + 0.01 * noise * normal(generator));
      }
    }
    velocities.blocks.push_back(std::move(block));
  }
  return velocities;
}

/// Of the trapezoidal rule, to the end.
double integral(double square, double decay) { return square * spacing * (0.5 + decay / (1.0 - decay)); }

}  // namespace

TEST_CASE("self-diffusion is the integral of the species' autocorrelation")
{
  const CorrelationBlocks velocities = made_up(60, 0.7, 0.1, 1);
  for (const std::size_t species : {0U, 1U}) {
    const soret::IntegrationLimit limit = velocity_limit(velocities, species);
    CHECK(limit.settled);
    CHECK(limit.time.value() == 30.0);
    const soret::Estimate found = green_kubo_diffusion(velocities, species, limit.time).estimate;
    CHECK(std::abs(found.standard_errors_from(integral(species == 0 ? 2.0 : 0.7, 0.7))) < 3.0);
    CHECK(found.relative_error() > 0.01);
    CHECK(found.relative_error() < 0.06);
  }
  const CorrelationBlocks exact = made_up(60, 0.7, 0.0, 1);
  CHECK(green_kubo_diffusion(exact, 1, Duration{30.0}).estimate.value == doctest::Approx(integral(0.7, 0.7)));
  CHECK(green_kubo_diffusion(exact, 0, Duration{0.5}).estimate.value == doctest::Approx(0.5 * 0.5 * 2.0 * 1.7));
}

TEST_CASE("correlations that go on beyond the longest lag are noticed")
{
  CHECK_FALSE(velocity_limit(made_up(10, 0.9, 0.1, 2), 0).settled);
  CHECK_FALSE(velocity_limit(made_up(60, 0.7, 0.1, 3, 1), 0).settled);  // from one block nothing can be said
  CHECK_THROWS_AS(velocity_limit(made_up(10, 0.9, 0.1, 2), 2), soret::RunTimeFailure);
  CHECK_THROWS_AS(green_kubo_diffusion(made_up(10, 0.9, 0.1, 2), 0, Duration{6.0}), soret::InputError);
}
