#pragma once
/// \file
/// How softness and slow dynamics of one system go together over several temperatures.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/straight_line.hpp>

#include <span>
#include <vector>

namespace soret {

/// One temperature of a system.
struct SoftnessPoint {
  Temperature temperature;
  Estimate softness;  ///< S, length²
  Estimate barrier;   ///< what is fitted against 1/S: Delta E, or ln of a first-passage time
};

/// Delta E = T ln(tau/tau_0), the barrier that makes a time tau out of tau_0; an energy. The error is that of tau.
/// Throws InputError unless both times are positive.
Estimate activation_barrier(Temperature temperature, const Estimate& time, RelaxationTime elementary_time);

/// barrier = C + B/S, the straight line of M. K. Nandi and S. M. Bhattacharyya, Phys. Rev. Lett. 126, 208001 (2021),
/// doi:10.1103/PhysRevLett.126.208001 (B' and C' of figure 2 for Delta E, B and C for ln of first-passage times).
struct SoftnessScaling {
  Estimate slope;      ///< B
  Estimate intercept;  ///< C
  double chi_squared = 0.0;
  double degrees_of_freedom = 0.0;  ///< points minus two

  /// Whether B is more than two of its errors from zero; if not, dividing by it says nothing.
  bool has_slope() const;
  /// (barrier - C)/B, which is 1/S if the system does as the others do; the error is that of the barrier.
  Estimate collapsed(const Estimate& barrier) const;
};

/// Weighted least squares with the errors of both: error² of a point is that of its barrier plus (B error(1/S))², with
/// B of the fit before (effective variance, J. Orear, doi:10.1119/1.12972), until B settles. Throws RunTimeFailure
/// unless there are two points of different softness, with positive softness and errors.
SoftnessScaling fit_softness_scaling(std::span<const SoftnessPoint> points);

/// S = a_0 + a_1 T through the points; value_at(0) and slope are a_0 and a_1. Throws RunTimeFailure as fit_line does.
StraightLine fit_softness_line(std::span<const SoftnessPoint> points);

}  // namespace soret
