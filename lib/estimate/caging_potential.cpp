#include <soret/estimate/caging_potential.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>
#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace soret {

namespace {

/// S and C = 1 - S^-1 of one shell.
struct ShellMatrices {
  Eigen::MatrixXd partials;
  Eigen::MatrixXd direct;
};

ShellMatrices shell_matrices(const StructureFactorShape& shape, std::span<const double> averages, std::size_t shell)
{
  const auto size = static_cast<Eigen::Index>(shape.species());
  ShellMatrices found{Eigen::MatrixXd(size, size), {}};
  for (std::size_t a = 0; a < shape.species(); ++a) {
    for (std::size_t b = 0; b < shape.species(); ++b) {
      found.partials(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b)) =
          averages[shape.offset(shape.pair(a, b), shell)] /
          partial_divisor(shape, a, b, PartialConvention::per_species);
    }
  }
  const Eigen::LLT<Eigen::MatrixXd> factors{found.partials};
  if (factors.info() != Eigen::Success) {
    throw RunTimeFailure(fmt::format(
        "the matrix of structure factors at |q| = {:.4g} is not positive definite: there are too few configurations",
        shape.wave_numbers[shell]));
  }
  const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(size, size);
  found.direct = one - factors.solve(one);
  return found;
}

void check(const CageRule& rule)
{
  if (!(rule.largest_wave_number.value() > 0.0) || !(rule.fit_range.value() > 0.0)) {
    throw InputError(fmt::format("a cage with wave numbers up to {} and a fit up to {}: both must be positive",
                                 rule.largest_wave_number.value(), rule.fit_range.value()));
  }
  if (!(rule.range_fraction > 0.0 && rule.range_fraction < 1.0)) {
    throw InputError(
        fmt::format("the end of a cage at the fraction {} of its depth: it must be between 0 and 1, both excluded",
                    rule.range_fraction));
  }
}

/// Lengths of the stretches of q that the shells stand for in a trapezoid sum from zero, where q² f vanishes.
std::vector<double> stretches(std::span<const double> wave_numbers, double end)
{
  std::vector<double> lengths(wave_numbers.size());
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    const double before = k == 0 ? 0.0 : wave_numbers[k - 1];
    const bool is_last = k + 1 == lengths.size();
    lengths[k] =
        is_last ? 0.5 * (wave_numbers[k] - before) + (end - wave_numbers[k]) : 0.5 * (wave_numbers[k + 1] - before);
  }
  return lengths;
}

/// What the fit sees of one wave.
struct FittedWave {
  double minimum;
  double curvature;
};

/// The least-squares line of -exp(-q² r²/6) against r²/2.
FittedWave fitted_wave(double wave_number, double fit_range)
{
  constexpr int intervals = 100;
  constexpr double points = intervals + 1;
  constexpr double mean_square = (2.0 * intervals + 1.0) / (6.0 * intervals);  // of i/intervals
  const double middle = 0.5 * mean_square * fit_range * fit_range;
  double mean = 0.0;
  double numerator = 0.0;
  double denominator = 0.0;
  for (int i = 0; i <= intervals; ++i) {
    const double half_square = 0.5 * std::pow(fit_range * i / intervals, 2);
    const double value = -std::exp(-wave_number * wave_number * half_square / 3.0);
    mean += value / points;
    numerator += (half_square - middle) * value;
    denominator += (half_square - middle) * (half_square - middle);
  }
  const double curvature = numerator / denominator;
  return {mean - curvature * middle, curvature};
}

}  // namespace

std::vector<double> direct_correlations(const StructureFactorShape& shape, std::span<const double> averages)
{
  std::vector<double> direct(shape.sums_size());
  for (std::size_t shell = 0; shell < shape.shells(); ++shell) {
    const ShellMatrices found = shell_matrices(shape, averages, shell);
    for (std::size_t a = 0; a < shape.species(); ++a) {
      for (std::size_t b = a; b < shape.species(); ++b) {
        direct[shape.offset(shape.pair(a, b), shell)] =
            found.direct(static_cast<Eigen::Index>(a), static_cast<Eigen::Index>(b));
      }
    }
  }
  return direct;
}

std::vector<double> cage_spectrum(const StructureFactorShape& shape, std::span<const double> averages)
{
  Eigen::VectorXd roots(static_cast<Eigen::Index>(shape.species()));
  for (std::size_t a = 0; a < shape.species(); ++a) {
    roots(static_cast<Eigen::Index>(a)) = std::sqrt(shape.mole_fraction(a));
  }
  const Eigen::MatrixXd one = Eigen::MatrixXd::Identity(roots.size(), roots.size());
  std::vector<double> spectrum;
  for (std::size_t shell = 0; shell < shape.shells(); ++shell) {
    const ShellMatrices found = shell_matrices(shape, averages, shell);
    spectrum.push_back(roots.dot(found.direct.cwiseProduct(found.partials - one) * roots));
  }
  return spectrum;
}

CagingPotential::CagingPotential(std::span<const double> wave_numbers, std::span<const double> spectrum,
                                 const CageRule& rule)
    : rule_{rule}
{
  check(rule);
  if (wave_numbers.size() != spectrum.size()) {
    throw InputError(
        fmt::format("a cage of {} wave numbers and {} values of its spectrum", wave_numbers.size(), spectrum.size()));
  }
  const double end = rule.largest_wave_number.value();
  const auto used = static_cast<std::size_t>(
      std::count_if(wave_numbers.begin(), wave_numbers.end(), [&](double q) { return q <= end; }));
  if (used < 2) {
    throw RunTimeFailure(fmt::format("a caging potential needs at least two shells of wave numbers below {:g}", end));
  }
  wave_numbers_.assign(wave_numbers.begin(), wave_numbers.begin() + static_cast<std::ptrdiff_t>(used));
  const double last = wave_numbers_.back();
  if (end - last > 2.0 * (last - wave_numbers_[used - 2])) {
    throw InputError(fmt::format(
        "a cage with wave numbers up to {:g} needs structure factors up to there; they end at {:.4g}", end, last));
  }
  weights_ = stretches(wave_numbers_, end);
  for (std::size_t k = 0; k < used; ++k) {
    weights_[k] *= wave_numbers_[k] * wave_numbers_[k] * spectrum[k] / (2.0 * std::numbers::pi * std::numbers::pi);
  }
}

template <class Kernel>
double CagingPotential::sum(const Kernel& kernel) const
{
  double total = 0.0;
  for (std::size_t k = 0; k < weights_.size(); ++k) {
    total += weights_[k] * kernel(wave_numbers_[k]);
  }
  return total;
}

double CagingPotential::at(Distance distance) const
{
  const double exponent = distance.value() * distance.value() / 6.0;
  return -sum([&](double q) { return std::exp(-q * q * exponent); });
}

double CagingPotential::depth() const
{
  return sum([](double) { return 1.0; });
}

double CagingPotential::curvature_from(double lowest_wave_number) const
{
  return sum(
      [&](double q) { return q < lowest_wave_number ? 0.0 : fitted_wave(q, rule_.fit_range.value()).curvature; });
}

double CagingPotential::curvature() const { return curvature_from(0.0); }

std::vector<double> CagingPotential::curvature_terms() const
{
  std::vector<double> terms;
  for (std::size_t k = 0; k < weights_.size(); ++k) {
    terms.push_back(weights_[k] * fitted_wave(wave_numbers_[k], rule_.fit_range.value()).curvature);
  }
  return terms;
}

double CagingPotential::fitted_minimum() const
{
  return sum([&](double q) { return fitted_wave(q, rule_.fit_range.value()).minimum; });
}

double CagingPotential::tail_share() const
{
  constexpr double tail_begins = 0.9;
  return curvature_from(tail_begins * rule_.largest_wave_number.value()) / curvature();
}

Distance CagingPotential::range() const
{
  const double wall = -rule_.range_fraction * depth();
  if (!(wall < 0.0)) {
    throw RunTimeFailure(fmt::format("a caging potential of depth {:.4g} has no range", depth()));
  }
  constexpr int most_doublings = 30;
  constexpr int bisections = 50;
  double outside = rule_.fit_range.value();
  for (int k = 0; k < most_doublings && at(Distance{outside}) < wall; ++k) {
    outside *= 2.0;
  }
  double inside = 0.0;
  for (int k = 0; k < bisections; ++k) {
    const double middle = 0.5 * (inside + outside);
    (at(Distance{middle}) < wall ? inside : outside) = middle;
  }
  return Distance{outside};
}

}  // namespace soret
