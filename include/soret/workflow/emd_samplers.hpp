#pragma once
/// \file
/// What a stage of soret-emd samples.

#include <soret/core/state.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/displacement_blocks.hpp>
#include <soret/estimate/exchange_difference.hpp>
#include <soret/estimate/pair_distribution_blocks.hpp>
#include <soret/estimate/relaxation_blocks.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>
#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/input/emd_settings.hpp>
#include <soret/sampling/collective_relaxation.hpp>
#include <soret/sampling/flux_correlations.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/relaxation.hpp>
#include <soret/sampling/structure_factor.hpp>
#include <soret/sampling/test_exchange.hpp>
#include <soret/sampling/thermodynamic_moments.hpp>
#include <soret/sampling/thermodynamic_series.hpp>
#include <soret/sampling/velocity_correlation.hpp>
#include <soret/simulation/simulation.hpp>
#include <soret/workflow/emd_stages.hpp>
#include <soret/workflow/insertion_samplers.hpp>
#include <soret/workflow/ranks.hpp>

#include <memory>
#include <optional>
#include <vector>

namespace soret {

/// What was sampled in a stage, over all replicas.
struct EmdStageSample {
  EmdStage stage;
  double volume = 0.0;  ///< of the box at the end; constant unless the stage is isobaric
  std::int64_t degrees_of_freedom = 0;
  std::vector<ThermodynamicTable> series;  ///< one per replica
  FluctuationBlocks fluctuations;
  std::vector<ReplicaTemperature> left_out;  ///< replicas that are not in any of this
  std::optional<CorrelationBlocks> correlations;
  std::optional<MultipleTauBlocks> long_correlations;  ///< at doubling lags, if they are wanted
  std::optional<DisplacementBlocks> displacements;     ///< empty before the first configuration, too
  std::optional<CorrelationBlocks> velocities;         ///< likewise before an origin is complete
  std::optional<PairDistributionBlocks> pairs;
  std::optional<StructureFactorBlocks> modes;
  std::optional<RelaxationBlocks> self_motion;            ///< empty before the first configuration, too
  std::optional<RelaxationBlocks> collective_relaxation;  ///< likewise
  std::optional<InsertionRun> insertion;                  ///< without counts and series, which are above
  std::optional<ExchangeBlocks> exchanges;
};

/// The samplers of one stage. Those of a box that must not change are made when it no longer does.
class EmdSamplers {
 public:
  EmdSamplers(const EmdSettings& settings, const EmdStage& stage, const mpi::Communicator& replica, const Box& box,
              Seed seed);

  std::vector<ScheduledSampler> scheduled();
  /// Of a stage of that kind.
  InsertionSamplers& insertion() { return *insertion_; }
  void save(State& state) const;
  void load(const State& state);

  /// Reduces over ranks and replicas; nothing if some replica has sampled too little. Collective over the world.
  std::optional<EmdStageSample> reduce(const Ranks& ranks) const;
  /// The samples of energy and pressure of this replica. Collective over the replica.
  ThermodynamicTable reduce_series(const mpi::Communicator& replica) const { return series_.reduce(replica); }

 private:
  /// Which replicas at constant energy count.
  struct TemperatureRule {
    Temperature aim;
    double window;
  };

  std::vector<ReplicaTemperature> replicas_to_leave_out(const EmdStageSample& sample) const;
  void make_transport(const TransportSettings& transport, TimeStep time_step, const mpi::Communicator& replica);
  void make_relaxation(const RelaxationSettings& relaxation, TimeStep time_step, const mpi::Communicator& replica);

  EmdStage stage_;
  Steps interval_;
  Steps displacement_interval_;
  Steps velocity_interval_{0};
  Steps self_interval_{0};  ///< of single particles' relaxation
  std::optional<TemperatureRule> rule_;
  ThermodynamicSeries series_;
  ThermodynamicMoments moments_;
  std::unique_ptr<FluxCorrelations> fluxes_;
  std::unique_ptr<MeanSquareDisplacement> displacements_;
  std::unique_ptr<VelocityCorrelation> velocities_;
  std::unique_ptr<PairDistribution> pairs_;
  std::unique_ptr<StructureFactor> modes_;
  std::unique_ptr<Relaxation> self_motion_;
  std::unique_ptr<CollectiveRelaxation> collective_relaxation_;
  std::unique_ptr<InsertionSamplers> insertion_;
  std::unique_ptr<TestExchange> exchanges_;
};

}  // namespace soret
