#pragma once
/// \file
/// Profiles along one axis, accumulated while the simulation runs.

#include <soret/core/quantity.hpp>
#include <soret/estimate/profile_blocks.hpp>
#include <soret/estimate/soret_coefficient.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <optional>
#include <vector>

namespace soret {

/// Where the heat sources are, in fractions of the box length along the profile's axis.
struct SlabCentres {
  std::optional<double> cold;  ///< unset: half a box from the hot slab, or where the temperature profile is lowest
  std::optional<double> hot;   ///< unset: half a box from the cold slab
};

/// Sums everything that a slab profile needs (profile_column) in bins perpendicular to an axis, per species, and in
/// blocks of time whose number stays between `blocks` and twice that, however long the run (DoublingBlocks). The
/// energies that the controls exchange are booked to the same blocks: a block's time reaches from the last sample of
/// the block before it to its own last sample. The slowest mode of every species (ModeBlock) is recorded beside, in
/// 256 to 512 rows (fewer at the very beginning), from the same counts. Box and species are taken from the first
/// sample and must not change afterwards. One pass over the particles, no communication; memory on each rank: 2 blocks
/// × bins × species × 160 bytes + 4096 × (2 + species) bytes.
class SlabProfile : public Sampler {
 public:
  /// Throws InputError unless there are at least 4 bins and 2 blocks, and centres (if given) lie in [0, 1].
  SlabProfile(Axis axis, Bins bins, Blocks blocks, SlabCentres centres = {});

  PairSamples needed() const override { return PairSamples::per_particle; }
  /// Particles outside the box count in the bin of their image inside. Throws RunTimeFailure if a coordinate is not
  /// finite, or if box, species or the number of energies changed.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if the saved profile had another axis, or other numbers of bins or blocks.
  void load(const State& state) override;

  /// Samples taken so far.
  std::int64_t samples() const;

  /// Collective: sums over the ranks, the same on each. Throws RunTimeFailure if nothing was sampled.
  ProfileBlocks reduce(const mpi::Communicator& communicator) const;

 private:
  void learn(const Snapshot& snapshot);
  void require_unchanged(const Snapshot& snapshot) const;
  ProfileBlock empty_block() const;
  ModeBlock empty_row() const;
  void book_time_and_energy(const Snapshot& snapshot, ProfileBlock& block);

  ProfileShape shape_;
  DoublingBlocks<ProfileBlock> blocks_;
  DoublingBlocks<ModeBlock> modes_;
  double last_time_ = 0.0;           ///< of the sample before
  std::vector<double> last_energy_;  ///< this rank's energies added, then
};

/// Collective over `world`: puts the profiles of all replicas together, each already reduced over its own communicator
/// `replica` (a split of `world`). Replicas are numbered by the rank of their root in `world`. The same on every rank.
ProfileBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                              const ProfileBlocks& reduced);

/// soret_coefficient of a species of the system.
inline Soret soret_coefficient(const ProfileBlocks& profile, Species species, const ProfileWindow& window)
{
  return soret_coefficient(profile, index(species), window);
}

}  // namespace soret
