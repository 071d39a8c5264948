#pragma once
/// \file
/// What all samplers share that compare configurations with earlier ones, over lags from one sample to the whole run.

#include <soret/core/quantity.hpp>
#include <soret/core/vec3.hpp>
#include <soret/estimate/lag_blocks.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/id_keepers.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// When samples come, and over which lags they are compared.
struct LagSchedule {
  TimeStep step;
  Steps interval;    ///< from sample to sample
  Duration longest;  ///< lags up to the first one not shorter than this
  Blocks blocks;     ///< between so many and twice as many
  int points_per_level = 8;
  bool with_zero = false;  ///< whether a configuration is also compared with itself
};

/// The system whose configurations are compared.
struct LagSystem {
  std::vector<std::string> species_names;
  std::vector<double> masses;
  std::vector<std::int64_t> counts;  ///< particles of every species
  Vec3 box_lengths;

  std::size_t species() const { return masses.size(); }
};

/// Compares configurations at nearly logarithmic lags, with many origins and bounded memory: level k remembers the last
/// p configurations of every 4^k-th sample and compares them with the present one whenever it is such a sample. Lags
/// are j 4^k sample intervals, j = 1..p on level 0 and j = p/4 + 1..p above, where the level below ends (the "order-n"
/// scheme of Frenkel and Smit, Understanding Molecular Simulation, without its sums over blocks of velocities).
///
/// A configuration is a row of numbers on every rank: the unwrapped positions of the particles that the rank keeps
/// (IdKeepers), whoever owns them, and what a derived class appends. Memory on each rank: 8 p K bytes per number of the
/// row, K = 1 + log4(n/p) levels for a longest lag of n samples. Species and particles must not change, nor the box
/// unless the derived class allows it, and samples must come at equal intervals.
class LagSampler : public Sampler {
 public:
  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws RunTimeFailure if species, or a box that must not, changed, particles appeared or vanished, or
  /// the step is not one interval after the last one.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had other lags or blocks, another mean box or number of ranks.
  void load(const State& state) override;

  /// Samples taken so far.
  std::int64_t samples() const { return samples_; }

 protected:
  /// An earlier configuration that is a lag old, on this rank.
  struct Earlier {
    std::size_t lag;
    const double* row;
  };

  /// `what` is sampled, in messages: "displacements". Throws InputError unless step, interval and longest lag are
  /// positive, and there are at least 2 blocks and 4 points per level. With a `mean_box` the box may change; LagSystem
  /// then has the lengths of the mean one.
  LagSampler(const mpi::Communicator& communicator, const LagSchedule& schedule, std::string what,
             std::optional<Box> mean_box = {});

  /// How many numbers a block sums, known from the first sample on.
  virtual std::size_t sums_size() const = 0;
  /// Before anything else is asked at the first sample, or after load. Collective.
  virtual void begin() {}
  /// Appends to the row of kept positions. Collective.
  virtual void extend(const Snapshot& /*snapshot*/, std::vector<double>& /*row*/) {}
  /// Adds what the present row and the earlier ones say to the block. Collective. `origins` are counted already.
  virtual void compare(const std::vector<double>& now, const std::vector<Earlier>& earlier, LagBlock& block) = 0;

  const IdKeepers& keepers() const { return keepers_; }
  const LagSystem& system() const { return system_; }
  const std::vector<double>& lag_times() const { return lag_times_; }
  /// The blocks summed over ranks, the same on each. Collective. Throws RunTimeFailure if nothing was sampled.
  std::vector<LagBlock> reduce_blocks(const mpi::Communicator& communicator) const;

 private:
  /// Every spacing-th sample is remembered in a ring of `capacity` configurations, oldest overwritten first.
  struct Level {
    std::int64_t spacing = 1;         ///< in samples
    std::size_t first_lag = 0;        ///< index of this level's first lag in the list of all
    std::int64_t first_multiple = 1;  ///< that lag in spacings
    std::int64_t capacity = 1;        ///< the last lag in spacings
    std::vector<double> ring;         ///< shape (configuration, number of the row), grown as it fills up
  };

  void plan_lags(std::int64_t longest_samples, std::int64_t points);
  void learn(const Snapshot& snapshot);
  void require_unchanged(const Snapshot& snapshot) const;
  LagBlock empty_block() const;
  std::vector<Earlier> earlier_rows(const std::vector<double>& now) const;
  void remember(const std::vector<double>& now);

  std::string what_;
  IdKeepers keepers_;
  double interval_time_;
  std::int64_t interval_;
  bool with_zero_;
  std::optional<Box> mean_box_;
  std::vector<Level> levels_;
  std::vector<double> lag_times_;
  LagSystem system_;
  DoublingBlocks<LagBlock> blocks_;
  std::int64_t samples_ = 0;
  std::int64_t last_step_ = 0;
};

}  // namespace soret
