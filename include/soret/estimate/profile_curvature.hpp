#pragma once
/// \file
/// Whether a profile is bent.

#include <span>

namespace soret {

/// d²y/dx² of the parabola that fits y(x) best with the weights w: with P the part of (x - mean of x)² orthogonal to 1
/// and x under the weights,
///   d²y/dx² = 2 sum w P y / sum w P².
/// Zero for a straight line whatever the weights; linear in y. Throws RunTimeFailure if the lengths differ or fewer
/// than three different x have weight.
double profile_curvature(std::span<const double> x, std::span<const double> y, std::span<const double> weights);

}  // namespace soret
