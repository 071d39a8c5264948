#pragma once
/// \file
/// Mixtures for the tests of compiled loops: every shipped potential with any number of species, and one that the
/// library does not know.

#include "potential_table.hpp"
#include "support/brute_force.hpp"

#include <soret/forces/force_field.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>

namespace test_support {

inline Species species(std::size_t s) { return Species{static_cast<std::uint8_t>(s)}; }

/// The first row of the table with parameters that differ from species to species.
template <class P>
P potential_of_species(std::size_t s)
{
  P potential = rows_of<P>().front().potential;
  const auto step = static_cast<double>(s);
  potential.epsilon -= 0.12 * step;
  potential.sigma -= 0.04 * step;
  if constexpr (requires { potential.repulsive_exponent; }) {
    potential.repulsive_exponent += step;
  }
  if constexpr (requires { potential.lambda; }) {
    potential.lambda -= 0.15 * step;
  }
  return potential;
}

/// Species A, B, ... whose unlike pairs are mixed.
template <class P>
ForceField field_of(std::size_t species_count, double cutoff)
{
  ForceField field{Cutoff{cutoff}};
  for (std::size_t s = 0; s < species_count; ++s) {
    field.add({std::string(1, static_cast<char>('A' + s)), 1.0}, potential_of_species<P>(s));
  }
  return field;
}

/// The same for the double sum over pairs.
template <class P>
PairLaws laws_of(std::size_t species_count, double cutoff)
{
  PairLaws laws;
  for (std::size_t a = 0; a < species_count; ++a) {
    for (std::size_t b = a; b < species_count; ++b) {
      const P potential_a = potential_of_species<P>(a);
      const P potential_b = potential_of_species<P>(b);
      laws.set(species(a), species(b), law_of(a == b ? potential_a : potential_a.mixed_with(potential_b, 0.0), cutoff));
    }
  }
  return laws;
}

/// A potential of the user's own: a repulsive Gaussian and, to use all functions, a smooth well.
struct GaussianWell {
  double height = 3.0;
  double width = 0.4;

  static constexpr std::size_t coefficient_count = 3;
  std::array<double, coefficient_count> coefficients(double end) const
  {
    std::array<double, coefficient_count> folded{height, 0.5 / (width * width), 0.0};
    folded[2] = evaluate(end * end, folded.data()).energy;
    return folded;
  }

  /// u = A exp(-B r²) + ln(r)/r² - C.
  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    using std::exp;
    using std::log;
    using std::sqrt;
    const T bell = c[0] * exp(-c[1] * r_squared);
    const T distance = sqrt(r_squared);
    const T logarithm = log(distance);
    return {.energy = bell + logarithm / r_squared - c[2],
            .force_over_r = T(2.0) * c[1] * bell - (T(1.0) - T(2.0) * logarithm) / (r_squared * r_squared)};
  }
};

}  // namespace test_support
