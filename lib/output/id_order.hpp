#pragma once
/// \file
/// Per-particle values of all ranks in the order of the particles' ids (private to the output module).

#include <soret/mpi/communicator.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace soret {

/// Writes one particle's values into its row; `particle` is an index into this rank's arrays.
using FillRow = std::function<void(std::size_t particle, std::span<double> row)>;

/// Takes the rows of consecutive particles, shape (count, width); `first` counts particles before them.
using ConsumeRows = std::function<void(std::size_t first, std::span<const double> rows)>;

/// Hands `width` doubles per particle to `consume` on root, particles of all ranks ordered by id. They travel in pieces
/// of about 100 000 particles, so that root never holds the whole system. If `consume` throws, every rank throws.
/// Collective.
void gather_in_id_order(const mpi::Communicator& communicator, std::span<const std::int64_t> ids, std::size_t width,
                        const FillRow& fill, const ConsumeRows& consume);

}  // namespace soret
