#include <soret/workflow/gcmc_chain.hpp>

#include "region_chain.hpp"
#include "whole_box_chain.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

std::unique_ptr<GcmcChain> GcmcChain::make(const GcmcSettings& settings, Seed seed, int replica,
                                           const mpi::Communicator& ranks)
{
  using Order = GcmcRunSettings::Order;
  constexpr std::int64_t more_than_the_caches_hold = 100'000;
  const auto need = settings.need_of_whole_box();
  if (ranks.size() > 1 && (need || settings.run.order == Order::whole_box)) {
    throw InputError(fmt::format(
        "{} ranks for each chain (more ranks than run.replicas) share its box region by region, "
        "but {}; give every rank a chain of its own: leave run.replicas out",
        ranks.size(),
        need ? fmt::format("{} is configured: {}", need->first, need->second) : "run.order = whole-box is configured"));
  }
  const bool by_regions =
      ranks.size() > 1 || settings.run.order == Order::regions ||
      (settings.run.order == Order::automatic && !need && settings.start.particles() > more_than_the_caches_hold);
  if (by_regions) {
    return std::make_unique<detail::RegionChain>(settings, seed, replica, ranks);
  }
  return std::make_unique<detail::WholeBoxChain>(settings, seed, replica, ranks);
}

std::int64_t GcmcChain::check_interval_of(const GcmcSettings& settings)
{
  constexpr std::int64_t shortest = 100'000;
  constexpr double attempts_per_particle = 10.0;
  const double most = settings.state.largest_density.value() * settings.start.box.value().volume();
  return std::max<std::int64_t>(shortest, std::llround(attempts_per_particle * most));
}

}  // namespace soret
