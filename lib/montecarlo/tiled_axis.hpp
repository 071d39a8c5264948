#pragma once
/// \file
/// One axis of a rank's domain, cut into the tiles that are worked on one at a time.

#include <array>
#include <cstddef>

namespace soret::detail {

/// A neighbour of a tile along the axis: its bin, and what is added to the coordinates of its particles.
struct NeighbourBin {
  std::size_t bin;
  double shift;
};

/// The neighbours of a tile, itself in the middle; along an axis that is one tile, only itself.
struct NeighbourBins {
  std::array<NeighbourBin, 3> bins;
  std::size_t count;
};

/// Tiles of equal length. Particles are kept in bins: along a periodic axis the tiles themselves; along a divided one
/// also the strip below the tiles that stands still and the one above, which belongs to the next rank.
class TiledAxis {
 public:
  /// The whole of a periodic axis. One tile if others would not leave two cutoffs between their images.
  static TiledAxis periodic(double length, double cutoff, double tile_length);
  /// The domain [lower, upper) of one of several ranks, the lowest cutoff of which stands still.
  static TiledAxis divided(double lower, double upper, double cutoff, double tile_length);

  std::size_t tiles() const { return tiles_; }
  std::size_t bins() const { return divided_ ? tiles_ + 2 : tiles_; }
  double tile_length() const { return tile_length_; }
  /// Of the tiles' bins, the first.
  std::size_t bin_of_tile(std::size_t tile) const { return divided_ ? tile + 1 : tile; }
  std::size_t bin_of(double coordinate) const;
  NeighbourBins neighbours(std::size_t tile) const;

  /// Length of the periodic box in which a tile is worked on: the tile with a cutoff on either side.
  double frame_length() const { return whole() ? length_ : tile_length_ + 2.0 * cutoff_; }
  /// Where the tile begins in that box.
  double tile_in_frame() const { return whole() ? 0.0 : cutoff_; }
  /// Coordinate at which that box begins.
  double frame_origin(std::size_t tile) const
  {
    return lower_ + static_cast<double>(tile) * tile_length_ - tile_in_frame();
  }

 private:
  TiledAxis(bool divided, double lower, double length, double cutoff, std::size_t tiles);
  bool whole() const { return !divided_ && tiles_ == 1; }

  bool divided_;
  double lower_;   ///< where the tiles begin
  double length_;  ///< of all tiles
  double cutoff_;
  std::size_t tiles_;
  double tile_length_;
};

}  // namespace soret::detail
