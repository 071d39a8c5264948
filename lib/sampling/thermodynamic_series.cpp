#include "kinetic_sums.hpp"

#include <soret/sampling/thermodynamic_series.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>

namespace soret {

namespace {

/// Where the columns of a row are.
namespace column {
constexpr std::size_t step = 0;
constexpr std::size_t time = 1;
constexpr std::size_t box = 2;
constexpr std::size_t common = 5;  // columns before this one are the same on all ranks
constexpr std::size_t kinetic_energy = 5;
constexpr std::size_t potential_energy = 6;
constexpr std::size_t pressure = 7;
constexpr std::size_t momentum = 13;
constexpr std::size_t energy_added = 16;
}  // namespace column

std::vector<double> local_row(const Snapshot& snapshot)
{
  std::vector<double> row(column::energy_added);
  const Vec3& lengths = snapshot.box.lengths();
  row[column::step] = static_cast<double>(snapshot.step);
  row[column::time] = snapshot.time;
  const detail::KineticSums kinetic = detail::local_kinetic_sums(snapshot.particles, snapshot.species);
  const PairTotals& pairs = snapshot.totals.value();
  row[column::kinetic_energy] = kinetic.energy();
  row[column::potential_energy] = pairs.potential_energy;
  for (std::size_t c = 0; c < pairs.virial.size(); ++c) {
    row[column::pressure + c] = (kinetic.tensor[c] + pairs.virial[c]) / snapshot.box.volume();
  }
  const Vec3 momentum = std::accumulate(kinetic.momentum.begin(), kinetic.momentum.end(), Vec3{});
  for (std::size_t axis = 0; axis < 3; ++axis) {
    row[column::box + axis] = lengths[axis];
    row[column::momentum + axis] = momentum[axis];
  }
  row.insert(row.end(), snapshot.local_energy_added.begin(), snapshot.local_energy_added.end());
  return row;
}

ThermodynamicRow averaged(std::int64_t samples, std::span<const double> sums)
{
  const auto mean = [&](std::size_t c) { return sums[c] / static_cast<double>(samples); };
  ThermodynamicRow row;
  row.samples = samples;
  row.step = mean(column::step);
  row.time = mean(column::time);
  row.kinetic_energy = mean(column::kinetic_energy);
  row.potential_energy = mean(column::potential_energy);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    row.box_lengths[axis] = mean(column::box + axis);
    row.momentum[axis] = mean(column::momentum + axis);
  }
  for (std::size_t c = 0; c < row.pressure.size(); ++c) {
    row.pressure[c] = mean(column::pressure + c);
  }
  for (std::size_t c = column::energy_added; c < sums.size(); ++c) {
    row.energy_added.push_back(mean(c));
  }
  return row;
}

std::size_t checked(std::size_t fewest_rows)
{
  if (fewest_rows < 2) {
    throw InputError(fmt::format("a time series of {} rows is refused: at least 2 are needed", fewest_rows));
  }
  return fewest_rows;
}

}  // namespace

void ThermodynamicSeries::Row::add(const Row& later)
{
  samples += later.samples;
  std::transform(sums.begin(), sums.end(), later.sums.begin(), sums.begin(), std::plus<>());
}

ThermodynamicSeries::ThermodynamicSeries(std::size_t fewest_rows) : rows_{checked(fewest_rows)} {}

void ThermodynamicSeries::sample(const Snapshot& snapshot)
{
  const Row now{1, local_row(snapshot)};
  Row& current = rows_.current();
  if (current.sums.empty()) {
    energies_ = snapshot.local_energy_added.size();
    current.sums.assign(now.sums.size(), 0.0);
  }
  if (snapshot.local_energy_added.size() != energies_) {
    throw RunTimeFailure(fmt::format("step {}: the controls changed while a time series was recorded", snapshot.step));
  }
  current.add(now);
  if (rows_.is_full()) {
    rows_.close({0, std::vector<double>(now.sums.size(), 0.0)});
  }
}

void ThermodynamicSeries::save(State& state) const
{
  state.put("shape",
            std::vector<std::int64_t>{static_cast<std::int64_t>(rows_.fewest()), static_cast<std::int64_t>(energies_)});
  state.put("samples_per_row", rows_.samples_per_block());
  std::vector<double> sums;
  for (const Row& row : rows_.full()) {
    sums.insert(sums.end(), row.sums.begin(), row.sums.end());
  }
  state.put("full_rows", std::move(sums));
  state.put("current_samples", rows_.current().samples);
  state.put("current_row", rows_.current().sums);
}

void ThermodynamicSeries::load(const State& state)
{
  const std::vector<std::int64_t>& shape = state.integers("shape");
  if (shape.at(0) != static_cast<std::int64_t>(rows_.fewest())) {
    throw RunTimeFailure("the saved time series kept another number of rows");
  }
  energies_ = static_cast<std::size_t>(shape.at(1));
  const std::int64_t samples_per_row = state.integer("samples_per_row");
  const std::size_t stride = column::energy_added + energies_;
  const std::span<const double> sums{state.doubles("full_rows")};
  std::vector<Row> full;
  for (std::size_t start = 0; start + stride <= sums.size(); start += stride) {
    const std::span<const double> row = sums.subspan(start, stride);
    full.push_back({samples_per_row, std::vector<double>(row.begin(), row.end())});
  }
  rows_ = {rows_.fewest(), samples_per_row, std::move(full),
           Row{state.integer("current_samples"), state.doubles("current_row")}};
}

ThermodynamicTable ThermodynamicSeries::reduce(const mpi::Communicator& communicator) const
{
  ThermodynamicTable table;
  std::vector<Row> rows = rows_.all();
  std::vector<double> extensive;
  for (const Row& row : rows) {
    extensive.insert(extensive.end(), row.sums.begin() + column::common, row.sums.end());
  }
  communicator.all_sum(extensive);
  auto next = extensive.begin();
  for (Row& row : rows) {
    for (std::size_t c = column::common; c < row.sums.size(); ++c) {
      row.sums[c] = *next++;
    }
    table.push_back(averaged(row.samples, row.sums));
  }
  return table;
}

}  // namespace soret
