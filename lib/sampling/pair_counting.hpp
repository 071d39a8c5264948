#pragma once
/// \file
/// Counting pairs of particles by distance, one rank's work: particles in cells, cells near each other.

#include "kernels/distance_histogram.hpp"

#include <soret/core/vec3.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace soret::detail {

/// Positions within the box and species of some particles, in one array that can be sent: all x, all y, all z, all
/// species.
class PackedParticles {
 public:
  explicit PackedParticles(std::size_t count) : values_(4 * count) {}
  explicit PackedParticles(std::vector<double> values) : values_{std::move(values)} {}

  std::size_t size() const { return values_.size() / 4; }
  double& at(std::size_t column, std::size_t particle) { return values_[column * size() + particle]; }
  double at(std::size_t column, std::size_t particle) const { return values_[column * size() + particle]; }
  std::span<const double> values() const { return values_; }

  static constexpr std::size_t species_column = 3;

 private:
  std::vector<double> values_;
};

/// The box cut into cells, numbered with x running fastest: the cells of equal (y, z) are a row, and so are their
/// particles once sorted.
class CellGrid {
 public:
  CellGrid(const Vec3& box_lengths, double r_max, std::int64_t particles);

  const Vec3& box_lengths() const { return box_lengths_; }
  double reach() const { return reach_; }
  double side(std::size_t axis) const { return box_lengths_[axis] / cells_[axis]; }
  int cells(std::size_t axis) const { return cells_[axis]; }
  std::size_t cell_count() const;
  std::size_t row_count() const { return cell_count() / static_cast<std::size_t>(cells_[0]); }
  int cell_along(std::size_t axis, double coordinate) const;
  std::size_t cell_of(const PackedParticles& particles, std::size_t i) const;
  /// The cells along y or z with points closer than the reach to those of `cell`, and how far at least, squared.
  struct NearCell {
    int cell;
    double gap_squared;
  };
  std::vector<NearCell> near(std::size_t axis, int cell) const;

 private:
  Vec3 box_lengths_;
  double reach_;  ///< the largest distance counted and a little more, so that rounding loses no pair
  std::array<int, 3> cells_{};
};

/// Particles in the order of their cells.
class SortedParticles {
 public:
  /// Those with indices from `begin` to `end`.
  SortedParticles(const CellGrid& grid, const PackedParticles& particles, std::size_t begin, std::size_t end,
                  std::int32_t histogram_size);

  std::int32_t cell_begin(std::size_t cell) const { return cell_begin_[cell]; }
  std::size_t species(std::size_t i) const { return species_[i]; }
  Vec3 position(std::size_t i) const { return {coordinates_[0][i], coordinates_[1][i], coordinates_[2][i]}; }
  std::size_t size() const { return species_.size(); }
  DistanceParticles view() const;

 private:
  std::array<std::vector<double>, 3> coordinates_;
  std::vector<std::int32_t> first_histogram_;
  std::vector<std::size_t> species_;
  std::vector<std::int32_t> cell_begin_;  ///< and the end of the last cell
};

/// Adds up counts per ordered pair of species and bin.
class PairCounter {
 public:
  PairCounter(const CellGrid& grid, double r_max, std::size_t bins, std::size_t species);

  /// Length of a histogram in elements, what is beyond the last bin included.
  std::int32_t histogram_size() const { return histogram_size_; }
  /// Every pair of these particles once.
  void count_within(const SortedParticles& particles) { count(particles, particles, true); }
  /// Every pair with one particle of either.
  void count_between(const SortedParticles& some, const SortedParticles& others) { count(some, others, false); }
  /// Adds the counts to an array of shape (unordered pair of species, bin) and forgets them.
  void add_to(std::span<double> counts);

 private:
  struct NearRow {
    std::size_t row;
    double centre_y;
    double centre_z;
  };

  void count(const SortedParticles& centres, const SortedParticles& others, bool same);
  void find_rows(std::size_t row, const SortedParticles& others, bool same);
  void find_ranges(const Vec3& position, const SortedParticles& others, std::int32_t first);
  void add_range(std::int32_t begin, std::int32_t end, std::int32_t first);
  void make_room(std::size_t pairs);
  void flush();

  const CellGrid& grid_;
  std::size_t bins_;
  std::size_t species_;
  std::int32_t histogram_size_;
  DistanceBins distance_bins_;
  std::vector<NearRow> rows_;
  std::vector<ParticleRange> ranges_;
  std::size_t candidates_ = 0;  ///< particles in the ranges
  std::vector<std::int32_t> scratch_;
  std::array<std::vector<std::uint32_t>, 2> histograms_;  ///< shape (species, species, histogram_size)
  std::uint64_t unflushed_ = 0;                           ///< pairs in them, at most
  std::vector<double> counts_;                            ///< same shape
};

}  // namespace soret::detail
