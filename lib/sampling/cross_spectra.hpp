#pragma once
/// \file
/// What all correlators do with rows of samples.

#include "real_transform.hpp"

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret::detail {

/// The transforms [component][frequency] of rows of samples, padded with zeros to the length of the transform.
std::vector<std::complex<double>> transform_components(RealTransform& transform, std::span<const double> rows,
                                                       std::size_t row_size);

/// Adds sum_c later_ac conj(earlier_bc) to `sum`, frequency by frequency.
void add_cross_spectrum(const CorrelatedQuantities& quantities, const QuantityPair& pair,
                        std::span<const std::complex<double>> later, std::span<const std::complex<double>> earlier,
                        std::span<std::complex<double>> sum);

/// Numbers that tell saved sums of other quantities or pairs apart.
std::vector<std::int64_t> shape_of(const CorrelatedQuantities& quantities);

/// The same. Throws InputError unless they are valid.
CorrelatedQuantities valid(CorrelatedQuantities quantities);

/// Their number. Throws InputError if there are less than two.
std::size_t checked_count(Blocks blocks);

/// Throws RunTimeFailure unless the row holds the components of all quantities.
void require_complete(const CorrelatedQuantities& quantities, std::span<const double> row);

}  // namespace soret::detail
