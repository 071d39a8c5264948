#include "two_slabs.hpp"

#include <soret/dynamics/muller_plathe_swap.hpp>

#include <doctest/doctest.h>

using namespace soret;
using namespace two_slabs;

namespace {

toy::Run swap_run(const MullerPlatheSwap& description, const SpeciesTable& species)
{
  const Box box{6.0, 7.0, 20.0};
  toy::Run run{alone(), box, species, toy::gas(300, box, species, Temperature{1.0}, Seed{9}),
               VelocityVerlet{TimeStep{0.01}}};
  run.control(description);
  run.step = description.interval.value();
  return run;
}

/// The slowest in the hot slab and the fastest in the cold one.
std::pair<std::size_t, std::size_t> extremes(const toy::Run& run)
{
  const auto energy = [&](std::size_t i) { return 0.5 * mass_of(run, i) * norm_squared(run.particles.velocity_of(i)); };
  const auto by_energy = [&](std::size_t a, std::size_t b) { return energy(a) < energy(b); };
  const auto in_hot = inside(run, hot);
  const auto in_cold = inside(run, cold);
  return {*std::min_element(in_hot.begin(), in_hot.end(), by_energy),
          *std::max_element(in_cold.begin(), in_cold.end(), by_energy)};
}

}  // namespace

TEST_CASE("a swap exchanges the velocities of the slowest hot and the fastest cold particle and touches nobody else")
{
  toy::Run run = swap_run({hot, cold, Steps{5}}, toy::one_species());
  const Particles before = run.particles;
  const auto [slow, fast] = extremes(run);
  end_step(run);
  CHECK(run.particles.velocity_of(slow) == before.velocity_of(fast));
  CHECK(run.particles.velocity_of(fast) == before.velocity_of(slow));
  std::size_t changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    changed += run.particles.velocity_of(i) == before.velocity_of(i) ? 0U : 1U;
  }
  CHECK(changed == 2);
  const double carried = 0.5 * (norm_squared(before.velocity_of(fast)) - norm_squared(before.velocity_of(slow)));
  CHECK(run.controls[0]->local_ledger()[0] == carried);
  CHECK(run.controls[0]->local_ledger()[1] == -carried);
  const Particles after = run.particles;
  run.step = 6;  // not due
  end_step(run);
  CHECK(run.particles.velocity == after.velocity);
}

TEST_CASE("unequal masses collide elastically")
{
  toy::Run run = swap_run({hot, cold, Steps{1}, 1, SwapPartners::any_species}, SpeciesTable{{"A", 1.0}, {"B", 7.0}});
  std::size_t unequal = 0;
  for (int exchange = 0; exchange < 30; ++exchange) {
    const auto [slow, fast] = extremes(run);
    const Particles before = run.particles;
    const double energy = run.all_energy();
    const Vec3 momentum = run.all_momentum();
    end_step(run);
    ++run.step;
    CHECK(run.all_energy() == doctest::Approx(energy).epsilon(1e-13));
    CHECK(norm_squared(run.all_momentum() - momentum) < 1e-24);
    if (mass_of(run, slow) == mass_of(run, fast) || run.particles.velocity == before.velocity) {
      continue;
    }
    ++unequal;
    // The relative velocity is reversed.
    const Vec3 relative_before = before.velocity_of(slow) - before.velocity_of(fast);
    const Vec3 relative_after = run.particles.velocity_of(slow) - run.particles.velocity_of(fast);
    CHECK(norm_squared(relative_before + relative_after) < 1e-24);
  }
  CHECK(unequal > 0);
  const auto ledger = run.controls[0]->local_ledger();
  CHECK(ledger[0] > 0.0);
  CHECK(ledger[0] == doctest::Approx(-ledger[1]).epsilon(1e-12));
}

TEST_CASE("several swaps of one species each exchange different particles within their species")
{
  toy::Run run = swap_run({hot, cold, Steps{1}, 6}, toy::two_species());
  const Particles before = run.particles;
  end_step(run);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (run.particles.velocity_of(i) == before.velocity_of(i)) {
      continue;
    }
    ++changed;
    bool from_like = false;
    for (std::size_t j = 0; j < before.size(); ++j) {
      from_like = from_like || (before.species[j] == before.species[i] && j != i &&
                                run.particles.velocity_of(i) == before.velocity_of(j));
    }
    CHECK(from_like);
  }
  CHECK(changed == 12);
}
