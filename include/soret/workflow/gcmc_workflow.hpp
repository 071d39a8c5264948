#pragma once
/// \file
/// A run of soret-gcmc: equilibration, sampling.

#include <soret/estimate/gcmc_analysis.hpp>
#include <soret/input/gcmc_settings.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/simulation/dynamics_burst.hpp>
#include <soret/workflow/gcmc_setup.hpp>
#include <soret/workflow/phased_run.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What happens in one stretch of a run.
enum class GcmcPhase { settle, equilibrate, sample };

/// How many chains a program of so many ranks runs: as many as ranks, one each. Throws InputError, with the numbers, if
/// something else was configured.
int chains_of(const GcmcSettings& settings, int ranks);

/// A chain on every rank. A step is an attempted move. First, if configured, the particles of the start are displaced
/// by a chain of their own, at fixed numbers. All members are collective over all ranks.
class GcmcWorkflow : public PhasedRun {
 public:
  /// Makes the start. Throws InputError if the settings do not fit together.
  GcmcWorkflow(const Ranks& ranks, GcmcSettings settings);

  const GcmcSettings& settings() const { return settings_; }
  /// The chain of this rank.
  const MonteCarloChain& chain() const { return configured_.chain(); }
  std::int64_t particle_count() const override { return chain().system().total_count(); }
  std::string instruction_set() const override;

  /// What all chains have sampled so far; empty if one has fewer than two samples.
  std::optional<GcmcMeasurements> measurements() const;

 private:
  struct Phase {
    GcmcPhase kind;
    std::int64_t attempts;
  };

  std::size_t phases() const override { return schedule_.size(); }
  std::string name_of_phase(std::size_t phase) const override;
  std::int64_t steps_of_phase(std::size_t phase) const override { return schedule_[phase].attempts; }
  std::optional<AdjustableLength> adjustable_length() const override
  {
    return AdjustableLength{"run.attempts", std::nullopt};
  }
  bool is_adjustable(std::size_t phase) const override { return schedule_[phase].kind == GcmcPhase::sample; }
  void begin_phase(RunLog& log) override;
  void end_phase(RunLog& log) override;
  void before_chunk() override {}
  void after_chunk(RunLog& log) override;
  std::pair<std::string, std::optional<Estimate>> watched() const override;
  std::int64_t chunk_steps() const override { return attempts_per_chunk; }
  void advance(std::int64_t steps) override;
  const char* step_unit() const override { return "attempts"; }
  std::int64_t units_per_step() const override { return 1; }
  void record_chunk() override {}
  void note_state() override {}
  void flush_records() override {}
  void save_engine(State& state) const override;
  void load_engine(const State& state, const std::filesystem::path& checkpoint) override;

  static constexpr std::int64_t attempts_per_chunk = 1000;

  GcmcPhase phase() const { return schedule_[phase_index()].kind; }
  bool is_sampling() const { return phase() == GcmcPhase::sample; }
  void advance_configured_chain(std::int64_t attempts);
  void make_series();
  /// Attempts until something else than a move is due, at most `most`, at `at` attempts of the phase.
  std::int64_t undisturbed_attempts(std::int64_t at, std::int64_t most) const;
  bool burst_is_due() const;
  bool target_check_is_due() const;
  void check_target(RunLog& log);

  GcmcSettings settings_;
  std::vector<Phase> schedule_;
  ConfiguredChain configured_;
  std::unique_ptr<MonteCarloChain> settling_;  // while particles of the start are displaced at fixed numbers
  std::optional<DynamicsBurst> burst_;
  std::unique_ptr<OpenSeries> series_;  // from the beginning of the sampling
  std::int64_t check_interval_;         // attempts between comparisons of the running energy with a recomputed one
  std::optional<NamedEstimate> main_estimate_;
};

}  // namespace soret
