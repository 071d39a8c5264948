#pragma once
/// \file
/// When a measured number counts as different from zero.

#include <soret/estimate/estimate.hpp>

#include <cmath>

namespace soret {

/// Whether the error is known and the value more than `standard_errors` of them from zero. Headlines that name a side
/// and warnings that none can be named ask this with the same number.
inline bool is_significant(const Estimate& estimate, double standard_errors)
{
  return std::isfinite(estimate.standard_error) && std::abs(estimate.standard_errors_from(0.0)) > standard_errors;
}

}  // namespace soret
