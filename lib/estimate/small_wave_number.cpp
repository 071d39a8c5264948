#include <soret/estimate/small_wave_number.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/jackknife.hpp>

#include <fmt/format.h>
#include <Eigen/Dense>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t fewest_fitted = 4;
constexpr std::size_t fewest_tested = 6;
constexpr double step_in_q_squared = 1.1;
constexpr double allowed_deviation = 2.5;   // of the curvature from zero, in standard errors
constexpr double fitted_share = 1.0 / 3.0;  // in q², of the window in which no curvature was found

using Average = std::span<const double>;
using Matrix = Eigen::MatrixXd;

/// The inverse matrix whose elements are extrapolated, in one shell.
using InverseMatrix = std::function<Matrix(Average average, std::size_t shell)>;

/// One element of the inverse in every shell, fitted by polynomials in q² with fixed weights.
struct Element {
  std::size_t row = 0;
  std::size_t column = 0;
  Eigen::VectorXd weights;
};

/// Everything that a fit in any window needs.
class Extrapolation {
 public:
  Extrapolation(const StructureFactorBlocks& data, InverseMatrix inverse, std::size_t dimension,
                const SmallWaveNumberRule& rule)
      : blocks_{data.sequence()}, averages_{data.averages()}, inverse_{std::move(inverse)}
  {
    const StructureFactorShape& shape = data.shape;
    shells_ =
        static_cast<std::size_t>(std::upper_bound(shape.wave_numbers.begin(), shape.wave_numbers.end(), rule.longest) -
                                 shape.wave_numbers.begin());
    if (shells_ < fewest_fitted) {
      throw RunTimeFailure(
          fmt::format("an extrapolation to q = 0 needs at least {} shells; {} have wave numbers up to {}",
                      fewest_fitted, shells_, rule.longest));
    }
    q_squared_.resize(static_cast<Eigen::Index>(shells_));
    for (std::size_t shell = 0; shell < shells_; ++shell) {
      q_squared_[static_cast<Eigen::Index>(shell)] = shape.wave_numbers[shell] * shape.wave_numbers[shell];
    }
    make_elements(shape, dimension);
  }

  std::size_t shells() const { return shells_; }
  double q_squared(std::size_t shell) const { return q_squared_[static_cast<Eigen::Index>(shell)]; }

  /// Coefficients of all elements, the constant ones first, then those of q², ...
  std::vector<double> fit(Average average, std::size_t shells, Eigen::Index degree) const;
  /// Jackknife of any function of the constants and slopes of the line in the first shells.
  std::vector<JackknifeEstimate> evaluate(std::size_t shells, const FunctionOfAverage& of_coefficients) const
  {
    return jackknife(blocks_, averages_, [&](Average average) { return of_coefficients(fit(average, shells, 1)); });
  }
  SmallWaveNumberWindow find_window() const;

 private:
  void make_elements(const StructureFactorShape& shape, std::size_t dimension);
  bool is_curved(std::size_t shells) const;

  BlockSequence blocks_;
  std::vector<std::vector<double>> averages_;
  InverseMatrix inverse_;
  std::size_t shells_ = 0;
  Eigen::VectorXd q_squared_;
  std::vector<Element> elements_;
};

/// The mean over all blocks.
std::vector<double> mean_of(const BlockSequence& blocks, std::span<const std::vector<double>> averages)
{
  std::vector<double> mean(averages.front().size(), 0.0);
  for (std::size_t k = 0; k < averages.size(); ++k) {
    for (std::size_t i = 0; i < mean.size(); ++i) {
      mean[i] += blocks.weights[k] / blocks.total_weight() * averages[k][i];
    }
  }
  return mean;
}

void Extrapolation::make_elements(const StructureFactorShape& shape, std::size_t dimension)
{
  if (averages_.empty()) {
    throw RunTimeFailure("structure factors have no blocks");
  }
  const std::vector<double> mean = mean_of(blocks_, averages_);
  std::vector<Matrix> inverses;
  for (std::size_t shell = 0; shell < shells_; ++shell) {
    inverses.push_back(inverse_(mean, shell));
    if (!inverses.back().allFinite()) {
      throw RunTimeFailure(fmt::format("the structure factors at |q| = {} cannot be inverted: too few configurations",
                                       shape.wave_numbers[shell]));
    }
  }
  for (std::size_t row = 0; row < dimension; ++row) {
    for (std::size_t column = row; column < dimension; ++column) {
      Element element{row, column, Eigen::VectorXd(static_cast<Eigen::Index>(shells_))};
      for (std::size_t shell = 0; shell < shells_; ++shell) {
        const Eigen::VectorXd diagonal = inverses[shell].diagonal();
        element.weights[static_cast<Eigen::Index>(shell)] =
            shape.vectors[shell] /
            std::abs(diagonal[static_cast<Eigen::Index>(row)] * diagonal[static_cast<Eigen::Index>(column)]);
      }
      elements_.push_back(std::move(element));
    }
  }
}

std::vector<double> Extrapolation::fit(Average average, std::size_t shells, Eigen::Index degree) const
{
  const auto points = static_cast<Eigen::Index>(shells);
  const double scale = q_squared_[points - 1];
  Matrix powers(points, degree + 1);
  powers.col(0).setOnes();
  for (Eigen::Index power = 1; power <= degree; ++power) {
    powers.col(power) = powers.col(power - 1).cwiseProduct(q_squared_.head(points) / scale);
  }
  std::vector<Matrix> inverses;
  for (std::size_t shell = 0; shell < shells; ++shell) {
    inverses.push_back(inverse_(average, shell));
  }
  std::vector<double> coefficients(static_cast<std::size_t>(degree + 1) * elements_.size());
  for (std::size_t e = 0; e < elements_.size(); ++e) {
    Eigen::VectorXd values(points);
    for (std::size_t shell = 0; shell < shells; ++shell) {
      values[static_cast<Eigen::Index>(shell)] =
          inverses[shell](static_cast<Eigen::Index>(elements_[e].row), static_cast<Eigen::Index>(elements_[e].column));
    }
    const Eigen::VectorXd roots = elements_[e].weights.head(points).cwiseSqrt();
    const Eigen::VectorXd solution =
        (roots.asDiagonal() * powers).colPivHouseholderQr().solve(roots.cwiseProduct(values));
    for (Eigen::Index power = 0; power <= degree; ++power) {
      coefficients[static_cast<std::size_t>(power) * elements_.size() + e] =
          solution[power] / std::pow(scale, static_cast<double>(power));
    }
  }
  return coefficients;
}

bool Extrapolation::is_curved(std::size_t shells) const
{
  const auto results = jackknife(blocks_, averages_, [&](Average average) { return fit(average, shells, 2); });
  return std::any_of(results.end() - static_cast<std::ptrdiff_t>(elements_.size()), results.end(),
                     [](const JackknifeEstimate& curvature) {
                       return std::abs(curvature.estimate.standard_errors_from(0.0)) > allowed_deviation;
                     });
}

SmallWaveNumberWindow Extrapolation::find_window() const
{
  std::size_t passed = 0;
  for (std::size_t tried = std::min(fewest_tested, shells_); tried <= shells_;) {
    if (tried < fewest_tested || is_curved(tried)) {
      break;
    }
    passed = tried;
    const double next = step_in_q_squared * q_squared(tried - 1);
    for (++tried; tried < shells_ && q_squared(tried - 1) < next;) {
      ++tried;
    }
  }
  SmallWaveNumberWindow window;
  window.shows_curvature = passed == 0 && shells_ >= fewest_tested;
  window.tested_shells = std::max(passed, fewest_fitted);
  window.shells = fewest_fitted;
  while (window.shells < passed && q_squared(window.shells) <= fitted_share * q_squared(passed - 1)) {
    ++window.shells;
  }
  window.longest = std::sqrt(q_squared(window.shells - 1));
  return window;
}

Estimate reported(const JackknifeEstimate& result, const SmallWaveNumberRule& rule)
{
  return with_inefficiency(result, rule.least_inefficiency).estimate;
}

/// The symmetric matrix of one value per pair.
template <class Value>
Matrix symmetric(const StructureFactorShape& shape, const Value& value)
{
  const auto dimension = static_cast<Eigen::Index>(shape.species());
  Matrix matrix(dimension, dimension);
  for (std::size_t a = 0; a < shape.species(); ++a) {
    for (std::size_t b = 0; b < shape.species(); ++b) {
      matrix(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) = value(a, b);
    }
  }
  return matrix;
}

/// The inverse of a symmetric matrix, both as one element per pair.
std::vector<double> inverse_of(const StructureFactorShape& shape, std::span<const double> elements)
{
  const Matrix inverse =
      symmetric(shape, [&](std::size_t a, std::size_t b) { return elements[shape.pair(a, b)]; }).inverse();
  std::vector<double> values(shape.pairs());
  for (std::size_t a = 0; a < shape.species(); ++a) {
    for (std::size_t b = a; b < shape.species(); ++b) {
      values[shape.pair(a, b)] = inverse(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b));
    }
  }
  return values;
}

/// S_ab(0) from the constants of the inverse matrix, then G_ab, then the thermodynamic factor of a binary mixture.
std::vector<double> partial_results(const StructureFactorShape& shape, std::span<const double> constants)
{
  std::vector<double> results = inverse_of(shape, constants);
  results.resize(2 * shape.pairs());
  for (std::size_t a = 0; a < shape.species(); ++a) {
    for (std::size_t b = a; b < shape.species(); ++b) {
      const double density = std::sqrt(shape.particles[a] * shape.particles[b]) / shape.volume;
      results[shape.pairs() + shape.pair(a, b)] = (results[shape.pair(a, b)] - (a == b ? 1.0 : 0.0)) / density;
    }
  }
  if (shape.species() == 2) {
    const std::span<const double> integrals = std::span<const double>{results}.subspan(shape.pairs());
    const double density = shape.total_particles() / shape.volume;
    const double combination = integrals[0] + integrals[2] - 2.0 * integrals[1];
    results.push_back(1.0 / (1.0 + shape.mole_fraction(0) * shape.mole_fraction(1) * density * combination));
  }
  return results;
}

}  // namespace

ConcentrationLimit concentration_limit(const StructureFactorBlocks& data, const SmallWaveNumberRule& rule)
{
  const StructureFactorShape& shape = data.shape;
  const std::vector<double> weights = concentration_weights(shape);
  const auto inverse = [&](Average average, std::size_t shell) -> Matrix {
    double value = 0.0;
    for (std::size_t pair = 0; pair < weights.size(); ++pair) {
      value += weights[pair] * average[shape.offset(pair, shell)];
    }
    return Matrix::Constant(1, 1, 1.0 / value);
  };
  const Extrapolation extrapolation{data, inverse, 1, rule};
  const double ideal = shape.mole_fraction(0) * shape.mole_fraction(1);
  ConcentrationLimit limit;
  limit.window = extrapolation.find_window();
  const auto results = extrapolation.evaluate(limit.window.shells, [&](std::span<const double> line) {
    return std::vector<double>{1.0 / line[0], ideal * line[0], line[1] / line[0]};
  });
  limit.structure_factor = reported(results[0], rule);
  limit.thermodynamic_factor = reported(results[1], rule);
  limit.correlation_length_squared = reported(results[2], rule);
  if (!(limit.structure_factor.value > 0.0)) {
    throw RunTimeFailure(
        fmt::format("1/S_cc(q) extrapolates to {} at q = 0: the run is too short or the mixture demixes",
                    1.0 / limit.structure_factor.value));
  }
  return limit;
}

std::vector<double> PartialLimits::structure_factors_at(const StructureFactorShape& shape, WaveNumber wave_number) const
{
  std::vector<double> elements = constants;
  for (std::size_t pair = 0; pair < elements.size(); ++pair) {
    elements[pair] += slopes[pair] * wave_number.value() * wave_number.value();
  }
  return inverse_of(shape, elements);
}

PartialLimits partial_limits(const StructureFactorBlocks& data, const SmallWaveNumberRule& rule)
{
  const StructureFactorShape& shape = data.shape;
  const auto inverse = [&](Average average, std::size_t shell) -> Matrix {
    return symmetric(shape,
                     [&](std::size_t a, std::size_t b) {
                       return average[shape.offset(shape.pair(a, b), shell)] /
                              partial_divisor(shape, a, b, PartialConvention::per_species);
                     })
        .inverse();
  };
  const Extrapolation extrapolation{data, inverse, shape.species(), rule};
  PartialLimits limits;
  limits.window = extrapolation.find_window();
  const auto results = extrapolation.evaluate(limits.window.shells, [&](std::span<const double> line) {
    std::vector<double> values = partial_results(shape, line.first(shape.pairs()));
    values.insert(values.end(), line.begin(), line.end());
    return values;
  });
  const std::size_t lines = results.size() - 2 * shape.pairs();
  for (std::size_t pair = 0; pair < shape.pairs(); ++pair) {
    limits.structure_factors.push_back(reported(results[pair], rule));
    limits.kirkwood_buff.push_back(reported(results[shape.pairs() + pair], rule));
  }
  if (lines > 2 * shape.pairs()) {
    limits.thermodynamic_factor = reported(results[2 * shape.pairs()], rule);
  }
  for (std::size_t pair = 0; pair < shape.pairs(); ++pair) {
    limits.constants.push_back(results[lines + pair].estimate.value);
    limits.slopes.push_back(results[lines + shape.pairs() + pair].estimate.value);
  }
  return limits;
}

}  // namespace soret
