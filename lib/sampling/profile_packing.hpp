#pragma once
/// \file
/// Profile blocks and series of modes as flat arrays of doubles, for messages and checkpoints.

#include <soret/estimate/profile_blocks.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret::detail {

/// Each block as samples, start, end, duration, energies, sums; the numbers of energies and sums are those of
/// `energies` and `sums` for every block.
std::vector<double> pack(std::span<const ProfileBlock> blocks);

/// Each row as samples, duration, sums.
std::vector<double> pack(std::span<const ModeBlock> rows);

/// The reverse. Throws RunTimeFailure if the length is not a whole number of blocks.
std::vector<ProfileBlock> unpack_blocks(std::span<const double> packed, std::size_t energies, std::size_t sums);

/// Likewise for rows of so many species.
ModeSeries unpack_modes(std::span<const double> packed, std::size_t species);

}  // namespace soret::detail
