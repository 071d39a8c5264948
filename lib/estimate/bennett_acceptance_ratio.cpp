#include <soret/estimate/bennett_acceptance_ratio.hpp>

#include "linearised_profile.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace soret {

namespace {

/// 1/(1 + exp(x)).
double fermi(double x) { return 1.0 / (1.0 + std::exp(x)); }

/// ln(1/(1 + exp(x))), without overflow.
double log_fermi(double x) { return x > 0.0 ? -x - std::log1p(std::exp(-x)) : -std::log1p(std::exp(x)); }

/// The samples of two windows as one of them sees the other.
class WindowPair {
 public:
  WindowPair(const CouplingSamples& samples, std::size_t lower, double lower_count, double upper_count)
      : lower_{side_of(samples, lower, lower, lower_count)},
        upper_{side_of(samples, lower + 1, lower, upper_count)},
        log_ratio_{std::log(lower_count / upper_count)}
  {
  }

  /// The df at which both sums are the same.
  double solve() const
  {
    const auto excess = [this](double df) { return log_sum(lower_, df, 1.0) - log_sum(upper_, df, -1.0); };
    const auto [least, most] = bracket();
    std::uintmax_t iterations = most_iterations;
    const auto root = boost::math::tools::toms748_solve(excess, least, most,
                                                        boost::math::tools::eps_tolerance<double>(50), iterations);
    return 0.5 * (root.first + root.second);
  }

  /// What the samples of both windows do to the solution.
  std::array<std::vector<double>, 2> influence(double df) const
  {
    const std::vector<double> below = terms(lower_, df, 1.0);
    const std::vector<double> above = terms(upper_, df, -1.0);
    const double slope = derivative(lower_, below) + derivative(upper_, above);
    return {detail::weighted_deviations(lower_.weights, below, -lower_.count / slope),
            detail::weighted_deviations(upper_.weights, above, upper_.count / slope)};
  }

 private:
  struct Side {
    std::vector<double> weights;      // mean one
    std::vector<double> differences;  // du
    double count = 0.0;               // what the weights add up to in the sums
  };

  static constexpr std::uintmax_t most_iterations = 200;

  static Side side_of(const CouplingSamples& samples, std::size_t window, std::size_t lower, double count)
  {
    Side side{samples.weights(window), {}, count};
    for (std::size_t n = 0; n < side.weights.size(); ++n) {
      side.differences.push_back(samples.energy(window, n, lower + 1) - samples.energy(window, n, lower));
    }
    return side;
  }

  /// Between these both sums change places: all terms of one side are small against all of the other outside.
  std::pair<double, double> bracket() const
  {
    const auto [lower_least, lower_most] = std::ranges::minmax(lower_.differences);
    const auto [upper_least, upper_most] = std::ranges::minmax(upper_.differences);
    const double margin = 1.0 + 2.0 * std::abs(log_ratio_) + std::log(lower_.count) + std::log(upper_.count);
    return {std::min(lower_least, upper_least) - margin, std::max(lower_most, upper_most) + margin};
  }

  /// ln of the sum of w/(1 + exp(sign (M + du - df))).
  double log_sum(const Side& side, double df, double sign) const
  {
    std::vector<double> logarithms;
    for (const double difference : side.differences) {
      logarithms.push_back(log_fermi(sign * (log_ratio_ + difference - df)));
    }
    const double most = *std::ranges::max_element(logarithms);
    double sum = 0.0;
    for (std::size_t n = 0; n < logarithms.size(); ++n) {
      sum += side.weights[n] * std::exp(logarithms[n] - most);
    }
    return most + std::log(sum * side.count / static_cast<double>(side.weights.size()));
  }

  std::vector<double> terms(const Side& side, double df, double sign) const
  {
    std::vector<double> values;
    for (const double difference : side.differences) {
      values.push_back(fermi(sign * (log_ratio_ + difference - df)));
    }
    return values;
  }

  /// Sum of w t (1 - t): the absolute derivative of a side's sum with respect to df.
  static double derivative(const Side& side, std::span<const double> terms)
  {
    double sum = 0.0;
    for (std::size_t n = 0; n < terms.size(); ++n) {
      sum += side.weights[n] * terms[n] * (1.0 - terms[n]);
    }
    return sum * side.count / static_cast<double>(terms.size());
  }

  Side lower_;
  Side upper_;
  double log_ratio_;
};

}  // namespace

FreeEnergyProfile bennett_acceptance_ratio(const CouplingSamples& samples)
{
  samples.require_consistent();
  const std::vector<double> counts = effective_counts(samples);
  std::vector<double> steps;
  std::vector<detail::Influence> influences;
  for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
    const WindowPair pair{samples, k, counts[k], counts[k + 1]};
    steps.push_back(pair.solve());
    auto [below, above] = pair.influence(steps.back());
    influences.push_back(detail::no_influence(samples));
    influences.back()[k] = std::move(below);
    influences.back()[k + 1] = std::move(above);
  }
  return detail::profile_of_steps(samples, steps, influences);
}

}  // namespace soret
