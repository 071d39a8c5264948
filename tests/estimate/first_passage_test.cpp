#include <soret/core/error.hpp>
#include <soret/estimate/first_passage.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using soret::Distance;
using soret::log_first_passage_time;

namespace {

/// A well with a smooth top at r = 2: -D/2 (1 + cos(pi r/2)).
double cosine_well(double depth, Distance distance)
{
  return -0.5 * depth * (1.0 + std::cos(0.5 * std::numbers::pi * distance.value()));
}

/// ln of the first-passage time over Kramers' formula for that well.
double beyond_kramers(double depth)
{
  const double curvature = 0.5 * depth * 0.25 * std::numbers::pi * std::numbers::pi;
  const double exact =
      log_first_passage_time([&](Distance distance) { return cosine_well(depth, distance); }, Distance{2.0});
  return exact - soret::log_kramers_time({depth, curvature, curvature});
}

}  // namespace

TEST_CASE("first passage without a potential and up a slope is known")
{
  CHECK(std::exp(log_first_passage_time([](Distance) { return 3.0; }, Distance{0.7})) ==
        doctest::Approx(0.5 * 0.7 * 0.7).epsilon(1e-10));
  for (const double slope : {1.0, 6.0, -4.0}) {
    const double exact = (std::expm1(slope * 1.5) / slope - 1.5) / slope;
    CHECK(log_first_passage_time([&](Distance distance) { return slope * distance.value(); }, Distance{1.5}) ==
          doctest::Approx(std::log(exact)).epsilon(1e-6));
  }
}

TEST_CASE("first passage out of deep wells comes to Kramers' formula")
{
  // the next order is 1/depth: each end adds a correction of 1/8 fourth derivative/curvature² = 1/(4 depth)
  CHECK(beyond_kramers(10.0) == doctest::Approx(0.05).epsilon(0.3));
  CHECK(std::abs(beyond_kramers(40.0)) < 0.4 * std::abs(beyond_kramers(10.0)));
  CHECK(std::abs(beyond_kramers(160.0)) < 0.4 * std::abs(beyond_kramers(40.0)));
  CHECK(std::abs(beyond_kramers(160.0)) < 0.01);
}

TEST_CASE("walls beyond the range of numbers do no harm") { CHECK(std::abs(beyond_kramers(3000.0)) < 1e-3); }

TEST_CASE("impossible first passages are refused")
{
  const soret::ReducedPotential flat = [](Distance) { return 0.0; };
  CHECK_THROWS_AS(log_first_passage_time(flat, Distance{0.0}), soret::InputError);
  CHECK_THROWS_AS(log_first_passage_time(flat, Distance{1.0}, 1), soret::InputError);
  CHECK_THROWS_AS(soret::log_kramers_time({5.0, 1.0, 0.0}), soret::InputError);
}
