#include <soret/estimate/thermodynamic_integration.hpp>

#include <soret/core/error.hpp>

#include "linearised_profile.hpp"

#include <Eigen/Dense>

#include <algorithm>
#include <functional>
#include <numeric>

namespace soret {

namespace {

/// The matrix that turns values into second derivatives of the natural cubic spline: with the intervals h_i,
///   h_{i-1} m_{i-1} + 2 (h_{i-1} + h_i) m_i + h_i m_{i+1} = 6 ((y_{i+1} - y_i)/h_i - (y_i - y_{i-1})/h_{i-1}),
/// m = 0 at both ends.
Eigen::MatrixXd second_derivatives(std::span<const double> x)
{
  const auto count = static_cast<Eigen::Index>(x.size());
  Eigen::MatrixXd left = Eigen::MatrixXd::Identity(count, count);
  Eigen::MatrixXd right = Eigen::MatrixXd::Zero(count, count);
  for (Eigen::Index i = 1; i + 1 < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double before = x[at] - x[at - 1];
    const double after = x[at + 1] - x[at];
    left.row(i).segment<3>(i - 1) << before, 2.0 * (before + after), after;
    right.row(i).segment<3>(i - 1) << 6.0 / before, -6.0 / before - 6.0 / after, 6.0 / after;
  }
  return left.partialPivLu().solve(right);
}

double weighted_mean_slope(const CouplingSamples& samples, std::size_t k, std::span<const double> weights)
{
  const std::vector<double>& slopes = samples.windows[k].slopes;
  return std::inner_product(slopes.begin(), slopes.end(), weights.begin(), 0.0) / static_cast<double>(slopes.size());
}

}  // namespace

std::vector<std::vector<double>> integration_weights(std::span<const double> x, IntegrationRule rule)
{
  if (x.size() < 2 || std::ranges::adjacent_find(x, std::greater_equal<>{}) != x.end()) {
    throw InputError("an integral needs at least two points in increasing order");
  }
  const auto count = static_cast<Eigen::Index>(x.size());
  const Eigen::MatrixXd curvature =
      rule == IntegrationRule::trapezoid ? Eigen::MatrixXd::Zero(count, count) : second_derivatives(x);
  std::vector<std::vector<double>> weights{std::vector<double>(x.size(), 0.0)};
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    const double h = x[i + 1] - x[i];
    std::vector<double> row = weights.back();
    row[i] += 0.5 * h;
    row[i + 1] += 0.5 * h;
    const auto at = static_cast<Eigen::Index>(i);
    for (std::size_t j = 0; j < x.size(); ++j) {
      const auto column = static_cast<Eigen::Index>(j);
      row[j] -= h * h * h / 24.0 * (curvature(at, column) + curvature(at + 1, column));
    }
    weights.push_back(std::move(row));
  }
  return weights;
}

FreeEnergyProfile thermodynamic_integration(const CouplingSamples& samples, IntegrationRule rule)
{
  samples.require_consistent();
  const std::vector<std::vector<double>> rows = integration_weights(samples.lambdas, rule);
  std::vector<double> means;
  std::vector<std::vector<double>> deviations;
  for (std::size_t k = 0; k < samples.size(); ++k) {
    const std::vector<double> weights = samples.weights(k);
    means.push_back(weighted_mean_slope(samples, k, weights));
    deviations.push_back(detail::weighted_deviations(weights, samples.windows[k].slopes, 1.0));
  }
  std::vector<double> values;
  for (const std::vector<double>& row : rows) {
    values.push_back(std::inner_product(row.begin(), row.end(), means.begin(), 0.0));
  }
  return detail::linearised_profile(samples, values, [&](std::size_t k) {
    detail::Influence influence = deviations;
    for (std::size_t j = 0; j < influence.size(); ++j) {
      std::ranges::transform(influence[j], influence[j].begin(), [&](double value) { return rows[k][j] * value; });
    }
    return influence;
  });
}

std::vector<Estimate> mean_slopes(const CouplingSamples& samples)
{
  samples.require_consistent();
  std::vector<Estimate> means;
  for (std::size_t k = 0; k < samples.size(); ++k) {
    const std::vector<double> weights = samples.weights(k);
    detail::Influence influence = detail::no_influence(samples);
    influence[k] = detail::weighted_deviations(weights, samples.windows[k].slopes, 1.0);
    means.push_back(detail::linearised(weighted_mean_slope(samples, k, weights), samples, influence));
  }
  return means;
}

}  // namespace soret
