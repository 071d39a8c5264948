#include <soret/sampling/relaxation.hpp>

#include "displacement_sums.hpp"
#include "relaxation_parts.hpp"

#include <soret/mpi/replicas.hpp>

namespace soret {

namespace {

constexpr std::size_t overlap_sum = 5;  // among those of the kernel

}  // namespace

Relaxation::Relaxation(const mpi::Communicator& communicator, const LagSchedule& schedule,
                       OverlapDistance overlap_distance, const std::vector<WaveNumber>& wave_numbers)
    : LagSampler{communicator, schedule, "the self-motion of particles"},
      shape_{detail::relaxation_shape(true, overlap_distance, wave_numbers, lag_times())}
{
}

void Relaxation::begin()
{
  shape_.species_names = system().species_names;
  shape_.counts = system().counts;
}

void Relaxation::compare(const std::vector<double>& now, const std::vector<Earlier>& earlier, LagBlock& block)
{
  const double reach = shape_.overlap_distance;
  const DisplacementQuestions questions{reach * reach, shape_.wave_numbers.data(), shape_.wave_numbers.size()};
  std::vector<std::size_t> lags;
  std::vector<double> overlaps(earlier.size() * shape_.groups(), 0.0);  // shape (earlier row, group)
  for (const Earlier& each : earlier) {
    double* own = &overlaps[lags.size() * shape_.groups()];
    for (std::size_t s = 0; s < shape_.species(); ++s) {
      const detail::DisplacementSums sums = detail::local_displacement_sums(
          {each.row, now.data(), keepers().size(), keepers().begin(s), keepers().begin(s + 1)}, questions);
      for (const std::size_t group : {s, shape_.species()}) {
        add(sums, each.lag, group, block);
        own[group] += sums[overlap_sum];
      }
    }
    lags.push_back(each.lag);
  }
  keepers().communicator().all_sum(overlaps);
  if (keepers().communicator().is_root()) {  // reduce adds the ranks up, and these are the whole system's already
    detail::add_squared_overlaps(shape_, lags, overlaps, block);
  }
}

void Relaxation::add(std::span<const double> sums, std::size_t lag, std::size_t group, LagBlock& block) const
{
  double* own = &block.sums[shape_.offset(lag, group, 0)];
  own[RelaxationShape::overlap] += sums[overlap_sum];
  for (std::size_t wave = 0; wave < shape_.wave_numbers.size(); ++wave) {
    own[RelaxationShape::scattering + wave] += sums[displacement_sums_before_waves + wave];
  }
  own[shape_.squared()] += sums[0];
  own[shape_.fourth()] += sums[1];
}

RelaxationBlocks Relaxation::reduce(const mpi::Communicator& communicator) const
{
  return detail::one_replica(shape_, reduce_blocks(communicator));
}

void Relaxation::save(State& state) const
{
  LagSampler::save(state);
  detail::save_questions(shape_, state);
}

void Relaxation::load(const State& state)
{
  detail::require_same_questions(shape_, state);
  LagSampler::load(state);
}

RelaxationBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                 const RelaxationBlocks& reduced)
{
  RelaxationBlocks all{reduced.shape, {}, {}};
  std::size_t number = 0;
  for (const std::vector<double>& part : mpi::gather_from_roots(world, replica, packed(reduced.blocks))) {
    const std::vector<LagBlock> blocks = unpacked_lags(part, reduced.shape.lags(), reduced.shape.sums_size());
    all.blocks.insert(all.blocks.end(), blocks.begin(), blocks.end());
    all.replica.insert(all.replica.end(), blocks.size(), number++);
  }
  return all;
}

}  // namespace soret
