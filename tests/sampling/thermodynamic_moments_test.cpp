#include "hand_made_system.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/thermodynamic_moments.hpp>

#include <doctest/doctest.h>

#include <vector>

using soret::ThermodynamicMoments;
namespace fluctuating = soret::fluctuating;

namespace {

void run(ThermodynamicMoments& moments, std::int64_t first, std::int64_t last)
{
  HandMadeSystem system{test_world()};
  for (std::int64_t step = first; step <= last; ++step) {
    system.move(step);
    moments.sample(system.snapshot());
  }
}

/// Samples 1 to `last` of the whole system.
soret::MomentBlock expected(std::int64_t last)
{
  soret::MomentBlock block;
  HandMadeSystem whole{0, 1, 60};
  for (std::int64_t step = 1; step <= last; ++step) {
    whole.move(step);
    double energy = 0.0;
    double virial = 0.0;
    for (std::size_t i = 0; i < 60; ++i) {
      energy += whole.energy()[i];
      virial += whole.virial()[0][i] + whole.virial()[1][i] + whole.virial()[2][i];
    }
    block.add(
        std::array{local_kinetic_energy(whole.particles(), whole.species), energy, 240.0, virial / (3.0 * 240.0)});
  }
  return block;
}

}  // namespace

TEST_CASE("fluctuations are those of the whole system, whatever the number of ranks")
{
  ThermodynamicMoments moments{test_world(), soret::Blocks{4}};
  run(moments, 1, 150);  // some of them not yet summed over the ranks
  const soret::FluctuationBlocks reduced = moments.reduce();
  REQUIRE(reduced.blocks.size() == 5);  // four of 32 and the rest
  CHECK(reduced.blocks[0].samples == 32);
  CHECK(reduced.blocks[4].samples == 22);
  soret::MomentBlock sum;
  for (const soret::MomentBlock& block : reduced.blocks) {
    sum.add(block);
  }
  const soret::MomentBlock whole = expected(150);
  CHECK(sum.samples == 150);
  for (std::size_t a = 0; a < fluctuating::size; ++a) {
    CHECK(sum.sums[a] == doctest::Approx(whole.sums[a]).epsilon(1e-11));
    for (std::size_t b = 0; b < fluctuating::size; ++b) {
      const std::size_t ab = a * fluctuating::size + b;
      CHECK(sum.products[ab] == doctest::Approx(whole.products[ab]).epsilon(1e-10));
    }
  }
}

TEST_CASE("fluctuations that were saved and loaded continue bit for bit")
{
  ThermodynamicMoments straight{test_world(), soret::Blocks{2}};
  run(straight, 1, 200);
  for (const std::int64_t cut : {0, 1, 63, 64, 131}) {
    ThermodynamicMoments before{test_world(), soret::Blocks{2}};
    run(before, 1, cut);
    soret::State state;
    before.save(state);
    ThermodynamicMoments after{test_world(), soret::Blocks{2}};
    after.load(state);
    run(after, cut + 1, 200);
    soret::State straight_state;
    soret::State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
}

TEST_CASE("replicas' fluctuations are put together")
{
  ThermodynamicMoments moments{test_world()};
  run(moments, 1, 40);
  const soret::mpi::Communicator alone = test_world().split(test_world().rank());
  const soret::FluctuationBlocks reduced = moments.reduce();
  const soret::FluctuationBlocks all = gather_replicas(test_world(), alone, reduced);
  const auto replicas = static_cast<std::size_t>(test_world().size());
  REQUIRE(all.blocks.size() == replicas * reduced.blocks.size());
  CHECK(all.replica.back() == replicas - 1);
  CHECK(packed(std::span{all.blocks}.last(reduced.blocks.size())) == packed(reduced.blocks));
}

TEST_CASE("fluctuations refuse what does not fit")
{
  CHECK_THROWS_AS(ThermodynamicMoments(test_world(), soret::Blocks{1}), soret::InputError);
  ThermodynamicMoments moments{test_world(), soret::Blocks{2}};
  CHECK(moments.reduce().blocks.empty());
  soret::State state;
  moments.save(state);
  ThermodynamicMoments longer{test_world(), soret::Blocks{4}};
  CHECK_THROWS_AS(longer.load(state), soret::RunTimeFailure);
}
