#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/sampling/pair_distribution.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using soret::Bins;
using soret::Blocks;
using soret::Cutoff;
using soret::PairDistribution;
using soret::PairDistributionBlocks;

namespace {

/// Independent particles, the same ones whatever the number of ranks; coordinates reach a box length beyond the box. A
/// rank holds every size()-th of them, or (`in_slices`) those in its slice of the box.
struct IdealGas {
  soret::Box box;
  std::int64_t count;
  bool in_slices = false;
  soret::SpeciesTable species{{"A", 1.0}, {"B", 2.0}, {"C", 1.5}};
  soret::Particles particles{};

  void move(std::int64_t step, int rank, int size)
  {
    const soret::RandomStream stream{soret::Seed{11}, soret::Stream::placement};
    particles = {};
    for (std::int64_t id = 0; id < count; ++id) {
      const auto u = stream.uniform4(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(id), 0);
      const soret::Vec3& l = box.lengths();
      const double image = std::floor(3.0 * u[3]) - 1.0;
      const soret::Vec3 at{(u[0] + image) * l.x, (u[1] - image) * l.y, (u[2] + image) * l.z};
      const auto slice = static_cast<std::int64_t>(box.wrapped(at).z / l.z * size);
      if ((in_slices ? slice : id % size) == rank) {
        particles.add(id, soret::Species{static_cast<std::uint8_t>(id % 7 < 4 ? 0 : (id % 7 < 6 ? 1 : 2))}, at);
      }
    }
  }
  soret::Snapshot snapshot(std::int64_t step) const
  {
    return {box, species, particles, {}, {}, step, static_cast<double>(step), {}};
  }
};

/// All pairs, one by one. Shape (pair of species, bin).
std::vector<double> brute_force(const IdealGas& gas, double r_max, std::size_t bins)
{
  constexpr std::array<std::array<std::size_t, 3>, 3> pair{{{0, 1, 2}, {1, 3, 4}, {2, 4, 5}}};
  std::vector<double> counts(6 * bins);
  const soret::Particles& p = gas.particles;
  for (std::size_t i = 0; i < p.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double r = std::sqrt(norm_squared(gas.box.minimum_image(p.position_of(i) - p.position_of(j))));
      if (r < r_max) {
        const auto bin = static_cast<std::size_t>(r / r_max * static_cast<double>(bins));
        ++counts[pair[index(p.species[i])][index(p.species[j])] * bins + bin];
      }
    }
  }
  return counts;
}

void run(PairDistribution& sampler, IdealGas gas, std::int64_t first, std::int64_t last)
{
  for (std::int64_t step = first; step <= last; ++step) {
    gas.move(step, test_world().rank(), test_world().size());
    sampler.sample(gas.snapshot(step));
  }
}

}  // namespace

TEST_CASE("counts are those of all pairs taken one by one, whatever box, range and number of ranks")
{
  struct Case {
    soret::Box box;
    std::int64_t particles;
    double r_max;
    bool in_slices;
  };
  for (const Case& c : {Case{{6.0, 6.0, 6.0}, 400, 3.0, false}, Case{{6.0, 6.0, 6.0}, 400, 0.7, true},
                        Case{{5.0, 8.0, 21.0}, 700, 2.5, false}, Case{{5.0, 8.0, 21.0}, 700, 2.1, true},
                        Case{{30.0, 7.0, 6.0}, 900, 1.3, false}, Case{{9.0, 40.0, 11.0}, 1000, 4.5, true},
                        Case{{6.0, 6.0, 6.0}, 3, 3.0, false}, Case{{50.0, 50.0, 50.0}, 60, 25.0, true}}) {
    CAPTURE(c.particles);
    CAPTURE(c.r_max);
    constexpr int bins = 37;
    PairDistribution sampler{test_world(), Cutoff{c.r_max}, Bins{bins}, Blocks{2}};
    run(sampler, {c.box, c.particles, c.in_slices}, 1, 1);
    const PairDistributionBlocks reduced = sampler.reduce(test_world());
    IdealGas whole{c.box, c.particles};
    whole.move(1, 0, 1);
    REQUIRE(reduced.blocks.size() == 1);
    CHECK(reduced.blocks[0].samples == 1);
    CHECK(reduced.blocks[0].counts == brute_force(whole, c.r_max, bins));
    CHECK(reduced.shape.total_particles() == c.particles);
    CHECK(reduced.shape.r_max() == doctest::Approx(c.r_max));
  }
}

TEST_CASE("a crystal's neighbours are found at their distances")
{
  IdealGas crystal{{8.0, 8.0, 8.0}, 0};
  for (std::int64_t id = 0; id < 512; ++id) {
    if (id % test_world().size() == test_world().rank()) {
      crystal.particles.add(
          id, soret::Species{static_cast<std::uint8_t>((id / 64 + id / 8 + id) % 2)},
          {static_cast<double>(id % 8), static_cast<double>(id / 8 % 8), static_cast<double>(id / 64)});
    }
  }
  crystal.species.pop_back();
  PairDistribution sampler{test_world(), Cutoff{1.6}, Bins{32}, Blocks{2}};
  sampler.sample(crystal.snapshot(0));
  const PairDistributionBlocks reduced = sampler.reduce(test_world());
  const std::vector<double> counts = reduced.average();
  CHECK(coordination_number(reduced.shape, counts, 0, 1).back() == 6.0);  // rock salt: 6 unlike, then 12 like
  CHECK(coordination_number(reduced.shape, counts, 0, 0).back() == 12.0);
  CHECK(coordination_number(reduced.shape, counts, 1, 0)[19] == 0.0);
  CHECK(coordination_number(reduced.shape, counts, 1, 0)[20] == 6.0);  // 1 <= r < 1.05
}

TEST_CASE("an ideal gas has g = 1 - delta_ij/N_j within errors")
{
  PairDistribution sampler{test_world(), Cutoff{3.5}, Bins{20}, Blocks{16}};
  run(sampler, {{7.0, 8.0, 9.0}, 300, true}, 1, 64);
  const PairDistributionBlocks reduced = sampler.reduce(test_world());
  CHECK(reduced.blocks.size() >= 16);
  double chi_squared = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      const std::vector<double> g = radial_distribution(reduced, i, j);
      const auto n_i = static_cast<double>(reduced.shape.particles[i]);
      const double exact = i == j ? 1.0 - 1.0 / n_i : 1.0;
      for (std::size_t bin = 0; bin < g.size() && i <= j; ++bin) {
        // Poisson counts: relative error 1/sqrt(number of pairs counted).
        const double mean = 64.0 * n_i * reduced.shape.number_density(j) * reduced.shape.shell_volume(bin) * exact *
                            (i == j ? 0.5 : 1.0);
        chi_squared += (g[bin] / exact - 1.0) * (g[bin] / exact - 1.0) * mean;
      }
      CHECK(g == radial_distribution(reduced, j, i));
    }
  }
  CHECK(std::abs(chi_squared - 120.0) < 4.0 * std::sqrt(240.0));
}

TEST_CASE("counts that were saved and loaded continue bit for bit")
{
  const IdealGas gas{{6.0, 6.5, 7.0}, 80};
  PairDistribution straight{test_world(), Cutoff{3.0}, Bins{12}, Blocks{3}};
  run(straight, gas, 1, 17);
  CHECK(straight.samples() == 17);
  for (const std::int64_t cut : {0, 1, 6, 13}) {
    PairDistribution before{test_world(), Cutoff{3.0}, Bins{12}, Blocks{3}};
    run(before, gas, 1, cut);
    soret::State state;
    before.save(state);
    PairDistribution after{test_world(), Cutoff{3.0}, Bins{12}, Blocks{3}};
    after.load(state);
    run(after, gas, cut + 1, 17);
    soret::State straight_state;
    soret::State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
}

TEST_CASE("replicas are put together in the order of their roots")
{
  const int size = test_world().size();
  const int colour = test_world().rank() * 2 / size;  // two replicas if there are two ranks or more
  const soret::mpi::Communicator replica = test_world().split(colour);
  IdealGas gas{{6.0, 6.0, 6.0}, 50};
  PairDistribution sampler{replica, Cutoff{2.0}, Bins{10}, Blocks{2}};
  for (std::int64_t step = 1; step <= 2 + colour; ++step) {
    gas.move(step + 100 * colour, replica.rank(), replica.size());
    sampler.sample(gas.snapshot(step));
  }
  const PairDistributionBlocks all = gather_replicas(test_world(), replica, sampler.reduce(replica));
  const std::size_t replicas = size == 1 ? 1 : 2;
  REQUIRE(all.blocks.size() == (replicas == 1 ? 2 : 5));
  std::vector<double> expected(all.shape.counts_size());
  for (std::size_t k = 0; k < all.blocks.size(); ++k) {
    CHECK(all.replica[k] == (k < 2 ? 0 : 1));
    IdealGas whole{{6.0, 6.0, 6.0}, 50};
    whole.move(static_cast<std::int64_t>(k < 2 ? k + 1 : k - 1 + 100), 0, 1);
    CHECK(all.blocks[k].counts == brute_force(whole, 2.0, 10));
  }
}

TEST_CASE("pair distances refuse what does not fit")
{
  CHECK_THROWS_AS((PairDistribution{test_world(), Cutoff{0.0}, Bins{50}, Blocks{4}}), soret::InputError);
  CHECK_THROWS_AS((PairDistribution{test_world(), Cutoff{2.0}, Bins{9}, Blocks{4}}), soret::InputError);
  CHECK_THROWS_AS((PairDistribution{test_world(), Cutoff{2.0}, Bins{50}, Blocks{1}}), soret::InputError);
  IdealGas gas{{6.0, 8.0, 9.0}, 40};
  gas.move(0, test_world().rank(), test_world().size());
  PairDistribution too_far{test_world(), Cutoff{3.01}, Bins{50}, Blocks{4}};
  CHECK_THROWS_AS(too_far.sample(gas.snapshot(0)), soret::InputError);
  PairDistribution sampler{test_world(), Cutoff{3.0}, Bins{50}, Blocks{4}};
  CHECK(sampler.needed() == soret::PairSamples::nothing);
  CHECK_THROWS_AS(sampler.reduce(test_world()), soret::RunTimeFailure);
  sampler.sample(gas.snapshot(0));
  gas.box = soret::Box{6.0, 8.0, 9.1};
  CHECK_THROWS_AS(sampler.sample(gas.snapshot(1)), soret::RunTimeFailure);
  gas.box = soret::Box{6.0, 8.0, 9.0};
  if (test_world().is_root()) {
    gas.particles.position[1][3] = std::numeric_limits<double>::quiet_NaN();
  }
  CHECK_THROWS_AS(sampler.sample(gas.snapshot(1)), soret::RunTimeFailure);
  gas.count = 41;
  gas.move(0, test_world().rank(), test_world().size());
  CHECK_THROWS_AS(sampler.sample(gas.snapshot(1)), soret::RunTimeFailure);
  CHECK(sampler.samples() == 1);
  soret::State state;
  sampler.save(state);
  PairDistribution other_range{test_world(), Cutoff{2.5}, Bins{50}, Blocks{4}};
  CHECK_THROWS_AS(other_range.load(state), soret::RunTimeFailure);
  PairDistribution other_bins{test_world(), Cutoff{3.0}, Bins{40}, Blocks{4}};
  CHECK_THROWS_AS(other_bins.load(state), soret::RunTimeFailure);
}
