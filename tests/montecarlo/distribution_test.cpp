/// Distributions of few particles against exact ones: whether each move keeps detailed balance.
#include "few_particles.hpp"
#include "support/sanitizers.hpp"

#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/identity_exchange.hpp>
#include <soret/montecarlo/identity_swap.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/montecarlo/transfer.hpp>
#include <soret/montecarlo/volume_change.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

constexpr double length = 5.0;
constexpr double volume = length * length * length;
constexpr double cutoff = 1.6;
const Temperature temperature{1.1};
const double beta = 1.0 / temperature.value();
const Temperature cold{0.5};  // far from the Boyle temperature, where b is zero
const Box box{length, length, length};

ForceField pure(Truncation truncation = Truncation::shifted)
{
  ForceField field{Cutoff{cutoff}};
  field.add({.name = "A"}, LennardJones{.truncation = truncation});
  return field;
}

ForceField ideal(std::size_t species_count)
{
  ForceField field{Cutoff{cutoff}};
  for (std::size_t s = 0; s < species_count; ++s) {
    field.add({.name = std::string(1, static_cast<char>('A' + s))}, LennardJones{.epsilon = 0.0});
  }
  return field;
}

System empty(const ForceField& field) { return {box, field.species(), {}}; }

/// Counts of the values that `state` takes every `interval` attempts; values beyond the counts are dropped.
std::vector<std::int64_t> visits(MonteCarloChain& chain, std::size_t states, std::int64_t samples,
                                 std::int64_t interval, const std::function<std::size_t(const OpenSystem&)>& state)
{
  std::vector<std::int64_t> counts(states, 0);
  chain.advance(20 * interval);
  for (std::int64_t k = 0; k < samples; ++k) {
    chain.advance(interval);
    const std::size_t now = state(chain.system());
    if (now < states) {
      ++counts[now];
    }
  }
  return counts;
}

std::size_t total_count(const OpenSystem& system) { return static_cast<std::size_t>(system.total_count()); }

/// Weights z^N Z_N / N! for N = 0 ... 3, times exp(-N² tail), with the tail of one particle in units of k_B T.
std::vector<double> grand_weights(const std::vector<double>& integrals, double activity, double tail)
{
  std::vector<double> weights;
  double factor = 1.0;
  for (std::size_t n = 0; n < integrals.size(); ++n) {
    const auto count = static_cast<double>(n);
    factor *= n == 0 ? 1.0 : activity / count;
    weights.push_back(factor * integrals[n] * std::exp(-count * count * tail));
  }
  return weights;
}

constexpr std::int64_t samples = under_sanitizers ? 500 : 20'000;

void check_numbers(const ForceField& field, const PairLaw& law, int trials, bool tails)
{
  // tails let the gas condense earlier
  const Temperature bath = tails ? Temperature{0.7} : cold;
  const double activity = tails ? 0.006 : 0.016;
  MonteCarloChain chain{empty(field), field, Reservoir{bath, {Activity{activity}}}, {.tail_corrections = tails}};
  chain.add(Transfer{field.species(), {Species{0}}, trials}, 1.0);
  chain.add(Displacement{field.species(), 1.0}, 0.3);
  const double energy = tails ? field.compile().front().tail(Species{0}, Species{0}).energy : 0.0;
  const double tail = 0.5 * energy / (volume * bath.value());
  const std::vector<double> integrals = few_particle_integrals(law, bath, volume);
  const std::vector<double> weights = grand_weights(integrals, activity, tail);
  const std::vector<std::int64_t> counts =
      visits(chain, weights.size(), tails ? 4 * samples : samples, 30, total_count);
  const ChiSquared chi = chi_squared(counts, weights);
  CAPTURE(trials);
  CAPTURE(tails);
  CAPTURE(chi.value);
  CHECK(chi.degrees_of_freedom == 3.0);
  CHECK(chi.is_plausible());
  check_rejected(counts, grand_weights(few_particle_integrals(no_interaction(), bath, volume), activity, 0.0));
  if (tails) {
    check_rejected(counts, grand_weights(integrals, activity, 0.0));
    check_rejected(counts, grand_weights(integrals, activity * std::exp(tail), tail));  // N (N - 1) for N²
  }
  CHECK_NOTHROW(chain.check_energy());
}

}  // namespace

TEST_CASE("an ideal gas has a Poisson distribution of its number")
{
  const ForceField field = ideal(1);
  const double mean = 6.0;
  MonteCarloChain chain{empty(field), field, Reservoir{temperature, {Activity{mean / volume}}}};
  chain.add(Transfer{field.species(), {Species{0}}}, 1.0);
  std::vector<double> weights{1.0};
  while (weights.size() < 40) {
    weights.push_back(weights.back() * mean / static_cast<double>(weights.size()));
  }
  const ChiSquared chi = chi_squared(visits(chain, weights.size(), samples, 100, total_count), weights);
  CAPTURE(chi.value);
  CHECK((under_sanitizers || chi.degrees_of_freedom > 10.0));
  CHECK(chi.is_plausible());
}

TEST_CASE("two ideal gases have independent Poisson distributions, with identity exchange and without")
{
  const ForceField field = ideal(2);
  const double mean_a = 1.5;
  const double mean_b = 3.0;
  const std::vector<Species> both{Species{0}, Species{1}};
  constexpr std::size_t most = 12;
  std::vector<double> weights;
  double weight_a = 1.0;
  for (std::size_t a = 0; a < most; ++a) {
    weight_a *= a == 0 ? 1.0 : mean_a / static_cast<double>(a);
    double weight = weight_a;
    for (std::size_t b = 0; b < most; ++b) {
      weight *= b == 0 ? 1.0 : mean_b / static_cast<double>(b);
      weights.push_back(weight);
    }
  }
  const auto state = [](const OpenSystem& system) {
    const auto a = static_cast<std::size_t>(system.count(Species{0}));
    const auto b = static_cast<std::size_t>(system.count(Species{1}));
    return a < most && b < most ? a * most + b : most * most;
  };
  for (const bool exchange : {false, true}) {
    CAPTURE(exchange);
    MonteCarloChain chain{empty(field), field,
                          Reservoir{temperature, {Activity{mean_a / volume}, Activity{mean_b / volume}}}};
    chain.add(Transfer{field.species(), exchange ? std::vector{Species{0}} : both}, 1.0);
    if (exchange) {
      chain.add(IdentityExchange{field.species(), both}, 1.0);
    }
    const ChiSquared chi = chi_squared(visits(chain, weights.size(), samples, 150, state), weights);
    CAPTURE(chi.value);
    CHECK(chi.is_plausible());
  }
}

TEST_CASE("numbers of an interacting gas against exact configurational integrals, by plain and biased transfers")
{
  const ForceField shifted = pure();
  const ForceField cut = pure(Truncation::cut);
  const PairLaw shifted_law = law_of(LennardJones{}, cutoff);
  const PairLaw cut_law = law_of(LennardJones{.truncation = Truncation::cut}, cutoff);
  for (const int trials : {1, 4}) {
    check_numbers(shifted, shifted_law, trials, false);
    check_numbers(cut, cut_law, trials, true);
  }
}

TEST_CASE("composition of an interacting mixture against exact integrals, for several choices of moves")
{
  ForceField field{Cutoff{cutoff}, Mixing::none};
  const Species a = field.add({.name = "A"}, LennardJones{});
  const Species b = field.add({.name = "B"}, LennardJones{.epsilon = 2.0, .sigma = 0.9});
  field.pair(a, b, LennardJones{.epsilon = 3.0, .sigma = 0.8});
  const double b_aa = pair_integral(law_of(LennardJones{}, cutoff), beta);
  const double b_bb = pair_integral(law_of(LennardJones{.epsilon = 2.0, .sigma = 0.9}, cutoff), beta);
  const double b_ab = pair_integral(law_of(LennardJones{.epsilon = 3.0, .sigma = 0.8}, cutoff), beta);
  const double z_a = 0.010;
  const double z_b = 0.005;
  const std::vector<double> weights{1.0,
                                    z_a * volume,
                                    z_b * volume,
                                    0.5 * z_a * z_a * volume * (volume + b_aa),
                                    z_a * z_b * volume * (volume + b_ab),
                                    0.5 * z_b * z_b * volume * (volume + b_bb)};
  const auto state = [](const OpenSystem& system) -> std::size_t {
    const std::int64_t n_b = system.count(Species{1});
    switch (system.total_count()) {
      case 0:
        return 0;
      case 1:
        return static_cast<std::size_t>(1 + n_b);
      case 2:
        return static_cast<std::size_t>(3 + n_b);
      default:
        return 6;
    }
  };
  const std::vector<Species> both{a, b};
  for (const int choice : {0, 1, 2}) {
    CAPTURE(choice);
    MonteCarloChain chain{empty(field), field, Reservoir{temperature, {Activity{z_a}, Activity{z_b}}}};
    chain.add(Displacement{field.species(), 1.0}, 0.5);
    if (choice == 0) {
      chain.add(Transfer{field.species(), both, 3}, 1.0);
    }
    else {
      chain.add(Transfer{field.species(), {choice == 1 ? a : b}}, 1.0);
      chain.add(IdentityExchange{field.species(), both}, 1.0);
      chain.add(IdentitySwap{field.species(), both}, 0.5);
    }
    const ChiSquared chi = chi_squared(visits(chain, weights.size(), samples, 80, state), weights);
    CAPTURE(chi.value);
    CHECK(chi.degrees_of_freedom == 5.0);
    CHECK(chi.is_plausible());
    CHECK_NOTHROW(chain.check_energy());
  }
}

TEST_CASE("the distance of two particles against the Boltzmann distribution")
{
  const ForceField field = pure();
  System two = empty(field);
  two.particles.add(0, Species{0}, {1.0, 1.0, 1.0});
  two.particles.add(1, Species{0}, {2.1, 1.0, 1.0});
  MonteCarloChain chain{two, field, Reservoir{temperature}};
  chain.add(Displacement{field.species(), 1.5}, 1.0);
  const PairLaw law = law_of(LennardJones{}, cutoff);
  constexpr std::size_t bins = 24;
  const double width = 0.5 * length / bins;
  std::vector<double> weights(bins, 0.0);
  for (std::size_t k = 0; k < bins * 1000; ++k) {
    const double r = (static_cast<double>(k) + 0.5) * width / 1000.0;
    weights[k / 1000] += r * r * (1.0 + mayer(law, beta, r));
  }
  const auto distance = [&](const OpenSystem& system) {
    const Vec3 r = box.minimum_image(system.position(system.nth_of(Species{0}, 0)) -
                                     system.position(system.nth_of(Species{0}, 1)));
    return static_cast<std::size_t>(std::sqrt(norm_squared(r)) / width);
  };
  const ChiSquared chi = chi_squared(visits(chain, bins, samples, 60, distance), weights);
  CAPTURE(chi.value);
  CHECK(chi.is_plausible());
}

TEST_CASE("volumes of an ideal gas and of an interacting pair at constant pressure")
{
  // With N + 1 in the exponent of the random walk in ln V the density of V is V^N exp(-beta p V) for an ideal gas, and
  // V (V + b) exp(-beta p V) for a pair, above the smallest volume in which two cutoffs fit.
  const double beta_cold = 1.0 / cold.value();
  const double b = pair_integral(law_of(LennardJones{}, cutoff), beta_cold);
  const Pressure pressure{0.02};
  const double smallest = std::pow(2.0 * cutoff, 3);
  for (const bool interacting : {false, true}) {
    CAPTURE(interacting);
    const ForceField field = interacting ? pure() : ideal(1);
    System two = empty(field);
    two.particles.add(0, Species{0}, {1.0, 1.0, 1.0});
    two.particles.add(1, Species{0}, {2.5, 1.0, 1.0});
    MonteCarloChain chain{two, field, Reservoir{cold, {}, pressure}};
    chain.add(VolumeChange{0.8}, 1.0);
    chain.add(Displacement{field.species(), 2.0}, 1.0);
    constexpr std::size_t bins = 30;
    const double width = 12.0;
    const auto weights_with = [&](double excluded) {
      std::vector<double> weights(bins, 0.0);
      for (std::size_t k = 0; k < bins * 100; ++k) {
        const double v = smallest + (static_cast<double>(k) + 0.5) * width / 100.0;
        weights[k / 100] += v * (v + excluded) * std::exp(-beta_cold * pressure.value() * v);
      }
      return weights;
    };
    const auto bin = [&](const OpenSystem& system) {
      return static_cast<std::size_t>((system.box().volume() - smallest) / width);
    };
    const std::vector<std::int64_t> counts = visits(chain, bins, samples / 2, 80, bin);
    const ChiSquared chi = chi_squared(counts, weights_with(interacting ? b : 0.0));
    CAPTURE(chi.value);
    CHECK(chi.is_plausible());
    check_rejected(counts, weights_with(interacting ? 0.0 : b));
    CHECK_NOTHROW(chain.check_energy());
  }
}

TEST_CASE("only what lies in the active region moves, and numbers there follow the region's volume")
{
  const ForceField field = pure();
  System start = empty(field);
  const Vec3 frozen{0.6, 2.5, 2.5};
  start.particles.add(0, Species{0}, frozen);
  const ActiveRegion region{{1.0, 1.0, 1.0}, {2.0, 3.0, 3.0}};
  const double activity = 0.06;
  MonteCarloChain chain{start, field, Reservoir{temperature, {Activity{activity}}}, {.region = region}};
  chain.add(Transfer{field.species(), {Species{0}}}, 1.0);
  chain.add(Displacement{field.species(), 1.0}, 1.0);
  const PairLaw law = law_of(LennardJones{}, cutoff);
  double one = 0.0;  // integral of the Boltzmann factor over the region
  constexpr int points = 120;
  for (int k = 0; k < points * points * points; ++k) {
    const Vec3 at{1.0 + 2.0 * (k % points + 0.5) / points, 1.0 + 3.0 * (k / points % points + 0.5) / points,
                  1.0 + 3.0 * (k / points / points + 0.5) / points};
    one += 1.0 + mayer(law, beta, std::sqrt(norm_squared(at - frozen)));
  }
  one *= 18.0 / (points * points * points);
  const ChiSquared chi = chi_squared(visits(chain, 2, samples, 40, total_count), {1.0, activity * one});
  CAPTURE(chi.value);
  CHECK(chi.is_plausible());
  CHECK_NOTHROW(chain.check_energy());
  const System end = chain.exported();
  CHECK(end.particles.size() == static_cast<std::size_t>(chain.system().total_count() + 1));
  for (std::size_t i = 0; i < end.particles.size(); ++i) {
    const Vec3 at = end.particles.position_of(i);
    CHECK((end.particles.id[i] == 0 ? at == frozen : region.contains(at)));
  }
}
