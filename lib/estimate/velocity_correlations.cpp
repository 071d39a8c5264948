#include <soret/estimate/velocity_correlations.hpp>

#include <cmath>
#include <vector>

namespace soret {

namespace {

std::size_t pair_of(const CorrelationBlocks& velocities, std::size_t species)
{
  return velocities.quantities.pair(velocity_of(species), velocity_of(species));
}

}  // namespace

std::string velocity_of(std::size_t species) { return "velocity " + std::to_string(species); }

IntegrationLimit velocity_limit(const CorrelationBlocks& velocities, std::size_t species)
{
  const std::size_t pair = pair_of(velocities, species);
  const Duration whole{static_cast<double>(velocities.longest_lag) * velocities.lag_spacing};
  if (velocities.longest_lag < 2 || velocities.blocks.size() < 2) {
    return {whole, false};
  }
  const Duration half{static_cast<double>(velocities.longest_lag / 2) * velocities.lag_spacing};
  const Estimate late = jackknife(velocities.sequence(),
                                  [&](std::size_t left_out) {
                                    return std::vector{correlation_integral(velocities, pair, whole, left_out) -
                                                       correlation_integral(velocities, pair, half, left_out)};
                                  })
                            .front()
                            .estimate;
  constexpr double significance = 2.0;
  return {whole, std::abs(late.standard_errors_from(0.0)) <= significance};
}

JackknifeEstimate green_kubo_diffusion(const CorrelationBlocks& velocities, std::size_t species, Duration limit)
{
  const std::size_t pair = pair_of(velocities, species);
  return jackknife(
             velocities.sequence(),
             [&](std::size_t left_out) { return std::vector{correlation_integral(velocities, pair, limit, left_out)}; })
      .front();
}

}  // namespace soret
