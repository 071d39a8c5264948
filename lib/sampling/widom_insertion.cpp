#include <soret/sampling/widom_insertion.hpp>

#include "neighbour_cells.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t numbers_per_sum = 4;

void append(const InsertionSums& sum, std::vector<double>& packed)
{
  packed.insert(packed.end(), {static_cast<double>(sum.samples), sum.weight, sum.weight_squared, sum.volume});
}

InsertionSums sums_from(std::span<const double> packed)
{
  return {static_cast<std::int64_t>(packed[0]), packed[1], packed[2], packed[3]};
}

std::size_t checked(const WidomInsertion::Settings& settings)
{
  if (settings.species.empty() || settings.insertions < 1 || settings.blocks.value() < 2 ||
      !(settings.temperature.value() > 0.0)) {
    throw InputError(fmt::format(
        "{} insertions of {} species in {} blocks at temperature {:g} are refused: there must "
        "be some, two blocks, and a positive temperature",
        settings.insertions, settings.species.size(), settings.blocks.value(), settings.temperature.value()));
  }
  return static_cast<std::size_t>(settings.blocks.value());
}

double largest_cutoff(const std::vector<InsertedSpecies>& species)
{
  double largest = 0.0;
  for (const InsertedSpecies& inserted : species) {
    for (const PairEnergy& pair : inserted.with) {
      largest = std::max(largest, pair.cutoff_squared);
    }
  }
  return std::sqrt(largest);
}

/// Those of `distances` within the cutoff; `kept` is scratch.
std::span<const double> within(std::span<const double> distances, double cutoff_squared, std::vector<double>& kept)
{
  kept.clear();
  std::ranges::copy_if(distances, std::back_inserter(kept), [&](double r) { return r < cutoff_squared; });
  return kept;
}

/// What this rank's particles contribute to the energies, shape (insertion, inserted species).
std::vector<double> local_energies(const Snapshot& snapshot, const WidomInsertion::Settings& settings)
{
  const std::vector<InsertedSpecies>& inserted = settings.species;
  const detail::NeighbourCells cells{snapshot, largest_cutoff(inserted), inserted.front().with.size()};
  const RandomStream places{settings.seed, Stream::insertions};
  const Vec3& lengths = snapshot.box.lengths();
  detail::NearbyDistances near{inserted.front().with.size()};
  std::vector<double> scratch;
  std::vector<double> energies;
  for (std::int64_t n = 0; n < settings.insertions; ++n) {
    const auto u = places.uniform4(static_cast<std::uint64_t>(snapshot.step), static_cast<std::uint64_t>(n));
    cells.find({u[0] * lengths.x, u[1] * lengths.y, u[2] * lengths.z}, near);
    for (const InsertedSpecies& one : inserted) {
      double energy = 0.0;
      for (std::size_t s = 0; s < one.with.size(); ++s) {
        energy += one.with[s].sum(within(near.of(s), one.with[s].cutoff_squared, scratch));
      }
      energies.push_back(energy);
    }
  }
  return energies;
}

}  // namespace

void WidomInsertion::Block::add(const Block& later)
{
  samples += later.samples;
  for (std::size_t s = 0; s < sums.size(); ++s) {
    sums[s].add(later.sums[s]);
  }
}

WidomInsertion::WidomInsertion(const mpi::Communicator& communicator, Settings settings)
    : communicator_{communicator}, settings_{std::move(settings)}, blocks_{checked(settings_)}
{
  blocks_.current() = empty_block();
}

void WidomInsertion::sample(const Snapshot& snapshot)
{
  std::vector<double> energies = local_energies(snapshot, settings_);
  communicator_.all_sum(energies);
  const double volume = settings_.weighted_by_volume ? snapshot.box.volume() : 1.0;
  const std::size_t species = settings_.species.size();
  Block& current = blocks_.current();
  for (std::size_t k = 0; k < energies.size(); ++k) {
    current.sums[k % species].add(energies[k] / settings_.temperature.value(), volume);
  }
  ++current.samples;
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
}

std::vector<double> WidomInsertion::pack(const Block& block)
{
  std::vector<double> packed{static_cast<double>(block.samples)};
  for (const InsertionSums& sum : block.sums) {
    append(sum, packed);
  }
  return packed;
}

WidomInsertion::Block WidomInsertion::unpack(std::span<const double> packed)
{
  Block block{static_cast<std::int64_t>(packed[0]), {}};
  for (packed = packed.subspan(1); !packed.empty(); packed = packed.subspan(numbers_per_sum)) {
    block.sums.push_back(sums_from(packed));
  }
  return block;
}

void WidomInsertion::save(State& state) const
{
  state.put("shape", std::vector<std::int64_t>{static_cast<std::int64_t>(settings_.species.size()),
                                               static_cast<std::int64_t>(blocks_.fewest())});
  state.put("samples_per_block", blocks_.samples_per_block());
  std::vector<double> full;
  for (const Block& block : blocks_.full()) {
    const std::vector<double> packed = pack(block);
    full.insert(full.end(), packed.begin(), packed.end());
  }
  state.put("full_blocks", std::move(full));
  state.put("current_block", pack(blocks_.current()));
}

void WidomInsertion::load(const State& state)
{
  const std::vector<std::int64_t>& shape = state.integers("shape");
  if (shape.at(0) != static_cast<std::int64_t>(settings_.species.size()) ||
      shape.at(1) != static_cast<std::int64_t>(blocks_.fewest())) {
    throw RunTimeFailure(
        fmt::format("the saved insertions were of {} species in at least {} blocks, these are of {} "
                    "in {}",
                    shape.at(0), shape.at(1), settings_.species.size(), blocks_.fewest()));
  }
  std::vector<Block> full;
  const std::size_t stride = 1 + numbers_per_sum * settings_.species.size();
  for (std::span<const double> rest{state.doubles("full_blocks")}; !rest.empty(); rest = rest.subspan(stride)) {
    full.push_back(unpack(rest.first(stride)));
  }
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), std::move(full),
             unpack(state.doubles("current_block"))};
}

std::vector<InsertionSums> WidomInsertion::blocks(std::size_t species) const
{
  std::vector<InsertionSums> sums;
  for (const Block& block : blocks_.all()) {
    sums.push_back(block.sums.at(species));
  }
  return sums;
}

ReplicaInsertions gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  std::span<const InsertionSums> blocks)
{
  std::vector<double> packed;
  for (const InsertionSums& sum : blocks) {
    append(sum, packed);
  }
  ReplicaInsertions all;
  const auto parts = mpi::gather_from_roots(world, replica, packed);
  for (std::size_t number = 0; number < parts.size(); ++number) {
    for (std::span<const double> rest{parts[number]}; !rest.empty(); rest = rest.subspan(numbers_per_sum)) {
      all.blocks.push_back(sums_from(rest));
      all.replica.push_back(number);
    }
  }
  return all;
}

}  // namespace soret
