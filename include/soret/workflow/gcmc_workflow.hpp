#pragma once
/// \file
/// A run of soret-gcmc: equilibration, sampling.

#include <soret/estimate/gcmc_analysis.hpp>
#include <soret/input/gcmc_settings.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/workflow/gcmc_chain.hpp>
#include <soret/workflow/phased_run.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What happens in one stretch of a run.
enum class GcmcPhase { settle, equilibrate, sample };

/// How many chains a program of so many ranks runs: as configured, else as many as ranks, one each.
int chains_of(const GcmcSettings& settings, int ranks);

/// A chain for every replica. A step is an attempted move. First, if configured, the particles of the start are
/// displaced by a chain of their own, at fixed numbers. Where attempts come in sweeps, lengths and intervals are
/// rounded to whole sweeps. All members are collective over all ranks.
class GcmcWorkflow : public PhasedRun {
 public:
  /// Makes the start. Throws InputError if the settings do not fit together.
  GcmcWorkflow(const Ranks& ranks, GcmcSettings settings);

  const GcmcSettings& settings() const { return settings_; }
  /// The chain of this rank's replica.
  const GcmcChain& chain() const { return *chain_; }
  std::int64_t particle_count() const override { return chain_->particle_count(); }
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
  std::int64_t chunk_steps() const override { return chunk_; }
  void advance(std::int64_t steps) override;
  const char* step_unit() const override { return "attempts"; }
  std::int64_t units_per_step() const override { return 1; }
  void record_chunk() override {}
  void note_state() override {}
  void flush_records() override {}
  void save_engine(State& state) const override;
  void load_engine(State& state, const std::filesystem::path& checkpoint) override;

  GcmcPhase phase() const { return schedule_[phase_index()].kind; }
  bool is_sampling() const { return phase() == GcmcPhase::sample; }
  std::int64_t whole_sweeps(std::int64_t attempts) const;
  void make_series();
  bool target_check_is_due() const;
  void check_target(RunLog& log);

  GcmcSettings settings_;
  std::unique_ptr<GcmcChain> chain_;
  std::int64_t chunk_;            // attempts
  std::int64_t sample_interval_;  // attempts
  std::vector<Phase> schedule_;
  std::unique_ptr<OpenSeries> series_;  // from the beginning of the sampling
  std::optional<NamedEstimate> main_estimate_;
};

}  // namespace soret
