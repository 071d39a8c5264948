#include <soret/estimate/exponential_averaging.hpp>

#include "linearised_profile.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

/// -ln <exp(-(u_to - u_from))>_from and what each sample of `from` does to it.
struct ExponentialAverage {
  double difference = 0.0;
  std::vector<double> influence;
};

ExponentialAverage exponential_average(const CouplingSamples& samples, std::size_t from, std::size_t to)
{
  const std::vector<double> weights = samples.weights(from);
  std::vector<double> differences(weights.size());
  for (std::size_t n = 0; n < differences.size(); ++n) {
    differences[n] = samples.energy(from, n, to) - samples.energy(from, n, from);
  }
  const double least = *std::ranges::min_element(differences);  // keeps the exponentials within range
  std::vector<double> factors(differences.size());
  std::ranges::transform(differences, factors.begin(),
                         [least](double difference) { return std::exp(least - difference); });
  const double mean =
      std::inner_product(weights.begin(), weights.end(), factors.begin(), 0.0) / static_cast<double>(weights.size());
  return {least - std::log(mean), detail::weighted_deviations(weights, factors, -1.0 / mean)};
}

}  // namespace

FreeEnergyProfile exponential_averaging_forward(const CouplingSamples& samples)
{
  samples.require_consistent();
  std::vector<double> steps;
  std::vector<detail::Influence> influences;
  for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
    ExponentialAverage average = exponential_average(samples, k, k + 1);
    steps.push_back(average.difference);
    influences.push_back(detail::no_influence(samples));
    influences.back()[k] = std::move(average.influence);
  }
  return detail::profile_of_steps(samples, steps, influences);
}

FreeEnergyProfile exponential_averaging_backward(const CouplingSamples& samples)
{
  samples.require_consistent();
  std::vector<double> steps;
  std::vector<detail::Influence> influences;
  for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
    ExponentialAverage average = exponential_average(samples, k + 1, k);
    steps.push_back(-average.difference);
    std::ranges::transform(average.influence, average.influence.begin(), std::negate<>{});
    influences.push_back(detail::no_influence(samples));
    influences.back()[k + 1] = std::move(average.influence);
  }
  return detail::profile_of_steps(samples, steps, influences);
}

}  // namespace soret
