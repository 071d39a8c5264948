#pragma once
/// \file
/// Means over the recorded rows of one or several runs.

#include <soret/estimate/estimate.hpp>
#include <soret/estimate/thermodynamic_table.hpp>

#include <functional>
#include <span>

namespace soret {

/// A number computed from a row.
using RowQuantity = std::function<double(const ThermodynamicRow&)>;

/// The mean over the rows of all replicas, each row weighing as it holds samples. The error of a replica comes from the
/// blocking analysis of its rows, that of the mean of R replicas from theirs, sqrt(sum error²)/R, or from
/// the scatter between replicas if there are at least four and chi² says that they contradict it. Throws RunTimeFailure
/// if there is no replica or one has fewer than two rows.
Estimate series_mean(std::span<const ThermodynamicTable> replicas, const RowQuantity& quantity);

/// Whether every replica's rows cover at least fifty integrated autocorrelation times of the quantity. The error of a
/// shorter series comes out too small.
bool is_long_enough(std::span<const ThermodynamicTable> replicas, const RowQuantity& quantity);

}  // namespace soret
