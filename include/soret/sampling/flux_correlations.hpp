#pragma once
/// \file
/// Heat flux, mass fluxes and stress of the whole system at equilibrium, correlated in time while the simulation runs.

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/multiple_tau_blocks.hpp>
#include <soret/estimate/replica_choice.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/multiple_tau_correlator.hpp>
#include <soret/sampling/sampler.hpp>
#include <soret/sampling/segment_correlator.hpp>
#include <soret/sampling/segment_spectra.hpp>

#include <optional>
#include <span>
#include <vector>

namespace soret {

/// The totals of the box, with velocities v_i relative to the centre of mass of all particles:
///   heat flux   Q   = V J_q = sum_i [(m_i v_i²/2 + u_i) v_i + W_i v_i],
///   mass fluxes M_k = V J_k = sum_(i of species k) m_i v_i,
///   stress      Pi  = sum_i [m_i v_i v_i + W_i], as Pi_xy, Pi_xz, Pi_yz, (Pi_xx - Pi_yy)/2,
///                     (2 Pi_zz - Pi_xx - Pi_yy)/(2 sqrt 3), five components of equal variance in an isotropic fluid,
/// u_i and W_i the tallies of the Snapshot, or the sums over them as its totals have them: then what pairs carry of Q,
/// and only that, has the velocities that are expected for the end of the step (PairTotals) in place of the true ones.
/// At a time step of 0.004 that changes Q by 8e-4 of its root mean square in a Lennard-Jones mixture, an eighth of that
/// at half the step, and by less than 1e-4 in proportion to Q (unit.simulation). Correlated are Q and all M_k but the
/// last, each with each and in both orders (the sum of all M_k is zero), and the stress with itself.
///
/// A rank adds up what it needs of its particles in the frame of the box, and every 64 samples these rows are summed
/// over the ranks and shifted to the barycentric frame, exactly: with c the velocity of the centre of mass, M the mass,
/// E the energy, S = sum_i [m_i w_i w_i + W_i] and A the heat flux of the velocities w_i in the frame of the box,
///   Q = A - E c - S c + M c² c,   M_k = sum_(i of k) m_i w_i - c sum_(i of k) m_i,   Pi = S - M c c.
/// So `sample` is collective, as is everything that calls it. Every rank holds the same correlation functions.
class FluxCorrelations : public Sampler {
 public:
  /// Samples come every `interval` steps of `time_step`; the longest lag is `correlation_length`, rounded to a whole
  /// number of intervals K. Blocks and memory: SegmentCorrelator; segments for spectra: 16K samples, SegmentSpectra.
  /// With a `long_correlation_length` above zero there are also correlation functions at doubling lags up to that time:
  /// MultipleTauCorrelator with 32 points a level. Throws InputError unless interval and time step are positive, K is
  /// at least 2, lags are no more than 10^7 in both forms, and there are at least 2 blocks.
  FluxCorrelations(const mpi::Communicator& communicator, Steps interval, TimeStep time_step,
                   Duration correlation_length, Blocks blocks, Duration long_correlation_length = Duration{0.0});

  PairSamples needed() const override { return PairSamples::fluxes; }
  /// Collective. Throws RunTimeFailure if samples are not `interval` steps apart, or box or species changed.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if the saved correlations had another interval, time step, longest lags or number of blocks.
  void load(const State& state) override;

  /// Collective: what was sampled so far, the same on every rank; one replica. Nothing changes by it. There is no block
  /// before K + 1 samples, no spectrum before 16K. Throws RunTimeFailure if nothing was sampled.
  CorrelationBlocks reduce() const;
  /// Collective: likewise those at doubling lags, nothing if they are not wanted. There is no block before 32 samples.
  std::optional<MultipleTauBlocks> reduce_long() const;

 private:
  /// What is fed with whole rows, made when the number of species is known.
  struct Accumulators {
    SegmentCorrelator correlator;
    SegmentSpectra spectra;
    std::optional<MultipleTauCorrelator> long_correlator;
  };

  Accumulators accumulators(std::size_t species) const;
  void learn(const Snapshot& snapshot);
  void require_unchanged(const Snapshot& snapshot) const;
  Duration lag_spacing() const;
  void feed(Accumulators& accumulators) const;
  /// With the rows that wait.
  Accumulators now() const;
  std::vector<double> settings() const;

  mpi::Communicator communicator_;
  Steps interval_;
  TimeStep time_step_;
  std::size_t longest_lag_ = 0;
  Blocks blocks_;
  std::optional<MultipleTauLags> long_lags_;
  std::size_t species_ = 0;  ///< zero before the first sample
  Vec3 box_lengths_;
  std::int64_t last_step_ = 0;
  std::vector<double> waiting_;  ///< this rank's rows that are still to be summed over the ranks
  std::optional<Accumulators> accumulators_;
};

/// Collective over `world`: puts the correlations of all replicas together, each already reduced over its own
/// communicator `replica` (a split of `world`), but those to leave out. Replicas are numbered by the rank of their root
/// in `world`. The same on every rank. Throws RunTimeFailure if none is left.
CorrelationBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  const CorrelationBlocks& reduced,
                                  std::span<const ReplicaTemperature> to_leave_out = {});
/// The same of correlations at doubling lags.
MultipleTauBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  const MultipleTauBlocks& reduced,
                                  std::span<const ReplicaTemperature> to_leave_out = {});

}  // namespace soret
