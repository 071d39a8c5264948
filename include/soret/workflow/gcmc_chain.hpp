#pragma once
/// \file
/// The chain of a run of soret-gcmc, of whichever kind.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/input/gcmc_settings.hpp>
#include <soret/montecarlo/move.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/mpi/communicator.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace soret {

/// A chain with its start and its moves: of one rank and the whole box (MonteCarloChain), or region by region on any
/// number of ranks (DecomposedChain). All members are collective over the ranks of the chain.
class GcmcChain {
 public:
  virtual ~GcmcChain() = default;

  /// The kind that the settings and the number of ranks ask for. `replica` decides which of several samples it starts
  /// from. Throws InputError, naming the key, if something that
  /// is configured needs the whole box and several ranks share it, or if start, model and moves do not fit together.
  static std::unique_ptr<GcmcChain> make(const GcmcSettings& settings, Seed seed, int replica,
                                         const mpi::Communicator& ranks);

  /// Attempts come in multiples of this: one, or a sweep through all regions.
  virtual std::int64_t attempts_at_once() const = 0;
  /// Attempts of all ranks since the start, those at fixed numbers not counted.
  virtual std::int64_t attempts() const = 0;
  /// A multiple of attempts_at_once(). Compares the running energy with a recomputed one now and then.
  virtual void advance(std::int64_t attempts) = 0;
  /// Whether steps are tuned meanwhile.
  virtual void tune(bool on) = 0;

  /// From here to `end_settling`, only displacements are attempted, at fixed numbers and with tuned steps.
  virtual void begin_settling() = 0;
  virtual void end_settling() = 0;

  virtual void sample_into(OpenSeries& series) const = 0;
  virtual std::int64_t particle_count() const = 0;
  virtual double energy() const = 0;
  /// Compares the running energy with a recomputed one, which is not taken over: a run that is made longer goes on as
  /// if it had not ended here. Throws RunTimeFailure if they differ.
  virtual void verify_energy() = 0;
  /// Of all ranks.
  virtual std::vector<MoveCounter> counters() const = 0;
  virtual void reset_counters() = 0;
  /// Largest steps as they are (of the first rank), in words; empty if nothing is displaced and no volume changes.
  virtual std::string steps_in_words() const = 0;
  /// How the chain is made, in words; empty if there is nothing to say.
  virtual std::string kind_in_words() const = 0;

  virtual void save(State& state) const = 0;
  virtual void load(const State& state) = 0;

 protected:
  /// Attempts between two comparisons of the energy: a recomputed one costs as much as an attempt for every particle.
  static std::int64_t check_interval_of(const GcmcSettings& settings);
};

}  // namespace soret
