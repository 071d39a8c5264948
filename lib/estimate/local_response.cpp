#include <soret/estimate/local_response.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/local_state.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <utility>

namespace soret {

namespace {

/// The windows of all places.
std::vector<FitWindow> places_in(const FitWindow& range, double width)
{
  constexpr double rounding = 1e-9;
  std::vector<FitWindow> places;
  const int count = static_cast<int>(std::floor((range.high - range.low - width) / (0.5 * width) + rounding)) + 1;
  for (int k = 0; k < count; ++k) {
    const double low = range.low + 0.5 * width * k;
    places.push_back({low, low + width});
  }
  return places;
}

/// Local values are wanted where the slopes belong to: in the middle of the bins, which need not be that of the window.
ResolvedWindow centred(ResolvedWindow window)
{
  for (HalfWindow& half : window.halves) {
    half.centre =
        std::accumulate(half.distances.begin(), half.distances.end(), 0.0) / static_cast<double>(half.distances.size());
  }
  return window;
}

/// From the cold slab's centre, 0.5 being the hot slab; mean of both sides.
double distance_of(const ResolvedWindow& window)
{
  double distance = 0.0;
  for (const HalfWindow& half : window.halves) {
    distance += 0.25 * half.centre / half.length;
  }
  return distance;
}

/// Mean of a profile per particle over the bins of both sides.
double mean_in(const std::vector<double>& profile, const std::vector<double>& count, const ResolvedWindow& window)
{
  double sum = 0.0;
  double particles = 0.0;
  for (const HalfWindow& half : window.halves) {
    for (const std::size_t bin : half.bins) {
      sum += count[bin] > 0.0 ? count[bin] * profile[bin] : 0.0;
      particles += count[bin];
    }
  }
  return sum / particles;
}

}  // namespace

std::vector<LocalResponse> local_response(const ProfileBlocks& profile, std::size_t species, const FitWindow& range,
                                          std::span<const CompositionRelaxation> relaxation, std::size_t bins)
{
  constexpr std::size_t fewest_bins = 3;
  if (bins < fewest_bins || profile.shape.species() < 2 || species >= profile.shape.species()) {
    throw InputError(fmt::format(
        "the local response of species number {} of {} over {} bins is refused: it needs a mixture and three bins",
        species, profile.shape.species(), bins));
  }
  const ProfileBlock total = profile.total();
  const SlabAverages averages{profile.shape, total};
  const double width = static_cast<double>(bins) / static_cast<double>(profile.shape.bins);
  const double inefficiency = composition_inefficiency(profile, relaxation, species);
  std::vector<LocalResponse> found;
  for (const FitWindow& place : places_in(range, width)) {
    const ResolvedWindow window = centred(resolve_window(averages, place));
    std::vector<JackknifeEstimate> results = jackknife(profile, [&](const SlabAverages& part) {
      const LocalState state = mean_of({local_state(part, window.halves[0]), local_state(part, window.halves[1])});
      return std::vector{state.temperature,
                         state.temperature_gradient,
                         mean_in(part.potential_energy(), part.count(), window),
                         state.mole_fraction[species],
                         state.mole_fraction_gradient[species],
                         soret_coefficient(state, species)};
    });
    constexpr std::size_t first_of_composition = 3;
    for (std::size_t k = first_of_composition; k < results.size(); ++k) {
      results[k] = with_inefficiency(std::move(results[k]), inefficiency);
    }
    found.push_back({.distance = distance_of(window),
                     .temperature = results[0].estimate,
                     .temperature_gradient = results[1].estimate,
                     .mole_fraction = results[3].estimate,
                     .mole_fraction_gradient = results[4].estimate,
                     .soret_coefficient = results[5].estimate,
                     .potential_energy = results[2].estimate});
  }
  return found;
}

}  // namespace soret
