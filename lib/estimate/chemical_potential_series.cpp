#include <soret/estimate/chemical_potential_series.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>

#include "require_positive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soret {

namespace {

void require_inside(double fraction)
{
  if (!(fraction > 0.0 && fraction < 1.0)) {
    throw InputError(fmt::format("the mole fraction {:g} of a chemical potential must lie between 0 and 1", fraction));
  }
}

void require_error(const Estimate& estimate, const char* what)
{
  if (!(estimate.standard_error > 0.0) || !std::isfinite(estimate.standard_error)) {
    throw InputError(fmt::format("the {} {} of a series of chemical potentials needs a positive, finite error", what,
                                 to_string(estimate)));
  }
}

/// ln of a density.
Estimate logarithm(const Estimate& density)
{
  return {std::log(density.value), density.standard_error / density.value, density.degrees_of_freedom};
}

Estimate shifted(Estimate estimate, double offset)
{
  estimate.value = offset + estimate.value;
  return estimate;
}

Estimate sum(const Estimate& a, const Estimate& b) { return difference(a, scaled(b, -1.0)); }

/// The errors of a line come from those of its points, which are known.
Estimate known_slope(const StraightLine& line) { return {line.slope, line.slope_error}; }
Estimate known_value(const StraightLine& line, double x) { return {line.at(x), line.value_at(x).standard_error}; }

/// A series against x1 and what it is needed for.
class Series {
 public:
  Series(std::span<const ChemicalPotentialPoint> points, double mole_fraction, Temperature temperature)
      : mole_fraction_{mole_fraction}, temperature_{temperature}
  {
    require_inside(mole_fraction);
    detail::require_positive(temperature.value(), "the temperature of a series of chemical potentials");
    for (const ChemicalPotentialPoint& point : points) {
      require_inside(point.mole_fraction);
      detail::require_positive(point.density.value, "the density of a series of chemical potentials");
      require_error(point.density, "density");
      fractions_.push_back(point.mole_fraction);
      log_densities_.push_back(logarithm(point.density));
    }
    if (points.empty() || std::ranges::min(fractions_) == std::ranges::max(fractions_)) {
      throw InputError("a series of chemical potentials needs points at two mole fractions at least");
    }
    log_density_ = fit_line(fractions_, log_densities_);
  }

  const StraightLine& log_density() const { return log_density_; }

  StraightLine line(const std::vector<Estimate>& excess) const
  {
    for (const Estimate& value : excess) {
      require_error(value, "excess potential");
    }
    return fit_line(fractions_, excess);
  }

  /// Gamma of species i; `direction` is d x_i/d x1.
  ThermodynamicFactorParts factor(double fraction, double direction, const StraightLine& excess) const
  {
    const Estimate ideal = shifted(scaled(known_slope(log_density_), direction * fraction), 1.0);
    const Estimate rest = scaled(known_slope(excess), direction * fraction / temperature_.value());
    return {ideal, rest, sum(ideal, rest)};
  }

  Estimate gibbs_duhem(const StraightLine& excess_1, const StraightLine& excess_2) const
  {
    const Estimate ideal = scaled(known_slope(log_density_), temperature_.value());
    const Estimate first = scaled(known_slope(excess_1), mole_fraction_);
    return sum(ideal, sum(first, scaled(known_slope(excess_2), 1.0 - mole_fraction_)));
  }

 private:
  double mole_fraction_;
  Temperature temperature_;
  std::vector<double> fractions_;
  std::vector<Estimate> log_densities_;
  StraightLine log_density_;
};

/// The excess potentials of species i, empty if a point lacks it.
std::vector<Estimate> excess_of(std::span<const ChemicalPotentialPoint> points, std::size_t species)
{
  std::vector<Estimate> excess;
  for (const ChemicalPotentialPoint& point : points) {
    if (species == 1 && !point.excess_2) {
      return {};
    }
    excess.push_back(species == 0 ? point.excess_1 : *point.excess_2);
  }
  return excess;
}

}  // namespace

ChemicalPotentialParts chemical_potential(double mole_fraction, const Estimate& density, const Estimate& excess,
                                          Temperature temperature, double thermal_wavelength)
{
  detail::require_positive(mole_fraction, "the mole fraction of a chemical potential");
  detail::require_positive(density.value, "the density of a chemical potential");
  detail::require_positive(thermal_wavelength, "the thermal wavelength of a chemical potential");
  detail::require_positive(temperature.value(), "the temperature of a chemical potential");
  const double constant = std::log(mole_fraction) + 3.0 * std::log(thermal_wavelength);
  const Estimate ideal = shifted(scaled(logarithm(density), temperature.value()), temperature.value() * constant);
  return {ideal, excess, sum(ideal, excess)};
}

ChemicalPotentialSeries chemical_potential_series(std::span<const ChemicalPotentialPoint> points, double mole_fraction,
                                                  Temperature temperature,
                                                  const std::array<double, 2>& thermal_wavelengths)
{
  const Series series{points, mole_fraction, temperature};
  ChemicalPotentialSeries result;
  result.mole_fraction = mole_fraction;
  result.log_density = series.log_density();
  const Estimate log_density = known_value(result.log_density, mole_fraction);
  const double density = std::exp(log_density.value);
  result.density = {density, density * log_density.standard_error};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::vector<Estimate> excess = excess_of(points, i);
    if (excess.empty()) {
      continue;
    }
    const double fraction = i == 0 ? mole_fraction : 1.0 - mole_fraction;
    const StraightLine line = series.line(excess);
    result.lines[i] = line;
    result.potentials[i] = chemical_potential(fraction, result.density, known_value(line, mole_fraction), temperature,
                                              thermal_wavelengths[i]);
    result.factors[i] = series.factor(fraction, i == 0 ? 1.0 : -1.0, line);
    result.slopes[i] = scaled(result.factors[i]->total, temperature.value() / fraction);
  }
  if (result.lines[1]) {
    result.gibbs_duhem = series.gibbs_duhem(*result.lines[0], *result.lines[1]);
  }
  return result;
}

}  // namespace soret
