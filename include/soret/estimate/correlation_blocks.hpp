#pragma once
/// \file
/// Time correlation functions and spectra, reduced to blocks: what a run leaves for the Green-Kubo estimates.

#include <soret/core/quantity.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/jackknife.hpp>

#include <complex>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace soret {

/// The names of the fluxes of a fluid among the correlated quantities.
namespace flux {
inline constexpr std::string_view heat = "heat flux";
inline constexpr std::string_view stress = "stress";
/// "mass flux k" of the species with index k.
std::string mass(std::size_t species);
/// With the name of the species: "mass flux of Kr"; other names as they are.
std::string in_words(const std::string& flux_name, const std::vector<std::string>& species_names);
}  // namespace flux

/// Something with one or more Cartesian components that is correlated in time.
struct CorrelatedQuantity {
  std::string name;
  std::size_t components = 1;
  friend bool operator==(const CorrelatedQuantity&, const CorrelatedQuantity&) = default;
};

/// Two quantities, as indices: a at the later time, b at the earlier one.
struct QuantityPair {
  std::size_t a;
  std::size_t b;
  friend bool operator==(const QuantityPair&, const QuantityPair&) = default;
};

/// Which quantities there are and which pairs of them are correlated. A row of samples holds the components of all
/// quantities, one after the other.
struct CorrelatedQuantities {
  std::vector<CorrelatedQuantity> quantities;
  std::vector<QuantityPair> pairs;

  std::size_t row_size() const;
  std::size_t offset(std::size_t quantity) const;  ///< of its first component in a row
  std::size_t components(const QuantityPair& pair) const { return quantities[pair.a].components; }
  bool contains(std::string_view name) const;
  /// The index of the pair <a(t) b(0)>. Throws RunTimeFailure if it was not correlated.
  std::size_t pair(std::string_view a, std::string_view b) const;
  /// Throws InputError unless there is a pair, and each is of existing quantities with equally many components.
  void require_valid() const;
  friend bool operator==(const CorrelatedQuantities&, const CorrelatedQuantities&) = default;
};

/// The correlation functions of one stretch of time.
struct CorrelationBlock {
  double origins = 0.0;        ///< number of time origins: the weight of the block
  std::vector<double> values;  ///< [pair][lag 0..K]: mean over origins and components of a_c(t + lag) b_c(t)
};

/// Cross spectra averaged over separate segments of M samples each, and over components:
///   S_ab(f_k) = (dt/M) < sum_c A_c(f_k) conj B_c(f_k) >/components,   A(f) = sum_n a_n exp(-2 pi i f n dt),
/// at f_k = k/(M dt), k = 0..M/2: for long segments the integral of C_ab(t) exp(-2 pi i f t) dt over all t, positive
/// and negative.
struct AveragedSpectra {
  std::size_t segments = 0;
  std::size_t segment_length = 0;            ///< M; even
  std::vector<std::complex<double>> values;  ///< [pair][frequency 0..M/2]; empty if there is no segment

  std::size_t frequencies() const { return segment_length / 2 + 1; }
  std::span<const std::complex<double>> of_pair(std::size_t pair) const;
};

namespace flux {
/// The names of the heat flux and the mass fluxes that were sampled, in that order.
std::vector<std::string> independent(const CorrelatedQuantities& quantities);
}  // namespace flux

/// Correlation functions in blocks, from one or several replicas.
struct CorrelationBlocks {
  CorrelatedQuantities quantities;
  double lag_spacing = 0.0;  ///< time between samples
  std::size_t longest_lag = 0;
  std::vector<CorrelationBlock> blocks;  ///< in the order of time within a replica
  std::vector<std::size_t> replica;      ///< of each block
  AveragedSpectra spectra;               ///< of all replicas together

  std::size_t lags() const { return longest_lag + 1; }
  std::size_t replicas() const { return replica.empty() ? 0 : replica.back() + 1; }
  BlockSequence sequence() const;
  std::span<const double> correlation(std::size_t block, std::size_t pair) const;
  /// The correlation function of a pair over all blocks but `left_out`, weighted with their origins.
  std::vector<double> mean_correlation(std::size_t pair, std::size_t left_out = none_left_out) const;
};

/// The blocks of independent replicas, one after the other, and the mean of their spectra. Throws RunTimeFailure unless
/// there is at least one and all have the same quantities, lags, spacing and segments.
CorrelationBlocks concatenate(std::span<const CorrelationBlocks> replicas);

}  // namespace soret
