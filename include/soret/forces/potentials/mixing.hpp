#pragma once
/// \file
/// Mixing rules for potentials with a well depth and a diameter.

#include <cmath>

namespace soret {

/// epsilon = (1 - k) sqrt(epsilon_a epsilon_b), sigma = (sigma_a + sigma_b)/2; everything else as in `a`.
template <class P>
P lorentz_berthelot(P a, const P& b, double k)
{
  a.epsilon = (1.0 - k) * std::sqrt(a.epsilon * b.epsilon);
  a.sigma = 0.5 * (a.sigma + b.sigma);
  return a;
}

}  // namespace soret
