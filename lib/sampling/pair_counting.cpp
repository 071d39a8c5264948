#include "pair_counting.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret::detail {

namespace {

// A flat optimum, measured at liquid density. The cells of a row are shorter than high and deep: along x, more cells
// cost nothing.
constexpr double cells_per_reach = 3.0;
constexpr double shortening = 2.0;
constexpr double particles_per_cell = 2.0;  // fewer cells for dilute systems
constexpr double rounding = 1e-9;           // of a box length

// Distances of particles in nearby cells exceed r_max by less than this factor in almost all cases: they are spread
// over bins of their own, because counting many of them in one would be slow.
constexpr double histogram_excess = 1.75;

constexpr std::uint64_t largest_count = std::numeric_limits<std::uint32_t>::max();

using Kernel = decltype(&kernels_portable::count_distances);

Kernel chosen_kernel()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return &kernels_avx512::count_distances;
    case InstructionSet::avx2:
      return &kernels_avx2::count_distances;
    case InstructionSet::sse4:
      return &kernels_sse4::count_distances;
#endif
    default:
      return &kernels_portable::count_distances;
  }
}

double longest(const Vec3& lengths) { return std::max({lengths.x, lengths.y, lengths.z}); }

/// How far a periodic coordinate is from the interval of this half-width around a centre.
double gap_to(double coordinate, double centre, double half_width, double length)
{
  const double direct = std::abs(coordinate - centre);
  return std::max(0.0, std::min(direct, length - direct) - half_width);
}

}  // namespace

CellGrid::CellGrid(const Vec3& box_lengths, double r_max, std::int64_t particles)
    : box_lengths_{box_lengths}, reach_{r_max + rounding * longest(box_lengths)}
{
  const double volume = box_lengths.x * box_lengths.y * box_lengths.z;
  const double roomy =
      std::cbrt(particles_per_cell * volume / static_cast<double>(std::max<std::int64_t>(1, particles)));
  const double side = std::max(reach_ / cells_per_reach, roomy);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double wanted = axis == 0 ? side / shortening : side;
    cells_[axis] = std::max(1, static_cast<int>(box_lengths[axis] / wanted));
  }
}

std::size_t CellGrid::cell_count() const
{
  return static_cast<std::size_t>(cells_[0]) * static_cast<std::size_t>(cells_[1]) *
         static_cast<std::size_t>(cells_[2]);
}

int CellGrid::cell_along(std::size_t axis, double coordinate) const
{
  return std::min(cells_[axis] - 1, static_cast<int>(coordinate / box_lengths_[axis] * cells_[axis]));
}

std::size_t CellGrid::cell_of(const PackedParticles& particles, std::size_t i) const
{
  std::array<std::size_t, 3> cell{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cell[axis] = static_cast<std::size_t>(cell_along(axis, particles.at(axis, i)));
  }
  return (cell[2] * static_cast<std::size_t>(cells_[1]) + cell[1]) * static_cast<std::size_t>(cells_[0]) + cell[0];
}

std::vector<CellGrid::NearCell> CellGrid::near(std::size_t axis, int cell) const
{
  std::vector<NearCell> found;
  for (int other = 0; other < cells_[axis]; ++other) {
    const int direct = std::abs(other - cell);
    const int apart = std::min(direct, cells_[axis] - direct);
    const double gap = std::max(0, apart - 1) * side(axis);
    if (gap < reach_) {
      found.push_back({other, gap * gap});
    }
  }
  return found;
}

SortedParticles::SortedParticles(const CellGrid& grid, const PackedParticles& particles, std::size_t begin,
                                 std::size_t end, std::int32_t histogram_size)
    : cell_begin_(grid.cell_count() + 1)
{
  const std::size_t count = end - begin;
  std::vector<std::size_t> cells(count);
  for (std::size_t i = 0; i < count; ++i) {
    cells[i] = grid.cell_of(particles, begin + i);
    ++cell_begin_[cells[i] + 1];
  }
  for (std::size_t cell = 1; cell < cell_begin_.size(); ++cell) {
    cell_begin_[cell] += cell_begin_[cell - 1];
  }
  for (std::vector<double>& coordinate : coordinates_) {
    coordinate.resize(count + distance_padding);
  }
  first_histogram_.resize(count + distance_padding);
  species_.resize(count);
  std::vector<std::int32_t> next = cell_begin_;
  for (std::size_t i = 0; i < count; ++i) {
    const auto place = static_cast<std::size_t>(next[cells[i]]++);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      coordinates_[axis][place] = particles.at(axis, begin + i);
    }
    species_[place] = static_cast<std::size_t>(particles.at(PackedParticles::species_column, begin + i));
    first_histogram_[place] = static_cast<std::int32_t>(species_[place]) * histogram_size;
  }
}

DistanceParticles SortedParticles::view() const
{
  return {{coordinates_[0].data(), coordinates_[1].data(), coordinates_[2].data()}, first_histogram_.data()};
}

PairCounter::PairCounter(const CellGrid& grid, double r_max, std::size_t bins, std::size_t species)
    : grid_{grid},
      bins_{bins},
      species_{species},
      histogram_size_{static_cast<std::int32_t>(histogram_excess * static_cast<double>(bins)) + 1},
      distance_bins_{{grid.box_lengths().x, grid.box_lengths().y, grid.box_lengths().z},
                     static_cast<double>(bins) / r_max,
                     static_cast<double>(histogram_size_ - 1)},
      counts_(species * species * static_cast<std::size_t>(histogram_size_))
{
  for (std::vector<std::uint32_t>& histogram : histograms_) {
    histogram.resize(counts_.size());
  }
}

void PairCounter::count(const SortedParticles& centres, const SortedParticles& others, bool same)
{
  const Kernel count_distances = chosen_kernel();
  const DistanceParticles view = others.view();
  const auto row_length = static_cast<std::size_t>(grid_.cells(0));
  for (std::size_t row = 0; row < grid_.row_count(); ++row) {
    const auto begin = static_cast<std::size_t>(centres.cell_begin(row * row_length));
    const auto end = static_cast<std::size_t>(centres.cell_begin((row + 1) * row_length));
    if (begin == end) {
      continue;
    }
    find_rows(row, others, same);
    for (std::size_t i = begin; i < end && !rows_.empty(); ++i) {
      const Vec3 position = centres.position(i);
      find_ranges(position, others, same ? static_cast<std::int32_t>(i + 1) : 0);
      make_room(candidates_);
      const std::array<double, 3> at{position.x, position.y, position.z};
      const std::size_t first = centres.species(i) * species_ * static_cast<std::size_t>(histogram_size_);
      count_distances(distance_bins_, at.data(), view, ranges_.data(), ranges_.size(), scratch_.data(),
                      histograms_[0].data() + first, histograms_[1].data() + first);
    }
  }
}

/// The rows with particles near enough to some of `row`; if centres and others are the `same`, not those before it.
void PairCounter::find_rows(std::size_t row, const SortedParticles& others, bool same)
{
  const auto rows_along_y = static_cast<std::size_t>(grid_.cells(1));
  const auto row_length = static_cast<std::size_t>(grid_.cells(0));
  const double reach_squared = grid_.reach() * grid_.reach();
  rows_.clear();
  const std::vector<CellGrid::NearCell> near_y = grid_.near(1, static_cast<int>(row % rows_along_y));
  for (const CellGrid::NearCell& z : grid_.near(2, static_cast<int>(row / rows_along_y))) {
    for (const CellGrid::NearCell& y : near_y) {
      const std::size_t other = static_cast<std::size_t>(z.cell) * rows_along_y + static_cast<std::size_t>(y.cell);
      const bool empty = others.cell_begin(other * row_length) == others.cell_begin((other + 1) * row_length);
      if (y.gap_squared + z.gap_squared < reach_squared && !empty && !(same && other < row)) {
        rows_.push_back({other, (y.cell + 0.5) * grid_.side(1), (z.cell + 0.5) * grid_.side(2)});
      }
    }
  }
}

/// Of these rows, the particles numbered from `first` on in the cells that the sphere around the position reaches.
void PairCounter::find_ranges(const Vec3& position, const SortedParticles& others, std::int32_t first)
{
  const Vec3& lengths = grid_.box_lengths();
  const double reach_squared = grid_.reach() * grid_.reach();
  const double half_y = 0.5 * grid_.side(1);
  const double half_z = 0.5 * grid_.side(2);
  const double cells_per_length = 1.0 / grid_.side(0);
  const int row_length = grid_.cells(0);
  ranges_.clear();
  candidates_ = 0;
  for (const NearRow& row : rows_) {
    const double gap_y = gap_to(position.y, row.centre_y, half_y, lengths.y);
    const double gap_z = gap_to(position.z, row.centre_z, half_z, lengths.z);
    const double rest = reach_squared - gap_y * gap_y - gap_z * gap_z;
    if (rest <= 0.0) {
      continue;
    }
    const double extent = std::sqrt(rest) + rounding * lengths.x;
    const int low = static_cast<int>((position.x - extent) * cells_per_length + row_length) - row_length;
    const int high = static_cast<int>((position.x + extent) * cells_per_length);
    const std::size_t start = row.row * static_cast<std::size_t>(row_length);
    const auto begin_of = [&](int cell) { return others.cell_begin(start + static_cast<std::size_t>(cell)); };
    if (high - low + 1 >= row_length) {
      add_range(begin_of(0), begin_of(row_length), first);
    }
    else if (low < 0) {
      add_range(begin_of(0), begin_of(high + 1), first);
      add_range(begin_of(low + row_length), begin_of(row_length), first);
    }
    else if (high >= row_length) {
      add_range(begin_of(0), begin_of(high + 1 - row_length), first);
      add_range(begin_of(low), begin_of(row_length), first);
    }
    else {
      add_range(begin_of(low), begin_of(high + 1), first);
    }
  }
}

void PairCounter::add_range(std::int32_t begin, std::int32_t end, std::int32_t first)
{
  begin = std::max(begin, first);
  if (begin < end) {
    ranges_.push_back({begin, end});
    candidates_ += static_cast<std::size_t>(end - begin);
  }
}

/// For so many more pairs.
void PairCounter::make_room(std::size_t pairs)
{
  if (scratch_.size() < pairs + distance_padding) {
    scratch_.resize(2 * pairs + distance_padding);
  }
  if (unflushed_ + pairs > largest_count) {
    flush();
  }
  unflushed_ += pairs;
}

void PairCounter::flush()
{
  for (std::vector<std::uint32_t>& histogram : histograms_) {
    for (std::size_t k = 0; k < histogram.size(); ++k) {
      counts_[k] += histogram[k];
      histogram[k] = 0;
    }
  }
  unflushed_ = 0;
}

void PairCounter::add_to(std::span<double> counts)
{
  flush();
  const auto stride = static_cast<std::size_t>(histogram_size_);
  std::size_t next = 0;
  for (std::size_t i = 0; i < species_; ++i) {
    for (std::size_t j = i; j < species_; ++j) {
      for (std::size_t bin = 0; bin < bins_; ++bin, ++next) {
        counts[next] += counts_[(i * species_ + j) * stride + bin];
        if (i != j) {
          counts[next] += counts_[(j * species_ + i) * stride + bin];
        }
      }
    }
  }
  std::fill(counts_.begin(), counts_.end(), 0.0);
}

}  // namespace soret::detail
