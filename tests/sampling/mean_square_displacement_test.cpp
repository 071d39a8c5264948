#include "test_session.hpp"
#include "wanderers.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/mean_square_displacement.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

using soret::Blocks;
using soret::Duration;
using soret::MeanSquareDisplacement;
using soret::Steps;
using soret::TimeStep;
using soret::Vec3;
namespace column = soret::displacement_column;

namespace {

constexpr std::int64_t interval = Wanderers::interval;
constexpr double time_step = Wanderers::time_step;

MeanSquareDisplacement sampler_of(double longest, int blocks = 3, int points = 4)
{
  return {test_world(), TimeStep{time_step}, Steps{interval}, Duration{longest}, Blocks{blocks}, points};
}

void run(Wanderers& system, MeanSquareDisplacement& sampler, std::int64_t first, std::int64_t last)
{
  for (std::int64_t n = first; n < last; ++n) {
    system.sample(sampler, n * interval);
  }
}

/// One pair of configurations, written out: squared, fourth and collective of both species.
std::vector<double> direct_sums(const Wanderers& system, std::int64_t from, std::int64_t to)
{
  std::vector<double> sums(2 * column::size, 0.0);
  std::vector<Vec3> moved(2);
  std::vector<double> counts(2, 0.0);
  for (std::size_t i = 0; i < system.paths().size(); ++i) {
    const Vec3 d = system.paths()[i][static_cast<std::size_t>(to)] - system.paths()[i][static_cast<std::size_t>(from)];
    const std::size_t s = index(Wanderers::species_of(i));
    sums[s * column::size + column::squared] += norm_squared(d);
    sums[s * column::size + column::fourth] += norm_squared(d) * norm_squared(d);
    moved[s] += d;
    counts[s] += 1.0;
  }
  const Vec3 centre = (1.0 / (counts[0] + 2.5 * counts[1])) * (moved[0] + 2.5 * moved[1]);
  for (std::size_t s = 0; s < 2; ++s) {
    sums[s * column::size + column::collective] = norm_squared(moved[s] - counts[s] * centre);
  }
  return sums;
}

/// What a block from sample `first` to before `last` must hold: all pairs that end there and whose first configuration
/// is one that the lag's level remembers.
void check_block(const Wanderers& system, const soret::DisplacementBlocks& found, const soret::DisplacementBlock& block,
                 const std::vector<std::int64_t>& spacings, std::int64_t first, std::int64_t last)
{
  for (std::size_t lag = 0; lag < found.shape.lags(); ++lag) {
    const auto length = static_cast<std::int64_t>(std::llround(found.shape.lag_times[lag] / (interval * time_step)));
    double origins = 0.0;
    std::vector<double> sums(2 * column::size, 0.0);
    for (std::int64_t end = first; end < last; ++end) {
      const std::int64_t origin = end - length;
      if (origin >= 0 && origin % spacings[lag] == 0) {
        origins += 1.0;
        const std::vector<double> pair = direct_sums(system, origin * interval, end * interval);
        for (std::size_t c = 0; c < sums.size(); ++c) {
          sums[c] += pair[c];
        }
      }
    }
    REQUIRE(block.origins[lag] == origins);
    for (std::size_t c = 0; c < sums.size(); ++c) {
      REQUIRE(block.sums[found.shape.offset(lag, 0, c)] == doctest::Approx(sums[c]).epsilon(1e-12));
    }
  }
}

}  // namespace

TEST_CASE("lags are dense at first and then logarithmic, up to the longest")
{
  Wanderers system{test_world(), 5, 1};
  MeanSquareDisplacement sampler = sampler_of(4.7);  // 47 intervals
  run(system, sampler, 0, 1);
  const std::vector<double> times = sampler.reduce(test_world()).shape.lag_times;
  const std::vector<double> expected{1, 2, 3, 4, 8, 12, 16, 32, 48};
  REQUIRE(times.size() == expected.size());
  for (std::size_t lag = 0; lag < times.size(); ++lag) {
    CHECK(times[lag] == doctest::Approx(0.1 * expected[lag]).epsilon(1e-14));
  }
}

TEST_CASE("every block equals the brute-force sum over configurations, wherever the particles are")
{
  constexpr std::int64_t samples = 100;
  Wanderers system{test_world(), 20, samples * interval};
  MeanSquareDisplacement sampler = sampler_of(4.7);
  run(system, sampler, 0, samples);
  const soret::DisplacementBlocks found = sampler.reduce(test_world());
  CHECK(found.shape.counts == std::vector<std::int64_t>{13, 7});
  CHECK(found.shape.species_names == std::vector<std::string>{"A", "B"});
  const std::vector<std::int64_t> spacings{1, 1, 1, 1, 4, 4, 4, 16, 16};
  std::int64_t start = 0;
  for (const soret::DisplacementBlock& block : found.blocks) {
    check_block(system, found, block, spacings, start, start + block.samples);
    start += block.samples;
  }
  CHECK(start == samples);
  CHECK(found.blocks.size() == 3);
  const soret::DisplacementBlock total = found.total();
  check_block(system, found, total, spacings, 0, samples);
  const double mean_squared = total.sums[found.shape.offset(4, 1, column::squared)] / (7.0 * total.origins[4]);
  CHECK(mean_squared_displacement(found.shape, total, 1, 4) == doctest::Approx(mean_squared).epsilon(1e-14));
  const double fourth = total.sums[found.shape.offset(4, 1, column::fourth)] / (7.0 * total.origins[4]);
  CHECK(non_gaussian_parameter(found.shape, total, 1, 4) ==
        doctest::Approx(0.6 * fourth / (mean_squared * mean_squared) - 1.0).epsilon(1e-13));
  // Momenta of the two species in the frame of the mass centre are opposite: m_A N_A R_A = -m_B N_B R_B.
  CHECK(mean_squared_centre_displacement(found.shape, total, 0, 4) * 13.0 * 13.0 ==
        doctest::Approx(2.5 * 2.5 * 7.0 * 7.0 * mean_squared_centre_displacement(found.shape, total, 1, 4)));
}

TEST_CASE("free flight through the box again and again gives v² t²")
{
  const Vec3 velocity{3.0, -7.0, 11.0};
  const soret::Box box{4.0, 5.0, 3.0};
  const soret::SpeciesTable species{{"A", 1.0}};
  MeanSquareDisplacement sampler = sampler_of(20.0);
  for (std::int64_t n = 0; n < 300; ++n) {
    const double time = static_cast<double>(n * interval) * time_step;
    soret::Particles particles;
    if (test_world().is_root()) {
      const Vec3 inside = box.wrapped(time * velocity);
      particles.add(0, soret::Species{0}, inside);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double crossings = std::round((time * velocity[axis] - inside[axis]) / box.lengths()[axis]);
        particles.image[axis].back() = static_cast<std::int32_t>(crossings);
      }
    }
    sampler.sample({box, species, particles, {}, {}, n * interval, time, {}});
  }
  const soret::DisplacementBlocks found = sampler.reduce(test_world());
  const soret::DisplacementBlock total = found.total();
  for (std::size_t lag = 0; lag < found.shape.lags(); ++lag) {
    const double t = found.shape.lag_times[lag];
    CHECK(mean_squared_displacement(found.shape, total, 0, lag) ==
          doctest::Approx(norm_squared(velocity) * t * t).epsilon(1e-12));
    CHECK(non_gaussian_parameter(found.shape, total, 0, lag) == doctest::Approx(-0.4).epsilon(1e-12));
    CHECK(std::abs(mean_squared_centre_displacement(found.shape, total, 0, lag)) < 1e-20);
  }
}

TEST_CASE("displacements that were saved and loaded continue bit for bit")
{
  constexpr std::int64_t samples = 60;
  Wanderers system{test_world(), 12, samples * interval};
  MeanSquareDisplacement straight = sampler_of(4.7);
  run(system, straight, 0, samples);
  soret::State straight_state;
  straight.save(straight_state);
  for (const std::int64_t cut : {0, 1, 13, 48}) {
    MeanSquareDisplacement before = sampler_of(4.7);
    run(system, before, 0, cut);
    soret::State state;
    before.save(state);
    MeanSquareDisplacement after = sampler_of(4.7);
    after.load(state);
    run(system, after, cut, samples);
    soret::State split_state;
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
  MeanSquareDisplacement other = sampler_of(9.0);
  CHECK_THROWS_AS(other.load(straight_state), soret::RunTimeFailure);
}

TEST_CASE("replicas are put together and numbered")
{
  const soret::mpi::Communicator alone = test_world().split(test_world().rank());
  Wanderers system{alone, 6, 200};
  MeanSquareDisplacement sampler{alone, TimeStep{time_step}, Steps{interval}, Duration{1.0}, Blocks{2}};
  run(system, sampler, 0, 40);
  const soret::DisplacementBlocks one = sampler.reduce(alone);
  const soret::DisplacementBlocks all = gather_replicas(test_world(), alone, one);
  const auto replicas = static_cast<std::size_t>(test_world().size());
  REQUIRE(all.blocks.size() == replicas * one.blocks.size());
  CHECK(all.replica.back() == replicas - 1);
  CHECK(all.blocks.back().sums == one.blocks.back().sums);
  const std::vector<soret::DisplacementBlocks> parts(replicas, one);
  CHECK(concatenate(parts).replica == all.replica);
  CHECK(packed(concatenate(parts).blocks) == packed(all.blocks));
}

TEST_CASE("displacements refuse what does not fit")
{
  CHECK_THROWS_AS(sampler_of(0.0), soret::InputError);
  CHECK_THROWS_AS(sampler_of(1.0, 1), soret::InputError);
  CHECK_THROWS_AS(sampler_of(1.0, 2, 3), soret::InputError);
  CHECK_THROWS_AS((MeanSquareDisplacement{test_world(), TimeStep{0.0}, Steps{1}, Duration{1.0}, Blocks{2}}),
                  soret::InputError);
  MeanSquareDisplacement sampler = sampler_of(1.0);
  CHECK_THROWS_AS(sampler.reduce(test_world()), soret::RunTimeFailure);
  Wanderers system{test_world(), 4, 20};
  run(system, sampler, 0, 2);
  CHECK_THROWS_AS(system.sample(sampler, 11), soret::RunTimeFailure);
  Wanderers fewer{test_world(), 3, 20};
  if (test_world().size() == 1) {  // on several ranks only the keeper of the lost particle notices
    CHECK_THROWS_AS(fewer.sample(sampler, 10), soret::RunTimeFailure);
  }
  system.box = soret::Box{4.0, 5.0, 3.1};
  CHECK_THROWS_AS(system.sample(sampler, 10), soret::RunTimeFailure);
}
