#include <soret/domain/balanced_planes.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

namespace soret {

namespace {

/// Cost below each layer, and of all at the end.
std::vector<double> cumulated(std::span<const double> layer_costs)
{
  std::vector<double> below(layer_costs.size() + 1, 0.0);
  std::partial_sum(layer_costs.begin(), layer_costs.end(), below.begin() + 1);
  return below;
}

/// Cost below a place between 0 and the number of layers.
double cost_below(double place, const std::vector<double>& cumulated)
{
  const std::size_t layer = std::min(static_cast<std::size_t>(place), cumulated.size() - 2);
  return cumulated[layer] + (place - static_cast<double>(layer)) * (cumulated[layer + 1] - cumulated[layer]);
}

/// The lowest place below which is this cost, which must be positive.
double place_of(double cost, const std::vector<double>& cumulated)
{
  const auto reached = std::lower_bound(cumulated.begin() + 1, cumulated.end() - 1, cost);
  const double begin = *(reached - 1);
  const double into = std::min(1.0, (cost - begin) / (*reached - begin));
  return static_cast<double>(reached - 1 - cumulated.begin()) + into;
}

/// Neighbouring numbers with one mean.
struct Pool {
  double sum;
  std::size_t count;
  double mean() const { return sum / static_cast<double>(count); }
};

/// The nearest numbers, by the sum of squares, that do not descend: neighbours that do are pooled.
std::vector<double> nearest_not_descending(std::span<const double> numbers)
{
  std::vector<Pool> pools;
  for (const double number : numbers) {
    pools.push_back({number, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
      const Pool last = pools.back();
      pools.pop_back();
      pools.back().sum += last.sum;
      pools.back().count += last.count;
    }
  }
  std::vector<double> nearest;
  for (const Pool& pool : pools) {
    nearest.insert(nearest.end(), pool.count, pool.mean());
  }
  return nearest;
}

bool are_apart(std::span<const double> planes, double width)
{
  for (std::size_t k = 1; k < planes.size(); ++k) {
    if (planes[k] - planes[k - 1] < width) {
      return false;
    }
  }
  return true;
}

}  // namespace

double imbalance_of(std::span<const double> costs)
{
  const double total = std::accumulate(costs.begin(), costs.end(), 0.0);
  return total > 0.0 ? *std::max_element(costs.begin(), costs.end()) * static_cast<double>(costs.size()) / total - 1.0
                     : 0.0;
}

std::vector<double> costs_between(std::span<const double> layer_costs, std::span<const double> planes)
{
  const std::vector<double> below = cumulated(layer_costs);
  const double layers_per_width = static_cast<double>(layer_costs.size()) / planes.back();
  std::vector<double> costs;
  for (std::size_t k = 1; k < planes.size(); ++k) {
    costs.push_back(cost_below(layers_per_width * planes[k], below) -
                    cost_below(layers_per_width * planes[k - 1], below));
  }
  return costs;
}

std::vector<double> spread_planes(std::vector<double> planes, double least_width)
{
  constexpr double rounding = 1e-12;
  if (are_apart(planes, least_width - rounding)) {
    return planes;
  }
  const std::size_t domains = planes.size() - 1;
  std::vector<double> slack;  // of the inner planes: what is below them beyond the least
  for (std::size_t k = 1; k < domains; ++k) {
    slack.push_back(planes[k] - static_cast<double>(k) * least_width);
  }
  slack = nearest_not_descending(slack);
  const double most = static_cast<double>(domains) * (1.0 - least_width);
  for (std::size_t k = 1; k < domains; ++k) {
    planes[k] = std::clamp(slack[k - 1], 0.0, most) + static_cast<double>(k) * least_width;
  }
  return planes;
}

std::vector<double> balanced_planes(std::span<const double> layer_costs, std::vector<double> planes, double least_width,
                                    double share)
{
  const std::vector<double> below = cumulated(layer_costs);
  if (!(below.back() > 0.0)) {
    return planes;
  }
  const std::size_t domains = planes.size() - 1;
  const double widths_per_layer = planes.back() / static_cast<double>(layer_costs.size());
  for (std::size_t k = 1; k < domains; ++k) {
    const double cost = below.back() * static_cast<double>(k) / static_cast<double>(domains);
    planes[k] += share * (widths_per_layer * place_of(cost, below) - planes[k]);
  }
  return spread_planes(std::move(planes), least_width);
}

}  // namespace soret
