/// Energies of a particle at other couplings than its own, and what windows and ramps keep of them.
#include "coupled_liquid.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/coupling_energies.hpp>
#include <soret/sampling/coupling_ramps.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <memory>

using namespace soret;
using namespace test_support;

namespace {

std::shared_ptr<const CoupledParticleEnergies> energies_of(const std::vector<double>& lambdas = coupled_lambdas)
{
  return std::make_shared<const CoupledParticleEnergies>(coupled_particle(), lambdas, coupled_temperature);
}

constexpr std::size_t own = 2;

CouplingEnergies window_of(std::size_t most_samples) { return {test_world(), energies_of(), own, most_samples}; }

template <class Sampled>
void run(Sampled& sampled, std::int64_t first, std::int64_t last)
{
  CoupledLiquid liquid{test_world()};
  for (std::int64_t step = first; step <= last; ++step) {
    liquid.move(step);
    sampled.sample(liquid.snapshot());
  }
}

template <class Sampled>
std::map<std::string, State::Value> saved(const Sampled& sampled)
{
  State state;
  sampled.save(state);
  return state.values();
}

}  // namespace

TEST_CASE("energies at all couplings are those of the sum over all pairs, whatever the number of ranks")
{
  const CoupledLiquid liquid{test_world()};
  const CoupledLiquid whole{0, 1};
  const CoupledEnergies found = energies_of()->evaluate(liquid.snapshot(), test_world(), own);
  REQUIRE(found.energies.size() == coupled_lambdas.size());
  for (std::size_t l = 0; l < coupled_lambdas.size(); ++l) {
    CAPTURE(coupled_lambdas[l]);
    CHECK(found.energies[l] == doctest::Approx(brute_coupled_energy(whole, coupled_lambdas[l])).epsilon(1e-11));
  }
  CHECK(found.energies[0] == 0.0);
  CHECK(std::abs(found.energies[4]) > 1.0);
}

TEST_CASE("the slope is the derivative of the energy at the particle's own coupling")
{
  constexpr double step = 1e-4;
  const CoupledLiquid liquid{test_world()};
  const auto around = energies_of({0.35 - step, 0.35, 0.35 + step});
  const CoupledEnergies found = around->evaluate(liquid.snapshot(), test_world(), 1);
  CHECK(found.slope == doctest::Approx((found.energies[2] - found.energies[0]) / (2.0 * step)).epsilon(1e-6));
}

TEST_CASE("exactly one particle is coupled")
{
  CoupledLiquid liquid{test_world()};
  for (Species& species : liquid.particles.species) {
    species = species == coupled_species ? Species{0} : species;
  }
  CHECK_THROWS_AS(energies_of()->evaluate(liquid.snapshot(), test_world(), own), RunTimeFailure);
}

TEST_CASE("a window keeps single samples, on the root, with energies, slope and volume")
{
  CouplingEnergies window = window_of(64);
  run(window, 1, 5);
  CHECK(window.samples() == 5);
  const CouplingWindow& kept = window.local_window();
  if (!test_world().is_root()) {
    CHECK(kept.samples() == 0);
    return;
  }
  REQUIRE(kept.samples() == 5);
  CHECK(kept.replica_starts == std::vector<std::size_t>{0});
  CoupledLiquid whole{0, 1};
  whole.move(3);
  CHECK(kept.energies[2 * coupled_lambdas.size() + 3] ==
        doctest::Approx(brute_coupled_energy(whole, coupled_lambdas[3])).epsilon(1e-11));
  CHECK(kept.volumes[2] == doctest::Approx(whole.box.volume()));
}

TEST_CASE("a window that is full drops every second sample, and goes on with half as many")
{
  CouplingEnergies all = window_of(64);
  CouplingEnergies few = window_of(8);
  run(all, 1, 27);
  run(few, 1, 27);
  CHECK(few.samples() == 7);  // calls 0, 4, 8, ..., 24
  if (test_world().is_root()) {
    REQUIRE(few.local_window().samples() == 7);
    for (std::size_t n = 0; n < 7; ++n) {
      CHECK(few.local_window().slopes[n] == all.local_window().slopes[4 * n]);
      CHECK(few.local_window().energies[n * coupled_lambdas.size() + 4] ==
            all.local_window().energies[4 * n * coupled_lambdas.size() + 4]);
    }
    CHECK(few.local_window().energies.size() == 7 * coupled_lambdas.size());
  }
}

TEST_CASE("a window that was saved and loaded continues bit for bit")
{
  CouplingEnergies straight = window_of(8);
  run(straight, 1, 21);
  for (const std::int64_t cut : {0, 1, 8, 13}) {
    CouplingEnergies before = window_of(8);
    run(before, 1, cut);
    State state;
    before.save(state);
    CouplingEnergies after = window_of(8);
    after.load(state);
    run(after, cut + 1, 21);
    CHECK(saved(after) == saved(straight));
  }
}

TEST_CASE("windows refuse what does not fit")
{
  CHECK_THROWS_AS(CouplingEnergies(test_world(), energies_of(), 5), InputError);
  CHECK_THROWS_AS(CouplingEnergies(test_world(), energies_of(), 0, 7), InputError);
  CHECK_THROWS_AS(energies_of({}), InputError);
  CHECK_THROWS_AS(energies_of({0.5, 1.5}), InputError);
  State state;
  window_of(8).save(state);
  CouplingEnergies other = window_of(16);
  CHECK_THROWS_AS(other.load(state), RunTimeFailure);
}

TEST_CASE("the replicas' samples follow each other on the root of the world")
{
  // Every rank is a replica of its own here: it has the whole liquid.
  const mpi::Communicator alone = test_world().split(test_world().rank());
  CouplingEnergies window{alone, energies_of(), own, 64};
  CoupledLiquid whole{0, 1};
  for (std::int64_t step = 1; step <= 3; ++step) {
    whole.move(step + 3 * test_world().rank());
    window.sample(whole.snapshot());
  }
  const CouplingWindow all = gather_replicas(test_world(), window.local_window());
  if (!test_world().is_root()) {
    CHECK(all.samples() == 0);
    return;
  }
  const auto replicas = static_cast<std::size_t>(test_world().size());
  CHECK(all.samples() == 3 * replicas);
  REQUIRE(all.replica_starts.size() == replicas);
  CHECK(all.replica_starts.back() == 3 * (replicas - 1));
  whole.move(static_cast<std::int64_t>(all.samples()));
  CHECK(all.energies.back() == doctest::Approx(brute_coupled_energy(whole, 1.0)).epsilon(1e-11));
}

TEST_CASE("a ramp adds up the exponentials of steps to its neighbours")
{
  CouplingRamps ramps{test_world(), energies_of(), true};
  CoupledLiquid liquid{test_world()};
  CHECK_THROWS_AS(ramps.sample(liquid.snapshot()), RunTimeFailure);
  double up = 0.0;
  double down = 0.0;
  ramps.begin_ramp(true);
  ramps.begin_ramp(false);
  for (const std::size_t coupling : {4U, 3U}) {
    ramps.move_to(coupling);
    for (std::int64_t step = 1; step <= 2; ++step) {
      liquid.move(step);
      ramps.sample(liquid.snapshot());
      const std::vector<double> u = energies_of()->evaluate(liquid.snapshot(), test_world(), own).energies;
      up += coupling == 3 ? std::exp(u[3] - u[4]) : 0.0;
      down += coupling == 3 ? std::exp(u[3] - u[2]) : 0.0;
    }
  }
  REQUIRE(ramps.ramps().size() == 2);
  CHECK(ramps.ramps()[0].steps[3].samples == 0);
  CHECK_FALSE(ramps.ramps()[1].upwards);
  const RampStep& step = ramps.ramps()[1].steps[3];
  CHECK(step.samples == 2);
  CHECK(step.weight == doctest::Approx(2.0 * liquid.box.volume()));
  CHECK(step.up == doctest::Approx(up * liquid.box.volume()).epsilon(1e-12));
  CHECK(step.down == doctest::Approx(down * liquid.box.volume()).epsilon(1e-12));
  CHECK(ramps.ramps()[1].steps[4].up == 0.0);
  CHECK(ramps.ramps()[1].steps[4].down > 0.0);
}

TEST_CASE("ramps that were saved and loaded continue bit for bit")
{
  const auto ramps_with = [](std::int64_t cut) {
    CouplingRamps ramps{test_world(), energies_of(), false};
    ramps.begin_ramp(true);
    ramps.move_to(3);
    run(ramps, 1, cut);
    CouplingRamps after{test_world(), energies_of(), false};
    State state;
    ramps.save(state);
    after.load(state);
    run(after, cut + 1, 9);
    return saved(after);
  };
  CHECK(ramps_with(4) == ramps_with(9));
  CHECK(ramps_with(0) == ramps_with(9));
  State state;
  CouplingRamps(test_world(), energies_of(), false).save(state);
  CouplingRamps other{test_world(), energies_of({0.0, 1.0}), false};
  CHECK_THROWS_AS(other.load(state), RunTimeFailure);
}

TEST_CASE("the ramps of all replicas are known everywhere")
{
  CouplingRamps ramps{test_world(), energies_of(), false};
  CHECK(gather_replicas(test_world(), test_world(), ramps.ramps()).empty());
  ramps.begin_ramp(true);
  ramps.begin_ramp(false);
  run(ramps, 1, 2);
  const mpi::Communicator alone = test_world().split(test_world().rank());
  const std::vector<CouplingRamp> all = gather_replicas(test_world(), alone, ramps.ramps());
  REQUIRE(all.size() == 2 * static_cast<std::size_t>(test_world().size()));
  CHECK(all[0].upwards);
  CHECK_FALSE(all.back().upwards);
  CHECK(all.back().steps.size() == coupled_lambdas.size());
  CHECK(all.back().steps[0].up == ramps.ramps()[1].steps[0].up);
}
