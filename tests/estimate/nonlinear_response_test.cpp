#include "synthetic_profile.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/local_response.hpp>
#include <soret/estimate/nemd_analysis.hpp>
#include <soret/estimate/nonlinear_onset.hpp>
#include <soret/estimate/profile_curvature.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

using namespace soret;

namespace {

/// Bends the composition of species 0: x += bend (distance from the middle between the slabs)².
void bend(ProfileBlocks& profile, double bend)
{
  for (ProfileBlock& block : profile.blocks) {
    for (std::size_t bin = 0; bin < profile.shape.bins; ++bin) {
      const double fraction = profile.shape.bin_centre(bin) / profile.shape.length();
      const double offset = (std::abs(std::remainder(fraction, 1.0)) - 0.25) * profile.shape.length();
      double& light = block.sums[profile.shape.offset(bin, 0, profile_column::count)];
      double& heavy = block.sums[profile.shape.offset(bin, 1, profile_column::count)];
      const double moved = bend * offset * offset * (light + heavy);
      light += moved;
      heavy -= moved;
    }
  }
}

ResponsePoint point(double gradient, double response, double error) { return {gradient, {response, error}}; }

}  // namespace

TEST_CASE("the curvature of a parabola, whatever the weights; none of a line")
{
  const std::array x{0.0, 0.5, 1.5, 2.0, 4.0};
  const std::array weights{1.0, 3.0, 0.5, 2.0, 1.0};
  std::array<double, 5> parabola{};
  std::array<double, 5> line{};
  for (std::size_t k = 0; k < x.size(); ++k) {
    line[k] = 2.0 - 0.3 * x[k];
    parabola[k] = line[k] + 0.7 * x[k] * x[k];
  }
  CHECK(profile_curvature(x, parabola, weights) == doctest::Approx(1.4).epsilon(1e-12));
  CHECK(std::abs(profile_curvature(x, line, weights)) < 1e-12);
  const std::array few{1.0, 0.0, 0.0, 1.0, 0.0};
  CHECK_THROWS_AS(profile_curvature(x, line, few), RunTimeFailure);
}

TEST_CASE("a bent composition shows in the analysis, a straight one does not")
{
  SyntheticProfile synthetic;
  synthetic.noise = 0.004;
  ProfileBlocks profile = synthetic.make();
  const Estimate straight = analyse_nemd(profile, {}).at("mole_fraction_curvature", "light");
  CHECK(std::abs(straight.standard_errors_from(0.0)) < 3.0);
  bend(profile, 5e-4);
  const Estimate bent = analyse_nemd(profile, {}).at("mole_fraction_curvature", "light");
  CHECK(std::abs(bent.standard_errors_from(1e-3)) < 3.0);
  CHECK(bent.value > 5.0 * bent.standard_error);
}

TEST_CASE("the local response of a linear profile is that of the whole, place by place")
{
  SyntheticProfile synthetic;
  const std::vector<LocalResponse> places = local_response(synthetic.make(), 0, FitWindow{0.05, 0.45}, {});
  REQUIRE(places.size() == 4);  // 7 of 48 bins, about half of them in common
  for (const LocalResponse& place : places) {
    const double offset = (place.distance - 0.25) * synthetic.length;
    const double x = synthetic.mean_mole_fraction + synthetic.mole_fraction_gradient() * offset;
    CHECK(place.temperature.value == doctest::Approx(1.0 + 0.02 * offset).epsilon(1e-9));
    CHECK(place.temperature_gradient.value == doctest::Approx(0.02).epsilon(1e-9));
    CHECK(place.mole_fraction.value == doctest::Approx(x).epsilon(1e-9));
    CHECK(place.mole_fraction_gradient.value == doctest::Approx(synthetic.mole_fraction_gradient()).epsilon(1e-9));
    CHECK(place.soret_coefficient.value == doctest::Approx(1.5 * 0.21 / (x * (1.0 - x))).epsilon(1e-9));
    CHECK(place.potential_energy.value == doctest::Approx(-4.0).epsilon(1e-12));
  }
}

TEST_CASE("where the profile is bent, dx/dz differs from place to place, within its errors")
{
  SyntheticProfile synthetic;
  synthetic.noise = 0.004;
  ProfileBlocks profile = synthetic.make();
  bend(profile, 1e-3);
  const std::vector<LocalResponse> places = local_response(profile, 0, FitWindow{0.05, 0.45}, {});
  for (const LocalResponse& place : places) {
    const double offset = (place.distance - 0.25) * synthetic.length;
    const double expected = synthetic.mole_fraction_gradient() + 2e-3 * offset;
    CHECK(std::abs(place.mole_fraction_gradient.standard_errors_from(expected)) < 3.5);
  }
  CHECK(places.back().mole_fraction_gradient.value - places.front().mole_fraction_gradient.value > 0.005);
  CHECK_THROWS_AS(local_response(profile, 2, FitWindow{}, {}), InputError);
  CHECK_THROWS_AS(local_response(profile, 0, FitWindow{}, {}, 2), InputError);
  CHECK(local_response(profile, 0, FitWindow{0.2, 0.3}, {}).empty());
}

TEST_CASE("the onset lies between the last gradient that obeys the linear law and the first that does not")
{
  // Given out of order; response = 0.1 g below 4e-3, more above.
  const std::vector<ResponsePoint> points{point(6e-3, 7.5e-4, 2e-5), point(1e-3, 1.05e-4, 2e-5),
                                          point(2e-3, 1.95e-4, 2e-5), point(4e-3, 4.1e-4, 2e-5),
                                          point(8e-3, 1.2e-3, 2e-5)};
  const NonlinearOnset found = nonlinear_onset(points);
  CHECK(found.regimes == std::vector{ResponseRegime::nonlinear, ResponseRegime::linear, ResponseRegime::linear,
                                     ResponseRegime::linear, ResponseRegime::nonlinear});
  REQUIRE(found.onset);
  CHECK(*found.onset == 0);
  CHECK(*found.last_linear == 3);
}

TEST_CASE("one point that departs by chance is no onset; a bent profile and no response are told apart")
{
  std::vector<ResponsePoint> points{point(1e-3, 1e-4, 1e-5), point(2e-3, 3e-4, 2e-5), point(3e-3, 3e-4, 2e-5)};
  NonlinearOnset found = nonlinear_onset(points);
  CHECK(found.regimes[1] == ResponseRegime::nonlinear);
  CHECK_FALSE(found.onset);
  CHECK_FALSE(found.last_linear);
  points = {point(1e-3, 1e-6, 1e-5)};
  CHECK(nonlinear_onset(points).regimes[0] == ResponseRegime::none);
  points[0].curvature = Estimate{1e-4, 1e-5};  // bent by chance, where there is nothing to be bent
  CHECK(nonlinear_onset(points).regimes[0] == ResponseRegime::none);
  points = {point(1e-3, 1e-4, 1e-5)};
  points[0].curvature = Estimate{1e-4, 1e-5};
  found = nonlinear_onset(points);
  CHECK(found.regimes[0] == ResponseRegime::nonlinear);
  CHECK(*found.onset == 0);
  CHECK_FALSE(found.last_linear);
  points[0].gradient = 0.0;
  CHECK_THROWS_AS(nonlinear_onset(points), InputError);
}
