#include "hand_made_system.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/thermodynamic_series.hpp>

#include <doctest/doctest.h>

#include <vector>

using soret::ThermodynamicSeries;

namespace {

void run(ThermodynamicSeries& series, std::int64_t first, std::int64_t last)
{
  HandMadeSystem system{test_world()};
  for (std::int64_t step = first; step <= last; ++step) {
    system.move(step);
    series.sample(system.snapshot());
  }
}

}  // namespace

TEST_CASE("a row holds what the whole system has, whatever the number of ranks")
{
  ThermodynamicSeries series{8};
  run(series, 4, 4);
  const soret::ThermodynamicTable table = series.reduce(test_world());
  REQUIRE(table.size() == 1);
  const soret::ThermodynamicRow& row = table[0];
  HandMadeSystem whole{0, 1, 60};
  whole.move(4);
  double potential = 0.0;
  double virial_xy = 0.0;
  double kinetic_xy = 0.0;
  for (std::size_t i = 0; i < 60; ++i) {
    const soret::Vec3 v = whole.particles().velocity_of(i);
    potential += whole.energy()[i];
    virial_xy += whole.virial()[3][i];
    kinetic_xy += whole.species[index(whole.particles().species[i])].mass * v.x * v.y;
  }
  const double kinetic = local_kinetic_energy(whole.particles(), whole.species);
  CHECK(row.samples == 1);
  CHECK(row.step == 4.0);
  CHECK(row.time == 1.0);
  CHECK(row.box_lengths == soret::Vec3{4.0, 5.0, 12.0});
  CHECK(row.kinetic_energy == doctest::Approx(kinetic).epsilon(1e-12));
  CHECK(row.potential_energy == doctest::Approx(potential).epsilon(1e-12));
  CHECK(row.pressure[3] == doctest::Approx((kinetic_xy + virial_xy) / 240.0).epsilon(1e-11));
  CHECK(row.momentum.y == doctest::Approx(local_momentum(whole.particles(), whole.species).y).epsilon(1e-11));
  CHECK(row.energy_added[0] == doctest::Approx(13.0));
  CHECK(row.energy_added[1] == doctest::Approx(-7.0));
  CHECK(row.total_energy() == row.kinetic_energy + row.potential_energy);
  CHECK(row.conserved_energy() == doctest::Approx(row.total_energy() - 6.0));
  CHECK(row.temperature(177) == doctest::Approx(2.0 * kinetic / 177.0));
  CHECK(row.mean_pressure() == doctest::Approx((row.pressure[0] + row.pressure[1] + row.pressure[2]) / 3.0));
}

TEST_CASE("a long series is thinned by averaging neighbours")
{
  ThermodynamicSeries fine{64};
  ThermodynamicSeries coarse{4};
  run(fine, 1, 50);
  run(coarse, 1, 50);
  const soret::ThermodynamicTable all = fine.reduce(test_world());
  const soret::ThermodynamicTable thinned = coarse.reduce(test_world());
  REQUIRE(all.size() == 50);
  REQUIRE(thinned.size() == 6);  // of 8 samples each, and a rest of 2 in the last one
  CHECK(thinned[0].samples == 8);
  CHECK(thinned[5].samples == 10);
  CHECK(thinned[0].step == 4.5);
  double mean = 0.0;
  double pressure = 0.0;
  for (std::size_t k = 0; k < 8; ++k) {
    mean += all[k].potential_energy / 8.0;
    pressure += all[k].pressure[2] / 8.0;
  }
  CHECK(thinned[0].potential_energy == doctest::Approx(mean).epsilon(1e-12));
  CHECK(thinned[0].pressure[2] == doctest::Approx(pressure).epsilon(1e-11));
}

TEST_CASE("a series that was saved and loaded continues bit for bit")
{
  ThermodynamicSeries straight{4};
  run(straight, 1, 45);
  for (const std::int64_t cut : {0, 1, 8, 31}) {
    ThermodynamicSeries before{4};
    run(before, 1, cut);
    soret::State state;
    before.save(state);
    ThermodynamicSeries after{4};
    after.load(state);
    run(after, cut + 1, 45);
    soret::State straight_state;
    soret::State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
}

TEST_CASE("a series refuses what does not fit")
{
  CHECK_THROWS_AS(ThermodynamicSeries{1}, soret::InputError);
  ThermodynamicSeries series{4};
  CHECK(series.reduce(test_world()).empty());
  HandMadeSystem system{test_world()};
  series.sample(system.snapshot());
  const soret::Snapshot now = system.snapshot();
  const soret::Snapshot without_controls{
      now.box, now.species, now.particles, now.potential_energy, now.virial, now.step, now.time, {}, now.totals};
  CHECK_THROWS_AS(series.sample(without_controls), soret::RunTimeFailure);
  soret::State state;
  series.save(state);
  ThermodynamicSeries longer{8};
  CHECK_THROWS_AS(longer.load(state), soret::RunTimeFailure);
}
