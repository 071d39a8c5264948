#include <soret/estimate/multiple_tau_integrals.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/jackknife.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr double rounding = 1e-9;

/// I at every lag for which there is a value, by the trapezoidal rule.
std::vector<double> running_trapezoid(const MultipleTauBlocks& blocks, std::span<const double> correlation)
{
  std::vector<double> integral(correlation.size(), 0.0);
  for (std::size_t lag = 1; lag < correlation.size(); ++lag) {
    integral[lag] =
        integral[lag - 1] + 0.5 * (blocks.time(lag) - blocks.time(lag - 1)) * (correlation[lag - 1] + correlation[lag]);
  }
  return integral;
}

/// The last of the first `count` lags that is not later than `time`.
std::size_t last_lag_up_to(const MultipleTauBlocks& blocks, Duration time, std::size_t count)
{
  std::size_t last = 0;
  while (last + 1 < count && blocks.time(last + 1) <= time.value() * (1.0 + rounding)) {
    ++last;
  }
  return last;
}

/// The share of the squared error of an integral up to a lag that is not common to both forms.
double share_of_difference(const CorrelationBlocks& fourier, const MultipleTauBlocks& multiple_tau, std::size_t lag)
{
  const MultipleTauLags& lags = multiple_tau.lags;
  const auto longest =
      static_cast<double>(std::max(fourier.longest_lag, (lags.points - 1) << lags.level(lag)) * fourier.replicas());
  const double origins = fourier.sequence().total_weight();
  return longest / origins + 2.0 / static_cast<double>(lags.points);
}

}  // namespace

RunningIntegral running_integral(const MultipleTauBlocks& blocks, std::size_t pair)
{
  const auto found = jackknife(blocks.sequence(), [&](std::size_t left_out) {
    std::vector<double> curves = blocks.mean_correlation(pair, left_out);
    const std::vector<double> integral = running_trapezoid(blocks, curves);
    curves.insert(curves.end(), integral.begin(), integral.end());
    return curves;
  });
  RunningIntegral result;
  const std::size_t lags = found.size() / 2;
  for (std::size_t lag = 0; lag < lags; ++lag) {
    result.time.push_back(blocks.time(lag));
    result.correlation.push_back(found[lag].estimate);
    result.integral.push_back(found[lags + lag].estimate);
  }
  return result;
}

Estimate integral_after(const MultipleTauBlocks& blocks, std::size_t pair, Duration time)
{
  const std::size_t from = last_lag_up_to(blocks, time, blocks.usable_lags());
  const auto found = jackknife(blocks.sequence(), [&](std::size_t left_out) {
    const std::vector<double> integral = running_trapezoid(blocks, blocks.mean_correlation(pair, left_out));
    return std::vector{integral.back() - integral[from]};
  });
  return found.front().estimate;
}

std::vector<double> coarse_correlation(std::span<const double> exact, const MultipleTauLags& lags)
{
  std::vector<double> coarse;
  for (std::size_t lag = 0; lag < lags.size(); ++lag) {
    const std::size_t m = lags.spacing(lag);
    const std::size_t centre = lags.samples(lag);
    if (centre + m > exact.size()) {
      break;
    }
    double sum = static_cast<double>(m) * exact[centre];
    for (std::size_t s = 1; s < m; ++s) {
      sum += static_cast<double>(m - s) * (exact[centre - s] + exact[centre + s]);
    }
    coarse.push_back(sum / static_cast<double>(m * m));
  }
  return coarse;
}

FormsOfIntegral compare_forms(const CorrelationBlocks& fourier, const MultipleTauBlocks& multiple_tau, std::size_t pair,
                              Duration limit)
{
  if (fourier.blocks.empty()) {
    throw RunTimeFailure("there is no block of time correlations to compare with");
  }
  const RunningIntegral measured = running_integral(multiple_tau, pair);
  const std::vector<double> coarse = coarse_correlation(fourier.mean_correlation(pair), multiple_tau.lags);
  const std::size_t lag = last_lag_up_to(multiple_tau, limit, std::min(coarse.size(), measured.time.size()));
  FormsOfIntegral forms{Duration{measured.time[lag]}, measured.integral[lag],
                        running_trapezoid(multiple_tau, coarse)[lag], measured.integral[lag]};
  forms.difference.value -= forms.expected;
  forms.difference.standard_error *= std::sqrt(share_of_difference(fourier, multiple_tau, lag));
  return forms;
}

}  // namespace soret
