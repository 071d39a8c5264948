#include <soret/core/error.hpp>
#include <soret/estimate/multiple_tau_integrals.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using soret::Duration;
using soret::MultipleTauBlocks;
using soret::MultipleTauLags;

namespace {

/// One pair at the lags 0 1 2 3 4 6 8 12, a block of each list of values, with 4 origins on level 0, 2 on 1, 1 on 2.
MultipleTauBlocks hand_made(const std::vector<std::vector<double>>& values)
{
  MultipleTauBlocks blocks{{{{"x", 1}}, {{0, 0}}}, 0.5, {4, 3}, {}, {}};
  for (const std::vector<double>& of_block : values) {
    blocks.blocks.push_back({{4.0, 2.0, 1.0}, of_block});
    blocks.replica.push_back(0);
  }
  return blocks;
}

const std::vector<double> falling{8.0, 7.0, 6.0, 5.0, 4.0, 2.0, 1.0, 0.0};
const std::vector<double> shifted{10.0, 9.0, 8.0, 7.0, 6.0, 4.0, 3.0, 2.0};

}  // namespace

TEST_CASE("lags double from level to level")
{
  const MultipleTauLags lags{4, 3};
  std::vector<std::size_t> samples;
  std::vector<std::size_t> spacings;
  for (std::size_t lag = 0; lag < lags.size(); ++lag) {
    samples.push_back(lags.samples(lag));
    spacings.push_back(lags.spacing(lag));
  }
  CHECK(samples == std::vector<std::size_t>{0, 1, 2, 3, 4, 6, 8, 12});
  CHECK(spacings == std::vector<std::size_t>{1, 1, 1, 1, 2, 2, 4, 4});
  CHECK(MultipleTauLags::reaching(3, 4).levels == 1);
  CHECK(MultipleTauLags::reaching(4, 4).levels == 2);
  CHECK(MultipleTauLags::reaching(12, 4).levels == 3);
  CHECK(MultipleTauLags::reaching(13, 4).levels == 4);
}

TEST_CASE("means weigh every level with its own origins")
{
  MultipleTauBlocks blocks = hand_made({falling, shifted});
  blocks.blocks[1].origins = {4.0, 4.0, 3.0};
  const std::vector<double> mean = blocks.mean_correlation(0);
  CHECK(mean[0] == 9.0);
  CHECK(mean[5] == doctest::Approx((2.0 * 2.0 + 4.0 * 4.0) / 6.0));
  CHECK(mean[7] == doctest::Approx(1.5));
  CHECK(blocks.mean_correlation(0, 0) == shifted);
}

TEST_CASE("lags without origins in half of the blocks are not used")
{
  MultipleTauBlocks blocks = hand_made({falling, falling, falling});
  CHECK(blocks.usable_lags() == 8);
  blocks.blocks[0].origins = {4.0, 2.0, 0.0};
  CHECK(blocks.usable_lags() == 8);
  blocks.blocks[1].origins = {4.0, 0.0, 0.0};
  CHECK(blocks.usable_lags() == 6);
  CHECK(blocks.mean_correlation(0) == std::vector<double>{8.0, 7.0, 6.0, 5.0, 4.0, 2.0});
  CHECK(running_integral(blocks, 0).time.size() == 6);
  CHECK(integral_after(blocks, 0, Duration{2.0}).value == doctest::Approx(3.0));
  CHECK(hand_made({}).usable_lags() == 0);
}

TEST_CASE("integrals over unequal lags are trapezoids, with the scatter of blocks as error")
{
  const MultipleTauBlocks blocks = hand_made({falling, shifted});
  const soret::RunningIntegral curve = running_integral(blocks, 0);
  CHECK(curve.time == std::vector<double>{0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0});
  CHECK(curve.correlation[7].value == doctest::Approx(1.0));
  CHECK(curve.correlation[7].standard_error == doctest::Approx(1.0));  // of two values that differ by two
  // falling: 3.75 + 3.25 + 2.75 + 2.25 + 3 + 1.5 + 1 = 17.5; the other adds two at every lag
  CHECK(curve.integral[7].value == doctest::Approx(17.5 + 6.0));
  CHECK(curve.integral[7].standard_error == doctest::Approx(6.0));
  CHECK(curve.integral[4].value == doctest::Approx(12.0 + 2.0));
  const soret::Estimate rest = integral_after(blocks, 0, Duration{2.9});
  CHECK(rest.value == doctest::Approx(23.5 - 14.0));
  CHECK(rest.standard_error == doctest::Approx(4.0));
  CHECK_THROWS_AS(running_integral(hand_made({}), 0), soret::RunTimeFailure);
  CHECK_THROWS_AS(integral_after(hand_made({}), 0, Duration{1.0}), soret::RunTimeFailure);
}

TEST_CASE("averages over samples leave straight lines as they are and add the curvature of others")
{
  const MultipleTauLags lags{4, 3};
  std::vector<double> line;
  std::vector<double> parabola;
  for (int lag = 0; lag < 16; ++lag) {
    line.push_back(3.0 - 0.25 * lag);
    parabola.push_back(1.0 * lag * lag);
  }
  const std::vector<double> of_line = coarse_correlation(line, lags);
  const std::vector<double> of_parabola = coarse_correlation(parabola, lags);
  REQUIRE(of_line.size() == lags.size());
  for (std::size_t lag = 0; lag < lags.size(); ++lag) {
    const auto at = static_cast<double>(lags.samples(lag));
    const auto m = static_cast<double>(lags.spacing(lag));
    CHECK(of_line[lag] == doctest::Approx(3.0 - 0.25 * at));
    CHECK(of_parabola[lag] == doctest::Approx(at * at + (m * m - 1.0) / 6.0));  // the variance of the weights
  }
  CHECK(coarse_correlation(std::span{line}.first(15), lags).size() == lags.size() - 1);  // 12 + 3 is not there
  CHECK(coarse_correlation(std::span{line}.first(3), lags).size() == 3);
}

TEST_CASE("with 32 points a level averages and trapezoids shift the integral of an exponential by about 1/32²")
{
  constexpr std::size_t points = 32;
  for (const double decay : {30.0, 100.0, 300.0, 1000.0}) {
    const MultipleTauLags lags = MultipleTauLags::reaching(static_cast<std::size_t>(15.0 * decay), points);
    std::vector<double> exact;
    for (std::size_t lag = 0; lag < 2 * points << lags.levels; ++lag) {
      exact.push_back(std::exp(-static_cast<double>(lag) / decay));
    }
    MultipleTauBlocks one{{{{"x", 1}}, {{0, 0}}}, 1.0, lags, {}, {0}};
    one.blocks.push_back({std::vector<double>(lags.levels, 1.0), coarse_correlation(exact, lags)});
    const double shift = running_integral(one, 0).integral.back().value / decay - 1.0;
    CAPTURE(decay);
    CHECK(std::abs(shift) < 1.5 / (points * points));
  }
}

TEST_CASE("forms of an integral are compared at a lag that both have")
{
  const MultipleTauBlocks doubling = hand_made({falling, shifted});
  soret::CorrelationBlocks fourier{doubling.quantities, 0.5, 9, {}, {0, 0}, {}};
  for (const double first : {8.0, 10.0}) {
    std::vector<double> straight;
    for (int lag = 0; lag < 10; ++lag) {
      straight.push_back(first - lag);
    }
    fourier.blocks.push_back({45.0, straight});
  }
  // The lag 6 needs those up to 7, the lag 8 those up to 11.
  const soret::FormsOfIntegral all = compare_forms(fourier, doubling, 0, Duration{4.5});
  CHECK(all.time.value() == 3.0);
  CHECK(all.expected == doctest::Approx(15.0 + 3.0));  // of the straight lines themselves
  CHECK(all.measured.value == doctest::Approx(15.0 + 3.0));
  CHECK(all.difference.value == doctest::Approx(0.0));
  // The Fourier form lacks 9 of 90 origins, 2/4 of pairs are near the ends of levels.
  CHECK(all.difference.standard_error == doctest::Approx(3.0 * std::sqrt(0.1 + 0.5)));
  const soret::FormsOfIntegral first_level = compare_forms(fourier, doubling, 0, Duration{1.6});
  CHECK(first_level.time.value() == 1.5);
  CHECK(first_level.difference.standard_error == doctest::Approx(1.5 * std::sqrt(0.1 + 0.5)));
  fourier.blocks.clear();
  CHECK_THROWS_AS(compare_forms(fourier, doubling, 0, Duration{1.6}), soret::RunTimeFailure);
}

TEST_CASE("blocks of replicas are put together if they fit")
{
  const MultipleTauBlocks all =
      soret::concatenate(std::vector{hand_made({falling, shifted}), hand_made({}), hand_made({shifted})});
  CHECK(all.blocks.size() == 3);
  CHECK(all.replica == std::vector<std::size_t>{0, 0, 1});
  CHECK(all.replicas() == 2);
  MultipleTauBlocks other = hand_made({falling});
  other.sample_spacing = 1.0;
  CHECK_THROWS_AS(soret::concatenate(std::vector{hand_made({falling}), other}), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::concatenate(std::span<const MultipleTauBlocks>{}), soret::RunTimeFailure);
}
