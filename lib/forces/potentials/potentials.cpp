#include <soret/core/error.hpp>
#include <soret/forces/shipped_potentials.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace soret {

namespace {

/// Energy of `coefficients` (whose shift must still be zero) at the cutoff.
template <class P, std::size_t K>
double energy_at(double cutoff, const std::array<double, K>& coefficients)
{
  return P::evaluate(cutoff * cutoff, coefficients.data()).energy;
}

double sixth_power(double value)
{
  const double cube = value * value * value;
  return cube * cube;
}

}  // namespace

std::array<double, LennardJones::coefficient_count> LennardJones::coefficients(double cutoff) const
{
  const double s6 = sixth_power(sigma);
  std::array<double, coefficient_count> folded{48.0 * epsilon * s6 * s6, 24.0 * epsilon * s6, 0.0};
  if (truncation == Truncation::shifted) {
    folded.back() = energy_at<LennardJones>(cutoff, folded);
  }
  return folded;
}

TailIntegrals LennardJones::tail(double cutoff) const
{
  if (truncation != Truncation::cut) {
    return {};
  }
  const double s3 = std::pow(sigma / cutoff, 3);
  const double s9 = s3 * s3 * s3;
  const double scale = 16.0 * std::numbers::pi * epsilon * sigma * sigma * sigma;
  return {.energy = scale * (s9 / 9.0 - s3 / 3.0), .virial = scale * (2.0 * s3 - 4.0 / 3.0 * s9)};
}

std::array<double, ForceShiftedLennardJones::coefficient_count> ForceShiftedLennardJones::coefficients(
    double cutoff) const
{
  const auto cut = LennardJones{epsilon, sigma, Truncation::cut}.coefficients(cutoff);
  const PairTerm<double> end = LennardJones::evaluate(cutoff * cutoff, cut.data());
  const double slope = -end.force_over_r * cutoff;
  return {cut[0], cut[1], end.energy - cutoff * slope, slope};
}

std::array<double, WeeksChandlerAndersen::coefficient_count> WeeksChandlerAndersen::coefficients(double cutoff) const
{
  return LennardJones{epsilon, sigma, Truncation::shifted}.coefficients(cutoff);
}

double WeeksChandlerAndersen::natural_cutoff() const { return std::pow(2.0, 1.0 / 6.0) * sigma; }

std::array<double, 5> Mie::coefficients(double cutoff) const
{
  const double n = repulsive_exponent;
  const double m = attractive_exponent;
  if (!(n > m && m > 3.0)) {
    throw InputError("Mie potential: exponents are " + std::to_string(n) + " and " + std::to_string(m) +
                     "; the repulsive one must exceed the attractive one, and that must exceed 3");
  }
  const double depth = n / (n - m) * std::pow(n / m, m / (n - m)) * epsilon;
  std::array<double, 5> folded{depth * std::pow(sigma, n), depth * std::pow(sigma, m), 0.0, n, m};
  if (truncation == Truncation::shifted) {
    folded[2] = energy_at<Mie>(cutoff, folded);
  }
  return folded;
}

Mie Mie::mixed_with(const Mie& other, double k) const
{
  Mie mixed = lorentz_berthelot(*this, other, k);
  mixed.repulsive_exponent = 3.0 + std::sqrt((repulsive_exponent - 3.0) * (other.repulsive_exponent - 3.0));
  mixed.attractive_exponent = 3.0 + std::sqrt((attractive_exponent - 3.0) * (other.attractive_exponent - 3.0));
  return mixed;
}

TailIntegrals Mie::tail(double cutoff) const
{
  if (truncation != Truncation::cut) {
    return {};
  }
  const auto c = coefficients(cutoff);
  const auto power_tail = [cutoff](double exponent) { return std::pow(cutoff, 3.0 - exponent) / (exponent - 3.0); };
  const double repulsion = c[0] * power_tail(c[3]);
  const double attraction = c[1] * power_tail(c[4]);
  const double sphere = 4.0 * std::numbers::pi;
  return {.energy = sphere * (repulsion - attraction), .virial = sphere * (c[4] * attraction - c[3] * repulsion)};
}

std::array<double, 7> SoftCoreLennardJones::coefficients(double cutoff) const
{
  if (!(lambda >= 0.0 && lambda <= 1.0 && alpha >= 0.0 && exponent >= 1.0)) {
    throw InputError("soft-core Lennard-Jones: lambda = " + std::to_string(lambda) +
                     ", alpha = " + std::to_string(alpha) + ", n = " + std::to_string(exponent) +
                     "; accepted are 0 <= lambda <= 1, alpha >= 0, n >= 1");
  }
  const double strength = 4.0 * epsilon * std::pow(lambda, exponent);
  const double strength_slope = 4.0 * epsilon * exponent * std::pow(lambda, exponent - 1.0);
  const double away = 1.0 - lambda;
  std::array<double, 7> folded{strength,       1.0 / sixth_power(sigma),      0.0, alpha * away * away,
                               strength_slope, 2.0 * alpha * away * strength, 0.0};
  if (truncation == Truncation::shifted) {
    const AlchemicalPairTerm<double> end = evaluate(cutoff * cutoff, folded.data());
    folded[2] = end.energy;
    folded[6] = end.lambda_derivative;
  }
  return folded;
}

SoftCoreLennardJones SoftCoreLennardJones::mixed_with(const SoftCoreLennardJones& other, double k) const
{
  SoftCoreLennardJones mixed = lorentz_berthelot(*this, other, k);
  mixed.lambda = std::min(lambda, other.lambda);
  return mixed;
}

}  // namespace soret
