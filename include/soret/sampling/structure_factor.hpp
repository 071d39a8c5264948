#pragma once
/// \file
/// Partial structure factors, accumulated while the simulation runs.

#include <soret/core/quantity.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/density_mesh.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/sampler.hpp>
#include <soret/sampling/wave_vector_shells.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace soret {

/// How the modes rho_a(q) are computed.
enum class ModeMethod {
  mesh,   ///< DensityMesh: all vectors at once
  direct  ///< direct_modes: exact, for few particles or few vectors
};

/// What StructureFactor can be told besides its shells.
struct StructureFactorSettings {
  ModeMethod method = ModeMethod::mesh;
  SplineOrder order{6};  ///< of the mesh
  /// Larger meshes are avoided by folding the box for long wave vectors (WaveVectorShells), with either method.
  std::size_t most_mesh_points = 1U << 22U;
};

/// Sums Re(rho_a(q) conj rho_b(q)) for all pairs of species, averaged over the wave vectors of shells in |q|, in blocks
/// of time whose number stays between `blocks` and twice that (DoublingBlocks). Box and particles of each species are
/// taken from the first sample and must not change. With a `mean_box`, the box may change from sample to sample: a mode
/// is then that of three whole numbers n, rho_a(n) = sum_i exp(-2 pi i n.(r_i/L)) with the lengths L of the sample's
/// own box, and belongs to the wave vector 2 pi n/L of the mean box. Modes from the mesh are free of the images' self
/// term (DensityMesh::image_power). Every rank holds the same sums. Memory on each rank, in units of 8 bytes: 2 blocks
/// × shells × pairs + (species + 1) × mesh points.
class StructureFactor : public Sampler {
 public:
  /// Shells of width `shell_width` up to `longest`. Throws InputError unless there are at least 2 blocks, both wave
  /// numbers are positive and the spline order is in 4..8.
  StructureFactor(mpi::Communicator communicator, WaveNumber longest, WaveNumber shell_width, Blocks blocks,
                  StructureFactorSettings settings = {}, std::optional<Box> mean_box = {});

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws on all ranks: InputError at the first sample if no wave vector of the box is in the shells or a
  /// species has no particle; RunTimeFailure if a coordinate is not finite, or if numbers of particles or, without a
  /// mean box, the box changed.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had other shells, blocks, settings or another mean box.
  void load(const State& state) override;

  /// Configurations sampled so far.
  std::int64_t samples() const;
  /// What was sampled, the same on every rank; not collective. Throws RunTimeFailure if nothing was sampled.
  StructureFactorBlocks reduce() const;

 private:
  void learn(const Vec3& lengths, std::vector<double> particles);
  std::vector<double> count(const Snapshot& snapshot) const;
  StructureFactorBlock empty_block() const { return {0, std::vector<double>(shape_.sums_size(), 0.0)}; }
  void add_mesh(const Snapshot& snapshot, int level, std::vector<double>& sums);
  void add_direct(const Snapshot& snapshot, int level, std::vector<double>& sums) const;

  mpi::Communicator communicator_;
  WaveNumber longest_;
  WaveNumber shell_width_;
  StructureFactorSettings settings_;
  std::optional<Box> mean_box_;
  DoublingBlocks<StructureFactorBlock> blocks_;
  StructureFactorShape shape_;
  Vec3 lengths_;                            ///< of the box, or of the mean box if there is one
  std::optional<WaveVectorShells> shells_;  ///< from the first sample on
  std::optional<DensityMesh> mesh_;         ///< likewise, with the method `mesh`
  std::vector<DensityMesh::Modes> modes_;   ///< of each species
};

/// Collective over `world`: puts the structure factors of all replicas together, each reduced over its own communicator
/// `replica` (a split of `world`). Replicas are numbered by the rank of their root in `world`. The same on every rank.
/// Throws RunTimeFailure, on all ranks, if the replicas differ in shells or particles.
StructureFactorBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                      const StructureFactorBlocks& reduced);

}  // namespace soret
