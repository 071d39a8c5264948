#include "forces/potential_fields.hpp"
#include "support/liquid.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/identity_exchange.hpp>
#include <soret/montecarlo/identity_swap.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/montecarlo/transfer.hpp>
#include <soret/montecarlo/volume_change.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace soret;
using namespace test_support;

namespace {

constexpr double cutoff = 2.0;
const Box box{6.1, 5.3, 7.0};
constexpr std::int64_t particle_count = 140;
const Temperature temperature{1.2};

ForceField mixture()
{
  ForceField field{Cutoff{cutoff}};
  field.add({.name = "A"}, LennardJones{.truncation = Truncation::cut});
  field.add({.name = "B"}, LennardJones{.epsilon = 0.7, .sigma = 0.9, .truncation = Truncation::cut});
  return field;
}

Reservoir reservoir() { return Reservoir{temperature, {Activity{0.1}, Activity{0.2}}, Pressure{2.0}}; }

/// A chain with every move there is.
MonteCarloChain every_move(std::uint64_t instance = 0)
{
  const ForceField field = mixture();
  const std::vector<Species> both{Species{0}, Species{1}};
  MonteCarloChain chain{liquid(box, particle_count, field.species()),
                        field,
                        reservoir(),
                        {.seed = Seed{7}, .instance = instance, .tail_corrections = true}};
  chain.add(Displacement{field.species(), 0.2}, 10.0);
  chain.add(Transfer{field.species(), both}, 4.0);
  chain.add(Transfer{field.species(), {Species{1}}, 6}, 4.0);
  chain.add(IdentityExchange{field.species(), both}, 4.0);
  chain.add(IdentitySwap{field.species(), both}, 4.0);
  chain.add(VolumeChange{0.05}, 0.1);
  return chain;
}

/// A move that tells less than it did.
class Liar : public Move {
 public:
  const std::vector<std::string>& kinds() const override { return kinds_; }
  void check(const OpenSystem&, const Reservoir&) const override {}
  MoveOutcome attempt(OpenSystem& system, const Reservoir&, AttemptNumbers& random) override
  {
    const OpenSystem::Slot slot =
        system.nth_of(Species{0}, random.below(static_cast<std::size_t>(system.count(Species{0}))));
    system.move(slot, *system.admitted(system.position(slot) + Vec3{1e-4, 0.0, 0.0}), {});
    return {.accepted = true};
  }

 private:
  std::vector<std::string> kinds_{"little white lie"};
};

}  // namespace

TEST_CASE("running energy and virial equal those computed anew, and the counters tell where the change came from")
{
  MonteCarloChain chain = every_move();
  const double before = chain.energy();
  chain.tune(true);
  chain.advance(20'000);
  chain.tune(false);
  double told = 0.0;
  std::int64_t attempted = 0;
  for (const MoveCounter& counter : chain.counters()) {
    CAPTURE(counter.kind);
    CHECK(counter.attempted > 0);
    CHECK(counter.accepted > 0);
    CHECK(counter.accepted < counter.attempted);
    told += counter.energy_change;
    attempted += counter.attempted;
  }
  CHECK(attempted == 20'000);
  CHECK(chain.energy() - before == doctest::Approx(told).epsilon(1e-9));
  const EnergyCheck check = chain.check_energy();
  CHECK(check.relative_error() < 1e-12);
  CHECK(check.running_virial == doctest::Approx(check.recomputed_virial).epsilon(1e-9));
  // What another system makes of the same configuration, and the double sum with the tails by hand.
  const ForceField field = mixture();
  const System now = chain.exported();
  CHECK(OpenSystem(now, field, true).energy() == doctest::Approx(chain.energy()).epsilon(1e-12));
  PairLaws laws;
  const LennardJones a{.truncation = Truncation::cut};
  const LennardJones b{.epsilon = 0.7, .sigma = 0.9, .truncation = Truncation::cut};
  const LennardJones ab = a.mixed_with(b, 0.0);
  laws.set(Species{0}, Species{0}, law_of(a, cutoff));
  laws.set(Species{1}, Species{1}, law_of(b, cutoff));
  laws.set(Species{0}, Species{1}, law_of(ab, cutoff));
  const auto n_a = static_cast<double>(chain.system().count(Species{0}));
  const auto n_b = static_cast<double>(chain.system().count(Species{1}));
  const double volume = chain.system().volume();
  const double tail = 0.5 / volume *
                      (n_a * n_a * a.tail(cutoff).energy + n_b * n_b * b.tail(cutoff).energy +
                       2.0 * n_a * n_b * ab.tail(cutoff).energy);
  CHECK(brute_force(now.box, now.particles, laws).total_energy() + tail ==
        doctest::Approx(chain.energy()).epsilon(1e-12));
}

TEST_CASE("a move that reports wrong energies is found out, with the statistics of all moves")
{
  MonteCarloChain chain = every_move();
  CHECK_NOTHROW(chain.check_energy());
  chain.add(Liar{}, 100.0);
  chain.advance(200);
  CHECK_THROWS_WITH_AS(chain.check_energy(), doctest::Contains("little white lie"), RunTimeFailure);
}

TEST_CASE("a chain that was saved and loaded continues bit for bit")
{
  MonteCarloChain straight = every_move();
  OpenSeries straight_series{straight, {.attempts_per_sample = 100, .ghost_insertions = 2, .fewest_blocks = 4}};
  State saved;
  State saved_series;
  const auto run = [](MonteCarloChain& chain, OpenSeries& series, int samples) {
    for (int k = 0; k < samples; ++k) {
      chain.advance(100);
      series.sample(chain);
    }
  };
  straight.tune(true);
  run(straight, straight_series, 55);
  straight.save(saved);
  straight_series.save(saved_series);
  run(straight, straight_series, 40);
  MonteCarloChain split = every_move();
  OpenSeries split_series{split, {.attempts_per_sample = 100, .ghost_insertions = 2, .fewest_blocks = 4}};
  split.load(saved);
  split_series.load(saved_series);
  run(split, split_series, 40);
  State end;
  State split_end;
  straight.save(end);
  split.save(split_end);
  CHECK(end.values() == split_end.values());
  State series_end;
  State split_series_end;
  straight_series.save(series_end);
  split_series.save(split_series_end);
  CHECK(series_end.values() == split_series_end.values());
}

TEST_CASE("chains of one seed differ by their instance, and a chain refuses the state of one with other moves")
{
  MonteCarloChain first = every_move(0);
  MonteCarloChain same = every_move(0);
  MonteCarloChain second = every_move(1);
  for (MonteCarloChain* chain : {&first, &same, &second}) {
    chain->advance(500);
  }
  CHECK(first.energy() == same.energy());
  CHECK(first.energy() != second.energy());
  State saved;
  first.save(saved);
  const ForceField field = mixture();
  MonteCarloChain other{liquid(box, particle_count, field.species()), field, reservoir()};
  other.add(Displacement{field.species()}, 1.0);
  CHECK_THROWS_AS(other.load(saved), RunTimeFailure);
}

TEST_CASE("step sizes approach the wanted acceptance while tuning is on, and stay when it is off")
{
  const ForceField field = mixture();
  MonteCarloChain chain{liquid(box, particle_count, field.species()), field, Reservoir{temperature}};
  Displacement& move = chain.add(Displacement{field.species(), 2.0, 0.4}, 1.0);
  chain.advance(20'000);
  CHECK(move.step(Species{0}) == 2.0);
  chain.tune(true);
  chain.advance(100'000);
  chain.tune(false);
  const double step = move.step(Species{0});
  CHECK(step < 0.5);
  chain.reset_counters();
  chain.advance(20'000);
  CHECK(move.step(Species{0}) == step);
  for (const MoveCounter& counter : chain.counters()) {
    CHECK(counter.acceptance() > 0.33);
    CHECK(counter.acceptance() < 0.47);
  }
}

TEST_CASE("an activity that fills the box stops the chain with the density named")
{
  const ForceField field = mixture();
  MonteCarloChain chain{{box, field.species(), {}},
                        field,
                        Reservoir{temperature, {Activity{1e6}, Activity{1e6}}},
                        {.density_limit = NumberDensity{0.6}}};
  chain.add(Transfer{field.species(), {Species{0}, Species{1}}}, 1.0);
  CHECK_THROWS_WITH_AS(chain.advance(100'000), doctest::Contains("a density of 0.6"), RunTimeFailure);
}

TEST_CASE("what a chain cannot work with is refused")
{
  const ForceField field = mixture();
  const System start = liquid(box, particle_count, field.species());
  const std::vector<Species> both{Species{0}, Species{1}};
  CHECK_THROWS_WITH_AS(MonteCarloChain(start, field, Reservoir{temperature, {Activity{0.1}}}),
                       doctest::Contains("1 activities are given for 2 species"), InputError);
  CHECK_THROWS_AS(Reservoir(temperature, {Activity{0.0}}), InputError);
  CHECK_THROWS_AS(Reservoir(Temperature{-1.0}), InputError);
  CHECK_THROWS_AS(Transfer(field.species(), both, 0), InputError);
  CHECK_THROWS_AS(IdentityExchange(field.species(), {Species{0}}), InputError);
  CHECK_THROWS_AS(Displacement(field.species(), 0.0), InputError);
  MonteCarloChain closed{start, field, Reservoir{temperature}};
  CHECK_THROWS_AS(closed.advance(1), InputError);
  CHECK_THROWS_AS(closed.add(Transfer{field.species(), both}, 1.0), InputError);
  CHECK_THROWS_AS(closed.add(IdentityExchange{field.species(), both}, 1.0), InputError);
  CHECK_THROWS_AS(closed.add(VolumeChange{}, 1.0), InputError);
  CHECK_THROWS_AS(closed.add(Displacement{field.species()}, 0.0), InputError);
  ForceField other{Cutoff{cutoff}};
  other.add({.name = "C"}, LennardJones{});
  CHECK_THROWS_AS(MonteCarloChain(start, other, Reservoir{temperature}), InputError);
  const ActiveRegion too_long{{1.0, 1.0, 1.0}, {2.0, 5.0, 2.0}};
  CHECK_THROWS_WITH_AS(OpenSystem(start, field, false, too_long), doctest::Contains("along y"), InputError);
  CHECK_THROWS_AS(OpenSystem(start, field, true, ActiveRegion{{0.0, 0.0, 0.0}, {2.0, 2.0, 2.0}}), InputError);
}

TEST_CASE("activity and chemical potential with their thermal wavelength are inverse to each other")
{
  const ChemicalPotential mu{-2.5};
  const ThermalWavelength wavelength{0.7};
  const Activity activity = activity_of(mu, temperature, wavelength);
  CHECK(activity.value() == doctest::Approx(std::exp(-2.5 / 1.2) / 0.343).epsilon(1e-14));
  CHECK(chemical_potential_of(activity, temperature, wavelength).value() == doctest::Approx(-2.5).epsilon(1e-14));
}
