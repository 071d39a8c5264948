#include "few_particles.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/montecarlo/transfer.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

const Box box{5.0, 5.0, 5.0};
constexpr double cutoff = 1.6;
const Temperature temperature{1.1};

ForceField mixture()
{
  ForceField field{Cutoff{cutoff}};
  field.add({.name = "A"}, LennardJones{});
  field.add({.name = "B"}, LennardJones{.epsilon = 0.5});
  return field;
}

MonteCarloChain gas(std::uint64_t instance)
{
  const ForceField field = mixture();
  MonteCarloChain chain{{box, field.species(), {}},
                        field,
                        Reservoir{temperature, {Activity{0.05}, Activity{0.03}}},
                        {.instance = instance}};
  chain.add(Transfer{field.species(), {Species{0}, Species{1}}}, 1.0);
  chain.add(Displacement{field.species(), 1.0}, 1.0);
  return chain;
}

}  // namespace

TEST_CASE("a series holds the sums and histograms of what the chain went through")
{
  MonteCarloChain chain = gas(0);
  OpenSeries series{chain, {.attempts_per_sample = 20, .fewest_blocks = 4}};
  double sum_a = 0.0;
  double sum_energy_b = 0.0;
  double sum_virial = 0.0;
  std::int64_t seen = 0;
  for (int k = 0; k < 100; ++k) {
    chain.advance(20);
    series.sample(chain);
    const auto a = static_cast<double>(chain.system().count(Species{0}));
    const auto b = static_cast<double>(chain.system().count(Species{1}));
    sum_a += a;
    sum_energy_b += chain.energy() * b;
    sum_virial += chain.system().virial();
    seen += a == 5.0 && b == 3.0 ? 1 : 0;
  }
  const GrandCanonicalSamples samples = series.local_samples();
  const GrandCanonicalShape& shape = samples.blocks.shape;
  const GrandCanonicalBlock total = samples.blocks.total();
  CHECK(total.samples == 100);
  CHECK(samples.blocks.blocks.size() == 6);  // of 16 samples, and a rest of 4 in the last one
  CHECK(total.mean(shape.count(0)) == doctest::Approx(sum_a / 100.0).epsilon(1e-14));
  CHECK(total.mean_product(shape, shape.count(1), shape.energy()) ==
        doctest::Approx(sum_energy_b / 100.0).epsilon(1e-12));
  CHECK(total.mean(shape.virial()) == doctest::Approx(sum_virial / 100.0).epsilon(1e-12));
  CHECK(total.mean(shape.volume()) == doctest::Approx(125.0));
  CHECK(samples.counts.at(0).total() == 100);
  CHECK(samples.total_count.total() == 100);
  const JointCountHistogram& joint = samples.joint.at(samples.pair(0, 1));
  CHECK(joint.total() == 100);
  REQUIRE(joint.bin_width(0) == 1);
  CHECK(joint.count(static_cast<std::size_t>(5 - joint.first_number(0)),
                    static_cast<std::size_t>(3 - joint.first_number(1))) == seen);
}

TEST_CASE("ghosts measure the Boltzmann factor of a pair exactly")
{
  const ForceField field = mixture();
  System one{box, field.species(), {}};
  one.particles.add(0, Species{0}, {1.0, 1.0, 1.0});
  MonteCarloChain chain{one, field, Reservoir{temperature}};
  chain.add(Displacement{field.species(), 1.0}, 1.0);
  OpenSeries series{chain, {.attempts_per_sample = 1, .ghost_insertions = 20}};
  for (int k = 0; k < 20'000; ++k) {
    series.sample(chain);
  }
  const GrandCanonicalSamples samples = series.local_samples();
  const double beta = 1.0 / temperature.value();
  const LennardJones unlike = LennardJones{}.mixed_with(LennardJones{.epsilon = 0.5}, 0.0);
  for (const std::size_t s : {0U, 1U}) {
    const double exact = 1.0 + pair_integral(law_of(s == 0 ? LennardJones{} : unlike, cutoff), beta) / box.volume();
    const std::size_t observable = samples.blocks.shape.insertion_factor(s);
    const GrandCanonicalBlock total = samples.blocks.total();
    const double error = std::sqrt(total.covariance(samples.blocks.shape, observable, observable) / 20'000.0);
    CHECK(error < 0.002);
    CHECK(std::abs(total.mean(observable) - exact) < 4.0 * error);
  }
}

TEST_CASE("the chains of all ranks come together on every rank")
{
  const auto own = static_cast<std::uint64_t>(test_world().rank());
  MonteCarloChain chain = gas(own);
  OpenSeries series{chain, {.attempts_per_sample = 10, .fewest_blocks = 4}};
  for (int k = 0; k < 30; ++k) {
    chain.advance(10);
    series.sample(chain);
  }
  const GrandCanonicalSamples all = series.reduce(test_world());
  std::vector<GrandCanonicalBlocks> expected;
  CountHistogram counts;
  for (std::uint64_t rank = 0; rank < static_cast<std::uint64_t>(test_world().size()); ++rank) {
    MonteCarloChain there = gas(rank);
    OpenSeries its_series{there, {.attempts_per_sample = 10, .fewest_blocks = 4}};
    for (int k = 0; k < 30; ++k) {
      there.advance(10);
      its_series.sample(there);
    }
    expected.push_back(its_series.local_samples().blocks);
    counts.add(its_series.local_samples().counts[0]);
  }
  const GrandCanonicalBlocks together = concatenate(expected);
  CHECK(packed(all.blocks.blocks) == packed(together.blocks));
  CHECK(all.blocks.replica == together.replica);
  CHECK(all.counts[0].packed() == counts.packed());
}

TEST_CASE("a series refuses what does not fit")
{
  const MonteCarloChain chain = gas(0);
  CHECK_THROWS_AS((OpenSeries{chain, {.attempts_per_sample = 0}}), InputError);
  CHECK_THROWS_AS((OpenSeries{chain, {.ghost_insertions = -1}}), InputError);
  CHECK_THROWS_AS((OpenSeries{chain, {.fewest_blocks = 1}}), InputError);
  OpenSeries series{chain, {}};
  State saved;
  series.save(saved);
  OpenSeries with_ghosts{chain, {.ghost_insertions = 3}};
  CHECK_THROWS_AS(with_ghosts.load(saved), RunTimeFailure);
}
