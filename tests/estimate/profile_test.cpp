#include "synthetic_profile.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/fit_window.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace column = soret::profile_column;
using soret::Axis;

namespace {

/// Two bins of 2 × 3 × 1, two samples; bin 0: two particles of A (m = 2) and one of B (m = 3) per sample, bin 1: empty.
struct HandMade {
  soret::ProfileShape shape{Axis::z, {2.0, 3.0, 2.0}, 2, {"A", "B"}, {2.0, 3.0}, {}, {}};
  soret::ProfileBlock block;

  HandMade()
  {
    block.samples = 2;
    block.duration = 1.0;
    block.sums.assign(shape.sums_size(), 0.0);
    set(0, column::count, {4.0});
    set(1, column::count, {2.0});
    set(0, column::momentum, {1.0, 2.0, 6.0});
    set(1, column::momentum, {-1.0, -2.0, -6.0});
    set(0, column::kinetic_tensor, {12.0, 16.0, 20.0, 1.0, 2.0, 3.0});
    set(1, column::kinetic_tensor, {6.0, 8.0, 10.0, 4.0, 5.0, 6.0});
    set(0, column::potential_energy, {-20.0});
    set(1, column::potential_energy, {-4.0});
    set(0, column::virial, {1.0, 2.0, 3.0, 4.0, 5.0, 6.0});
    set(1, column::heat_flux, {0.0, 0.0, 24.0});
  }
  void set(std::size_t species, std::size_t first, const std::vector<double>& values)
  {
    for (std::size_t i = 0; i < values.size(); ++i) {
      block.sums[shape.offset(0, species, first + i)] = values[i];
    }
  }
};

std::string refusal(const soret::SlabAverages& averages, const soret::ProfileWindow& window)
{
  try {
    resolve_window(averages, window);
  }
  catch (const soret::InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("averages of a hand-made block")
{
  const HandMade made;
  const soret::SlabAverages slabs{made.shape, made.block};
  CHECK(made.shape.bin_volume() == 6.0);
  CHECK(slabs.count()[0] == 6.0);
  CHECK(slabs.temperature()[0] == doctest::Approx(72.0 / 18.0));
  CHECK(slabs.temperature(Axis::y)[0] == doctest::Approx(24.0 / 6.0));
  CHECK(slabs.temperature(std::size_t{1})[0] == doctest::Approx(24.0 / 6.0));
  CHECK(slabs.number_density()[0] == doctest::Approx(6.0 / 12.0));
  CHECK(slabs.number_density(1)[0] == doctest::Approx(2.0 / 12.0));
  CHECK(slabs.mole_fraction(0)[0] == doctest::Approx(2.0 / 3.0));
  CHECK(slabs.mass_fraction(0)[0] == doctest::Approx(8.0 / 14.0));
  CHECK(slabs.potential_energy()[0] == doctest::Approx(-4.0));
  CHECK(slabs.total_energy()[0] == doctest::Approx(-4.0 + 6.0));
  CHECK(slabs.pressure(0)[0] == doctest::Approx(19.0 / 12.0));
  CHECK(slabs.pressure(5)[0] == doctest::Approx(15.0 / 12.0));
  CHECK(slabs.mass_flux(0, Axis::z)[0] == doctest::Approx(0.5));
  CHECK(slabs.species_flux(0, Axis::z)[0] == doctest::Approx(0.25));
  CHECK(slabs.heat_flux(Axis::z)[0] == doctest::Approx(2.0));
  CHECK(slabs.number_density()[1] == 0.0);
  CHECK(std::isnan(slabs.temperature()[1]));
}

TEST_CASE("blocks add up, select and concatenate")
{
  SyntheticProfile synthetic;
  synthetic.blocks = 4;
  synthetic.noise = 0.1;
  const soret::ProfileBlocks one = synthetic.make();
  synthetic.seed = 2;
  const soret::ProfileBlocks other = synthetic.make();
  soret::ProfileBlock sum = one.blocks[1];
  sum.add(one.blocks[2]);
  const std::array<std::size_t, 2> middle{1, 2};
  CHECK(one.total(middle).sums == sum.sums);
  CHECK(sum.samples == 200);
  CHECK(sum.duration == 100.0);
  CHECK(sum.start_time == 50.0);
  CHECK(sum.end_time == 150.0);

  const std::array<soret::ProfileBlocks, 2> parts{one, other};
  const soret::ProfileBlocks both = concatenate(parts);
  CHECK(both.replicas() == 2);
  CHECK(both.replica == std::vector<std::size_t>{0, 0, 0, 0, 1, 1, 1, 1});
  CHECK(both.first(1).blocks.size() == 2);
  CHECK(both.first(1).blocks[1].sums == other.blocks[0].sums);
  CHECK(both.sequence().total_weight() == 800.0);

  synthetic.bins = 40;
  const std::array<soret::ProfileBlocks, 2> different{one, synthetic.make()};
  CHECK_THROWS_AS(concatenate(different), soret::RunTimeFailure);
}

TEST_CASE("modes follow the blocks: of the first ones, of several replicas")
{
  SyntheticProfile synthetic;
  synthetic.blocks = 4;
  soret::ProfileBlocks one = synthetic.make();
  // 400 samples: rows of 64, the last of 16
  for (int row = 0; row < 7; ++row) {
    const std::int64_t samples = row < 6 ? 64 : 16;
    one.modes.resize(1);
    one.modes[0].push_back({samples, 0.5 * static_cast<double>(samples), {1.0 * row, 2.0 * row}});
  }
  soret::ProfileBlocks other = one;
  other.modes[0][0].sums = {7.0, 8.0};
  const soret::ProfileBlocks both = concatenate(std::array{one, other});
  REQUIRE(both.modes.size() == 2);
  CHECK(both.modes[1][0].sums == std::vector<double>{7.0, 8.0});
  const soret::ProfileBlocks beginning = both.first(2);  // 200 samples
  REQUIRE(beginning.modes.size() == 2);
  CHECK(beginning.modes[0].size() == 3);
  CHECK(beginning.modes[1][2].sums == std::vector<double>{2.0, 4.0});
  CHECK(both.first(4).modes[1].size() == 7);
  CHECK(both.mean_block_length() == soret::Duration{50.0});

  soret::ModeBlock sum;
  sum.add(one.modes[0][1]);
  sum.add(one.modes[0][6]);
  CHECK(sum.samples == 80);
  CHECK(sum.duration == 40.0);
  CHECK(sum.sums == std::vector<double>{7.0, 14.0});

  other.modes.clear();
  CHECK_THROWS_AS(concatenate(std::array{one, other}), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::ProfileBlocks{}.mean_block_length(), soret::RunTimeFailure);
}

TEST_CASE("the slowest mode has its crest at the hot slab")
{
  const soret::ProfileBlocks profile = SyntheticProfile{}.make();
  soret::ProfileShape shape = profile.shape;
  std::vector<double> sums(shape.sums_size(), 0.0);
  sums[shape.offset(36, 1, column::count)] = 3.0;  // bins are centred on (b + 1/2)/48
  const double offset = 0.5 / 48.0;
  CHECK(shape.mode_origin() == 0.5);
  shape.cold_centre = 0.25 + offset;
  CHECK(shape.mode_origin() == doctest::Approx(0.75 + offset));
  CHECK(slowest_modes(shape, sums) == std::vector<double>{0.0, 3.0});
  shape.hot_centre = offset;
  CHECK(shape.mode_origin() == offset);
  CHECK(std::abs(slowest_modes(shape, sums)[1]) < 1e-12);
}

TEST_CASE("the cold slab is found from the temperature profile")
{
  for (const double position : {0.0, 0.25, 0.5, 0.87}) {
    SyntheticProfile synthetic;
    synthetic.cold_position = position;
    const soret::ProfileBlocks profile = synthetic.make();
    const soret::ProfileBlock total = profile.total();
    const double found = coldest_position(soret::SlabAverages{profile.shape, total});
    CHECK(std::abs(found - position - std::round(found - position)) < 0.002);
  }
}

TEST_CASE("a window in fractions takes mirrored bins on both sides")
{
  SyntheticProfile synthetic;
  soret::ProfileBlocks profile = synthetic.make();
  profile.shape.cold_centre = 0.0;
  const soret::ProfileBlock total = profile.total();
  const soret::ResolvedWindow window =
      resolve_window(soret::SlabAverages{profile.shape, total}, soret::FitWindow{0.1, 0.4});
  CHECK(window.hot_centre == 0.5);
  CHECK(window.halves[0].bins.size() == 14);
  CHECK(window.halves[0].bins.front() == 5);
  CHECK(window.halves[1].bins.front() == 42);
  for (std::size_t i = 0; i < 14; ++i) {
    CHECK(window.halves[0].distances[i] == doctest::Approx(window.halves[1].distances[i]).epsilon(1e-12));
  }
  CHECK(window.halves[0].centre == doctest::Approx(6.0));
  CHECK(window.halves[1].direction == -1.0);
}

TEST_CASE("slabs that are not half a box apart stretch the window")
{
  SyntheticProfile synthetic;
  soret::ProfileBlocks profile = synthetic.make();
  profile.shape.cold_centre = 0.0;
  profile.shape.hot_centre = 0.25;
  const soret::ProfileBlock total = profile.total();
  const soret::ResolvedWindow window =
      resolve_window(soret::SlabAverages{profile.shape, total}, soret::FitWindow{0.0, 0.5});
  CHECK(window.halves[0].length == doctest::Approx(6.0));
  CHECK(window.halves[1].length == doctest::Approx(18.0));
  CHECK(window.halves[0].bins.size() == 12);
  CHECK(window.halves[1].bins.size() == 36);
}

TEST_CASE("a window around a state point lies where that temperature is")
{
  SyntheticProfile synthetic;
  synthetic.cold_position = 0.5;
  soret::ProfileBlocks profile = synthetic.make();
  profile.shape.cold_centre = 0.5;
  const soret::ProfileBlock total = profile.total();
  const soret::SlabAverages averages{profile.shape, total};
  const soret::ResolvedWindow window = resolve_window(averages, soret::StateWindow{soret::Temperature{1.03}, 2.5});
  for (const soret::HalfWindow& half : window.halves) {
    CHECK(half.centre == doctest::Approx(7.5));
    CHECK(half.distances.front() == doctest::Approx(5.25));
    CHECK(half.distances.back() == doctest::Approx(9.75));
  }
  CHECK(refusal(averages, soret::StateWindow{soret::Temperature{1.5}, 2.5}).find("1.5") != std::string::npos);
  CHECK(refusal(averages, soret::StateWindow{soret::Temperature{1.0}, 0.3}).find("0.3") != std::string::npos);
  CHECK(refusal(averages, soret::FitWindow{0.4, 0.1}).find("0.4..0.1") != std::string::npos);
  CHECK(refusal(averages, soret::FitWindow{0.2, 0.21}).find("at least 3") != std::string::npos);
}
