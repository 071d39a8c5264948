#include "tiled_axis.hpp"

#include <algorithm>
#include <cmath>

namespace soret::detail {

namespace {

/// About as many tiles as fit, each at least a cutoff long.
std::size_t tiles_along(double length, double cutoff, double tile_length)
{
  const double wanted = std::round(length / tile_length);
  return static_cast<std::size_t>(std::max(1.0, std::min(wanted, std::floor(length / cutoff))));
}

}  // namespace

TiledAxis::TiledAxis(bool divided, double lower, double length, double cutoff, std::size_t tiles)
    : divided_{divided},
      lower_{lower},
      length_{length},
      cutoff_{cutoff},
      tiles_{tiles},
      tile_length_{length / static_cast<double>(tiles)}
{
}

TiledAxis TiledAxis::periodic(double length, double cutoff, double tile_length)
{
  const std::size_t tiles = tiles_along(length, cutoff, tile_length);
  const bool fits = length / static_cast<double>(tiles) + 2.0 * cutoff <= length;
  return {false, 0.0, length, cutoff, fits ? tiles : 1};
}

TiledAxis TiledAxis::divided(double lower, double upper, double cutoff, double tile_length)
{
  const double length = upper - lower - cutoff;
  return {true, lower + cutoff, length, cutoff, tiles_along(length, cutoff, tile_length)};
}

std::size_t TiledAxis::bin_of(double coordinate) const
{
  const auto last = static_cast<double>(bins() - 1);
  const double tile = std::floor((coordinate - lower_) / tile_length_);
  if (!divided_) {
    return static_cast<std::size_t>(std::clamp(tile, 0.0, last));
  }
  return coordinate < lower_ ? 0 : static_cast<std::size_t>(std::clamp(tile + 1.0, 1.0, last));
}

NeighbourBins TiledAxis::neighbours(std::size_t tile) const
{
  const std::size_t middle = bin_of_tile(tile);
  if (whole()) {
    return {{{{middle, 0.0}}}, 1};
  }
  if (divided_) {
    return {{{{middle - 1, 0.0}, {middle, 0.0}, {middle + 1, 0.0}}}, 3};
  }
  const NeighbourBin below = tile == 0 ? NeighbourBin{tiles_ - 1, -length_} : NeighbourBin{tile - 1, 0.0};
  const NeighbourBin above = tile + 1 == tiles_ ? NeighbourBin{0, length_} : NeighbourBin{tile + 1, 0.0};
  return {{{below, {middle, 0.0}, above}}, 3};
}

}  // namespace soret::detail
