#pragma once
/// \file
/// Free energies from the samples of all windows at once.

#include <soret/estimate/coupling_samples.hpp>

#include <vector>

namespace soret {

/// How far windows see each other's configurations (Klimovich, Shirts and Mobley, doi:10.1007/s10822-015-9840-9).
struct WindowOverlap {
  std::size_t windows = 0;
  /// O_ij, shape (windows, windows): the probability that a sample of window i belongs to window j. Rows add up to one.
  std::vector<double> matrix;
  /// Eigenvalues in decreasing order; the first is one. One minus the second tells how well the windows are connected.
  std::vector<double> eigenvalues;

  double operator()(std::size_t i, std::size_t j) const { return matrix[i * windows + j]; }
  /// 1 - the second eigenvalue: zero if the windows fall apart in two groups.
  double connection() const { return 1.0 - eigenvalues.at(1); }
};

/// The result of multistate_bennett.
struct MultistateBennett {
  FreeEnergyProfile profile;
  WindowOverlap overlap;
  std::vector<double> effective_counts;  ///< n_k = N_k/g_k of the windows
};

/// The multistate acceptance ratio (Shirts and Chodera, doi:10.1063/1.2978177): the f_i (f_0 = 0) with
///   sum_n w_n p_i(x_n) = n_i,   p_i(x) = n_i exp(f_i - u_i(x)) / sum_k n_k exp(f_k - u_k(x)),
/// the sum over the samples of all windows. The weights w of a window add up to its n_k. All samples are used; of
/// correlated ones N count as n = N/g (effective_counts). Solved by Newton's method, with steps of self-consistent
/// iteration where Newton's would not come closer, starting from bennett_acceptance_ratio: with two windows the two are
/// the same.
///
/// Errors: with H_ij = sum_n w_n p_i (delta_ij - p_j) and C the covariance of sum_n w_n p(x_n), the covariance of the f
/// is H^+ C H^+, in which C is measured from the scatter within the windows with the inefficiency of the very
/// combination that a difference of f needs. For independent samples this is the asymptotic covariance of Shirts and
/// Chodera.
///
/// Throws as CouplingSamples::require_consistent; RunTimeFailure if the iteration does not converge.
MultistateBennett multistate_bennett(const CouplingSamples& samples);

}  // namespace soret
