#include <soret/estimate/nonlinear_fit.hpp>

#include <soret/core/error.hpp>

#include <Eigen/Dense>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The weighted residuals of a model and their derivatives.
class Residuals {
 public:
  Residuals(const ModelOfParameters& model, std::span<const Estimate> values) : model_{model}, values_{values} {}

  /// (y_k - f_k)/s_k
  Vector at(const Vector& parameters) const
  {
    const std::vector<double> found = model_({parameters.data(), static_cast<std::size_t>(parameters.size())});
    if (found.size() != values_.size()) {
      throw InputError(fmt::format("a model of {} values cannot be fitted to {}", found.size(), values_.size()));
    }
    Vector residuals(static_cast<Eigen::Index>(found.size()));
    for (std::size_t k = 0; k < found.size(); ++k) {
      residuals[static_cast<Eigen::Index>(k)] = (values_[k].value - found[k]) / values_[k].standard_error;
    }
    return residuals;
  }

  /// (df_k/dp_j)/s_k
  Matrix derivatives(const Vector& parameters) const
  {
    constexpr double relative_step = 1e-6;
    Matrix result(static_cast<Eigen::Index>(values_.size()), parameters.size());
    for (Eigen::Index j = 0; j < parameters.size(); ++j) {
      const double step = relative_step * std::max(std::abs(parameters[j]), relative_step);
      Vector above = parameters;
      Vector below = parameters;
      above[j] += step;
      below[j] -= step;
      result.col(j) = (at(below) - at(above)) / (above[j] - below[j]);
    }
    return result;
  }

 private:
  const ModelOfParameters& model_;
  std::span<const Estimate> values_;
};

/// Steps that become shorter and steeper as long as they lead upwards.
class LevenbergMarquardt {
 public:
  LevenbergMarquardt(const Residuals& residuals, Vector start, const std::string& what)
      : residuals_{residuals}, what_{what}, parameters_{std::move(start)}, chi_squared_{chi_squared_at(parameters_)}
  {
    if (!std::isfinite(chi_squared_)) {
      throw RunTimeFailure(what_ + ": the model is not finite where the fit starts");
    }
  }

  void run()
  {
    constexpr int most_iterations = 1000;
    for (int iteration = 0; iteration < most_iterations; ++iteration) {
      if (has_arrived_after_step()) {
        return;
      }
    }
    throw RunTimeFailure(
        fmt::format("{}: no minimum of chi² after {} iterations, it is {:g}", what_, most_iterations, chi_squared_));
  }

  const Vector& parameters() const { return parameters_; }
  double chi_squared() const { return chi_squared_; }

 private:
  double chi_squared_at(const Vector& parameters) const { return residuals_.at(parameters).squaredNorm(); }

  /// One step downwards; true if it changes chi² and parameters no more, or none can be found.
  bool has_arrived_after_step()
  {
    constexpr double most_damping = 1e20;
    constexpr double least_change = 1e-12;
    const Matrix derivatives = residuals_.derivatives(parameters_);
    const Vector gradient = derivatives.transpose() * residuals_.at(parameters_);
    const Matrix curvature = derivatives.transpose() * derivatives;
    for (; damping_ < most_damping; damping_ *= 4.0) {
      Matrix damped = curvature;
      damped.diagonal() += damping_ * curvature.diagonal();
      const Vector step = damped.ldlt().solve(gradient);
      const double found = step.allFinite() ? chi_squared_at(parameters_ + step) : INFINITY;
      if (!(found <= chi_squared_)) {
        continue;
      }
      const bool is_small = chi_squared_ - found <= least_change * (1.0 + found) &&
                            step.norm() <= std::sqrt(least_change) * (parameters_.norm() + step.norm());
      parameters_ += step;
      chi_squared_ = found;
      damping_ /= 10.0;
      return is_small;
    }
    return true;
  }

  const Residuals& residuals_;
  const std::string& what_;
  Vector parameters_;
  double chi_squared_;
  double damping_ = 1e-3;
};

void check(std::span<const Estimate> values, std::size_t fewest, const std::string& what)
{
  if (values.size() < fewest) {
    throw InputError(fmt::format("{} of {} points is refused: at least {} are needed", what, values.size(), fewest));
  }
  for (const Estimate& each : values) {
    if (!(each.standard_error > 0.0) || !std::isfinite(each.standard_error) || !std::isfinite(each.value)) {
      throw InputError(
          fmt::format("{} to {} is refused: every value needs a positive, finite error", what, to_string(each)));
    }
  }
}

/// (J^T J)^-1, with columns scaled to length one while it is inverted. Parameters that the values do not determine are
/// refused.
Matrix covariance_of(const Matrix& derivatives, const std::string& what)
{
  constexpr double least_pivot = 1e-12;
  const Vector lengths = derivatives.colwise().norm();
  if (!(lengths.minCoeff() > 0.0) || !lengths.allFinite()) {
    throw RunTimeFailure(what + ": the values say nothing about one of the parameters");
  }
  const Matrix scaled = derivatives * lengths.cwiseInverse().asDiagonal();
  const Eigen::SelfAdjointEigenSolver<Matrix> solver{scaled.transpose() * scaled};
  if (!(solver.eigenvalues().minCoeff() > least_pivot)) {
    throw RunTimeFailure(what + ": the values do not tell the parameters from each other");
  }
  const Matrix inverse =
      solver.eigenvectors() * solver.eigenvalues().cwiseInverse().asDiagonal() * solver.eigenvectors().transpose();
  return lengths.cwiseInverse().asDiagonal() * inverse * lengths.cwiseInverse().asDiagonal();
}

ModelFit result(const Vector& parameters, const Matrix& covariance, double chi_squared, std::size_t points)
{
  return {{parameters.begin(), parameters.end()},
          {covariance.data(), covariance.data() + covariance.size()},
          chi_squared,
          points};
}

}  // namespace

Estimate ModelFit::parameter(std::size_t index) const
{
  return {parameters.at(index), std::sqrt(covariance_of(index, index))};
}

Estimate ModelFit::derived(const std::function<double(std::span<const double> parameters)>& function) const
{
  constexpr double step_in_errors = 0.01;
  std::vector<double> slopes;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    const double step = step_in_errors * std::sqrt(covariance_of(j, j));
    std::vector<double> above = parameters;
    std::vector<double> below = parameters;
    above[j] += step;
    below[j] -= step;
    slopes.push_back((function(above) - function(below)) / (above[j] - below[j]));
  }
  double variance = 0.0;
  for (std::size_t i = 0; i < slopes.size(); ++i) {
    for (std::size_t j = 0; j < slopes.size(); ++j) {
      variance += slopes[i] * covariance_of(i, j) * slopes[j];
    }
  }
  return {function(parameters), std::sqrt(variance)};
}

ModelFit fit_nonlinear(const ModelOfParameters& model, std::span<const Estimate> values, std::vector<double> start,
                       const std::string& what, std::size_t spare)
{
  check(values, start.size() + spare, what);
  const Residuals residuals{model, values};
  LevenbergMarquardt search{residuals, Eigen::Map<const Vector>(start.data(), static_cast<Eigen::Index>(start.size())),
                            what};
  search.run();
  const Matrix covariance = covariance_of(residuals.derivatives(search.parameters()), what);
  return result(search.parameters(), covariance, search.chi_squared(), values.size());
}

ModelFit fit_linear(std::span<const std::vector<double>> basis, std::span<const Estimate> values,
                    const std::string& what, std::size_t spare)
{
  check(values, basis.size() + spare, what);
  Matrix derivatives(static_cast<Eigen::Index>(values.size()), static_cast<Eigen::Index>(basis.size()));
  Vector weighted(static_cast<Eigen::Index>(values.size()));
  for (std::size_t j = 0; j < basis.size(); ++j) {
    if (basis[j].size() != values.size()) {
      throw InputError(fmt::format("a model of {} values cannot be fitted to {}", basis[j].size(), values.size()));
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
      const auto row = static_cast<Eigen::Index>(k);
      derivatives(row, static_cast<Eigen::Index>(j)) = basis[j][k] / values[k].standard_error;
      weighted[row] = values[k].value / values[k].standard_error;
    }
  }
  const Matrix covariance = covariance_of(derivatives, what);
  const Vector parameters = covariance * (derivatives.transpose() * weighted);
  return result(parameters, covariance, (weighted - derivatives * parameters).squaredNorm(), values.size());
}

}  // namespace soret
