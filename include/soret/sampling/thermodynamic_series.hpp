#pragma once
/// \file
/// Energy, pressure and momentum of the whole system against time.

#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// Records a row per sample as long as there are few; when there are twice `fewest_rows`, neighbouring rows are
/// averaged and every row from then on covers twice as many samples (DoublingBlocks). The box may change.
class ThermodynamicSeries : public Sampler {
 public:
  /// Keeps between `fewest_rows` and twice that. Throws InputError unless there are at least two.
  explicit ThermodynamicSeries(std::size_t fewest_rows = 2048);

  PairSamples needed() const override { return PairSamples::totals; }
  /// Throws RunTimeFailure if the number of energies added changed.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if the saved series kept another number of rows.
  void load(const State& state) override;

  /// Collective: the rows of the whole system, the same on every rank; empty if nothing was sampled.
  ThermodynamicTable reduce(const mpi::Communicator& communicator) const;

 private:
  /// Sums over samples: step, time and box, the same on all ranks; then this rank's part of what is added up.
  struct Row {
    std::int64_t samples = 0;
    std::vector<double> sums;
    void add(const Row& later);
  };

  DoublingBlocks<Row> rows_;
  std::size_t energies_ = 0;
};

/// Collective over `world`: the tables of all replicas, each already reduced over its own communicator `replica` (a
/// split of `world`), in the order of the replicas' roots in `world`. Tables must not be empty. The same on every rank.
std::vector<ThermodynamicTable> gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                                const ThermodynamicTable& reduced);

}  // namespace soret
