#pragma once
/// \file
/// The chain that works region by region, on any number of ranks.

#include "configured_chain.hpp"

#include <soret/montecarlo/decomposed_chain.hpp>

namespace soret::detail {

class RegionChain : public ConfiguredChain<DecomposedChain> {
 public:
  RegionChain(const GcmcSettings& settings, Seed seed, int replica, const mpi::Communicator& ranks);

  std::int64_t attempts_at_once() const override { return attempts_per_sweep_; }
  std::int64_t attempts() const override { return chain().sweeps() * attempts_per_sweep_; }
  void advance(std::int64_t attempts) override;
  void sample_into(OpenSeries& series) const override { series.sample(chain().sample()); }
  std::int64_t particle_count() const override;
  double energy() const override { return chain().sample().energy; }
  std::vector<MoveCounter> counters() const override { return chain().all_counters(); }
  void reset_counters() override { chain().local_reset_counters(); }
  std::string kind_in_words() const override;

 private:
  std::unique_ptr<DecomposedChain> settling_chain(std::uint64_t instance) const override;
  void take_over(const DecomposedChain& settled) override { chain().take_over(settled); }

  std::int64_t attempts_per_sweep_;
  std::int64_t check_interval_;  ///< in sweeps
};

}  // namespace soret::detail
