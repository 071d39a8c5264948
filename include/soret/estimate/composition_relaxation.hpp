#pragma once
/// \file
/// How long the composition of a profile remembers, and what that does to the errors of block averages.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/profile_blocks.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// The relaxation time tau_x of the composition, as one species shows it. Unit: time.
struct CompositionRelaxation {
  Estimate time;
  bool is_upper_bound = false;  ///< tau_x is shorter than a row of the series: `time` is that length ± as much
};

/// "153 ± 40", "at most 2.5", or "40" if it was not measured but given.
std::string to_string(const CompositionRelaxation& relaxation);

/// The relaxation time of every species' composition, from ProfileBlocks::modes. With the overall mole fraction x_s,
///   A_s(t) = m_s(t) - x_s sum_k m_k(t)
/// is the slowest mode of the composition, free of fluctuations of the density, and of a binary mixture the same for
/// both species but for its sign. From its integrated autocorrelation time q' in rows of length delta
/// (PooledSeries::integrated_time),
///   tau_x = delta (q' - 1/3);
/// series of less than about 20 tau_x still come out too short. 1/3 is what averaging over the length of a row adds:
/// 2 q = statistical_inefficiency(delta, tau) = 2 tau/delta + 2/3 + delta/(18 tau) - ...
///
/// Empty for a pure fluid, without modes, or with fewer than 8 rows. Throws RunTimeFailure if the replicas' rows differ
/// in length or a row does not hold every species.
std::vector<CompositionRelaxation> composition_relaxation(const ProfileBlocks& profile);

/// A run shorter than this many relaxation times has errors that are themselves uncertain by a quarter and more.
inline constexpr double fewest_relaxation_times = 20.0;

/// The species that takes longest; none if `relaxation` is empty.
std::optional<CompositionRelaxation> slowest(std::span<const CompositionRelaxation> relaxation);

/// What all replicas sampled together, in relaxation times of the slowest species; infinite if `relaxation` is empty.
double relaxation_times_covered(const ProfileBlocks& profile, std::span<const CompositionRelaxation> relaxation);

/// The inefficiency of a profile's blocks for averages that follow the composition of a species: that of their mean
/// length. `relaxation` holds one time per species; if it is empty, nothing is known: 1.
double composition_inefficiency(const ProfileBlocks& profile, std::span<const CompositionRelaxation> relaxation,
                                std::size_t species);

}  // namespace soret
