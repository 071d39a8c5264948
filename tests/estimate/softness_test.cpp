#include "../support/sanitizers.hpp"
#include "made_up_liquid.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/softness.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using soret::CageRule;
using soret::CagingPotential;
using soret::Distance;

namespace {

const std::vector<std::int64_t> unequal{10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 4};

/// The cage of structure factors without noise.
CagingPotential exact_cage()
{
  const soret::StructureFactorBlocks exact = noisy_liquid(liquid_structure, {1}, 0.0, 1);
  return CagingPotential{exact.shape.wave_numbers, soret::cage_spectrum(exact.shape, exact.averages()[0])};
}

/// 1/S with the noise left in.
double noisy_curvature(const soret::StructureFactorBlocks& data)
{
  soret::StructureFactorBlock all;
  for (const soret::StructureFactorBlock& block : data.blocks) {
    all.add(block);
  }
  const soret::StructureFactorBlocks one{data.shape, {all}, {0}};
  return CagingPotential{data.shape.wave_numbers, soret::cage_spectrum(data.shape, one.averages()[0])}.curvature();
}

}  // namespace

TEST_CASE("softness without noise is that of the cage")
{
  const CagingPotential cage = exact_cage();
  const soret::Softness found = soret::softness(noisy_liquid(liquid_structure, unequal, 1e-9, 1));
  CHECK(found.softness.value == doctest::Approx(1.0 / cage.curvature()).epsilon(1e-6));
  CHECK(found.depth.value == doctest::Approx(cage.depth()).epsilon(1e-6));
  CHECK(found.range.value == doctest::Approx(cage.range().value()).epsilon(1e-6));
  CHECK(found.potential.front().value == doctest::Approx(-cage.depth()).epsilon(1e-6));
  CHECK(found.potential.back().value > -0.01 * cage.depth());
  CHECK(found.harmonic(Distance{0.05}) == doctest::Approx(cage.at(Distance{0.05})).epsilon(0.01));
  CHECK(std::abs(found.noise_share) < 1e-6);
  CHECK(found.spectrum.size() == found.wave_numbers.size());
}

TEST_CASE("noise is taken out, and errors are as long as they say")
{
  if (under_sanitizers) {
    return;
  }
  const double scatter = 0.2;
  const double exact = exact_cage().curvature();
  double softness_squares = 0.0;
  double depth_squares = 0.0;
  double with_noise = 0.0;
  double without_noise = 0.0;
  double told = 0.0;
  constexpr int runs = 120;
  for (int run = 0; run < runs; ++run) {
    const auto data = noisy_liquid(liquid_structure, unequal, scatter, 1000 + static_cast<std::uint64_t>(run));
    const soret::Softness found = soret::softness(data);
    softness_squares += std::pow(found.softness.standard_errors_from(1.0 / exact), 2) / runs;
    depth_squares += std::pow(found.depth.standard_errors_from(exact_cage().depth()), 2) / runs;
    with_noise += noisy_curvature(data) / exact / runs;
    without_noise += 1.0 / found.softness.value / exact / runs;
    told += found.noise_share / runs;
  }
  MESSAGE("1/S over the exact one with noise " << with_noise << ", without " << without_noise << ", told " << told);
  CHECK(with_noise > 1.05);
  CHECK(std::abs(without_noise - 1.0) < 0.1 * (with_noise - 1.0));
  CHECK(told == doctest::Approx(with_noise - 1.0).epsilon(0.1));
  MESSAGE("squares of deviations in standard errors " << softness_squares << " and " << depth_squares);
  // one within four of its deviations sqrt(2/runs), or one half where nothing but noise is in the spectrum
  for (const double squares : {softness_squares, depth_squares}) {
    CHECK(squares > 0.5 * (1.0 - 4.0 * std::sqrt(2.0 / runs)));
    CHECK(squares < 1.0 + 4.0 * std::sqrt(2.0 / runs));
  }
}

TEST_CASE("without a cage there is no softness")
{
  const auto ideal = [](double) { return 1.0; };
  CHECK_THROWS_WITH_AS(soret::softness(noisy_liquid(ideal, unequal, 0.3, 5)), doctest::Contains("show no cage"),
                       soret::RunTimeFailure);
  CHECK_THROWS_WITH_AS(soret::softness(noisy_liquid(ideal, unequal, 0.0, 5)), doctest::Contains("show no cage"),
                       soret::RunTimeFailure);
}

TEST_CASE("a single block and wave numbers that are not there are refused")
{
  CHECK_THROWS_AS(soret::softness(noisy_liquid(liquid_structure, {10}, 0.1, 1)), soret::RunTimeFailure);
  CHECK_THROWS_WITH_AS(soret::softness(noisy_liquid(liquid_structure, unequal, 0.1, 1),
                                       CageRule{.largest_wave_number = soret::WaveNumber{50.0}}),
                       doctest::Contains("they end at 39.95"), soret::InputError);
}
