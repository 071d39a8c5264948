#include "require_positive.hpp"
#include "schur_complement.hpp"

#include <soret/estimate/green_kubo.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr double limit_growth = 1.1;
constexpr std::size_t looks = 8;
constexpr double silent_within_errors = 2.0;

void require_blocks(const CorrelationBlocks& blocks)
{
  if (blocks.blocks.empty()) {
    throw RunTimeFailure("the run was too short: no time origin has all its lags");
  }
}

/// I at every lag, by the trapezoidal rule.
std::vector<double> running_trapezoid(std::span<const double> correlation, double spacing)
{
  std::vector<double> integral(correlation.size(), 0.0);
  for (std::size_t lag = 1; lag < correlation.size(); ++lag) {
    integral[lag] = integral[lag - 1] + 0.5 * spacing * (correlation[lag - 1] + correlation[lag]);
  }
  return integral;
}

/// [block][lag]
std::vector<std::vector<double>> block_integrals(const CorrelationBlocks& blocks, std::size_t pair)
{
  std::vector<std::vector<double>> integrals;
  for (std::size_t k = 0; k < blocks.blocks.size(); ++k) {
    integrals.push_back(running_trapezoid(blocks.correlation(k, pair), blocks.lag_spacing));
  }
  return integrals;
}

/// Whether the integral does not visibly change between t and 2t.
bool is_silent_after(const std::vector<std::vector<double>>& integrals, const BlockSequence& sequence, std::size_t t)
{
  std::vector<double> change(integrals.size());
  for (std::size_t look = 1; look <= looks; ++look) {
    const std::size_t s = t + (look * t + looks - 1) / looks;
    std::transform(integrals.begin(), integrals.end(), change.begin(),
                   [&](const std::vector<double>& integral) { return integral[s] - integral[t]; });
    const Estimate mean = block_mean(change, sequence).estimate;
    if (std::abs(mean.value) > silent_within_errors * mean.standard_error) {
      return false;
    }
  }
  return true;
}

/// The lag of the limit of one pair; zero if it does not settle.
std::size_t settled_lag(const CorrelationBlocks& blocks, std::size_t pair)
{
  const std::vector<std::vector<double>> integrals = block_integrals(blocks, pair);
  const BlockSequence sequence = blocks.sequence();
  std::size_t t = 1;
  while (2 * t <= blocks.longest_lag) {
    if (is_silent_after(integrals, sequence, t)) {
      return 2 * t;
    }
    t = std::max(t + 1, static_cast<std::size_t>(std::lround(limit_growth * static_cast<double>(t))));
  }
  return 0;
}

std::size_t lag_of(const CorrelationBlocks& blocks, Duration limit)
{
  const double lags = std::round(limit.value() / blocks.lag_spacing);
  if (!(lags >= 1.0) || lags > static_cast<double>(blocks.longest_lag)) {
    throw InputError(fmt::format("an upper limit of {} does not fit correlation functions from {} to {}", limit.value(),
                                 blocks.lag_spacing, static_cast<double>(blocks.longest_lag) * blocks.lag_spacing));
  }
  return static_cast<std::size_t>(lags);
}

}  // namespace

RunningIntegral running_integral(const CorrelationBlocks& blocks, std::size_t pair)
{
  require_blocks(blocks);
  const std::vector<std::vector<double>> integrals = block_integrals(blocks, pair);
  const BlockSequence sequence = blocks.sequence();
  RunningIntegral result;
  std::vector<double> correlation(integrals.size());
  std::vector<double> integral(integrals.size());
  for (std::size_t lag = 0; lag < blocks.lags(); ++lag) {
    for (std::size_t k = 0; k < integrals.size(); ++k) {
      correlation[k] = blocks.correlation(k, pair)[lag];
      integral[k] = integrals[k][lag];
    }
    result.time.push_back(static_cast<double>(lag) * blocks.lag_spacing);
    result.correlation.push_back(block_mean(correlation, sequence).estimate);
    result.integral.push_back(block_mean(integral, sequence).estimate);
  }
  return result;
}

IntegrationLimit integration_limit(const CorrelationBlocks& blocks, std::span<const std::size_t> pairs)
{
  require_blocks(blocks);
  if (pairs.empty()) {
    throw RunTimeFailure("there is no correlation function to integrate");
  }
  const auto at_lag = [&](std::size_t lag) { return Duration{static_cast<double>(lag) * blocks.lag_spacing}; };
  std::size_t longest = 0;
  for (const std::size_t pair : pairs) {
    const std::size_t lag = blocks.blocks.size() < 2 ? 0 : settled_lag(blocks, pair);
    if (lag == 0) {
      return {at_lag(blocks.longest_lag), false};
    }
    longest = std::max(longest, lag);
  }
  return {at_lag(longest), true};
}

IntegrationLimit stress_limit(const CorrelationBlocks& blocks)
{
  const std::size_t pair = blocks.quantities.pair(flux::stress, flux::stress);
  return integration_limit(blocks, std::span{&pair, 1});
}

IntegrationLimit onsager_limit(const CorrelationBlocks& blocks)
{
  std::vector<std::size_t> pairs;
  const std::vector<std::string> fluxes = flux::independent(blocks.quantities);
  for (const std::string& a : fluxes) {
    for (const std::string& b : fluxes) {
      pairs.push_back(blocks.quantities.pair(a, b));
    }
  }
  return integration_limit(blocks, pairs);
}

double correlation_integral(const CorrelationBlocks& blocks, std::size_t pair, Duration limit, std::size_t left_out)
{
  require_blocks(blocks);
  const std::size_t lag = lag_of(blocks, limit);
  return running_trapezoid(blocks.mean_correlation(pair, left_out), blocks.lag_spacing)[lag];
}

JackknifeEstimate shear_viscosity(const CorrelationBlocks& blocks, Temperature temperature, double volume,
                                  Duration limit)
{
  detail::require_positive(temperature.value(), "the temperature");
  detail::require_positive(volume, "the volume");
  const std::size_t pair = blocks.quantities.pair(flux::stress, flux::stress);
  return jackknife(blocks.sequence(),
                   [&](std::size_t left_out) {
                     const double integral = correlation_integral(blocks, pair, limit, left_out);
                     return std::vector<double>{integral / (volume * temperature.value())};
                   })
      .front();
}

OnsagerMatrix::OnsagerMatrix(std::size_t species, std::vector<double> values)
    : species_{species}, values_{std::move(values)}
{
}

OnsagerMatrix onsager_coefficients(const CorrelationBlocks& blocks, std::size_t left_out, Duration limit, double volume)
{
  detail::require_positive(volume, "the volume");
  const std::vector<std::string> fluxes = flux::independent(blocks.quantities);
  const std::size_t known = fluxes.size();
  const std::size_t size = known + 1;
  std::vector<double> values(size * size, 0.0);
  for (std::size_t a = 0; a < known; ++a) {
    for (std::size_t b = 0; b < known; ++b) {
      const std::size_t pair = blocks.quantities.pair(fluxes[a], fluxes[b]);
      values[a * size + b] = correlation_integral(blocks, pair, limit, left_out) / volume;
    }
  }
  for (std::size_t a = 0; a < known; ++a) {  // the last column and row, but not the heat flux, add up to zero
    for (std::size_t b = 1; b < known; ++b) {
      values[a * size + known] -= values[a * size + b];
    }
  }
  for (std::size_t b = 0; b < size; ++b) {
    for (std::size_t a = 1; a < known; ++a) {
      values[known * size + b] -= values[a * size + b];
    }
  }
  return {known, std::move(values)};
}

double thermal_conductivity(const OnsagerMatrix& coefficients, Temperature temperature)
{
  detail::require_positive(temperature.value(), "the temperature");
  const std::size_t independent = coefficients.species();  // the heat flux and all species but one
  std::vector<double> matrix;
  for (std::size_t row = 0; row < independent; ++row) {
    for (std::size_t column = 0; column < independent; ++column) {
      if (row == 0) {
        matrix.push_back(column == 0 ? coefficients.heat_heat() : coefficients.heat_mass(column - 1));
      }
      else {
        matrix.push_back(column == 0 ? coefficients.mass_heat(row - 1) : coefficients.mass_mass(row - 1, column - 1));
      }
    }
  }
  return detail::schur_complement(std::move(matrix), independent) / (temperature.value() * temperature.value());
}

}  // namespace soret
