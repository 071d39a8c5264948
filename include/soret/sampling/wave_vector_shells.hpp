#pragma once
/// \file
/// Which wave vectors of a periodic box belong to which shell of |q|.

#include <soret/core/vec3.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace soret {

/// An integer vector n; q_d = 2 pi n_d / L_d.
using WaveIndex = std::array<int, 3>;

/// The vectors 0 < |q| < `shells` × width of a box in shells s: s width <= |q| < (s + 1) width. Of q and -q only one
/// (n_z > 0, or n_z = 0 and n_y > 0, or n_z = n_y = 0 and n_x > 0) is visited. Vectors up to `reach` are all those of
/// the box; at level l = 1, 2, ... shells up to 2^l reach hold the vectors of a box folded 2^l times on itself along
/// each axis, n a multiple of 2^l. These are fewer, but still as many as a smaller box would have, and their density
/// is found on a mesh that does not grow with |q|.
class WaveVectorShells {
 public:
  /// The longest wave number is rounded up to a whole number of shells; a reach of zero or more than that means that
  /// nothing is folded. Throws InputError unless width and longest wave number are positive and finite and a shell at
  /// least is not empty.
  WaveVectorShells(const Vec3& lengths, WaveNumber longest, WaveNumber width, WaveNumber reach = WaveNumber{0.0});

  /// The longest wave number rounded up to a whole number of shells. Throws as the constructor.
  static WaveNumber end(WaveNumber longest, WaveNumber width);

  /// Number of shells that hold a vector; these are numbered.
  std::size_t size() const { return wave_numbers_.size(); }
  int levels() const { return levels_; }
  static int fold(int level) { return 1 << level; }
  /// Largest |n_d| / fold of the vectors at any level.
  const WaveIndex& largest_index() const { return largest_index_; }
  const std::vector<double>& wave_numbers() const { return wave_numbers_; }  ///< mean |q| of each shell
  const std::vector<double>& half_vectors() const { return half_vectors_; }  ///< vectors visited in each shell
  std::vector<double> folds() const;                                         ///< of each shell

  /// Calls visit(n / fold, shell) for the vectors of a level, in a fixed order; of the planes n_x / fold only every
  /// `stride`-th, starting with number `first` (so that ranks share the work).
  template <class Visit>
  void for_each(int level, const Visit& visit, int first = 0, int stride = 1) const
  {
    for (int plane = first; plane <= 2 * largest_index_[0]; plane += stride) {
      const int x = plane - largest_index_[0];
      for (int y = -largest_index_[1]; y <= largest_index_[1]; ++y) {
        for (int z = y > 0 || (y == 0 && x > 0) ? 0 : 1; z <= largest_index_[2]; ++z) {
          const std::size_t slot = slot_of(wave_number({x, y, z}, level));
          if (slot >= level_of_slot_.size()) {
            break;
          }
          if (level_of_slot_[slot] == level) {
            visit(WaveIndex{x, y, z}, shell_of_slot_[slot]);
          }
        }
      }
    }
  }

  /// |q| of n = fold(level) × index.
  double wave_number(const WaveIndex& index, int level) const
  {
    double squared = 0.0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double component = unit_[axis] * index[axis];
      squared += component * component;
    }
    return fold(level) * std::sqrt(squared);
  }

 private:
  /// A |q| on the edge of two shells belongs to the upper one, however it was rounded.
  std::size_t slot_of(double q) const { return static_cast<std::size_t>(q / width_ * (1.0 + 1e-12)); }

  double width_;
  Vec3 unit_;  ///< 2 pi / L
  int levels_ = 1;
  WaveIndex largest_index_{};
  std::vector<int> level_of_slot_;          ///< of all shells, empty ones included
  std::vector<std::size_t> shell_of_slot_;  ///< number among the shells that are not empty
  std::vector<double> wave_numbers_;
  std::vector<double> half_vectors_;
  std::vector<int> level_of_shell_;
};

}  // namespace soret
