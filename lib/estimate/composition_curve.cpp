#include <soret/estimate/composition_curve.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace soret {

namespace {

/// Coefficients of 1, x, x², x³.
using Cubic = std::array<double, 4>;

/// What the form has without parameters, and what each parameter is a factor of.
struct Form {
  Cubic fixed;
  std::vector<Cubic> basis;
};

Form form_of(CompositionForm form)
{
  if (form == CompositionForm::one_if_pure) {
    return {{1.0, 0.0, 0.0, 0.0}, {{0.0, 1.0, -1.0, 0.0}, {0.0, 0.0, 1.0, -1.0}}};
  }
  return {{}, {{1.0, 0.0, 0.0, 0.0}, {0.0, 1.0, 0.0, 0.0}, {0.0, 0.0, 1.0, 0.0}, {0.0, 0.0, 0.0, 1.0}}};
}

double value(const Cubic& c, double x) { return c[0] + x * (c[1] + x * (c[2] + x * c[3])); }
double slope(const Cubic& c, double x) { return c[1] + x * (2.0 * c[2] + x * 3.0 * c[3]); }

Cubic sum(const Form& form, std::span<const double> parameters)
{
  Cubic total = form.fixed;
  for (std::size_t j = 0; j < parameters.size(); ++j) {
    for (std::size_t power = 0; power < total.size(); ++power) {
      total[power] += parameters[j] * form.basis[j][power];
    }
  }
  return total;
}

/// Where the slope is zero and rises; not a number if nowhere. Of both ways to write the root, the one without a
/// difference of nearly equal numbers.
double least_at(const Cubic& c)
{
  const double root = std::sqrt(c[2] * c[2] - 3.0 * c[1] * c[3]);
  return c[2] >= 0.0 ? -c[1] / (c[2] + root) : (root - c[2]) / (3.0 * c[3]);
}

/// The slope over its standard error.
double slope_in_errors(const CompositionCurve& curve, double x)
{
  const Form all = form_of(curve.form);
  return curve.fit.derived([&](std::span<const double> p) { return slope(sum(all, p), x); }).standard_errors_from(0.0);
}

/// Where on the way from a minimum to `end` the slope is first beyond so many of its errors; nothing if nowhere.
std::optional<double> known_slope(const CompositionCurve& curve, double minimum, double end, double errors)
{
  constexpr int steps = 200;
  constexpr int halvings = 40;
  const auto is_known = [&](double x) { return slope_in_errors(curve, x) * (end > minimum ? 1.0 : -1.0) >= errors; };
  double before = minimum;
  for (int k = 1; k <= steps; ++k) {
    double behind = minimum + (end - minimum) * k / steps;
    if (is_known(behind)) {
      for (int halving = 0; halving < halvings; ++halving) {
        const double middle = 0.5 * (before + behind);
        (is_known(middle) ? behind : before) = middle;
      }
      return behind;
    }
    before = behind;
  }
  return std::nullopt;
}

}  // namespace

Estimate CompositionCurve::coefficient(std::size_t index) const
{
  Estimate found = fit.parameter(index);
  found.degrees_of_freedom = degrees_of_freedom;
  return found;
}

Estimate CompositionCurve::value_at(double mole_fraction) const
{
  const Form all = form_of(form);
  Estimate found = fit.derived([&](std::span<const double> p) { return value(sum(all, p), mole_fraction); });
  found.degrees_of_freedom = degrees_of_freedom;
  return found;
}

std::optional<CompositionMinimum> CompositionCurve::minimum_between(double from, double to) const
{
  constexpr double significance = 2.0;
  const double x = least_at(sum(form_of(form), fit.parameters));
  if (!(x >= from && x <= to) || !known_slope(*this, x, from, significance) ||
      !known_slope(*this, x, to, significance)) {
    return std::nullopt;
  }
  const double below = *known_slope(*this, x, from, 1.0);
  const double above = *known_slope(*this, x, to, 1.0);
  return CompositionMinimum{{x, 0.5 * (above - below), degrees_of_freedom}, value_at(x)};
}

CompositionCurve fit_composition(CompositionForm form, std::span<const double> mole_fractions,
                                 std::span<const Estimate> values)
{
  if (mole_fractions.size() != values.size() || values.size() < fewest_compositions) {
    throw InputError(fmt::format("a curve through {} values at {} compositions is refused: at least {} are needed",
                                 values.size(), mole_fractions.size(), fewest_compositions));
  }
  const Form all = form_of(form);
  std::vector<std::vector<double>> basis(all.basis.size());
  std::vector<Estimate> reduced(values.begin(), values.end());
  CompositionCurve curve{.form = form, .fit = {}};
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double x = mole_fractions[k];
    if (!(x >= 0.0 && x <= 1.0)) {
      throw InputError(fmt::format("a curve through a value at mole fraction {:g} is refused: 0 to 1 are accepted", x));
    }
    for (std::size_t j = 0; j < basis.size(); ++j) {
      basis[j].push_back(value(all.basis[j], x));
    }
    reduced[k].value -= value(all.fixed, x);
    curve.degrees_of_freedom = std::min(curve.degrees_of_freedom, values[k].degrees_of_freedom);
  }
  curve.fit = fit_linear(basis, reduced, "a curve over composition");
  return curve;
}

}  // namespace soret
