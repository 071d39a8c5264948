#pragma once
/// \file
/// Autocorrelations of a time series that several independent replicas recorded.

#include <cstddef>
#include <vector>

namespace soret {

/// An integrated autocorrelation time in units of the sampling interval.
struct IntegratedTime {
  double time = 0.5;            ///< q': the variance of the mean of n values is 2 q' var/n
  double relative_error = 0.0;  ///< its standard error over itself
  std::size_t window = 0;       ///< M: how many lags were added up
};

/// The values of all replicas about their common mean.
class PooledSeries {
 public:
  /// Series may differ in length. Throws RunTimeFailure if there is no value at all.
  explicit PooledSeries(std::vector<std::vector<double>> replicas);

  double mean() const { return mean_; }
  /// N: values of all replicas.
  std::size_t size() const { return size_; }
  /// Length of the longest series.
  std::size_t longest() const;
  /// c(lag), averaged over all pairs of values of the same replica. Throws RunTimeFailure unless lag < longest().
  double autocovariance(std::size_t lag) const;

  /// q  = 1/2 + sum_{k=1}^{M} c(k)/c(0),  M the smallest with M >= window_factor q,
  /// q' = q (1 + (2M + 1)/N) / (1 + 2q/N),  at least 1/2,  relative standard error sqrt(2 (2M + 1)/N).
  ///
  /// The window is self-consistent: an exponential has lost all but exp(-window_factor) beyond it (Madras and Sokal,
  /// doi:10.1007/BF01022990, for it and the error). q' makes up, to first order in 1/N, for the mean having been taken
  /// from the same values, which lowers every c(k) by 2 q c(0)/N (Wolff, doi:10.1016/S0010-4655(03)00467-3). A constant
  /// series has q' = 1/2.
  IntegratedTime integrated_time(double window_factor = 4.0) const;

 private:
  std::vector<std::vector<double>> deviations_;
  double mean_ = 0.0;
  std::size_t size_ = 0;
};

}  // namespace soret
