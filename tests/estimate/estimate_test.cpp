#include <soret/core/error.hpp>
#include <soret/estimate/estimate.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <sstream>

using soret::Estimate;

TEST_CASE("an estimate is printed with two digits of its error")
{
  CHECK(to_string(Estimate{-0.9128, 0.0814}) == "-0.913 ± 0.081");
  CHECK(to_string(Estimate{7.5, 2.9}) == "7.5 ± 2.9");
  CHECK(to_string(Estimate{0.123456, 0.0996}) == "0.12 ± 0.10");
  CHECK(to_string(Estimate{12345.0, 561.0}) == "12350 ± 560");
  CHECK(to_string(Estimate{3.14159, 12.4}) == "3 ± 12");
  CHECK(to_string(Estimate{1.5237e-8, 1.13e-9}) == "(1.52 ± 0.11)e-08");
  CHECK(to_string(Estimate{-2.5e9, 3e8}) == "(-2.50 ± 0.30)e+09");
  CHECK(to_string(Estimate{2.0 / 3.0, 4.2e-16}) == "0.666667 (exact)");
  CHECK(to_string(Estimate{1.5, 0.0}) == "1.5 (exact)");
  CHECK(to_string(Estimate{0.0, 0.0}) == "0 (exact)");
  CHECK(to_string(Estimate{1.5, 1e-9}) == "1.5000000000 ± 0.0000000010");
  CHECK(to_string(Estimate{1.5, std::numeric_limits<double>::infinity()}) == "1.5 ± unknown");
  std::ostringstream out;
  out << Estimate{1.0, 0.25};
  CHECK(out.str() == "1.00 ± 0.25");
}

TEST_CASE("relative errors and deviations")
{
  CHECK(Estimate{-2.0, 0.5}.relative_error() == 0.25);
  CHECK(std::isinf(Estimate{0.0, 0.5}.relative_error()));
  CHECK(Estimate{2.0, 0.5}.standard_errors_from(1.0) == 2.0);
  CHECK(Estimate{1.0, 0.0}.standard_errors_from(1.0) == 0.0);
  const Estimate distance = difference(Estimate{5.0, 3.0, 7.0}, Estimate{1.0, 4.0});
  CHECK(distance.value == 4.0);
  CHECK(distance.standard_error == 5.0);
  CHECK(distance.degrees_of_freedom == 7.0);
}

TEST_CASE("a weighted mean favours the sharper measurement")
{
  const std::array<Estimate, 2> measurements{Estimate{1.0, 1.0}, Estimate{4.0, 2.0}};
  const soret::WeightedMean mean = soret::weighted_mean(measurements);
  CHECK(mean.estimate.value == doctest::Approx(1.6));
  CHECK(mean.estimate.standard_error == doctest::Approx(std::sqrt(0.8)));
  CHECK(mean.chi_squared == doctest::Approx(0.36 + 1.44));
  CHECK_THROWS_AS(soret::weighted_mean({}), soret::RunTimeFailure);
  const std::array<Estimate, 1> exact{Estimate{1.0, 0.0}};
  CHECK_THROWS_AS(soret::weighted_mean(exact), soret::RunTimeFailure);
}
