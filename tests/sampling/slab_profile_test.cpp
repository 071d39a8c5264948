#include "hand_made_system.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/slab_averages.hpp>
#include <soret/sampling/slab_profile.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

using soret::Axis;
using soret::Bins;
using soret::Blocks;
using soret::SlabProfile;
namespace column = soret::profile_column;

namespace {

constexpr std::size_t bins = 6;

/// Everything written out once more, slowly, over all particles of all ranks.
std::vector<double> direct_sums(const soret::ProfileShape& shape, std::int64_t first_step, std::int64_t last_step)
{
  HandMadeSystem system{0, 1, 60};
  std::vector<double> sums(shape.sums_size(), 0.0);
  for (std::int64_t step = first_step; step <= last_step; ++step) {
    system.move(step);
    const soret::Particles& particles = system.particles();
    for (std::size_t i = 0; i < particles.size(); ++i) {
      const double inside = system.box.wrapped(particles.position_of(i))[index(shape.axis)];
      const auto bin = static_cast<std::size_t>(std::floor(inside / shape.length() * static_cast<double>(bins)));
      const std::size_t species = index(particles.species[i]);
      const double mass = shape.masses[species];
      const soret::Vec3 v = particles.velocity_of(i);
      const auto add = [&](std::size_t c, double value) { sums[shape.offset(bin, species, c)] += value; };
      add(column::count, 1.0);
      add(column::potential_energy, system.energy()[i]);
      for (std::size_t a = 0; a < 3; ++a) {
        add(column::momentum + a, mass * v[a]);
        add(column::heat_flux + a, (0.5 * mass * norm_squared(v) + system.energy()[i]) * v[a]);
      }
      for (std::size_t c = 0; c < 6; ++c) {
        const auto [a, b] = soret::symmetric_components[c];
        const double w = system.virial()[c][i];
        add(column::kinetic_tensor + c, mass * v[a] * v[b]);
        add(column::virial + c, w);
        add(column::heat_flux + a, w * v[b]);
        if (a != b) {
          add(column::heat_flux + b, w * v[a]);
        }
      }
    }
  }
  return sums;
}

/// m_s of one step, from all particles of all ranks.
std::vector<double> direct_modes(const soret::ProfileShape& shape, double origin, std::int64_t step)
{
  HandMadeSystem system{0, 1, 60};
  system.move(step);
  std::vector<double> modes(shape.species(), 0.0);
  for (std::size_t i = 0; i < system.particles().size(); ++i) {
    const double inside = system.box.wrapped(system.particles().position_of(i))[index(shape.axis)];
    const double bin = std::floor(inside / shape.length() * static_cast<double>(bins));
    const double fraction = (bin + 0.5) / static_cast<double>(bins) - origin;
    modes[index(system.particles().species[i])] += std::cos(2.0 * std::numbers::pi * fraction);
  }
  return modes;
}

void check_equal(const std::vector<double>& found, const std::vector<double>& expected)
{
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    REQUIRE(found[i] == doctest::Approx(expected[i]).epsilon(1e-11));
  }
}

/// Samples steps first..last.
void run(SlabProfile& profile, std::int64_t first, std::int64_t last)
{
  HandMadeSystem system{test_world()};
  for (std::int64_t step = first; step <= last; ++step) {
    system.move(step);
    profile.sample(system.snapshot());
  }
}

}  // namespace

TEST_CASE("one sample is the direct sum over all particles, whatever the axis and the number of ranks")
{
  for (const Axis axis : {Axis::x, Axis::y, Axis::z}) {
    SlabProfile profile{axis, Bins{bins}, Blocks{2}};
    run(profile, 3, 3);
    const soret::ProfileBlocks reduced = profile.reduce(test_world());
    REQUIRE(reduced.blocks.size() == 1);
    CHECK(reduced.shape.species_names == std::vector<std::string>{"A", "B"});
    check_equal(reduced.blocks[0].sums, direct_sums(reduced.shape, 3, 3));
  }
}

TEST_CASE("a particle on the boundary or far outside is counted once")
{
  HandMadeSystem system{test_world(), 0};
  const bool mine = test_world().is_root();
  soret::Particles particles;
  if (mine) {
    for (const double z : {0.0, 12.0, -1e-18, 25.0, -35.9}) {
      particles.add(static_cast<std::int64_t>(particles.size()), soret::Species{0}, {0.0, 0.0, z});
    }
  }
  const std::vector<double> zeros(particles.size(), 0.0);
  const soret::Snapshot snapshot{
      system.box, system.species, particles, zeros, {zeros, zeros, zeros, zeros, zeros, zeros}, 0, 0.0, {}};
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{2}};
  profile.sample(snapshot);
  const soret::ProfileBlocks reduced = profile.reduce(test_world());
  const soret::ProfileBlock total = reduced.total();
  CHECK(soret::SlabAverages{reduced.shape, total}.count() == std::vector<double>{5.0, 0.0, 0.0, 0.0, 0.0, 0.0});
}

TEST_CASE("however long the run: a bounded number of blocks that cover all of it")
{
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{4}};
  std::int64_t done = 0;
  for (const std::int64_t last : {1, 3, 7, 8, 29, 64, 101}) {
    run(profile, done + 1, last);
    done = last;
    CHECK(profile.samples() == last);
    const soret::ProfileBlocks reduced = profile.reduce(test_world());
    CHECK(reduced.blocks.size() <= 8);
    CHECK(reduced.blocks.size() >= static_cast<std::size_t>(std::min<std::int64_t>(last, 4)));
    std::int64_t next = 1;
    for (const soret::ProfileBlock& block : reduced.blocks) {
      check_equal(block.sums, direct_sums(reduced.shape, next, next + block.samples - 1));
      next += block.samples;
      CHECK(block.end_time == 0.25 * static_cast<double>(next - 1));
    }
    CHECK(next == last + 1);
  }
}

TEST_CASE("blocks are of one length, a short rest joins the last")
{
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{4}};
  run(profile, 1, 69);  // length 16: four full blocks and a rest of 5
  const std::vector<soret::ProfileBlock> blocks = profile.reduce(test_world()).blocks;
  REQUIRE(blocks.size() == 4);
  CHECK(blocks[0].samples == 16);
  CHECK(blocks[3].samples == 21);
}

TEST_CASE("the baths' energies are booked to the time in which they were exchanged")
{
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{4}};
  run(profile, 10, 50);
  const soret::ProfileBlocks reduced = profile.reduce(test_world());
  const soret::ProfileBlock total = reduced.total();
  CHECK(total.duration == doctest::Approx(10.0));
  CHECK(total.energy_added[0] == doctest::Approx(30.0));
  CHECK(total.energy_added[1] == doctest::Approx(-20.0));
  for (std::size_t k = 1; k < reduced.blocks.size(); ++k) {
    const soret::ProfileBlock& block = reduced.blocks[k];
    CHECK(block.start_time == reduced.blocks[k - 1].end_time);
    CHECK(block.duration == doctest::Approx(block.end_time - block.start_time));
    CHECK(block.energy_added[0] / block.duration == doctest::Approx(3.0));
    CHECK(block.energy_added[1] / block.duration == doctest::Approx(-2.0));
  }
}

TEST_CASE("a profile that was saved and loaded continues bit for bit")
{
  SlabProfile straight{Axis::z, Bins{bins}, Blocks{4}};
  run(straight, 1, 90);
  for (const std::int64_t cut : {0, 1, 8, 33, 57}) {
    SlabProfile before{Axis::z, Bins{bins}, Blocks{4}};
    run(before, 1, cut);
    soret::State state;
    before.save(state);
    SlabProfile after{Axis::z, Bins{bins}, Blocks{4}};
    after.load(state);
    run(after, cut + 1, 90);
    soret::State straight_state;
    soret::State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
    CHECK(straight.reduce(test_world()).total().sums == after.reduce(test_world()).total().sums);
  }
}

TEST_CASE("the slowest modes are recorded step by step, in a bounded number of rows that cover all of the run")
{
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{4}, {.cold = {}, .hot = 0.3}};
  run(profile, 1, 500);
  const soret::ProfileBlocks early = profile.reduce(test_world());
  REQUIRE(early.modes.size() == 1);
  REQUIRE(early.modes[0].size() == 500);
  for (std::size_t k = 0; k < 500; ++k) {
    const soret::ModeBlock& row = early.modes[0][k];
    CHECK(row.samples == 1);
    CHECK(row.duration == (k == 0 ? 0.0 : 0.25));
    const std::vector<double> expected = direct_modes(early.shape, 0.3, static_cast<std::int64_t>(k) + 1);
    for (std::size_t species = 0; species < 2; ++species) {
      REQUIRE(std::abs(row.sums[species] - expected[species]) < 1e-9);
    }
  }

  soret::State state;
  profile.save(state);
  SlabProfile continued{Axis::z, Bins{bins}, Blocks{4}, {.cold = {}, .hot = 0.3}};
  continued.load(state);
  run(profile, 501, 601);
  run(continued, 501, 601);
  soret::State straight;
  soret::State split;
  profile.save(straight);
  continued.save(split);
  CHECK(straight.values() == split.values());

  const soret::ModeSeries late = profile.reduce(test_world()).modes[0];
  REQUIRE(late.size() == 301);  // pairs, and one that has no partner
  std::int64_t step = 0;
  for (const soret::ModeBlock& row : late) {
    std::vector<double> expected(2, 0.0);
    for (std::int64_t sample = 0; sample < row.samples; ++sample) {
      const std::vector<double> modes = direct_modes(early.shape, 0.3, ++step);
      expected = {expected[0] + modes[0], expected[1] + modes[1]};
    }
    REQUIRE(std::abs(row.sums[0] - expected[0]) < 1e-9);
    REQUIRE(std::abs(row.sums[1] - expected[1]) < 1e-9);
  }
  CHECK(step == 601);
}

TEST_CASE("what does not fit is refused")
{
  CHECK_THROWS_AS((SlabProfile{Axis::z, Bins{3}, Blocks{4}}), soret::InputError);
  CHECK_THROWS_AS((SlabProfile{Axis::z, Bins{8}, Blocks{1}}), soret::InputError);
  CHECK_THROWS_AS((SlabProfile{Axis::z, Bins{8}, Blocks{4}, {.cold = 1.5, .hot = {}}}), soret::InputError);
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{4}};
  CHECK_THROWS_AS(profile.reduce(test_world()), soret::RunTimeFailure);
  HandMadeSystem system{test_world()};
  profile.sample(system.snapshot());

  soret::State state;
  profile.save(state);
  SlabProfile other_bins{Axis::z, Bins{8}, Blocks{4}};
  SlabProfile other_axis{Axis::x, Bins{bins}, Blocks{4}};
  CHECK_THROWS_AS(other_bins.load(state), soret::RunTimeFailure);
  CHECK_THROWS_AS(other_axis.load(state), soret::RunTimeFailure);

  system.box = soret::Box{4.0, 5.0, 12.5};
  CHECK_THROWS_AS(profile.sample(system.snapshot()), soret::RunTimeFailure);
  system.box = soret::Box{4.0, 5.0, 12.0};
  system.species[1].mass = 3.0;
  CHECK_THROWS_AS(profile.sample(system.snapshot()), soret::RunTimeFailure);
}

TEST_CASE("a coordinate that is not a number is named")
{
  HandMadeSystem system{0, 1, 0};
  soret::Particles particles;
  particles.add(41, soret::Species{0}, {0.0, 0.0, std::numeric_limits<double>::quiet_NaN()});
  const std::vector<double> zero{0.0};
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{2}};
  std::string message;
  try {
    profile.sample({system.box, system.species, particles, zero, {zero, zero, zero, zero, zero, zero}, 7, 0.0, {}});
  }
  catch (const soret::RunTimeFailure& failure) {
    message = failure.what();
  }
  CHECK(message.find("step 7") != std::string::npos);
  CHECK(message.find("particle 41") != std::string::npos);
}

TEST_CASE("slab centres reach the estimates, and a species of the system can be asked for")
{
  SlabProfile profile{Axis::z, Bins{24}, Blocks{4}, {.cold = 0.5, .hot = 0.0}};
  run(profile, 1, 200);
  const soret::ProfileBlocks reduced = profile.reduce(test_world());
  CHECK(reduced.shape.cold_centre == 0.5);
  const soret::Soret soret = soret_coefficient(reduced, soret::Species{1}, soret::FitWindow{0.05, 0.45});
  CHECK(soret.coefficient.value ==
        soret_coefficient(reduced, std::size_t{1}, soret::FitWindow{0.05, 0.45}).coefficient.value);
  CHECK(soret.mole_fraction.value == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("replicas are put together in the order of their ranks")
{
  const soret::mpi::Communicator world = test_world();
  const int replicas = world.size() >= 2 ? 2 : 1;
  const int colour = world.rank() * replicas / world.size();
  const soret::mpi::Communicator replica = world.split(colour);
  HandMadeSystem system{replica};
  SlabProfile profile{Axis::z, Bins{bins}, Blocks{4}};
  for (std::int64_t step = 0; step < 5; ++step) {
    system.move(100 * colour + step);
    profile.sample(system.snapshot());
  }
  const soret::ProfileBlocks all = gather_replicas(world, replica, profile.reduce(replica));
  CHECK(all.replicas() == static_cast<std::size_t>(replicas));
  CHECK(all.modes.size() == all.replicas());
  REQUIRE(all.blocks.size() == 5 * static_cast<std::size_t>(replicas));
  for (std::size_t k = 0; k < all.blocks.size(); ++k) {
    const std::int64_t step = 100 * static_cast<std::int64_t>(k / 5) + static_cast<std::int64_t>(k % 5);
    CHECK(all.replica[k] == k / 5);
    check_equal(all.blocks[k].sums, direct_sums(all.shape, step, step));
    const soret::ModeBlock& row = all.modes.at(k / 5).at(k % 5);
    const std::vector<double> expected = direct_modes(all.shape, 0.5, step);
    CHECK(row.samples == 1);
    CHECK(row.sums[0] == doctest::Approx(expected[0]).epsilon(1e-11));
    CHECK(row.sums[1] == doctest::Approx(expected[1]).epsilon(1e-11));
  }
}
