#pragma once
/// \file
/// The chain of one rank, in which any particle of the box may be next.

#include "configured_chain.hpp"

#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/simulation/dynamics_burst.hpp>

#include <optional>

namespace soret::detail {

class WholeBoxChain : public ConfiguredChain<MonteCarloChain> {
 public:
  WholeBoxChain(const GcmcSettings& settings, Seed seed, int replica, const mpi::Communicator& alone);

  std::int64_t attempts_at_once() const override { return 1; }
  std::int64_t attempts() const override { return chain().attempts(); }
  void advance(std::int64_t attempts) override;
  void sample_into(OpenSeries& series) const override { series.sample(chain()); }
  std::int64_t particle_count() const override { return chain().system().total_count(); }
  double energy() const override { return chain().energy(); }
  std::vector<MoveCounter> counters() const override { return chain().counters(); }
  void reset_counters() override { chain().reset_counters(); }
  std::string kind_in_words() const override { return ""; }

 private:
  std::unique_ptr<MonteCarloChain> settling_chain(std::uint64_t instance) const override;
  void take_over(const MonteCarloChain& settled) override { chain().replace(settled.exported()); }
  /// Attempts until a burst or a check is due, at most `most`.
  std::int64_t undisturbed_attempts(std::int64_t most) const;
  bool burst_is_due() const;

  std::int64_t check_interval_;
  std::optional<DynamicsBurst> burst_;
};

}  // namespace soret::detail
