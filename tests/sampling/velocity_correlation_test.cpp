#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/estimate/diffusion.hpp>
#include <soret/estimate/velocity_correlations.hpp>
#include <soret/sampling/flux_correlations.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/sampling/velocity_correlation.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

using soret::Blocks;
using soret::Duration;
using soret::Steps;
using soret::TimeStep;
using soret::Vec3;
using soret::VelocityCorrelation;

namespace {

constexpr std::int64_t interval = 4;
constexpr double time_step = 0.025;
constexpr std::array decay{0.8, 0.5};      // of the velocities' memory from one step to the next
constexpr std::array amplitude{1.0, 0.6};  // of one component

/// Particles whose velocities forget exponentially, and whose positions follow them; their owners change at random
/// from step to step. Every rank knows all of them.
class Forgetful {
 public:
  Forgetful(const soret::mpi::Communicator& communicator, std::size_t count)
      : rank_{communicator.rank()}, size_{communicator.size()}, positions_(count)
  {
    for (std::size_t i = 0; i < count; ++i) {
      velocities_.push_back(amplitude[species_of(i)] * noise(i));
    }
  }

  static std::int64_t id_of(std::size_t i) { return 2 * static_cast<std::int64_t>(i) + 5; }
  static std::size_t species_of(std::size_t i) { return i % 3 == 0 ? 1 : 0; }

  std::int64_t step() const { return step_; }
  const std::vector<Vec3>& velocities() const { return velocities_; }

  void advance()
  {
    ++step_;
    for (std::size_t i = 0; i < velocities_.size(); ++i) {
      const double memory = decay[species_of(i)];
      const Vec3 before = velocities_[i];
      velocities_[i] = memory * before + amplitude[species_of(i)] * std::sqrt(1.0 - memory * memory) * noise(i);
      positions_[i] += 0.5 * time_step * (before + velocities_[i]);
    }
  }

  template <class Sampler>
  void sample(Sampler& sampler) const
  {
    const soret::RandomStream owners{soret::Seed{22}, soret::Stream::placement};
    soret::Particles particles;
    for (std::size_t i = 0; i < velocities_.size(); ++i) {
      const double draw = owners.uniform(static_cast<std::uint64_t>(step_), i);
      if (static_cast<int>(draw * size_) == rank_) {
        particles.add(id_of(i), soret::Species{static_cast<std::uint8_t>(species_of(i))}, positions_[i],
                      velocities_[i]);
      }
    }
    sampler.sample({box_, species_, particles, {}, {}, step_, static_cast<double>(step_) * time_step, {}});
  }

 private:
  Vec3 noise(std::size_t i) const
  {
    const soret::RandomStream stream{soret::Seed{21}, soret::Stream::placement};
    return stream.normal3(static_cast<std::uint64_t>(step_), i);
  }

  soret::Box box_{400.0, 400.0, 400.0};
  soret::SpeciesTable species_{{"A", 1.0}, {"B", 2.5}};
  int rank_;
  int size_;
  std::int64_t step_ = 0;
  std::vector<Vec3> positions_;
  std::vector<Vec3> velocities_;
};

VelocityCorrelation sampler_of(double longest, int blocks = 3, int origins = 4)
{
  return {test_world(), TimeStep{time_step}, Steps{interval}, Duration{longest}, Blocks{blocks}, origins};
}

/// Samples `count` times, and returns the velocities that were sampled.
std::vector<std::vector<Vec3>> run(Forgetful& system, VelocityCorrelation& sampler, std::int64_t count)
{
  std::vector<std::vector<Vec3>> history;
  for (std::int64_t n = 0; n < count; ++n) {
    system.sample(sampler);
    history.push_back(system.velocities());
    for (std::int64_t step = 0; step < interval; ++step) {
      system.advance();
    }
  }
  return history;
}

/// <v(t).v(0)>/3 over the origins `from`, `from` + spacing, ..., as many as given.
double direct(const std::vector<std::vector<Vec3>>& history, std::size_t species, std::size_t lag, std::size_t from,
              std::size_t spacing, std::size_t origins)
{
  double sum = 0.0;
  double count = 0.0;
  for (std::size_t k = 0; k < origins; ++k) {
    const std::size_t origin = from + k * spacing;
    for (std::size_t i = 0; i < history[origin].size(); ++i) {
      if (Forgetful::species_of(i) == species) {
        sum += dot(history[origin][i], history[origin + lag][i]) / 3.0;
        count += 1.0;
      }
    }
  }
  return sum / count;
}

}  // namespace

TEST_CASE("every block equals the brute-force mean over its origins, wherever the particles are")
{
  Forgetful system{test_world(), 20};
  VelocityCorrelation sampler = sampler_of(1.0);  // 10 intervals, an origin every third sample
  const auto history = run(system, sampler, 50);
  REQUIRE(sampler.has_correlations());
  const soret::CorrelationBlocks found = sampler.reduce(test_world());
  CHECK(found.longest_lag == 10);
  CHECK(found.lag_spacing == doctest::Approx(0.1));
  std::size_t from = 0;
  for (std::size_t k = 0; k < found.blocks.size(); ++k) {
    const auto origins = static_cast<std::size_t>(found.blocks[k].origins);
    for (std::size_t species = 0; species < 2; ++species) {
      for (std::size_t lag = 0; lag <= 10; ++lag) {
        REQUIRE(found.correlation(k, species)[lag] ==
                doctest::Approx(direct(history, species, lag, from, 3, origins)).epsilon(1e-12));
      }
    }
    from += 3 * origins;
  }
  CHECK(from == 42);  // origins 0 to 39 have all their lags until sample 49
}

TEST_CASE("velocities that forget exponentially, by their correlation and by where they lead")
{
  Forgetful system{test_world(), 300};
  VelocityCorrelation velocities = sampler_of(1.5, 10, 4);
  soret::MeanSquareDisplacement displacements{test_world(), TimeStep{time_step}, Steps{interval}, Duration{6.0},
                                              Blocks{10}};
  for (int n = 0; n < 1200; ++n) {
    system.sample(velocities);
    system.sample(displacements);
    for (std::int64_t step = 0; step < interval; ++step) {
      system.advance();
    }
  }
  const soret::CorrelationBlocks found = velocities.reduce(test_world());
  const soret::DisplacementBlocks moved = displacements.reduce(test_world());
  for (std::size_t species = 0; species < 2; ++species) {
    CAPTURE(species);
    const double square = amplitude[species] * amplitude[species];
    const double memory = std::pow(decay[species], static_cast<double>(interval));
    const soret::RunningIntegral curve = running_integral(found, species);
    for (std::size_t lag = 0; lag < 4; ++lag) {
      const soret::Estimate& value = curve.correlation[lag];
      CHECK(std::abs(value.standard_errors_from(square * std::pow(memory, static_cast<double>(lag)))) < 3.5);
      CHECK(value.standard_error < 0.02 * square);
    }
    // Exact sums of the trapezoidal rule: over samples here, over steps in the positions.
    const auto diffusion = [&](double spacing, double kept) { return square * spacing * (0.5 + kept / (1.0 - kept)); };
    const soret::Estimate by_velocities =
        green_kubo_diffusion(found, species, velocity_limit(found, species).time).estimate;
    CHECK(std::abs(by_velocities.standard_errors_from(diffusion(interval * time_step, memory))) < 3.0);
    CHECK(by_velocities.relative_error() < 0.05);
    const soret::Estimate by_displacements =
        self_diffusion(moved, species, {Duration{1.0}, Duration{6.0}}).coefficient.estimate;
    CHECK(std::abs(by_displacements.standard_errors_from(diffusion(time_step, decay[species]))) < 3.0);
    CHECK(by_displacements.relative_error() < 0.05);
  }
}

TEST_CASE("correlations of velocities that were saved and loaded continue bit for bit")
{
  constexpr std::int64_t samples = 60;
  Forgetful whole{test_world(), 12};
  VelocityCorrelation straight = sampler_of(1.0);
  run(whole, straight, samples);
  soret::State straight_state;
  straight.save(straight_state);
  for (const std::int64_t cut : {0, 1, 13, 48}) {
    Forgetful system{test_world(), 12};
    VelocityCorrelation before = sampler_of(1.0);
    run(system, before, cut);
    soret::State state;
    before.save(state);
    VelocityCorrelation after = sampler_of(1.0);
    after.load(state);
    run(system, after, samples - cut);
    soret::State split_state;
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
  VelocityCorrelation other = sampler_of(2.0);
  CHECK_THROWS_AS(other.load(straight_state), soret::RunTimeFailure);
}

TEST_CASE("replicas' correlations of velocities are put together and numbered")
{
  const soret::mpi::Communicator alone = test_world().split(test_world().rank());
  Forgetful system{alone, 6};
  VelocityCorrelation sampler{alone, TimeStep{time_step}, Steps{interval}, Duration{1.0}, Blocks{2}};
  run(system, sampler, 40);
  const soret::CorrelationBlocks one = sampler.reduce(alone);
  const soret::CorrelationBlocks all = gather_replicas(test_world(), alone, one);
  const auto replicas = static_cast<std::size_t>(test_world().size());
  REQUIRE(all.blocks.size() == replicas * one.blocks.size());
  CHECK(all.replica.back() == replicas - 1);
  CHECK(all.blocks.back().values == one.blocks.back().values);
}

TEST_CASE("correlations of velocities refuse what does not fit")
{
  CHECK_THROWS_AS(sampler_of(0.1), soret::InputError);
  CHECK_THROWS_AS(sampler_of(1.0, 1), soret::InputError);
  CHECK_THROWS_AS(sampler_of(1.0, 2, 0), soret::InputError);
  CHECK_THROWS_AS((VelocityCorrelation{test_world(), TimeStep{0.0}, Steps{1}, Duration{1.0}, Blocks{2}}),
                  soret::InputError);
  VelocityCorrelation sampler = sampler_of(1.0);
  CHECK_FALSE(sampler.has_correlations());
  CHECK_THROWS_AS(sampler.reduce(test_world()), soret::RunTimeFailure);
  Forgetful system{test_world(), 8};
  run(system, sampler, 2);
  system.advance();
  CHECK_THROWS_AS(system.sample(sampler), soret::RunTimeFailure);
}
