#include <soret/estimate/exchange_difference.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/jackknife.hpp>

#include "require_positive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace soret {

namespace {

/// T ln <w> over all blocks but one.
double log_mean(std::span<const InsertionSums> blocks, std::size_t left_out, double temperature)
{
  double weight = 0.0;
  double samples = 0.0;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (k != left_out) {
      weight += blocks[k].weight;
      samples += static_cast<double>(blocks[k].samples);
    }
  }
  if (!(weight > 0.0)) {
    throw RunTimeFailure("a difference of chemical potentials needs exchanges in both directions");
  }
  return temperature * std::log(weight / samples);
}

BlockSequence sequence_of(const ExchangeBlocks& blocks)
{
  BlockSequence sequence = equal_blocks(blocks.forward.size());
  sequence.replica = blocks.replica;
  for (std::size_t k = 0; k < blocks.forward.size(); ++k) {
    sequence.weights[k] = static_cast<double>(blocks.forward[k].samples + blocks.backward[k].samples);
  }
  return sequence;
}

/// Weighted with 1/error², unless all values are exact.
StraightLine line_through(std::span<const double> x, std::span<const Estimate> y)
{
  if (!std::ranges::all_of(y, [](const Estimate& value) { return value.standard_error == 0.0; })) {
    return fit_line(x, y);
  }
  std::vector<double> values;
  std::ranges::transform(y, std::back_inserter(values), &Estimate::value);
  StraightLine line = fit_line(x, values);
  line.slope_error = 0.0;
  line.value_error = 0.0;
  return line;
}

/// Those of Welch and Satterthwaite for the slope of a weighted line, which is a sum of the values times
/// (x - centre)/error² over that of (x - centre)²/error².
double freedom_of_slope(const StraightLine& line, std::span<const double> x, std::span<const Estimate> y)
{
  double squares = 0.0;
  for (std::size_t k = 0; k < x.size(); ++k) {
    const double share = std::pow(line.slope_error * (x[k] - line.centre) / y[k].standard_error, 2);
    squares += share * share / y[k].degrees_of_freedom;
  }
  return squares > 0.0 ? 1.0 / squares : std::numeric_limits<double>::infinity();
}

}  // namespace

ExchangeDifference exchange_difference(const ExchangeBlocks& blocks, Temperature temperature)
{
  detail::require_positive(temperature.value(), "the temperature of exchanges");
  if (blocks.backward.size() != blocks.forward.size() || blocks.replica.size() != blocks.forward.size()) {
    throw InputError(fmt::format("{} blocks of exchanges forward, {} backward and {} replicas do not fit",
                                 blocks.forward.size(), blocks.backward.size(), blocks.replica.size()));
  }
  const auto found = jackknife(sequence_of(blocks), [&](std::size_t left_out) {
    const double forward = -log_mean(blocks.forward, left_out, temperature.value());
    const double backward = log_mean(blocks.backward, left_out, temperature.value());
    return std::vector{0.5 * (forward + backward), forward, backward};
  });
  return {found[0].estimate, found[1].estimate, found[2].estimate};
}

ExchangeSeries exchange_series(std::span<const ExchangePoint> points, double mole_fraction, Temperature temperature)
{
  std::vector<double> fractions;
  std::vector<Estimate> values;
  for (const ExchangePoint& point : points) {
    fractions.push_back(point.mole_fraction);
    values.push_back(point.excess);
  }
  ExchangeSeries series;
  series.line = line_through(fractions, values);
  series.slope = {series.line.slope, series.line.slope_error};
  if (series.line.slope_error > 0.0) {
    series.slope.degrees_of_freedom = freedom_of_slope(series.line, fractions, values);
  }
  const double scale = mole_fraction * (1.0 - mole_fraction) / temperature.value();
  series.factor = {1.0 - scale * series.slope.value, scale * series.slope.standard_error,
                   series.slope.degrees_of_freedom};
  return series;
}

}  // namespace soret
