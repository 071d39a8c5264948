#include <soret/estimate/fit_window.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/straight_line.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace soret {

namespace {

constexpr std::size_t fewest_bins = 3;
constexpr double edge_tolerance = 1e-9;  // a bin centre on the edge of a window belongs to it in spite of rounding
constexpr int most_refinements = 50;

double wrapped_fraction(double fraction) { return fraction - std::floor(fraction); }

/// All bins of one side, from the cold slab to the hot one.
HalfWindow whole_half(const ProfileShape& shape, double cold, double hot, double direction)
{
  HalfWindow half;
  half.direction = direction;
  const double span = wrapped_fraction(direction * (hot - cold));
  half.length = span * shape.length();
  std::vector<std::pair<double, std::size_t>> members;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    const double fraction =
        wrapped_fraction(direction * (shape.bin_centre(bin) / shape.length() - cold) + edge_tolerance);
    if (fraction <= span + 2.0 * edge_tolerance) {
      members.emplace_back((fraction - edge_tolerance) * shape.length(), bin);
    }
  }
  std::sort(members.begin(), members.end());
  for (const auto& [distance, bin] : members) {
    half.bins.push_back(bin);
    half.distances.push_back(distance);
  }
  return half;
}

HalfWindow restricted(const HalfWindow& half, double from, double to, double centre)
{
  HalfWindow part{{}, {}, centre, half.length, half.direction};
  const double tolerance = edge_tolerance * half.length;
  for (std::size_t i = 0; i < half.bins.size(); ++i) {
    if (half.distances[i] >= from - tolerance && half.distances[i] <= to + tolerance) {
      part.bins.push_back(half.bins[i]);
      part.distances.push_back(half.distances[i]);
    }
  }
  return part;
}

std::vector<double> picked(const std::vector<double>& profile, const std::vector<std::size_t>& bins)
{
  std::vector<double> values;
  for (const std::size_t bin : bins) {
    values.push_back(profile[bin]);
  }
  return values;
}

HalfWindow find(const SlabAverages& averages, const HalfWindow& half, const FitWindow& window)
{
  if (!(window.low >= 0.0 && window.low < window.high && window.high <= 0.5)) {
    throw InputError(
        fmt::format("the fit window {}..{} is refused: it must satisfy 0 <= low < high <= 0.5, in fractions "
                    "of the box length from the cold slab (the hot slab is at 0.5)",
                    window.low, window.high));
  }
  const double from = 2.0 * window.low * half.length;
  const double to = 2.0 * window.high * half.length;
  HalfWindow found = restricted(half, from, to, 0.5 * (from + to));
  if (found.bins.size() < fewest_bins) {
    throw InputError(fmt::format("the fit window {}..{} holds {} of the {} bins on one side; at least {} are needed",
                                 window.low, window.high, found.bins.size(), averages.shape().bins, fewest_bins));
  }
  return found;
}

/// Moves the window to where a line fitted within it passes through the temperature, until it rests. (Two windows that
/// differ by a bin can lead to each other for ever; then either will do.)
HalfWindow find(const SlabAverages& averages, const HalfWindow& half, const StateWindow& window)
{
  const std::vector<double> temperature = averages.temperature();
  const std::vector<double> count = averages.count();
  HalfWindow found = restricted(half, 0.2 * half.length, 0.8 * half.length, 0.5 * half.length);
  for (int refinement = 0; refinement < most_refinements; ++refinement) {
    if (found.bins.size() < fewest_bins) {
      throw InputError(fmt::format(
          "the window of half-width {} around T = {} holds {} bins on one side; at least {} are "
          "needed: use a wider window or more bins than {}",
          window.half_width, window.temperature.value(), found.bins.size(), fewest_bins, averages.shape().bins));
    }
    const StraightLine line = fit_line(found.distances, picked(temperature, found.bins), picked(count, found.bins));
    const double centre = line.centre + (window.temperature.value() - line.value_at_centre) / line.slope;
    if (!(centre > 0.0 && centre < half.length)) {
      throw InputError(
          fmt::format("no place between the slabs has the window's temperature {}: the profile passes from "
                      "about {:.4g} at the cold to {:.4g} at the hot slab",
                      window.temperature.value(), line.at(0.0), line.at(half.length)));
    }
    const std::vector<std::size_t> before = found.bins;
    found = restricted(half, centre - window.half_width, centre + window.half_width, centre);
    if (found.bins == before) {
      break;
    }
  }
  return found;
}

}  // namespace

double coldest_position(const SlabAverages& averages)
{
  const std::vector<double> temperature = averages.temperature();
  const std::vector<double> count = averages.count();
  double mean = 0.0;
  double visited = 0.0;
  for (std::size_t bin = 0; bin < temperature.size(); ++bin) {
    if (count[bin] > 0.0) {
      mean += temperature[bin];
      visited += 1.0;
    }
  }
  mean /= visited;
  std::complex<double> mode = 0.0;
  for (std::size_t bin = 0; bin < temperature.size(); ++bin) {
    if (count[bin] > 0.0) {
      const double fraction = averages.shape().bin_centre(bin) / averages.shape().length();
      mode += std::polar(1.0, -2.0 * std::numbers::pi * fraction) * (temperature[bin] - mean);
    }
  }
  return wrapped_fraction(0.5 - std::arg(mode) / (2.0 * std::numbers::pi));
}

ResolvedWindow resolve_window(const SlabAverages& averages, const ProfileWindow& window)
{
  const ProfileShape& shape = averages.shape();
  ResolvedWindow resolved;
  if (shape.cold_centre) {
    resolved.cold_centre = wrapped_fraction(*shape.cold_centre);
  }
  else {
    resolved.cold_centre = shape.hot_centre ? wrapped_fraction(*shape.hot_centre + 0.5) : coldest_position(averages);
  }
  resolved.hot_centre = wrapped_fraction(shape.hot_centre.value_or(resolved.cold_centre + 0.5));
  for (std::size_t side = 0; side < 2; ++side) {
    const double direction = side == 0 ? 1.0 : -1.0;
    const HalfWindow half = whole_half(shape, resolved.cold_centre, resolved.hot_centre, direction);
    resolved.halves[side] = std::visit([&](const auto& kind) { return find(averages, half, kind); }, window);
  }
  return resolved;
}

}  // namespace soret
