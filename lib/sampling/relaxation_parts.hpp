#pragma once
/// \file
/// What the samplers of self-motion and of collective relaxation share (private to the sampling module).

#include <soret/core/state.hpp>
#include <soret/estimate/relaxation_blocks.hpp>
#include <soret/sampling/relaxation.hpp>

#include <span>
#include <vector>

namespace soret::detail {

/// A shape without a system. Throws InputError unless distance and wave numbers are positive and finite, and there are
/// no more wave numbers than the kernel sums.
RelaxationShape relaxation_shape(bool is_self, OverlapDistance overlap_distance,
                                 const std::vector<WaveNumber>& wave_numbers, const std::vector<double>& lag_times);

/// Adds the squares of the whole system's overlaps, shape (lag of the list, group).
void add_squared_overlaps(const RelaxationShape& shape, const std::vector<std::size_t>& lags,
                          std::span<const double> overlaps, LagBlock& block);

RelaxationBlocks one_replica(const RelaxationShape& shape, std::vector<LagBlock> blocks);

/// Overlap distance and wave numbers as they were asked for.
void save_questions(const RelaxationShape& shape, State& state);
/// Throws RunTimeFailure if they were others.
void require_same_questions(const RelaxationShape& shape, const State& state);

}  // namespace soret::detail
