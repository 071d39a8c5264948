#pragma once
/// \file
/// What goes with the inverse size of the box.

#include <soret/estimate/estimate.hpp>
#include <soret/estimate/straight_line.hpp>

#include <span>

namespace soret {

/// y(L) = y_inf + slope/L.
struct InverseSizeFit {
  Estimate limit;     ///< y_inf
  Estimate slope;     ///< length times the unit of y
  StraightLine line;  ///< y against 1/L; chi² says whether it is one
};

/// A weighted fit to independent values in boxes of several lengths, errors from theirs, degrees of freedom the fewest
/// of theirs: Kirkwood-Buff integrals in boxes of several sizes, for instance. Throws InputError unless there are as
/// many lengths as values and all are positive, RunTimeFailure as fit_line.
InverseSizeFit fit_inverse_size(std::span<const double> lengths, std::span<const Estimate> values);

}  // namespace soret
