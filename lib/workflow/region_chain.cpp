#include "region_chain.hpp"

#include <soret/workflow/engine_setup.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace soret::detail {

namespace {

std::unique_ptr<DecomposedChain> new_chain(const GcmcSettings& settings, Reservoir reservoir, Seed seed, int replica,
                                           std::uint64_t instance, const mpi::Communicator& ranks)
{
  constexpr double least_filling = 0.1;  // a box that starts almost empty may fill
  const System start = make_start(settings.start, settings.model, seed, replica);
  const double density = static_cast<double>(start.particles.size()) / start.box.volume();
  const NumberDensity limit = settings.state.largest_density;
  DecompositionOptions options;
  options.seed = seed;
  options.instance = instance;
  options.expected_density = NumberDensity{std::max(density, least_filling * limit.value())};
  options.density_limit = limit;
  return std::make_unique<DecomposedChain>(ranks, start, force_field_of(settings.model), std::move(reservoir), options);
}

}  // namespace

RegionChain::RegionChain(const GcmcSettings& settings, Seed seed, int replica, const mpi::Communicator& ranks)
    : ConfiguredChain{settings, seed, replica,
                      new_chain(settings, reservoir_of(settings.state), seed, replica, 0, ranks)},
      attempts_per_sweep_{chain().attempts_per_sweep()},
      check_interval_{std::max<std::int64_t>(1, check_interval_of(settings) / attempts_per_sweep_)}
{
}

std::unique_ptr<DecomposedChain> RegionChain::settling_chain(std::uint64_t instance) const
{
  return new_chain(settings(), Reservoir{settings().state.temperature}, seed(), replica(), instance,
                   chain().communicator());
}

void RegionChain::advance(std::int64_t attempts)
{
  const std::int64_t sweeps = attempts / attempts_per_sweep_;
  if (is_settling()) {
    settling().advance(sweeps);
    return;
  }
  for (const std::int64_t end = chain().sweeps() + sweeps; chain().sweeps() < end;) {
    chain().advance(std::min(end - chain().sweeps(), check_interval_ - chain().sweeps() % check_interval_));
    if (chain().sweeps() % check_interval_ == 0) {
      chain().check_energy();
    }
  }
}

std::int64_t RegionChain::particle_count() const
{
  const std::vector<std::int64_t> counts = chain().sample().counts;
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

std::string RegionChain::kind_in_words() const
{
  const int ranks = chain().communicator().size();
  return fmt::format("each chain goes through its box region by region, on {} rank{}, in sweeps of {} attempts", ranks,
                     ranks == 1 ? "" : "s", attempts_per_sweep_);
}

}  // namespace soret::detail
