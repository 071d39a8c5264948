#pragma once
/// \file
/// The autocorrelation of the velocities of single particles.

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/id_keepers.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// <v(t).v(0)>/3 of every species at lags 0 to K samples. The velocities of a sample are remembered as an origin for K
/// samples and multiplied with those of each; M origins are remembered at a time, K/M samples apart (rounded up).
///
/// Each rank keeps the origins of its ids (IdKeepers), whoever owns the particles: `sample` is collective, with one
/// exchange of 4 doubles per particle; with one rank nothing is sent. Work per sample and particle: M products of two
/// vectors. Memory per particle, shared out over the ranks: 24 (M + 1) bytes; besides, 8 K bytes per species for each
/// of M origins and twice the number of blocks. The box may change; particles must not appear or vanish, and samples
/// must come at equal intervals.
class VelocityCorrelation : public Sampler {
 public:
  /// Samples will come every `interval` steps of `step`; the longest lag is that of `longest`, rounded to whole
  /// samples; between `blocks` and twice as many blocks; M = `origins`. Throws InputError unless step and interval are
  /// positive, there are 2 to 10^6 lags, at least 2 blocks and an origin.
  VelocityCorrelation(const mpi::Communicator& communicator, TimeStep step, Steps interval, Duration longest,
                      Blocks blocks, int origins = 8);

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws RunTimeFailure if particles appeared or vanished, or the step is not one interval after the
  /// last one.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had other lags, blocks, origins or another number of ranks.
  void load(const State& state) override;

  /// Whether some origin has got all its lags.
  bool has_correlations() const { return !blocks_.full().empty() || blocks_.current().samples > 0; }

  /// Collective: quantities velocity_of(species), each correlated with itself; a block's origins are whole
  /// configurations. No spectra. The same on every rank. Throws RunTimeFailure unless has_correlations().
  CorrelationBlocks reduce(const mpi::Communicator& communicator) const;

 private:
  /// Sums over complete origins and this rank's particles.
  struct Sums {
    std::int64_t samples = 0;    ///< origins
    std::vector<double> values;  ///< [species][lag]
    void add(const Sums& later);
  };
  /// One remembered configuration.
  struct Origin {
    std::vector<double> velocities;  ///< of the kept particles
    std::vector<double> values;      ///< [species][lag], as far as it has come
    std::size_t next_lag = 0;
  };

  std::vector<double> settings() const;
  std::size_t lags() const { return longest_lag_ + 1; }
  std::size_t species() const { return counts_.size(); }
  Sums empty() const { return {0, std::vector<double>(species() * lags(), 0.0)}; }
  void learn(const Snapshot& snapshot);
  void multiply(const std::vector<double>& now, Origin& origin) const;
  void file(const Origin& origin);
  std::vector<Sums> unpacked(const State& state, const std::string& name) const;

  IdKeepers keepers_;
  double interval_time_;
  std::int64_t interval_;
  std::size_t longest_lag_;
  std::int64_t origin_spacing_;  ///< in samples
  std::vector<std::int64_t> counts_;
  std::vector<Origin> origins_;  ///< those that are not complete, oldest first
  DoublingBlocks<Sums> blocks_;
  std::int64_t samples_ = 0;
  std::int64_t last_step_ = 0;
};

}  // namespace soret
