/// The chain that works region by region, on any number of ranks.
#include "few_particles.hpp"
#include "support/liquid.hpp"
#include "support/sanitizers.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/montecarlo/decomposed_chain.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/identity_exchange.hpp>
#include <soret/montecarlo/identity_swap.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/montecarlo/transfer.hpp>
#include <soret/montecarlo/volume_change.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

constexpr double cutoff = 1.6;
const Temperature temperature{1.1};
const std::vector<Species> both{Species{0}, Species{1}};

ForceField mixture()
{
  ForceField field{Cutoff{cutoff}};
  field.add({.name = "A"}, LennardJones{});
  field.add({.name = "B"}, LennardJones{.epsilon = 0.7, .sigma = 0.9});
  return field;
}

/// A dense mixture with every move that a region can have, in regions as small as there can be.
DecomposedChain liquid_chain(double region_length = 1.0,
                             const std::vector<Activity>& activities = {Activity{0.1}, Activity{0.2}})
{
  const ForceField field = mixture();
  DecomposedChain chain{test_world(),
                        liquid(Box{10.2, 7.3, 8.2}, 420, field.species()),
                        field,
                        Reservoir{temperature, activities},
                        {.seed = Seed{3}, .attempts_per_particle = 6.0, .region_length = region_length}};
  chain.add(Displacement{field.species(), 0.2}, 4.0);
  chain.add(Transfer{field.species(), both}, 1.0);
  chain.add(Transfer{field.species(), {Species{1}}, 5}, 1.0);
  chain.add(IdentityExchange{field.species(), both}, 1.0);
  chain.add(IdentitySwap{field.species(), both}, 1.0);
  return chain;
}

/// Ids of the particles of all ranks, in their order; on root.
std::vector<std::int64_t> gathered_ids(const DecomposedChain& chain)
{
  const Particles particles = chain.local_particles();
  std::vector<std::int64_t> ids;
  for (const std::vector<std::int64_t>& part :
       chain.communicator().gather(std::span<const std::int64_t>{particles.id})) {
    ids.insert(ids.end(), part.begin(), part.end());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

/// Density, mole fraction of the first species and energy per volume of a liquid, block by block.
class LiquidBlocks {
 public:
  LiquidBlocks(int blocks, int samples_per_block, const std::function<ChainSample()>& next)
  {
    for (int block = 0; block < blocks; ++block) {
      double all = 0.0;
      double first = 0.0;
      double energy = 0.0;
      double volume = 0.0;
      for (int k = 0; k < samples_per_block; ++k) {
        const ChainSample now = next();
        first += static_cast<double>(now.counts[0]);
        all += static_cast<double>(now.counts[0] + now.counts[1]);
        energy += now.energy;
        volume += now.volume;
      }
      values_[0].push_back(all / volume);
      values_[1].push_back(first / all);
      values_[2].push_back(energy / volume);
    }
  }
  Estimate mean(std::size_t of) const { return block_mean(values_[of], equal_blocks(values_[of].size())).estimate; }
  static constexpr std::size_t size = 3;

 private:
  std::array<std::vector<double>, size> values_;
};

/// The mean over ranks, each with a value of its own.
Estimate all_mean(const Estimate& local)
{
  const double ranks = test_world().size();
  return {test_world().all_sum(local.value) / ranks,
          std::sqrt(test_world().all_sum(local.standard_error * local.standard_error)) / ranks};
}

}  // namespace

TEST_CASE("running energy, virial and numbers equal those of all ranks' particles together")
{
  for (const double region_length : {1.0, 1.5, 10.0}) {
    CAPTURE(region_length);
    DecomposedChain chain = liquid_chain(region_length);
    const double before = chain.sample().energy;
    chain.tune(true);
    chain.advance(6);
    chain.tune(false);
    const ChainSample now = chain.sample();
    double told = 0.0;
    for (const MoveCounter& counter : chain.all_counters()) {
      CAPTURE(counter.kind);
      CHECK(counter.accepted > 0);
      told += counter.energy_change;
    }
    CHECK(now.energy - before == doctest::Approx(told).epsilon(1e-9));
    const EnergyCheck check = chain.check_energy();
    CHECK(check.relative_error() < 1e-12);
    CHECK(check.running_virial == doctest::Approx(check.recomputed_virial).epsilon(1e-9));
    const std::vector<std::int64_t> ids = gathered_ids(chain);
    if (chain.communicator().is_root()) {
      CHECK(static_cast<std::int64_t>(ids.size()) == now.counts[0] + now.counts[1]);
      CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    }
  }
}

TEST_CASE("particles that no move touches come back to where they were, whatever the shifts")
{
  const ForceField field = mixture();
  const System start = liquid(Box{10.2, 7.3, 8.2}, 420, field.species());
  DecomposedChain chain{test_world(), start, field, Reservoir{temperature}, {.region_length = 1.2}};
  chain.add(Displacement{field.species(), 1e-9}, 1.0);
  chain.advance(7);
  const Particles particles = chain.local_particles();
  double farthest = 0.0;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 before = start.particles.position_of(static_cast<std::size_t>(particles.id[i]));
    farthest = std::max(farthest, norm_squared(start.box.minimum_image(particles.position_of(i) - before)));
    CHECK(particles.species[i] == start.particles.species[static_cast<std::size_t>(particles.id[i])]);
  }
  CHECK(std::sqrt(farthest) < 1e-6);
  CHECK(test_world().all_sum(static_cast<std::int64_t>(particles.size())) == 420);
}

TEST_CASE("numbers of an interacting gas against exact configurational integrals")
{
  const ForceField field = mixture();
  const Temperature cold{0.4};  // far from the Boyle temperature, so that energies matter
  const Box box{10.2, 7.0, 7.2};
  const double volume = box.volume();
  const double activity = 2.0 / volume;
  const auto weights_of = [&](const PairLaw& law) {
    std::vector<double> weights = few_particle_integrals(law, cold, volume);
    double factor = 1.0;
    for (std::size_t n = 1; n < weights.size(); ++n) {
      factor *= activity / static_cast<double>(n);
      weights[n] *= factor;
    }
    return weights;
  };
  const std::vector<double> weights = weights_of(law_of(LennardJones{}, cutoff));
  System start{box, field.species(), {}};
  start.particles.add(0, Species{0}, {1.0, 1.0, 1.0});
  for (const double region_length : {1.0, 8.0}) {
    CAPTURE(region_length);
    DecomposedChain chain{test_world(),
                          start,
                          field,
                          Reservoir{cold, {Activity{activity}, Activity{activity}}},
                          {.attempts_per_particle = 60.0, .region_length = region_length}};
    chain.add(Transfer{field.species(), {Species{0}}}, 1.0);
    chain.add(Displacement{field.species(), 1.5}, 0.5);
    std::vector<std::int64_t> counts(weights.size(), 0);
    const bool is_alone = test_world().size() == 1;
    const int samples = under_sanitizers ? 50 : is_alone ? 20'000 : 2500;
    for (int k = 0; k < samples; ++k) {
      chain.advance(is_alone ? 2 : 8);  // a sweep of several ranks reaches a part of the box only
      const auto n = static_cast<std::size_t>(chain.sample().counts[0]);
      if (n < counts.size()) {
        ++counts[n];
      }
    }
    const ChiSquared chi = chi_squared(counts, weights);
    CAPTURE(chi.value);
    CHECK(chi.is_plausible());
    if (is_alone) {  // several ranks would take too long; their liquid is compared below
      check_rejected(counts, weights_of(no_interaction()));
    }
    CHECK_NOTHROW(chain.check_energy());
  }
}

TEST_CASE("a dense mixture, region by region, is the one that a plain chain samples" * doctest::skip(under_sanitizers))
{
  constexpr int blocks = 24;
  constexpr std::array<double, LiquidBlocks::size> largest_errors{0.01, 0.02,
                                                                  0.04};  // relative, so that there is a comparison
  const std::vector<Activity> activities{Activity{0.8}, Activity{1.1}};
  DecomposedChain chain = liquid_chain(1.0, activities);
  chain.advance(60);
  const LiquidBlocks by_region{blocks, 20, [&] {
                                 chain.advance(1);
                                 return chain.sample();
                               }};
  const ForceField field = mixture();
  MonteCarloChain plain{liquid(Box{10.2, 7.3, 8.2}, 420, field.species()),
                        field,
                        Reservoir{temperature, activities},
                        {.seed = Seed{4}, .instance = static_cast<std::uint64_t>(test_world().rank())}};
  plain.add(Displacement{field.species(), 0.2}, 1.0);
  plain.add(Transfer{field.species(), both}, 1.0);
  plain.add(IdentityExchange{field.species(), both}, 1.0);
  plain.advance(200'000);
  const LiquidBlocks reference{blocks, 20, [&] {
                                 plain.advance(4000);
                                 return plain.sample();
                               }};
  for (std::size_t of = 0; of < LiquidBlocks::size; ++of) {
    const Estimate expected = all_mean(reference.mean(of));
    const Estimate found = by_region.mean(of);
    CAPTURE(of);
    CAPTURE(found);
    CAPTURE(expected);
    CHECK(std::abs(difference(found, expected).standard_errors_from(0.0)) < 4.0);
    CHECK(difference(found, expected).standard_error < largest_errors.at(of) * std::abs(expected.value));
  }
  CHECK(reference.mean(0).value > 0.65);
}

TEST_CASE("a decomposed chain that was saved and loaded continues bit for bit")
{
  DecomposedChain straight = liquid_chain();
  straight.advance(2);
  State saved;
  straight.save(saved);
  straight.advance(2);
  DecomposedChain split = liquid_chain();
  split.load(saved);
  split.advance(2);
  State end;
  State split_end;
  straight.save(end);
  split.save(split_end);
  CHECK(end.values() == split_end.values());
}

TEST_CASE("a series takes samples of a chain on several ranks")
{
  DecomposedChain chain = liquid_chain();
  OpenSeries series{mixture().species(), {}};
  chain.advance(1);
  series.sample(chain.sample());
  const GrandCanonicalSamples samples = series.reduce(test_world(), test_world());
  REQUIRE(samples.blocks.blocks.size() == 1);
  CHECK(samples.blocks.total().mean(samples.blocks.shape.energy()) == chain.sample().energy);
  OpenSeries with_ghosts{mixture().species(), {.ghost_insertions = 1}};
  CHECK_THROWS_AS(with_ghosts.sample(chain.sample()), InputError);
}

TEST_CASE("what a decomposed chain cannot do is refused")
{
  const ForceField field = mixture();
  const System start = liquid(Box{10.2, 7.3, 8.2}, 420, field.species());
  DecomposedChain chain{test_world(), start, field, Reservoir{temperature, {}, Pressure{1.0}}};
  CHECK_THROWS_AS(chain.add(VolumeChange{}, 1.0), InputError);
  CHECK_THROWS_AS(chain.add(Transfer{field.species(), both}, 1.0), InputError);
  CHECK_THROWS_AS(chain.advance(1), InputError);
  CHECK_THROWS_AS((DecomposedChain{test_world(), start, field, Reservoir{temperature}, {.region_length = 0.5}}),
                  InputError);
  const System narrow = liquid(Box{3.1, 7.3, 8.2}, 100, field.species());
  CHECK_THROWS_AS((DecomposedChain{test_world(), narrow, field, Reservoir{temperature}}), InputError);
}
