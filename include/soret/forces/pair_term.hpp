#pragma once
/// \file
/// What a pair potential returns, and the contract it fulfils.
///
/// A pair potential P is a small value type:
///
///     struct P {
///       ...parameters...
///       static constexpr std::size_t coefficient_count = K;
///       std::array<double, K> coefficients(double cutoff) const;     // what the loop needs, folded once per species
///       pair template <class T> static PairTerm<T> evaluate(T r_squared, const T* c);   // c: K coefficients
///       TailIntegrals tail(double cutoff) const;                     // only if it has a tail to correct for
///       double natural_cutoff() const;                               // only if it brings its own cutoff
///       P mixed_with(const P& other, double k) const;                // only if it is to be mixed (Lorentz-Berthelot)
///     };
///
/// `evaluate` is written once over T, which is double in scalar code and a vector of lanes in the pair loop; it may use
/// + - * /, sqrt, exp, log (after `using std::sqrt` and so on) and soret::reciprocal_sqrt. Distances beyond the cutoff
/// never reach the sums, so `evaluate` need not test for it.

#include <cmath>

namespace soret {

/// 1/sqrt(x), the scalar form.
inline double reciprocal_sqrt(double x) { return 1.0 / std::sqrt(x); }

/// Energy of a pair and its force factor: F_ij = force_over_r * (r_i - r_j), force_over_r = -(du/dr)/r.
template <class T>
struct PairTerm {
  T energy;
  T force_over_r;
};

/// The same for a potential that depends on a coupling parameter lambda.
template <class T>
struct AlchemicalPairTerm {
  T energy;
  T force_over_r;
  T lambda_derivative;  ///< du/dlambda
};

}  // namespace soret
