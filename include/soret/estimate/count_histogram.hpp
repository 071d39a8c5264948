#pragma once
/// \file
/// How often each number of particles occurred in an open system, in bounded memory for numbers of any size.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// A histogram of whole numbers n >= 0. Bin k counts [k w, (k + 1) w), where w is a power of two: it starts at 1 (each
/// number apart) and doubles whenever the numbers seen span more than `most_bins` bins.
class CountHistogram {
 public:
  /// Throws InputError unless there may be at least two bins.
  explicit CountHistogram(std::size_t most_bins = 4096);

  /// Counts n once. Throws RunTimeFailure if n < 0.
  void add(std::int64_t n);
  /// Adds what another histogram counted; the result has at least the wider bins of the two. Throws RunTimeFailure if
  /// `most_bins` differs.
  void add(const CountHistogram& other);

  std::size_t most_bins() const { return most_bins_; }
  std::int64_t bin_width() const { return width_; }
  /// The smallest number of the first bin; zero if nothing was counted.
  std::int64_t first_number() const { return first_bin_ * width_; }
  /// One per bin from `first_number` on; the first and the last are not zero.
  const std::vector<std::int64_t>& counts() const { return counts_; }
  /// How many numbers were counted.
  std::int64_t total() const;

  /// Everything as whole numbers, for messages and checkpoints.
  std::vector<std::int64_t> packed() const;
  /// The reverse. Throws RunTimeFailure if the numbers are not those of a histogram.
  static CountHistogram unpacked(std::span<const std::int64_t> values);

 private:
  void add_at(std::int64_t n, std::int64_t times);
  /// Makes room for a number, in bins of the present width or wider ones.
  void include(std::int64_t n);
  void double_width();

  std::size_t most_bins_;
  std::int64_t width_ = 1;
  std::int64_t first_bin_ = 0;
  std::vector<std::int64_t> counts_;
};

/// The same for two numbers at a time: rows are bins of the first number, columns those of the second. Each axis has
/// its own bin width and spans at most `most_bins` bins.
class JointCountHistogram {
 public:
  /// Throws InputError unless there may be at least two bins along either axis.
  explicit JointCountHistogram(std::size_t most_bins = 64);

  /// Counts the pair (n, m) once. Throws RunTimeFailure if one of them is negative.
  void add(std::int64_t n, std::int64_t m);
  /// Adds what another histogram counted. Throws RunTimeFailure if `most_bins` differs.
  void add(const JointCountHistogram& other);

  std::size_t most_bins() const { return most_bins_; }
  /// Of the axis 0 (first number) or 1 (second number).
  std::int64_t bin_width(std::size_t axis) const { return axes_.at(axis).width; }
  /// The smallest number of an axis' first bin.
  std::int64_t first_number(std::size_t axis) const { return axes_.at(axis).first_bin * axes_.at(axis).width; }
  /// Bins along an axis; zero if nothing was counted.
  std::size_t bins(std::size_t axis) const { return axes_.at(axis).bins; }
  /// Shape (bins(0), bins(1)), row by row.
  const std::vector<std::int64_t>& counts() const { return counts_; }
  std::int64_t count(std::size_t row, std::size_t column) const { return counts_.at(row * axes_[1].bins + column); }
  std::int64_t total() const;

  std::vector<std::int64_t> packed() const;
  static JointCountHistogram unpacked(std::span<const std::int64_t> values);

 private:
  struct BinnedAxis {
    std::int64_t width = 1;
    std::int64_t first_bin = 0;
    std::size_t bins = 0;

    /// Makes room for a number, in bins of the present width or wider ones.
    void include(std::int64_t n, std::size_t most_bins);
    /// Doubles the bins until they have at least this width.
    void widen(std::int64_t least_width);
    /// Where a number's bin is.
    std::size_t place(std::int64_t n) const { return static_cast<std::size_t>(n / width - first_bin); }
    /// The smallest number of a bin.
    std::int64_t number(std::size_t bin) const { return (first_bin + static_cast<std::int64_t>(bin)) * width; }
    friend bool operator==(const BinnedAxis&, const BinnedAxis&) = default;
  };
  using Numbers = std::array<std::int64_t, 2>;

  void add_at(const Numbers& numbers, std::int64_t times);
  /// Takes over axes whose bins are unions of the present ones.
  void reshape(const std::array<BinnedAxis, 2>& wanted);

  std::size_t most_bins_;
  std::array<BinnedAxis, 2> axes_;
  std::vector<std::int64_t> counts_;
};

}  // namespace soret
