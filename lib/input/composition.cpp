#include <soret/input/composition.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

std::int64_t total(const std::vector<SpeciesCount>& counts)
{
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0},
                         [](std::int64_t sum, const SpeciesCount& one) { return sum + one.count; });
}

std::vector<SpeciesCount> counts_from_mole_fractions(std::int64_t total_count,
                                                     const std::vector<double>& mole_fractions)
{
  const double sum = std::accumulate(mole_fractions.begin(), mole_fractions.end(), 0.0);
  const bool in_range =
      std::all_of(mole_fractions.begin(), mole_fractions.end(), [](double x) { return x >= 0.0 && x <= 1.0; });
  if (!in_range || std::abs(sum - 1.0) > 1e-6) {
    throw InputError(fmt::format("the mole fractions {} sum to {}; accepted: fractions from 0 to 1 that sum to 1",
                                 fmt::join(mole_fractions, " "), sum));
  }
  std::vector<SpeciesCount> counts;
  std::vector<double> remainders;
  for (std::size_t s = 0; s < mole_fractions.size(); ++s) {
    const double exact = static_cast<double>(total_count) * mole_fractions[s];
    // a product that misses a whole number by rounding counts as that number
    const double whole = std::floor(exact + 1e-9);
    counts.push_back({static_cast<Species>(s), static_cast<std::int64_t>(whole)});
    remainders.push_back(exact - whole);
  }
  std::vector<std::size_t> order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  const std::int64_t missing = total_count - total(counts);
  for (std::int64_t i = 0; i < missing; ++i) {
    ++counts[order[static_cast<std::size_t>(i) % order.size()]].count;
  }
  return counts;
}

Box box_of_density(std::int64_t particles, NumberDensity density, const Vec3& aspect)
{
  const double scale = std::cbrt(static_cast<double>(particles) / (density.value() * aspect.x * aspect.y * aspect.z));
  return Box{scale * aspect};
}

std::int64_t particles_of_density(const Box& box, NumberDensity density)
{
  return std::llround(density.value() * box.volume());
}

}  // namespace soret
