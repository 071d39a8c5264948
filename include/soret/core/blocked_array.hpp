#pragma once
/// \file
/// A view of quantities that are stored together in blocks.

#include <cstddef>

namespace soret {

/// Values per block: as many as a cluster of particles has members (neighbour/cluster_pairs.hpp).
inline constexpr std::size_t block_width = 4;

/// One or several neighbouring quantities of numbered elements. Blocks of `block_width` elements follow each other; in
/// a block all values of the first quantity come first, then those of the second and so on, so that what is used
/// together shares cache lines.
template <class T>
struct BlockedArray {
  T* first = nullptr;          ///< the first of these quantities of element 0
  std::size_t stride = 0;      ///< values from block to block: block_width times the number of quantities in a block
  std::size_t quantities = 1;  ///< of this view

  /// The first quantity of an element; the others follow at distances of block_width.
  T* of(std::size_t element) const { return first + element / block_width * stride + element % block_width; }
};

}  // namespace soret
