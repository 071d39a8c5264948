#pragma once
/// \file
/// The loop of the slab profile.

#include <soret/estimate/profile_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <span>

namespace soret::detail {

/// Adds every particle of the snapshot to its bin, see profile_column. `sums` has the shape's flat layout. Throws
/// RunTimeFailure naming step and particle if a coordinate is not finite.
void accumulate_slabs(const Snapshot& snapshot, const ProfileShape& shape, std::span<double> sums);

}  // namespace soret::detail
