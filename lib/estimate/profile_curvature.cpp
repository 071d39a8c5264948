#include <soret/estimate/profile_curvature.hpp>

#include <soret/core/error.hpp>

#include <cstddef>
#include <vector>

namespace soret {

double profile_curvature(std::span<const double> x, std::span<const double> y, std::span<const double> weights)
{
  if (x.size() != y.size() || x.size() != weights.size()) {
    throw RunTimeFailure("the curvature of a profile needs as many values and weights as places");
  }
  const auto sum = [&](const auto& term) {
    double total = 0.0;
    for (std::size_t k = 0; k < x.size(); ++k) {
      total += weights[k] > 0.0 ? weights[k] * term(k) : 0.0;
    }
    return total;
  };
  const double weight = sum([](std::size_t) { return 1.0; });
  const double centre = sum([&](std::size_t k) { return x[k]; }) / weight;
  const auto offset = [&](std::size_t k) { return x[k] - centre; };
  const double second = sum([&](std::size_t k) { return offset(k) * offset(k); });
  const double third = sum([&](std::size_t k) { return offset(k) * offset(k) * offset(k); });
  const auto parabola = [&](std::size_t k) {
    return offset(k) * offset(k) - second / weight - third / second * offset(k);
  };
  const double norm = sum([&](std::size_t k) { return parabola(k) * parabola(k); });
  const double scale = sum([&](std::size_t k) { return offset(k) * offset(k) * offset(k) * offset(k); });
  if (!(norm > 1e-20 * scale)) {
    throw RunTimeFailure("the curvature of a profile needs three places with weight");
  }
  return 2.0 * sum([&](std::size_t k) { return parabola(k) * y[k]; }) / norm;
}

}  // namespace soret
