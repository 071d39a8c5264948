#include <soret/sampling/pair_distribution.hpp>

#include "pair_counting.hpp"

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr int fewest_bins = 10;
constexpr int fewest_blocks = 2;

using detail::PackedParticles;
using detail::SortedParticles;

std::size_t checked(Cutoff r_max, Bins bins, Blocks blocks)
{
  if (!(r_max.value() > 0.0) || !std::isfinite(r_max.value()) || bins.value() < fewest_bins ||
      blocks.value() < fewest_blocks) {
    throw InputError(
        fmt::format("pair distances up to {} in {} bins and {} blocks are refused: a positive distance, at "
                    "least {} bins and {} blocks are needed",
                    r_max.value(), bins.value(), blocks.value(), fewest_bins, fewest_blocks));
  }
  return static_cast<std::size_t>(blocks.value());
}

PackedParticles packed(const Snapshot& snapshot)
{
  const Particles& particles = snapshot.particles;
  PackedParticles result{particles.size()};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 position = snapshot.box.wrapped(particles.position_of(i));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      result.at(axis, i) = position[axis];
    }
    result.at(PackedParticles::species_column, i) = static_cast<double>(index(particles.species[i]));
  }
  return result;
}

/// Collective: the numbers of particles of each species. Throws on all ranks if a coordinate is not finite.
std::vector<std::int64_t> census(const Snapshot& snapshot, const mpi::Communicator& communicator)
{
  const Particles& particles = snapshot.particles;
  const std::size_t species = snapshot.species.size();
  std::vector<double> counts(species + 1);  // the last one: coordinates that are not finite
  for (std::size_t i = 0; i < particles.size(); ++i) {
    ++counts[index(particles.species[i])];
    counts[species] += std::isfinite(norm_squared(particles.position_of(i))) ? 0.0 : 1.0;
  }
  communicator.all_sum(counts);
  if (counts[species] > 0.0) {
    throw RunTimeFailure(fmt::format("step {}: {} particles have no finite position", snapshot.step, counts[species]));
  }
  return {counts.begin(), counts.end() - 1};
}

/// What is counted between this rank and the one so many places on. If there are as many places the other way, both
/// meet the same partner: then each counts half of the pairs, those of a half of the lower rank's particles.
void count_with(const PackedParticles& own, const mpi::Communicator& communicator, int places,
                const detail::CellGrid& grid, detail::PairCounter& counter)
{
  const int size = communicator.size();
  const int rank = communicator.rank();
  const int partner = (rank + places) % size;
  const PackedParticles visiting{
      communicator.exchange_unknown_length((rank + size - places) % size, own.values(), partner)};
  const auto sorted = [&](const PackedParticles& particles, std::size_t begin, std::size_t end) {
    return SortedParticles{grid, particles, begin, end, counter.histogram_size()};
  };
  if (2 * places < size) {
    counter.count_between(sorted(own, 0, own.size()), sorted(visiting, 0, visiting.size()));
  }
  else if (rank < partner) {
    counter.count_between(sorted(own, 0, own.size() / 2), sorted(visiting, 0, visiting.size()));
  }
  else {
    counter.count_between(sorted(visiting, visiting.size() / 2, visiting.size()), sorted(own, 0, own.size()));
  }
}

std::vector<double> pack(std::span<const PairCountBlock> blocks)
{
  std::vector<double> packed;
  for (const PairCountBlock& block : blocks) {
    packed.push_back(static_cast<double>(block.samples));
    packed.insert(packed.end(), block.counts.begin(), block.counts.end());
  }
  return packed;
}

std::vector<PairCountBlock> unpack(std::span<const double> packed, std::size_t counts_size)
{
  if (packed.size() % (1 + counts_size) != 0) {
    throw RunTimeFailure("saved pair counts have an unexpected length");
  }
  std::vector<PairCountBlock> blocks;
  for (; !packed.empty(); packed = packed.subspan(1 + counts_size)) {
    const auto counts = packed.subspan(1, counts_size);
    blocks.push_back({static_cast<std::int64_t>(packed[0]), {counts.begin(), counts.end()}});
  }
  return blocks;
}

/// Collective: throws on all ranks if the replicas' boxes, bins or compositions differ.
void require_same_everywhere(const mpi::Communicator& world, const PairDistributionShape& shape)
{
  const auto differs = [&](double value) { return world.all_max(value) != world.all_min(value); };
  bool different = differs(static_cast<double>(shape.counts_size())) || differs(static_cast<double>(shape.species())) ||
                   differs(shape.volume) || differs(shape.bin_width);
  for (std::size_t s = 0; !different && s < shape.species(); ++s) {
    different = differs(static_cast<double>(shape.particles[s]));
  }
  if (different) {
    throw RunTimeFailure("pair counts of replicas with different boxes, bins or compositions cannot be put together");
  }
}

}  // namespace

PairDistribution::PairDistribution(const mpi::Communicator& communicator, Cutoff r_max, Bins bins, Blocks blocks,
                                   std::optional<Box> mean_box)
    : communicator_{communicator},
      r_max_{r_max.value()},
      mean_box_{mean_box},
      box_lengths_{mean_box ? mean_box->lengths() : Vec3{}},
      blocks_{checked(r_max, bins, blocks)}
{
  shape_.bins = static_cast<std::size_t>(bins.value());
  shape_.bin_width = r_max_ / bins.value();
}

void PairDistribution::learn(const Snapshot& snapshot, const std::vector<std::int64_t>& particles)
{
  const Box& box = mean_box_ ? *mean_box_ : snapshot.box;
  box_lengths_ = box.lengths();
  shape_.volume = box.volume();
  shape_.particles = particles;
  for (const SpeciesInfo& species : snapshot.species) {
    shape_.species_names.push_back(species.name);
  }
  blocks_.current() = empty_block();
}

void PairDistribution::require_room(const Box& box) const
{
  const Vec3& lengths = box.lengths();
  const double half = 0.5 * std::min({lengths.x, lengths.y, lengths.z});
  if (r_max_ > half) {
    throw InputError(
        fmt::format("pair distances up to {} are refused: half the shortest box length is {}", r_max_, half));
  }
}

void PairDistribution::require_unchanged(const Snapshot& snapshot, const std::vector<std::int64_t>& particles) const
{
  if ((!mean_box_ && box_lengths_ != snapshot.box.lengths()) || shape_.particles != particles) {
    throw RunTimeFailure(
        fmt::format("step {}: the box or the numbers of particles changed while pair distances were "
                    "counted",
                    snapshot.step));
  }
}

void PairDistribution::sample(const Snapshot& snapshot)
{
  const std::vector<std::int64_t> particles = census(snapshot, communicator_);
  require_room(snapshot.box);
  if (shape_.species() == 0) {
    learn(snapshot, particles);
  }
  require_unchanged(snapshot, particles);
  PairCountBlock& block = blocks_.current();
  if (mean_box_) {
    count_weighted(snapshot, block);
  }
  else {
    count_pairs(snapshot, block.counts);
  }
  ++block.samples;
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
}

void PairDistribution::count_weighted(const Snapshot& snapshot, PairCountBlock& block) const
{
  std::vector<double> counts(shape_.counts_size(), 0.0);
  count_pairs(snapshot, counts);
  const double weight = snapshot.box.volume() / shape_.volume;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    block.counts[k] += weight * counts[k];
  }
}

void PairDistribution::count_pairs(const Snapshot& snapshot, std::span<double> counts) const
{
  const detail::CellGrid grid{snapshot.box.lengths(), r_max_, shape_.total_particles()};
  detail::PairCounter counter{grid, r_max_, shape_.bins, shape_.species()};
  const PackedParticles own = packed(snapshot);
  counter.count_within(SortedParticles{grid, own, 0, own.size(), counter.histogram_size()});
  for (int places = 1; 2 * places <= communicator_.size(); ++places) {
    count_with(own, communicator_, places, grid, counter);
  }
  counter.add_to(counts);
}

std::int64_t PairDistribution::samples() const
{
  return static_cast<std::int64_t>(blocks_.full().size()) * blocks_.samples_per_block() + blocks_.current().samples;
}

void PairDistribution::save(State& state) const
{
  state.put("shape", std::vector<std::int64_t>{static_cast<std::int64_t>(shape_.bins),
                                               static_cast<std::int64_t>(blocks_.fewest())});
  state.put("r_max", r_max_);
  state.put("box_lengths", std::vector<double>{box_lengths_.x, box_lengths_.y, box_lengths_.z});
  state.put("volume", shape_.volume);
  state.put("particles", shape_.particles);
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    state.put("species/" + std::to_string(s), shape_.species_names[s]);
  }
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("full_blocks", pack(blocks_.full()));
  state.put("current_block", pack({&blocks_.current(), 1}));
}

void PairDistribution::load(const State& state)
{
  State mine;
  save(mine);
  if (state.integers("shape") != mine.integers("shape") || state.doubles("r_max") != mine.doubles("r_max")) {
    throw RunTimeFailure("the saved pair distances have another range, or other numbers of bins or blocks");
  }
  const std::vector<double>& lengths = state.doubles("box_lengths");
  box_lengths_ = {lengths.at(0), lengths.at(1), lengths.at(2)};
  if (mean_box_ && box_lengths_ != mean_box_->lengths()) {
    throw RunTimeFailure("the saved pair distances have another mean box");
  }
  shape_.volume = state.scalar("volume");
  shape_.particles = state.integers("particles");
  shape_.species_names.clear();
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    shape_.species_names.push_back(state.text("species/" + std::to_string(s)));
  }
  std::vector<PairCountBlock> full = unpack(state.doubles("full_blocks"), shape_.counts_size());
  std::vector<PairCountBlock> current = unpack(state.doubles("current_block"), shape_.counts_size());
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), std::move(full), std::move(current.at(0))};
}

PairDistributionBlocks PairDistribution::reduce(const mpi::Communicator& communicator) const
{
  PairDistributionBlocks reduced{shape_, blocks_.all(), {}};
  if (reduced.blocks.empty()) {
    throw RunTimeFailure("no pair distances were sampled");
  }
  reduced.replica.assign(reduced.blocks.size(), 0);
  for (PairCountBlock& block : reduced.blocks) {
    communicator.all_sum(block.counts);
  }
  return reduced;
}

PairDistributionBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                       const PairDistributionBlocks& reduced)
{
  require_same_everywhere(world, reduced.shape);
  const auto parts = mpi::gather_from_roots(world, replica, pack(reduced.blocks));
  PairDistributionBlocks together{reduced.shape, {}, {}};
  for (std::size_t number = 0; number < parts.size(); ++number) {
    const std::vector<PairCountBlock> blocks = unpack(parts[number], reduced.shape.counts_size());
    together.blocks.insert(together.blocks.end(), blocks.begin(), blocks.end());
    together.replica.insert(together.replica.end(), blocks.size(), number);
  }
  return together;
}

}  // namespace soret
