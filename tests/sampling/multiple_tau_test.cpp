/// Errors of multiple-tau correlations and of the difference to the Fourier form, on noise of known correlation.

#include <soret/estimate/multiple_tau_integrals.hpp>
#include <soret/sampling/multiple_tau_correlator.hpp>
#include <soret/sampling/segment_correlator.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <span>
#include <vector>

using soret::Duration;
using soret::Estimate;

namespace {

const soret::CorrelatedQuantities one{{{"x", 1}}, {{0, 0}}};
const soret::MultipleTauLags lags{16, 5};
const soret::Blocks blocks{20};  // of 256 samples in the end, the longest lag is 240
constexpr std::size_t fourier_lag = 120;
constexpr double spacing = 0.5;
constexpr double memory = 0.9;
constexpr int runs = 200;

double exact_correlation(double lag) { return std::pow(memory, lag) / (1.0 - memory * memory); }

/// Both forms of the correlation function of x_(n+1) = memory x_n + noise.
struct Run {
  soret::MultipleTauBlocks doubling;
  soret::CorrelationBlocks fourier;
};

Run run(std::mt19937_64& generator)
{
  constexpr int samples = 8192;
  std::normal_distribution<double> normal;
  soret::MultipleTauCorrelator doubling{one, lags, blocks};
  soret::SegmentCorrelator segments{one, fourier_lag, blocks};
  double x = normal(generator) * std::sqrt(exact_correlation(0.0));
  for (int n = 0; n < samples; ++n) {
    doubling.add(std::span{&x, 1});
    segments.add(std::span{&x, 1});
    x = memory * x + normal(generator);
  }
  soret::CorrelationBlocks fourier{one, spacing, fourier_lag, segments.blocks(), {}, {}};
  fourier.replica.assign(fourier.blocks.size(), 0);
  return {doubling.blocks(Duration{spacing}), std::move(fourier)};
}

/// Deviations in standard errors, whose mean square is near one if the errors are right.
class Deviations {
 public:
  void add(const Estimate& estimate, double expected)
  {
    const double z = estimate.standard_errors_from(expected);
    sum_ += z;
    squares_ += z * z;
    largest_ = std::max(largest_, std::abs(z));
  }
  double mean() const { return sum_ / runs; }
  double mean_square() const { return squares_ / runs; }
  double largest() const { return largest_; }

 private:
  double sum_ = 0.0;
  double squares_ = 0.0;
  double largest_ = 0.0;
};

/// With 20 to 40 blocks the mean square is 1.05 to 1.1 for exact errors, its own standard error over 200 runs 0.11.
void check_honest(const Deviations& deviations)
{
  CHECK(std::abs(deviations.mean()) < 0.25);  // three errors of a mean over 200 runs
  CHECK(deviations.mean_square() > 0.7);
  CHECK(deviations.mean_square() < 1.45);
}

std::vector<double> exact_curve()
{
  std::vector<double> curve;
  for (std::size_t lag = 0; lag < 512; ++lag) {
    curve.push_back(exact_correlation(static_cast<double>(lag)));
  }
  return coarse_correlation(curve, lags);
}

}  // namespace

TEST_CASE("errors of multiple-tau correlations and integrals are those of many runs")
{
  const std::vector<double> expected = exact_curve();
  REQUIRE(expected.size() == lags.size());
  const std::vector<std::size_t> chosen{0, 1, 8, 15, 16, 24, 32, 40, 47};
  std::vector<Deviations> of_correlation(lags.size());
  std::vector<Deviations> of_integral(lags.size());
  Deviations of_rest;
  std::mt19937_64 generator{5};
  for (int k = 0; k < runs; ++k) {
    const soret::MultipleTauBlocks doubling = run(generator).doubling;
    REQUIRE(doubling.blocks.size() >= 20);
    const soret::RunningIntegral curve = running_integral(doubling, 0);
    double integral = 0.0;
    for (std::size_t lag = 0; lag < lags.size(); ++lag) {
      of_correlation[lag].add(curve.correlation[lag], expected[lag]);
      if (lag > 0) {
        integral += 0.5 * (curve.time[lag] - curve.time[lag - 1]) * (expected[lag - 1] + expected[lag]);
        of_integral[lag].add(curve.integral[lag], integral);
      }
    }
    of_rest.add(integral_after(doubling, 0, Duration{60.0}), 0.0);  // 0.9^120 = 3e-6 of it is left
  }
  for (const std::size_t lag : chosen) {
    CAPTURE(lag);
    check_honest(of_correlation[lag]);
    if (lag > 0) {
      check_honest(of_integral[lag]);
    }
  }
  check_honest(of_rest);
}

TEST_CASE(
    "both forms of an integral agree within the error that their difference should have, of the same samples only")
{
  Deviations same;
  Deviations within_level_0;
  Deviations other;
  std::mt19937_64 generator{7};
  Run before = run(generator);
  for (int k = 0; k < runs; ++k) {
    Run now = run(generator);
    const soret::FormsOfIntegral forms = compare_forms(now.fourier, now.doubling, 0, Duration{40.0});
    CHECK(forms.time.value() == 40.0);
    CHECK(forms.measured.standard_error > 2.5 * forms.difference.standard_error);
    same.add(forms.difference, 0.0);
    within_level_0.add(compare_forms(now.fourier, now.doubling, 0, Duration{7.7}).difference, 0.0);
    other.add(compare_forms(before.fourier, now.doubling, 0, Duration{40.0}).difference, 0.0);
    before = std::move(now);
  }
  for (const Deviations& deviations : {same, within_level_0}) {
    CHECK(deviations.largest() < 3.0);
    CHECK(deviations.mean_square() < 1.0);
    CHECK(deviations.mean_square() > 0.01);  // the error is at most ten times too large
  }
  CHECK(other.mean_square() > 9.0);  // twice the squared error of the integral over that of the difference
}
