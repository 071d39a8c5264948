#include <soret/sampling/thermodynamic_moments.hpp>

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace soret {

namespace {

constexpr std::size_t samples_between_sums = 64;

std::size_t checked(Blocks blocks)
{
  if (blocks.value() < 2) {
    throw InputError(fmt::format("fluctuations in {} blocks are refused: at least 2 are needed", blocks.value()));
  }
  return static_cast<std::size_t>(blocks.value());
}

}  // namespace

ThermodynamicMoments::ThermodynamicMoments(const mpi::Communicator& communicator, Blocks blocks)
    : communicator_{communicator}, blocks_{checked(blocks)}
{
}

void ThermodynamicMoments::sample(const Snapshot& snapshot)
{
  const double volume = snapshot.box.volume();
  const PairTotals& pairs = snapshot.totals.value();
  const double virial = pairs.virial[0] + pairs.virial[1] + pairs.virial[2];
  std::array<double, fluctuating::size> now{};
  now[fluctuating::kinetic_energy] = local_kinetic_energy(snapshot.particles, snapshot.species);
  now[fluctuating::potential_energy] = pairs.potential_energy;
  now[fluctuating::volume] = communicator_.is_root() ? volume : 0.0;  // once in the sum over ranks
  now[fluctuating::virial_pressure] = virial / (3.0 * volume);
  waiting_.insert(waiting_.end(), now.begin(), now.end());
  if (waiting_.size() == samples_between_sums * fluctuating::size) {
    feed(blocks_);
    waiting_.clear();
  }
}

void ThermodynamicMoments::feed(Accumulator& blocks) const
{
  std::vector<double> rows = waiting_;
  communicator_.all_sum(rows);
  for (std::size_t start = 0; start < rows.size(); start += fluctuating::size) {
    std::array<double, fluctuating::size> row{};
    std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(start), row.size(), row.begin());
    blocks.current().add(row);
    if (blocks.is_full()) {
      blocks.close({});
    }
  }
}

void ThermodynamicMoments::save(State& state) const
{
  state.put("fewest_blocks", static_cast<std::int64_t>(blocks_.fewest()));
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("full_blocks", packed(blocks_.full()));
  state.put("current_block", packed({&blocks_.current(), 1}));
  state.put("waiting", waiting_);
}

void ThermodynamicMoments::load(const State& state)
{
  if (state.integer("fewest_blocks") != static_cast<std::int64_t>(blocks_.fewest())) {
    throw RunTimeFailure("the saved fluctuations are in another number of blocks");
  }
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), unpacked_moments(state.doubles("full_blocks")),
             unpacked_moments(state.doubles("current_block")).at(0)};
  waiting_ = state.doubles("waiting");
}

FluctuationBlocks ThermodynamicMoments::reduce() const
{
  Accumulator now = blocks_;
  feed(now);
  FluctuationBlocks reduced{now.all(), {}};
  reduced.replica.assign(reduced.blocks.size(), 0);
  return reduced;
}

FluctuationBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  const FluctuationBlocks& reduced)
{
  FluctuationBlocks all;
  std::size_t number = 0;
  for (const std::vector<double>& part : mpi::gather_from_roots(world, replica, packed(reduced.blocks))) {
    const std::vector<MomentBlock> blocks = unpacked_moments(part);
    all.blocks.insert(all.blocks.end(), blocks.begin(), blocks.end());
    all.replica.insert(all.replica.end(), blocks.size(), number++);
  }
  return all;
}

}  // namespace soret
