#pragma once
/// \file
/// The repulsive part of Lennard-Jones.

#include <soret/forces/potentials/lennard_jones.hpp>

#include <array>
#include <cstddef>
#include <numbers>

namespace soret {

/// Lennard-Jones cut at its minimum r_c = 2^(1/6) sigma and lifted by epsilon (Weeks, Chandler, Andersen 1971,
/// doi:10.1063/1.1674820). Brings its own cutoff: see natural_cutoff.
struct WeeksChandlerAndersen {
  double epsilon = 1.0;
  double sigma = 1.0;

  static constexpr std::size_t coefficient_count = LennardJones::coefficient_count;
  std::array<double, coefficient_count> coefficients(double cutoff) const;

  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    return LennardJones::evaluate(r_squared, c);
  }

  WeeksChandlerAndersen mixed_with(const WeeksChandlerAndersen& other, double k) const
  {
    return lorentz_berthelot(*this, other, k);
  }
  /// 2^(1/6) sigma: used instead of the force field's cutoff.
  double natural_cutoff() const;
};

}  // namespace soret
