#pragma once
/// \file
/// The stretches of a periodic box in which profiles are fitted: one on either side of the cold slab.

#include <soret/core/quantity.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <array>
#include <cstddef>
#include <variant>
#include <vector>

namespace soret {

/// Distances from the centre of the cold slab as fractions of the box length, the hot slab being half a box away:
/// 0.10..0.40 leaves out a tenth of the box at either slab. Applied to both sides. If the slabs are not half a box
/// apart, the fractions are stretched on one side and shrunk on the other so that 0.5 is the hot slab on both.
struct FitWindow {
  double low = 0.10;
  double high = 0.40;
};

/// All within `half_width` (a length) of the place where the temperature profile passes through `temperature`, on both
/// sides (Gittus and Bresme 2022: 2.5 sigma around T = 0.62).
struct StateWindow {
  Temperature temperature{1.0};
  double half_width = 2.5;
};

using ProfileWindow = std::variant<FitWindow, StateWindow>;

/// The bins of a window on one side of the cold slab.
struct HalfWindow {
  std::vector<std::size_t> bins;  ///< from cold to hot
  std::vector<double> distances;  ///< of the bin centres from the cold slab's centre, a length
  double centre = 0.0;     ///< distance at which local values are taken: the middle, or where T is the chosen one
  double length = 0.0;     ///< distance from cold to hot slab on this side
  double direction = 1.0;  ///< +1: from cold to hot along the axis, -1: against it
};

/// A window found in a profile.
struct ResolvedWindow {
  double cold_centre = 0.0;          ///< fraction of the box length
  double hot_centre = 0.5;           ///< fraction of the box length
  std::array<HalfWindow, 2> halves;  ///< [0] along the axis from the cold slab, [1] against it
};

/// Where the temperature profile is coldest, as a fraction of the box length in [0, 1): the minimum of its first
/// Fourier mode, with c = sum_b T_b exp(-2 pi i z_b/L) at 1/2 - arg(c)/(2 pi). Bins never visited are left out.
double coldest_position(const SlabAverages& averages);

/// Finds the bins of a window. The cold slab is where the profile's shape says or, if it does not, `coldest_position`.
/// Throws InputError, naming the window, if it is not within the box half (0 <= low < high <= 0.5), holds fewer than
/// three bins on a side, or if the chosen temperature does not occur between the slabs.
ResolvedWindow resolve_window(const SlabAverages& averages, const ProfileWindow& window);

}  // namespace soret
