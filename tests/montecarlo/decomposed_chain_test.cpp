/// The chain that works region by region, on any number of ranks.
#include "few_particles.hpp"
#include "support/liquid.hpp"
#include "support/sanitizers.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
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
#include <cmath>
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
DecomposedChain liquid_chain(double region_length = 1.0)
{
  const ForceField field = mixture();
  DecomposedChain chain{test_world(),
                        liquid(Box{10.2, 7.3, 8.2}, 420, field.species()),
                        field,
                        Reservoir{temperature, {Activity{0.1}, Activity{0.2}}},
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
