#pragma once
/// \file
/// Whether a run had reached its stationary state.

#include <soret/core/quantity.hpp>
#include <soret/estimate/block_statistics.hpp>

#include <span>
#include <string>

namespace soret {

/// How fast something changes during the sampling, and whether that is more than noise.
struct DriftTest {
  std::string name;             ///< of what was tested
  Estimate rate;                ///< slope against time
  double change = 0.0;          ///< rate times the length of the run
  bool is_drifting = false;     ///< |rate| exceeds `significance` of its standard errors
  std::string message() const;  ///< in words
};

/// The slope of block values against the middle times of the blocks, weighted as the blocks are; its error comes from
/// the scatter about the line, whose n values count as n/g if neighbouring residuals are correlated: g is the
/// inefficiency of `block_correlation`, but at least `least_inefficiency` (see with_inefficiency). Blocks of all
/// replicas share one line. With fewer than four blocks nothing can be said: the error is infinite. Throws
/// RunTimeFailure if the lengths differ or there is no block.
DriftTest drift_test(std::string name, std::span<const double> block_values, std::span<const double> times,
                     const BlockSequence& blocks, double significance = 2.5, double least_inefficiency = 1.0);

/// The rate of change of a time series (an energy that should be conserved, say): slope of a straight line, with the
/// error of its residuals enlarged by sqrt(2 tau), tau their integrated autocorrelation time. Fewer than four values:
/// infinite error.
Estimate drift_rate(std::span<const double> times, std::span<const double> values);

/// tau_x = l²/(pi² D): the slowest mode of a composition profile between reflecting planes a distance l apart, here
/// half the box, with the mutual diffusion coefficient D. Blocks should be several tau_x long, the start-up to discard
/// about five. Throws InputError unless both are positive.
Duration composition_relaxation_time(double half_length, double mutual_diffusion);

}  // namespace soret
