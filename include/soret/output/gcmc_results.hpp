#pragma once
/// \file
/// What soret-gcmc puts into results.nc besides provenance and estimates.

#include <soret/estimate/gcmc_analysis.hpp>
#include <soret/output/results_file.hpp>

namespace soret {

/// The blocks: dimensions `block` and `species`; per block its chain, samples, attempts at its middle, and the means of
/// number (block, species), potential energy, virial and volume.
void add_chains(ResultsFile& file, const GrandCanonicalBlocks& blocks);

/// Histograms of the particle numbers, `histogram_NAME` along `number_NAME`, whose coordinate is the first number of
/// each bin; `histogram_total` of their sum; `histogram_NAME_NAME` of pairs, shape (number_NAME_of_pair_..., ...).
void add_histograms(ResultsFile& file, const GrandCanonicalSamples& samples);

/// Normalised autocorrelations, shape (`observable`, `lag`), lags in attempted moves.
void add_memories(ResultsFile& file, const GcmcEstimates& found);

}  // namespace soret
