#pragma once
/// \file
/// Chemical potentials from test insertions.

#include <soret/core/quantity.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/jackknife.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// Sums over the test insertions of one block.
struct InsertionSums {
  std::int64_t samples = 0;     ///< insertions
  double weight = 0.0;          ///< sum of w = V exp(-dU/T)
  double weight_squared = 0.0;  ///< sum of w²
  double volume = 0.0;          ///< sum of V

  /// One insertion with energy dU/T = `reduced_energy` into a box of volume `volume` (any constant, one for instance,
  /// if the volume is fixed). An infinite energy is an overlap, of weight zero.
  void add(double reduced_energy, double volume);
  void add(const InsertionSums& later);
};

/// What insertions say.
struct WidomResult {
  Estimate excess;                    ///< mu^ex, an energy; infinite if no insertion has any weight
  double bias = 0.0;                  ///< of `excess`, by the jackknife; not subtracted
  double effective_insertions = 0.0;  ///< (sum w)²/sum w²: how many insertions the average rests on
  std::vector<std::string> warnings;
};

/// Widom's insertion (doi:10.1063/1.1734110), weighted by volume for constant pressure:
///   mu^ex = -T ln(sum V exp(-dU/T)/sum V),
/// relative to an ideal gas at density N_i + 1 over the mean volume; at constant volume V drops out. The error is a
/// jackknife's over the blocks, block k belonging to `replica[k]` (all to one if empty). Warns if the average rests on
/// fewer than 100 effective insertions, or on fewer than two in a block. Throws RunTimeFailure if there is no block or
/// one without insertions, InputError if lengths differ or the temperature is not positive.
WidomResult widom_insertion(std::span<const InsertionSums> blocks, Temperature temperature,
                            std::span<const std::size_t> replica = {});

}  // namespace soret
