#include <soret/sampling/collective_relaxation.hpp>

#include "overlap_cells.hpp"
#include "relaxation_parts.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/direct_modes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace soret {

namespace {

LagSchedule from_zero(LagSchedule schedule)
{
  schedule.with_zero = true;
  return schedule;
}

std::vector<std::size_t> begins_of(const IdKeepers& keepers, std::size_t species)
{
  std::vector<std::size_t> begins;
  for (std::size_t s = 0; s <= species; ++s) {
    begins.push_back(keepers.begin(s));
  }
  return begins;
}

/// Positions of some particles and where their species begin, in one message.
std::vector<double> message_of(const std::vector<double>& row, const std::vector<std::size_t>& begins)
{
  std::vector<double> message(begins.begin(), begins.end());
  message.insert(message.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(3 * begins.back()));
  return message;
}

detail::PlacedParticles placed(const std::vector<double>& message, std::size_t species, const detail::OverlapGrid& grid)
{
  std::vector<std::size_t> begins;
  for (std::size_t s = 0; s <= species; ++s) {
    begins.push_back(static_cast<std::size_t>(message[s]));
  }
  return grid.placed(message.data() + species + 1, begins);
}

}  // namespace

CollectiveRelaxation::CollectiveRelaxation(const mpi::Communicator& communicator, LagSchedule schedule,
                                           OverlapDistance overlap_distance,
                                           const std::vector<WaveNumber>& wave_numbers)
    : LagSampler{communicator, from_zero(schedule), "collective relaxation"},
      asked_{detail::relaxation_shape(false, overlap_distance, wave_numbers, lag_times())},
      shape_{asked_}
{
}

void CollectiveRelaxation::begin()
{
  const Vec3& lengths = system().box_lengths;
  if (2.0 * asked_.overlap_distance > std::min({lengths.x, lengths.y, lengths.z})) {
    throw InputError(
        fmt::format("an overlap distance of {:g} is refused: it exceeds half the box of {:g} x {:g} x {:g}",
                    asked_.overlap_distance, lengths.x, lengths.y, lengths.z));
  }
  shape_ = asked_;
  shape_.species_names = system().species_names;
  shape_.counts = system().counts;
  waves_.clear();
  vectors_.clear();
  for (double& wave_number : shape_.wave_numbers) {
    waves_.push_back(nearest_wave_vectors(lengths, WaveNumber{wave_number}));
    wave_number = waves_.back().wave_number;
    vectors_.insert(vectors_.end(), waves_.back().vectors.begin(), waves_.back().vectors.end());
  }
}

void CollectiveRelaxation::extend(const Snapshot& snapshot, std::vector<double>& row)
{
  const auto modes =
      direct_modes(keepers().communicator(), system().box_lengths, snapshot.particles, system().species(), vectors_);
  if (!keepers().communicator().is_root()) {  // one rank is enough for what is the same on all
    return;
  }
  for (const auto& of_species : modes) {
    for (const std::complex<double>& mode : of_species) {
      row.insert(row.end(), {mode.real(), mode.imag()});
    }
  }
}

std::vector<double> CollectiveRelaxation::overlaps_with(const std::vector<double>& now,
                                                        const std::vector<Earlier>& earlier) const
{
  const mpi::Communicator& communicator = keepers().communicator();
  const std::vector<std::size_t> begins = begins_of(keepers(), shape_.species());
  const detail::OverlapGrid grid{system().box_lengths, shape_.overlap_distance, keepers().size()};
  std::vector<detail::OverlapCells> cells;
  for (const Earlier& each : earlier) {
    cells.emplace_back(grid, grid.placed(each.row, begins));
  }
  std::vector<double> overlaps(earlier.size() * shape_.groups(), 0.0);
  std::vector<double> message = message_of(now, begins);
  const int ranks = communicator.size();
  for (int turn = 0; turn < ranks; ++turn) {
    const detail::PlacedParticles others = placed(message, shape_.species(), grid);
    for (std::size_t k = 0; k < cells.size(); ++k) {
      cells[k].count(others, &overlaps[k * shape_.groups()]);
    }
    if (turn + 1 < ranks) {
      const int here = communicator.rank();
      message = communicator.exchange_unknown_length((here + 1) % ranks, message, (here + ranks - 1) % ranks);
    }
  }
  communicator.all_sum(overlaps);
  return overlaps;
}

void CollectiveRelaxation::add_scattering(const double* then, const double* now, std::size_t lag, LagBlock& block) const
{
  const std::size_t stride = 2 * vectors_.size();
  std::size_t first = 0;
  for (std::size_t wave = 0; wave < waves_.size(); ++wave) {
    const std::size_t count = waves_[wave].vectors.size();
    std::vector<double> sums(shape_.groups(), 0.0);
    for (std::size_t v = first; v < first + count; ++v) {
      std::array<double, 4> all{};
      for (std::size_t s = 0; s < shape_.species(); ++s) {
        const double* a = then + s * stride + 2 * v;
        const double* b = now + s * stride + 2 * v;
        sums[s] += a[0] * b[0] + a[1] * b[1];
        all = {all[0] + a[0], all[1] + a[1], all[2] + b[0], all[3] + b[1]};
      }
      sums.back() += all[0] * all[2] + all[1] * all[3];
    }
    for (std::size_t group = 0; group < shape_.groups(); ++group) {
      block.sums[shape_.offset(lag, group, RelaxationShape::scattering + wave)] +=
          sums[group] / static_cast<double>(count);
    }
    first += count;
  }
}

void CollectiveRelaxation::compare(const std::vector<double>& now, const std::vector<Earlier>& earlier, LagBlock& block)
{
  const std::vector<double> overlaps = overlaps_with(now, earlier);
  if (!keepers().communicator().is_root()) {  // all that follows is the whole system's, and reduce adds the ranks up
    return;
  }
  std::vector<std::size_t> lags;
  const std::size_t modes = 3 * keepers().size();  // where they begin in a row
  for (std::size_t k = 0; k < earlier.size(); ++k) {
    const std::size_t lag = earlier[k].lag;
    lags.push_back(lag);
    add_scattering(earlier[k].row + modes, now.data() + modes, lag, block);
    for (std::size_t group = 0; group < shape_.groups(); ++group) {
      block.sums[shape_.offset(lag, group, RelaxationShape::overlap)] += overlaps[k * shape_.groups() + group];
    }
  }
  detail::add_squared_overlaps(shape_, lags, overlaps, block);
}

RelaxationBlocks CollectiveRelaxation::reduce(const mpi::Communicator& communicator) const
{
  return detail::one_replica(shape_, reduce_blocks(communicator));
}

void CollectiveRelaxation::save(State& state) const
{
  LagSampler::save(state);
  detail::save_questions(asked_, state);
}

void CollectiveRelaxation::load(const State& state)
{
  detail::require_same_questions(asked_, state);
  LagSampler::load(state);
}

}  // namespace soret
