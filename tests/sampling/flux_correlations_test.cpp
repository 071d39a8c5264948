#include "hand_made_system.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/flux_correlations.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

using soret::CorrelationBlocks;
using soret::FluxCorrelations;
using soret::Vec3;

namespace {

constexpr std::size_t longest_lag = 5;
constexpr std::int64_t interval = 2;
const soret::SpeciesTable three_species{{"A", 1.0}, {"B", 2.5}, {"C", 0.7}};

FluxCorrelations sampler(const soret::mpi::Communicator& communicator, double longest_time = 0.0)
{
  return {communicator,         soret::Steps{interval}, soret::TimeStep{0.25},
          soret::Duration{2.5}, soret::Blocks{2},       soret::Duration{longest_time}};
}

/// The system with so many species, moving with a common velocity.
struct Variant {
  std::size_t species = 2;
  Vec3 drift{};
};

void sample(FluxCorrelations& correlations, HandMadeSystem& system, std::int64_t step, const Variant& variant)
{
  system.move(step);
  soret::Particles particles = system.particles();
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const auto kind = static_cast<std::size_t>(particles.id[i]) % variant.species;
    particles.species[i] = soret::Species{static_cast<std::uint8_t>(kind)};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.velocity[axis][i] += variant.drift[axis];
    }
  }
  const soret::SpeciesTable species{three_species.begin(),
                                    three_species.begin() + static_cast<std::ptrdiff_t>(variant.species)};
  const soret::Snapshot now = system.snapshot();
  correlations.sample({now.box, species, particles, now.potential_energy, now.virial, now.step, now.time,
                       now.local_energy_added, now.totals});
}

/// Samples number first..last-1, at steps that are two apart.
void run(FluxCorrelations& correlations, HandMadeSystem system, std::int64_t first, std::int64_t last,
         const Variant& variant = {})
{
  for (std::int64_t number = first; number < last; ++number) {
    sample(correlations, system, interval * number, variant);
  }
}

CorrelationBlocks correlated(std::int64_t samples, const Variant& variant)
{
  FluxCorrelations correlations = sampler(test_world());
  run(correlations, HandMadeSystem{test_world()}, 0, samples, variant);
  return correlations.reduce();
}

/// The fluxes by their definition, particle by particle, as quantities with three or five components.
std::vector<std::vector<double>> fluxes(std::int64_t step, std::size_t species)
{
  HandMadeSystem whole{0, 1, 60};
  whole.move(step);
  const soret::Particles& particles = whole.particles();
  const auto kind_of = [&](std::size_t i) { return i % species; };
  double mass = 0.0;
  Vec3 centre;
  for (std::size_t i = 0; i < 60; ++i) {
    mass += three_species[kind_of(i)].mass;
    centre += three_species[kind_of(i)].mass * particles.velocity_of(i);
  }
  centre *= 1.0 / mass;
  std::vector<std::vector<double>> result(1 + species, std::vector<double>(3, 0.0));
  std::array<std::array<double, 3>, 3> pi{};
  constexpr std::array<std::array<std::size_t, 3>, 3> component{{{0, 3, 4}, {3, 1, 5}, {4, 5, 2}}};
  for (std::size_t i = 0; i < 60; ++i) {
    const double m = three_species[kind_of(i)].mass;
    const Vec3 v = particles.velocity_of(i) - centre;
    for (std::size_t a = 0; a < 3; ++a) {
      result[0][a] += (0.5 * m * dot(v, v) + whole.energy()[i]) * v[a];
      result[1 + kind_of(i)][a] += m * v[a];
      for (std::size_t b = 0; b < 3; ++b) {
        const double virial = whole.virial()[component[a][b]][i];
        result[0][a] += virial * v[b];
        pi[a][b] += m * v[a] * v[b] + virial;
      }
    }
  }
  result.push_back({pi[0][1], pi[0][2], pi[1][2], (pi[0][0] - pi[1][1]) / 2.0,
                    (2.0 * pi[2][2] - pi[0][0] - pi[1][1]) / (2.0 * std::sqrt(3.0))});
  return result;
}

/// <a(t + lag) b(t)> of these fluxes over the first origins, indices as in `fluxes`.
double direct_over(std::int64_t origins, std::size_t species, std::size_t a, std::size_t b, std::int64_t lag)
{
  double sum = 0.0;
  double terms = 0.0;
  for (std::int64_t t = 0; t < origins; ++t) {
    const std::vector<double> later = fluxes(interval * (t + lag), species)[a];
    const std::vector<double> earlier = fluxes(interval * t, species)[b];
    for (std::size_t c = 0; c < later.size(); ++c) {
      sum += later[c] * earlier[c];
      terms += 1.0;
    }
  }
  return sum / terms;
}

/// The same over all origins that have all their lags.
double direct(std::int64_t samples, std::size_t species, std::size_t a, std::size_t b, std::int64_t lag)
{
  return direct_over(samples - static_cast<std::int64_t>(longest_lag), species, a, b, lag);
}

void check_equal(const CorrelationBlocks& a, const CorrelationBlocks& b, double tolerance)
{
  REQUIRE(a.blocks.size() == b.blocks.size());
  CHECK(a.quantities == b.quantities);
  CHECK(a.replica == b.replica);
  CHECK(a.lag_spacing == b.lag_spacing);
  CHECK(a.spectra.segments == b.spectra.segments);
  REQUIRE(a.spectra.values.size() == b.spectra.values.size());
  double difference = 0.0;
  double largest = 0.0;
  for (std::size_t k = 0; k < a.blocks.size(); ++k) {
    CHECK(a.blocks[k].origins == b.blocks[k].origins);
    for (std::size_t j = 0; j < a.blocks[k].values.size(); ++j) {
      difference = std::max(difference, std::abs(a.blocks[k].values[j] - b.blocks[k].values[j]));
      largest = std::max(largest, std::abs(a.blocks[k].values[j]));
    }
  }
  for (std::size_t k = 0; k < a.spectra.values.size(); ++k) {
    difference = std::max(difference, std::abs(a.spectra.values[k] - b.spectra.values[k]));
  }
  CHECK(difference <= tolerance * largest);
}

void check_equal(const soret::MultipleTauBlocks& a, const soret::MultipleTauBlocks& b, double tolerance)
{
  CHECK(a.quantities == b.quantities);
  CHECK(a.lags == b.lags);
  CHECK(a.replica == b.replica);
  CHECK(a.sample_spacing == b.sample_spacing);
  REQUIRE(a.blocks.size() == b.blocks.size());
  for (std::size_t k = 0; k < a.blocks.size(); ++k) {
    CHECK(a.blocks[k].origins == b.blocks[k].origins);
    double largest = 0.0;
    double difference = 0.0;
    for (std::size_t j = 0; j < a.blocks[k].values.size(); ++j) {
      difference = std::max(difference, std::abs(a.blocks[k].values[j] - b.blocks[k].values[j]));
      largest = std::max(largest, std::abs(a.blocks[k].values[j]));
    }
    CHECK(difference <= tolerance * largest);
  }
}

soret::State state_of(const FluxCorrelations& correlations)
{
  soret::State state;
  correlations.save(state);
  return state;
}

}  // namespace

TEST_CASE("flux correlations are those of the fluxes by definition, whatever the number of ranks and species")
{
  constexpr std::int64_t samples = 150;
  for (const std::size_t species : {1, 2, 3}) {
    const CorrelationBlocks result = correlated(samples, {.species = species});
    CHECK(result.lag_spacing == 0.5);
    CHECK(result.longest_lag == longest_lag);
    CHECK(result.sequence().total_weight() == 145.0);
    CHECK(result.spectra.segments == 1);
    std::vector<std::string> names{std::string{soret::flux::heat}};
    for (std::size_t k = 0; k + 1 < species; ++k) {
      names.push_back(soret::flux::mass(k));
    }
    REQUIRE(result.quantities.pairs.size() == names.size() * names.size() + 1);
    for (const std::int64_t lag : {0, 1, 5}) {
      const auto at = static_cast<std::size_t>(lag);
      const std::size_t stress = result.quantities.pair(soret::flux::stress, soret::flux::stress);
      CHECK(result.mean_correlation(stress)[at] ==
            doctest::Approx(direct(samples, species, 1 + species, 1 + species, lag)).epsilon(1e-10));
      for (std::size_t a = 0; a < names.size(); ++a) {
        for (std::size_t b = 0; b < names.size(); ++b) {
          CHECK(result.mean_correlation(result.quantities.pair(names[a], names[b]))[at] ==
                doctest::Approx(direct(samples, species, a, b, lag)).epsilon(1e-9));
        }
      }
    }
  }
}

TEST_CASE("a common velocity of all particles changes nothing")
{
  const CorrelationBlocks rest = correlated(100, {});
  const CorrelationBlocks moving = correlated(100, {.drift = {1.5, -0.7, 3.0}});
  check_equal(rest, moving, 1e-9);
}

TEST_CASE("long correlations see the same fluxes, and more of their lags")
{
  constexpr std::int64_t samples = 200;
  CHECK_FALSE(FluxCorrelations{sampler(test_world())}.reduce_long());
  FluxCorrelations correlations = sampler(test_world(), 25.0);
  run(correlations, HandMadeSystem{test_world()}, 0, samples);
  const CorrelationBlocks exact = correlations.reduce();
  const soret::MultipleTauBlocks result = correlations.reduce_long().value();
  CHECK(result.quantities == exact.quantities);
  CHECK(result.sample_spacing == 0.5);
  CHECK(result.lags == soret::MultipleTauLags{32, 2});  // 25 is 50 samples, 31 and 62 are reached
  CHECK(result.sequence().total_weight() == 169.0);
  constexpr std::array<std::size_t, 3> place{0, 1, 3};  // of heat, first species and stress in `fluxes`
  for (std::size_t pair = 0; pair < exact.quantities.pairs.size(); ++pair) {
    const soret::QuantityPair& members = exact.quantities.pairs[pair];
    for (const std::int64_t lag : {0, 31}) {
      CHECK(result.mean_correlation(pair)[static_cast<std::size_t>(lag)] ==
            doctest::Approx(direct_over(169, 2, place[members.a], place[members.b], lag)).epsilon(1e-9));
    }
  }
}

TEST_CASE("flux correlations that were saved and loaded continue bit for bit, looked at or not")
{
  constexpr double longest_time = 25.0;
  FluxCorrelations straight = sampler(test_world(), longest_time);
  run(straight, HandMadeSystem{test_world()}, 0, 200);
  for (const std::int64_t cut : {0, 1, 63, 64, 100, 199}) {
    FluxCorrelations before = sampler(test_world(), longest_time);
    run(before, HandMadeSystem{test_world()}, 0, cut);
    if (cut > 0) {
      before.reduce();
      before.reduce_long();
    }
    FluxCorrelations after = sampler(test_world(), longest_time);
    after.load(state_of(before));
    run(after, HandMadeSystem{test_world()}, cut, 200);
    CHECK(state_of(straight).values() == state_of(after).values());
    check_equal(straight.reduce(), after.reduce(), 0.0);
    check_equal(straight.reduce_long().value(), after.reduce_long().value(), 0.0);
  }
}

TEST_CASE("replicas are put together in order")
{
  const int world_rank = test_world().rank();
  const int replicas = std::min(2, test_world().size());
  const int colour = world_rank % replicas;
  const soret::mpi::Communicator group = test_world().split(colour);
  FluxCorrelations mine = sampler(group, 25.0);
  run(mine, HandMadeSystem{group}, 1000 * colour, 1000 * colour + 90 + 40 * colour);
  const CorrelationBlocks gathered = gather_replicas(test_world(), group, mine.reduce());
  const soret::MultipleTauBlocks gathered_long = gather_replicas(test_world(), group, mine.reduce_long().value());

  const soret::mpi::Communicator alone = test_world().split(world_rank);
  std::vector<CorrelationBlocks> expected;
  std::vector<soret::MultipleTauBlocks> expected_long;
  for (int replica = 0; replica < replicas; ++replica) {
    FluxCorrelations whole = sampler(alone, 25.0);
    run(whole, HandMadeSystem{0, 1, 60}, 1000 * replica, 1000 * replica + 90 + 40 * replica);
    expected.push_back(whole.reduce());
    expected_long.push_back(whole.reduce_long().value());
  }
  CHECK(gathered.replicas() == static_cast<std::size_t>(replicas));
  check_equal(gathered, soret::concatenate(expected), 1e-10);
  check_equal(gathered_long, soret::concatenate(expected_long), 1e-10);
}

TEST_CASE("flux correlations refuse what does not fit")
{
  using soret::Blocks;
  using soret::Duration;
  using soret::InputError;
  using soret::RunTimeFailure;
  using soret::Steps;
  using soret::TimeStep;
  const soret::mpi::Communicator& world = test_world();
  CHECK_THROWS_AS((FluxCorrelations{world, Steps{0}, TimeStep{0.25}, Duration{2.0}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((FluxCorrelations{world, Steps{2}, TimeStep{0.0}, Duration{2.0}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((FluxCorrelations{world, Steps{2}, TimeStep{0.25}, Duration{0.5}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((FluxCorrelations{world, Steps{2}, TimeStep{0.25}, Duration{2.0}, Blocks{1}}), InputError);
  FluxCorrelations correlations = sampler(world);
  CHECK(correlations.needed() == soret::PairSamples::fluxes);
  CHECK_THROWS_AS(correlations.reduce(), RunTimeFailure);
  HandMadeSystem system{world};
  sample(correlations, system, 0, {});
  CHECK(correlations.reduce().blocks.empty());
  CHECK_THROWS_AS(sample(correlations, system, 3, {}), RunTimeFailure);
  CHECK_THROWS_AS(sample(correlations, system, 2, {.species = 3}), RunTimeFailure);
  system.box = soret::Box{4.0, 5.0, 12.1};
  CHECK_THROWS_AS(sample(correlations, system, 2, {}), RunTimeFailure);
  CHECK_THROWS_AS(sampler(world, 25.0).reduce_long(), RunTimeFailure);
  CHECK_THROWS_AS(sampler(world, 25.0).load(state_of(correlations)), RunTimeFailure);
  FluxCorrelations longer{world, Steps{2}, TimeStep{0.25}, Duration{3.0}, Blocks{2}};
  CHECK_THROWS_AS(longer.load(state_of(correlations)), RunTimeFailure);
}
