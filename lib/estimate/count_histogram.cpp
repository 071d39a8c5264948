#include <soret/estimate/count_histogram.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace soret {

namespace {

void check_most_bins(std::size_t most_bins)
{
  if (most_bins < 2) {
    throw InputError(fmt::format("a histogram of at most {} bins is refused: at least 2 are needed", most_bins));
  }
}

void check_number(std::int64_t n)
{
  if (n < 0) {
    throw RunTimeFailure(fmt::format("{} particles cannot be counted", n));
  }
}

void check_same_bins(std::size_t a, std::size_t b)
{
  if (a != b) {
    throw RunTimeFailure(fmt::format("histograms of at most {} and {} bins cannot be added", a, b));
  }
}

std::int64_t sum_of(const std::vector<std::int64_t>& counts)
{
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

}  // namespace

CountHistogram::CountHistogram(std::size_t most_bins) : most_bins_{most_bins} { check_most_bins(most_bins); }

void CountHistogram::add(std::int64_t n)
{
  check_number(n);
  add_at(n, 1);
}

void CountHistogram::add_at(std::int64_t n, std::int64_t times)
{
  include(n);
  counts_[static_cast<std::size_t>(n / width_ - first_bin_)] += times;
}

void CountHistogram::include(std::int64_t n)
{
  if (counts_.empty()) {
    first_bin_ = n / width_;
    counts_.push_back(0);
  }
  const auto most = static_cast<std::int64_t>(most_bins_);
  const auto bins = [this, n] {
    const std::int64_t bin = n / width_;
    const std::int64_t end = first_bin_ + static_cast<std::int64_t>(counts_.size());
    return std::max(bin + 1, end) - std::min(bin, first_bin_);
  };
  while (bins() > most) {
    double_width();
  }
  const std::int64_t bin = n / width_;
  if (bin < first_bin_) {
    counts_.insert(counts_.begin(), static_cast<std::size_t>(first_bin_ - bin), 0);
    first_bin_ = bin;
  }
  counts_.resize(std::max(counts_.size(), static_cast<std::size_t>(bin - first_bin_ + 1)), 0);
}

void CountHistogram::double_width()
{
  const std::int64_t first = first_bin_ / 2;
  std::vector<std::int64_t> merged;
  for (std::size_t k = 0; k < counts_.size(); ++k) {
    const auto bin = static_cast<std::size_t>((first_bin_ + static_cast<std::int64_t>(k)) / 2 - first);
    merged.resize(std::max(merged.size(), bin + 1), 0);
    merged[bin] += counts_[k];
  }
  counts_ = std::move(merged);
  first_bin_ = first;
  width_ *= 2;
}

void CountHistogram::add(const CountHistogram& other)
{
  check_same_bins(most_bins_, other.most_bins_);
  while (width_ < other.width_) {
    double_width();
  }
  for (std::size_t k = 0; k < other.counts_.size(); ++k) {
    if (other.counts_[k] > 0) {
      add_at((other.first_bin_ + static_cast<std::int64_t>(k)) * other.width_, other.counts_[k]);
    }
  }
}

std::int64_t CountHistogram::total() const { return sum_of(counts_); }

std::vector<std::int64_t> CountHistogram::packed() const
{
  std::vector<std::int64_t> values{static_cast<std::int64_t>(most_bins_), width_, first_bin_};
  values.insert(values.end(), counts_.begin(), counts_.end());
  return values;
}

CountHistogram CountHistogram::unpacked(std::span<const std::int64_t> values)
{
  if (values.size() < 3 || values[0] < 2 || values[1] < 1) {
    throw RunTimeFailure("saved numbers are not those of a histogram");
  }
  CountHistogram histogram{static_cast<std::size_t>(values[0])};
  histogram.width_ = values[1];
  histogram.first_bin_ = values[2];
  histogram.counts_.assign(values.begin() + 3, values.end());
  return histogram;
}

JointCountHistogram::JointCountHistogram(std::size_t most_bins) : most_bins_{most_bins} { check_most_bins(most_bins); }

void JointCountHistogram::add(std::int64_t n, std::int64_t m)
{
  check_number(n);
  check_number(m);
  add_at({n, m}, 1);
}

void JointCountHistogram::add_at(const Numbers& numbers, std::int64_t times)
{
  std::array<BinnedAxis, 2> wanted = axes_;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    wanted[axis].include(numbers[axis], most_bins_);
  }
  reshape(wanted);
  counts_[axes_[0].place(numbers[0]) * axes_[1].bins + axes_[1].place(numbers[1])] += times;
}

void JointCountHistogram::BinnedAxis::include(std::int64_t n, std::size_t most_bins)
{
  if (bins == 0) {
    *this = {width, n / width, 1};
    return;
  }
  while (true) {
    const std::int64_t first = std::min(first_bin, n / width);
    const std::int64_t end = std::max(first_bin + static_cast<std::int64_t>(bins), n / width + 1);
    if (end - first <= static_cast<std::int64_t>(most_bins)) {
      *this = {width, first, static_cast<std::size_t>(end - first)};
      return;
    }
    widen(2 * width);
  }
}

void JointCountHistogram::reshape(const std::array<BinnedAxis, 2>& wanted)
{
  if (wanted == axes_) {
    return;
  }
  std::vector<std::int64_t> counts(wanted[0].bins * wanted[1].bins, 0);
  for (std::size_t row = 0; row < axes_[0].bins; ++row) {
    for (std::size_t column = 0; column < axes_[1].bins; ++column) {
      const std::size_t place =
          wanted[0].place(axes_[0].number(row)) * wanted[1].bins + wanted[1].place(axes_[1].number(column));
      counts[place] += counts_[row * axes_[1].bins + column];
    }
  }
  counts_ = std::move(counts);
  axes_ = wanted;
}

void JointCountHistogram::add(const JointCountHistogram& other)
{
  check_same_bins(most_bins_, other.most_bins_);
  std::array<BinnedAxis, 2> wanted = axes_;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    wanted[axis].widen(other.axes_[axis].width);
  }
  reshape(wanted);
  for (std::size_t row = 0; row < other.bins(0); ++row) {
    for (std::size_t column = 0; column < other.bins(1); ++column) {
      if (other.count(row, column) > 0) {
        add_at({other.axes_[0].number(row), other.axes_[1].number(column)}, other.count(row, column));
      }
    }
  }
}

void JointCountHistogram::BinnedAxis::widen(std::int64_t least_width)
{
  while (width < least_width) {
    const std::int64_t end = first_bin + static_cast<std::int64_t>(bins);
    first_bin /= 2;
    bins = bins == 0 ? 0 : static_cast<std::size_t>((end - 1) / 2 - first_bin + 1);
    width *= 2;
  }
}

std::int64_t JointCountHistogram::total() const { return sum_of(counts_); }

std::vector<std::int64_t> JointCountHistogram::packed() const
{
  std::vector<std::int64_t> values{static_cast<std::int64_t>(most_bins_)};
  for (const BinnedAxis& axis : axes_) {
    values.insert(values.end(), {axis.width, axis.first_bin, static_cast<std::int64_t>(axis.bins)});
  }
  values.insert(values.end(), counts_.begin(), counts_.end());
  return values;
}

JointCountHistogram JointCountHistogram::unpacked(std::span<const std::int64_t> values)
{
  constexpr std::size_t header = 7;
  if (values.size() < header || values[0] < 2 || values[1] < 1 || values[4] < 1 ||
      static_cast<std::int64_t>(values.size() - header) != values[3] * values[6]) {
    throw RunTimeFailure("saved numbers are not those of a joint histogram");
  }
  JointCountHistogram histogram{static_cast<std::size_t>(values[0])};
  histogram.axes_ = {{{values[1], values[2], static_cast<std::size_t>(values[3])},
                      {values[4], values[5], static_cast<std::size_t>(values[6])}}};
  histogram.counts_.assign(values.begin() + header, values.end());
  return histogram;
}

}  // namespace soret
