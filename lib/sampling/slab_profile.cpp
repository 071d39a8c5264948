#include <soret/sampling/slab_profile.hpp>

#include "profile_packing.hpp"
#include "slab_accumulation.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace soret {

namespace {

constexpr int fewest_bins = 4;
constexpr int fewest_blocks = 2;
constexpr std::size_t fewest_rows = 256;

std::size_t checked_blocks(Blocks blocks)
{
  if (blocks.value() < fewest_blocks) {
    throw InputError(fmt::format("a profile of {} blocks is refused: at least {} are needed for an error",
                                 blocks.value(), fewest_blocks));
  }
  return static_cast<std::size_t>(blocks.value());
}

void check_centre(const char* which, const std::optional<double>& centre)
{
  if (centre && !(*centre >= 0.0 && *centre <= 1.0)) {
    throw InputError(fmt::format("the centre of the {} slab is {}; it must be a fraction of the box length in 0..1",
                                 which, *centre));
  }
}

ProfileShape initial_shape(Axis axis, Bins bins, const SlabCentres& centres)
{
  if (bins.value() < fewest_bins) {
    throw InputError(fmt::format("a profile of {} bins is refused: at least {} are needed", bins.value(), fewest_bins));
  }
  check_centre("cold", centres.cold);
  check_centre("hot", centres.hot);
  ProfileShape shape;
  shape.axis = axis;
  shape.bins = static_cast<std::size_t>(bins.value());
  shape.cold_centre = centres.cold;
  shape.hot_centre = centres.hot;
  return shape;
}

/// The rows of the whole system, in one message.
ModeSeries summed(ModeSeries rows, const mpi::Communicator& communicator)
{
  std::vector<double> sums;
  for (const ModeBlock& row : rows) {
    sums.insert(sums.end(), row.sums.begin(), row.sums.end());
  }
  communicator.all_sum(sums);
  auto next = sums.cbegin();
  for (ModeBlock& row : rows) {
    for (double& sum : row.sums) {
      sum = *next++;
    }
  }
  return rows;
}

}  // namespace

SlabProfile::SlabProfile(Axis axis, Bins bins, Blocks blocks, SlabCentres centres)
    : shape_{initial_shape(axis, bins, centres)}, blocks_{checked_blocks(blocks)}, modes_{fewest_rows}
{
}

void SlabProfile::learn(const Snapshot& snapshot)
{
  shape_.box_lengths = snapshot.box.lengths();
  for (const SpeciesInfo& species : snapshot.species) {
    shape_.species_names.push_back(species.name);
    shape_.masses.push_back(species.mass);
  }
  last_time_ = snapshot.time;
  last_energy_.assign(snapshot.local_energy_added.begin(), snapshot.local_energy_added.end());
  blocks_.current() = empty_block();
  modes_.current() = empty_row();
}

void SlabProfile::require_unchanged(const Snapshot& snapshot) const
{
  const auto same = [](double mass, const SpeciesInfo& species) { return mass == species.mass; };
  if (shape_.box_lengths != snapshot.box.lengths() ||
      !std::equal(shape_.masses.begin(), shape_.masses.end(), snapshot.species.begin(), snapshot.species.end(), same)) {
    throw RunTimeFailure(
        fmt::format("step {}: the box or the species changed while a slab profile was sampled", snapshot.step));
  }
  if (last_energy_.size() != snapshot.local_energy_added.size()) {
    throw RunTimeFailure(fmt::format("step {}: the controls changed while a slab profile was sampled", snapshot.step));
  }
}

ProfileBlock SlabProfile::empty_block() const
{
  ProfileBlock block;
  block.start_time = last_time_;
  block.end_time = last_time_;
  block.energy_added.assign(last_energy_.size(), 0.0);
  block.sums.assign(shape_.sums_size(), 0.0);
  return block;
}

ModeBlock SlabProfile::empty_row() const { return {0, 0.0, std::vector<double>(shape_.species(), 0.0)}; }

void SlabProfile::book_time_and_energy(const Snapshot& snapshot, ProfileBlock& block)
{
  block.end_time = snapshot.time;
  block.duration += snapshot.time - last_time_;
  last_time_ = snapshot.time;
  for (std::size_t k = 0; k < last_energy_.size(); ++k) {
    block.energy_added[k] += snapshot.local_energy_added[k] - last_energy_[k];
    last_energy_[k] = snapshot.local_energy_added[k];
  }
}

void SlabProfile::sample(const Snapshot& snapshot)
{
  if (shape_.species() == 0) {
    learn(snapshot);
  }
  require_unchanged(snapshot);
  if (snapshot.potential_energy.size() != snapshot.particles.size()) {
    throw RunTimeFailure(fmt::format("step {}: a slab profile needs energies and virials per particle", snapshot.step));
  }
  ProfileBlock& block = blocks_.current();
  const std::vector<double> modes_before = slowest_modes(shape_, block.sums);
  detail::accumulate_slabs(snapshot, shape_, block.sums);
  ModeBlock row{1, snapshot.time - last_time_, slowest_modes(shape_, block.sums)};
  std::transform(row.sums.begin(), row.sums.end(), modes_before.begin(), row.sums.begin(), std::minus<>());
  modes_.current().add(row);
  book_time_and_energy(snapshot, block);
  ++block.samples;
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
  if (modes_.is_full()) {
    modes_.close(empty_row());
  }
}

std::int64_t SlabProfile::samples() const
{
  return static_cast<std::int64_t>(blocks_.full().size()) * blocks_.samples_per_block() + blocks_.current().samples;
}

void SlabProfile::save(State& state) const
{
  state.put("shape", std::vector<std::int64_t>{static_cast<std::int64_t>(index(shape_.axis)),
                                               static_cast<std::int64_t>(shape_.bins),
                                               static_cast<std::int64_t>(blocks_.fewest())});
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("box_lengths", std::vector<double>{shape_.box_lengths.x, shape_.box_lengths.y, shape_.box_lengths.z});
  state.put("masses", shape_.masses);
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    state.put("species/" + std::to_string(s), shape_.species_names[s]);
  }
  state.put("last_time", last_time_);
  state.put("last_energy", last_energy_);
  state.put("full_blocks", detail::pack(blocks_.full()));
  state.put("current_block", detail::pack({&blocks_.current(), 1}));
  state.put("samples_per_row", modes_.samples_per_block());
  state.put("full_rows", detail::pack(modes_.full()));
  state.put("current_row", detail::pack({&modes_.current(), 1}));
}

void SlabProfile::load(const State& state)
{
  State mine;
  save(mine);
  if (state.integers("shape") != mine.integers("shape")) {
    throw RunTimeFailure("the saved slab profile has another axis, or other numbers of bins or blocks");
  }
  const std::vector<double>& lengths = state.doubles("box_lengths");
  shape_.box_lengths = {lengths.at(0), lengths.at(1), lengths.at(2)};
  shape_.masses = state.doubles("masses");
  shape_.species_names.clear();
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    shape_.species_names.push_back(state.text("species/" + std::to_string(s)));
  }
  last_time_ = state.scalar("last_time");
  last_energy_ = state.doubles("last_energy");
  const std::size_t energies = last_energy_.size();
  std::vector<ProfileBlock> full = detail::unpack_blocks(state.doubles("full_blocks"), energies, shape_.sums_size());
  std::vector<ProfileBlock> current =
      detail::unpack_blocks(state.doubles("current_block"), energies, shape_.sums_size());
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), std::move(full), std::move(current.at(0))};
  ModeSeries rows = detail::unpack_modes(state.doubles("full_rows"), shape_.species());
  ModeSeries row = detail::unpack_modes(state.doubles("current_row"), shape_.species());
  modes_ = {modes_.fewest(), state.integer("samples_per_row"), std::move(rows), std::move(row.at(0))};
}

ProfileBlocks SlabProfile::reduce(const mpi::Communicator& communicator) const
{
  ProfileBlocks reduced{shape_, blocks_.all(), {}, {}};
  if (reduced.blocks.empty()) {
    throw RunTimeFailure("the slab profile has no samples");
  }
  reduced.replica.assign(reduced.blocks.size(), 0);
  for (ProfileBlock& block : reduced.blocks) {
    communicator.all_sum(block.sums);
    communicator.all_sum(block.energy_added);
  }
  reduced.modes.push_back(summed(modes_.all(), communicator));
  return reduced;
}

}  // namespace soret
