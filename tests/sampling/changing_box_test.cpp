/// Samplers in a box that changes from sample to sample, as at constant pressure.
#include "hand_made_system.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/structure_factor.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

using namespace soret;

namespace {

/// Independent particles of two species, in a box whose sides scatter by 5 % each around (8, 7, 9); the same places in
/// fractions of the box whatever its size.
class BreathingGas {
 public:
  explicit BreathingGas(std::int64_t count) : count_{count} {}

  static Box mean_box() { return Box{8.0, 7.0, 9.0}; }
  Box box(std::uint64_t step) const
  {
    const Vec3 change = stream_.normal3(step, 0, 1);
    const auto length = [&](std::size_t axis) {
      return mean_box().lengths()[axis] * (1.0 + 0.05 * std::clamp(change[axis], -3.0, 3.0));
    };
    return Box{length(0), length(1), length(2)};
  }
  /// This rank's particles of a step in a box of any size; all of them with `whole`.
  Particles particles(std::uint64_t step, const Box& box, bool whole = false) const
  {
    Particles share;
    for (std::int64_t id = 0; id < count_; ++id) {
      if (whole || id % test_world().size() == test_world().rank()) {
        const auto u = stream_.uniform4(step, static_cast<std::uint64_t>(id), 0);
        const Vec3& l = box.lengths();
        share.add(id, Species{static_cast<std::uint8_t>(id % 3 == 0)}, {u[0] * l.x, u[1] * l.y, u[2] * l.z});
      }
    }
    return share;
  }
  void sample(Sampler& sampler, std::uint64_t step, const Box& box) const
  {
    const Particles share = particles(step, box);
    sampler.sample({box, species, share, {}, {}, static_cast<std::int64_t>(step), 0.0, {}});
  }
  void sample(Sampler& sampler, std::uint64_t step) const { sample(sampler, step, box(step)); }

  SpeciesTable species{{"A", 1.0}, {"B", 2.5}};

 private:
  RandomStream stream_{Seed{23}, Stream::placement};
  std::int64_t count_;
};

constexpr double reach = 2.5;
constexpr int bins = 10;

PairDistribution pair_sampler(std::optional<Box> mean_box = BreathingGas::mean_box())
{
  return {test_world(), Cutoff{reach}, Bins{bins}, Blocks{8}, mean_box};
}

StructureFactor mode_sampler(std::optional<Box> mean_box, ModeMethod method = ModeMethod::mesh)
{
  return {test_world(), WaveNumber{4.0}, WaveNumber{0.5}, Blocks{8}, {.method = method}, mean_box};
}

/// Weighted counts of all pairs of A, one by one, and the sum of the squares of their weights.
std::array<std::vector<double>, 2> counted(const BreathingGas& gas, std::uint64_t steps)
{
  std::array<std::vector<double>, 2> sums{std::vector<double>(bins), std::vector<double>(bins)};
  for (std::uint64_t step = 1; step <= steps; ++step) {
    const Box box = gas.box(step);
    const double weight = box.volume() / BreathingGas::mean_box().volume();
    const Particles all = gas.particles(step, box, true);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double r = std::sqrt(norm_squared(box.minimum_image(all.position_of(i) - all.position_of(j))));
        if (index(all.species[i]) == 0 && index(all.species[j]) == 0 && r < reach) {
          const auto bin = static_cast<std::size_t>(r / reach * bins);
          sums[0][bin] += weight;
          sums[1][bin] += weight * weight;
        }
      }
    }
  }
  return sums;
}

}  // namespace

TEST_CASE("in a changing box every pair counts as its frame's volume, and an ideal gas has g = 1 - 1/N")
{
  constexpr std::uint64_t steps = 150;
  const BreathingGas gas{480};
  PairDistribution sampler = pair_sampler();
  double mean_volume = 0.0;
  double mean_inverse = 0.0;
  for (std::uint64_t step = 1; step <= steps; ++step) {
    gas.sample(sampler, step);
    mean_volume += gas.box(step).volume() / steps;
    mean_inverse += 1.0 / gas.box(step).volume() / steps;
  }
  const PairDistributionBlocks found = sampler.reduce(test_world());
  CHECK(found.shape.volume == BreathingGas::mean_box().volume());
  const auto [weights, squares] = counted(gas, steps);
  const std::vector<double> average = found.average();
  for (std::size_t bin = 0; bin < bins; ++bin) {
    CHECK(average[bin] * steps == doctest::Approx(weights[bin]).epsilon(1e-12));
  }
  // Counts are Poisson's: the error of a sum of weights is the square root of the sum of their squares.
  const double exact = 1.0 - 1.0 / static_cast<double>(found.shape.particles[0]);
  const std::vector<double> g = radial_distribution(found, 0, 0);
  double chi_squared = 0.0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    const double error = g[bin] * std::sqrt(squares[bin]) / weights[bin];
    chi_squared += (g[bin] - exact) * (g[bin] - exact) / (error * error);
  }
  CHECK(chi_squared < bins + 4.0 * std::sqrt(2.0 * bins));
  // All bins in one: the error is small enough to tell the weighted mean from counts divided by the mean volume.
  const double pairs = std::accumulate(weights.begin(), weights.end(), 0.0);
  const double error = std::sqrt(std::accumulate(squares.begin(), squares.end(), 0.0)) / pairs;
  double shells = 0.0;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    shells += found.shape.shell_volume(bin);
  }
  const double n_a = static_cast<double>(found.shape.particles[0]);
  const double mean_g = 2.0 * pairs / steps / (n_a * found.shape.number_density(0) * shells);
  CHECK(std::abs(mean_g / exact - 1.0) < 3.5 * error);
  CHECK(mean_volume * mean_inverse - 1.0 > 5.0 * error);
}

TEST_CASE("modes in a changing box are those of the same fractions of the mean box")
{
  const BreathingGas gas{60};
  for (const ModeMethod method : {ModeMethod::mesh, ModeMethod::direct}) {
    StructureFactor changing = mode_sampler(BreathingGas::mean_box(), method);
    StructureFactor constant = mode_sampler(std::nullopt, method);
    for (std::uint64_t step = 1; step <= 20; ++step) {
      gas.sample(changing, step);
      gas.sample(constant, step, BreathingGas::mean_box());
    }
    const StructureFactorBlocks found = changing.reduce();
    const StructureFactorBlocks expected = constant.reduce();
    CHECK(found.shape == expected.shape);
    REQUIRE(found.blocks.size() == expected.blocks.size());
    for (std::size_t b = 0; b < found.blocks.size(); ++b) {
      for (std::size_t k = 0; k < found.blocks[b].sums.size(); ++k) {
        CHECK(found.blocks[b].sums[k] == doctest::Approx(expected.blocks[b].sums[k]).epsilon(1e-9));
      }
    }
  }
}

TEST_CASE("the structure factors of an ideal gas in a changing box are one and zero")
{
  const BreathingGas gas{240};
  StructureFactor sampler = mode_sampler(BreathingGas::mean_box());
  for (std::uint64_t step = 1; step <= 64; ++step) {
    gas.sample(sampler, step);
  }
  const StructureFactorBlocks found = sampler.reduce();
  for (const std::size_t b : {0U, 1U}) {
    double chi_squared = 0.0;
    const auto partial = partial_structure_factor(found, 0, b, PartialConvention::per_species);
    for (const Estimate& value : partial) {
      const double deviation = value.standard_errors_from(b == 0 ? 1.0 : 0.0);
      chi_squared += deviation * deviation;
    }
    const auto shells = static_cast<double>(partial.size());
    CHECK(chi_squared < shells + 4.0 * std::sqrt(2.0 * shells));
  }
}

TEST_CASE("displacements are those of the positions, whatever the box")
{
  const Vec3 velocity{0.3, -0.7, 1.1};
  const BreathingGas gas{1};
  const auto sampled = [&](const std::optional<Box>& mean_box) {
    MeanSquareDisplacement sampler{test_world(), TimeStep{0.5}, Steps{1}, Duration{10.0}, Blocks{4}, 8, mean_box};
    for (std::int64_t step = 0; step < 60; ++step) {
      Particles share;
      if (test_world().is_root()) {
        share.add(0, Species{0}, 0.5 * static_cast<double>(step) * velocity);
      }
      const Box box = gas.box(static_cast<std::uint64_t>(step));
      sampler.sample({box, {{"A", 1.0}}, share, {}, {}, step, 0.0, {}});
    }
    return sampler.reduce(test_world());
  };
  const DisplacementBlocks found = sampled(BreathingGas::mean_box());
  const DisplacementBlock total = found.total();
  for (std::size_t lag = 0; lag < found.shape.lags(); ++lag) {
    const double time = found.shape.lag_times[lag];
    CHECK(mean_squared_displacement(found.shape, total, 0, lag) ==
          doctest::Approx(norm_squared(velocity) * time * time).epsilon(1e-12));
  }
  CHECK(found.shape.box_lengths == BreathingGas::mean_box().lengths());
  CHECK_THROWS_AS(sampled(std::nullopt), RunTimeFailure);
}

TEST_CASE("without a mean box a change is refused, and a box too small for the distances always")
{
  const BreathingGas gas{30};
  PairDistribution pairs = pair_sampler(std::nullopt);
  StructureFactor modes = mode_sampler(std::nullopt);
  gas.sample(pairs, 1);
  gas.sample(modes, 1);
  CHECK_THROWS_AS(gas.sample(pairs, 2), RunTimeFailure);
  CHECK_THROWS_AS(gas.sample(modes, 2), RunTimeFailure);
  PairDistribution changing = pair_sampler();
  gas.sample(changing, 1);
  CHECK_THROWS_WITH_AS(gas.sample(changing, 2, Box{4.9, 7.0, 9.0}),
                       doctest::Contains("half the shortest box length is 2.45"), InputError);
}

TEST_CASE("what was sampled in a changing box is saved and continues bit for bit, with the same mean box alone")
{
  const BreathingGas gas{40};
  const auto check = [&](const auto& make) {
    auto straight = make(BreathingGas::mean_box());
    auto before = make(BreathingGas::mean_box());
    auto after = make(BreathingGas::mean_box());
    auto other = make(Box{8.0, 8.0, 8.0});
    for (std::uint64_t step = 1; step <= 9; ++step) {
      gas.sample(straight, step);
      if (step <= 4) {
        gas.sample(before, step);
      }
    }
    State state;
    before.save(state);
    after.load(state);
    CHECK_THROWS_WITH_AS(other.load(state), doctest::Contains("another mean box"), RunTimeFailure);
    for (std::uint64_t step = 5; step <= 9; ++step) {
      gas.sample(after, step);
    }
    State straight_state;
    State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  };
  check([](const Box& mean_box) { return pair_sampler(mean_box); });
  check([](const Box& mean_box) { return mode_sampler(mean_box); });
  check([](const Box& mean_box) {
    return MeanSquareDisplacement{test_world(), TimeStep{0.5}, Steps{1}, Duration{2.0}, Blocks{2}, 8, mean_box};
  });
}
