#include <soret/sampling/mean_square_displacement.hpp>

#include "displacement_sums.hpp"

#include <soret/mpi/replicas.hpp>

#include <span>

namespace soret {

namespace {

/// Adds |D_a - N_a D_cm|² of every species, D_cm = sum_a m_a D_a/sum_a m_a N_a, from the sums D_a of the displacements
/// of all ranks.
void add_collective(const DisplacementShape& shape, std::size_t lag, std::span<const double> displacements,
                    DisplacementBlock& block)
{
  const auto summed = [&](std::size_t s) {
    return Vec3{displacements[3 * s], displacements[3 * s + 1], displacements[3 * s + 2]};
  };
  Vec3 centre;
  double mass = 0.0;
  for (std::size_t s = 0; s < shape.species(); ++s) {
    centre += shape.masses[s] * summed(s);
    mass += shape.masses[s] * static_cast<double>(shape.counts[s]);
  }
  centre *= 1.0 / mass;
  for (std::size_t s = 0; s < shape.species(); ++s) {
    const Vec3 relative = summed(s) - static_cast<double>(shape.counts[s]) * centre;
    block.sums[shape.offset(lag, s, displacement_column::collective)] += norm_squared(relative);
  }
}

}  // namespace

MeanSquareDisplacement::MeanSquareDisplacement(const mpi::Communicator& communicator, TimeStep step, Steps interval,
                                               Duration longest, Blocks blocks, int points_per_level,
                                               std::optional<Box> mean_box)
    : LagSampler{communicator, {step, interval, longest, blocks, points_per_level}, "displacements", mean_box},
      shape_{shape()}
{
}

DisplacementShape MeanSquareDisplacement::shape() const
{
  return {lag_times(), system().species_names, system().masses, system().counts, system().box_lengths};
}

void MeanSquareDisplacement::compare(const std::vector<double>& now, const std::vector<Earlier>& earlier,
                                     LagBlock& block)
{
  std::vector<double> displacements;  // shape (earlier row, species, axis)
  for (const Earlier& each : earlier) {
    for (std::size_t s = 0; s < shape_.species(); ++s) {
      const detail::DisplacementSums sums = detail::local_displacement_sums(
          {each.row, now.data(), keepers().size(), keepers().begin(s), keepers().begin(s + 1)}, {});
      block.sums[shape_.offset(each.lag, s, displacement_column::squared)] += sums[0];
      block.sums[shape_.offset(each.lag, s, displacement_column::fourth)] += sums[1];
      displacements.insert(displacements.end(), {sums[2], sums[3], sums[4]});
    }
  }
  keepers().communicator().all_sum(displacements);
  if (keepers().communicator().is_root()) {  // reduce adds the ranks up, and this is the whole system's already
    const std::size_t stride = 3 * shape_.species();
    for (std::size_t k = 0; k < earlier.size(); ++k) {
      add_collective(shape_, earlier[k].lag, std::span<const double>{displacements}.subspan(k * stride, stride), block);
    }
  }
}

DisplacementBlocks MeanSquareDisplacement::reduce(const mpi::Communicator& communicator) const
{
  DisplacementBlocks reduced{shape_, reduce_blocks(communicator), {}};
  reduced.replica.assign(reduced.blocks.size(), 0);
  return reduced;
}

DisplacementBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                   const DisplacementBlocks& reduced)
{
  DisplacementBlocks all{reduced.shape, {}, {}};
  std::size_t number = 0;
  for (const std::vector<double>& part : mpi::gather_from_roots(world, replica, packed(reduced.blocks))) {
    const std::vector<DisplacementBlock> blocks = unpacked_displacements(part, reduced.shape);
    all.blocks.insert(all.blocks.end(), blocks.begin(), blocks.end());
    all.replica.insert(all.replica.end(), blocks.size(), number++);
  }
  return all;
}

}  // namespace soret
