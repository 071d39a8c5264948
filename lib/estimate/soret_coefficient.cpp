#include <soret/estimate/soret_coefficient.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/composition_relaxation.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret {

namespace {

void require_mixture(const ProfileShape& shape, std::size_t species)
{
  if (species >= shape.species()) {
    throw InputError(fmt::format("species number {} does not exist: the profile holds {} species, numbered from 0",
                                 species, shape.species()));
  }
  if (shape.species() < 2) {
    throw InputError("a Soret coefficient needs a mixture of at least two species; the profile holds one");
  }
}

ResolvedWindow window_in_total(const ProfileBlocks& profile, const ProfileWindow& window)
{
  const ProfileBlock total = profile.total();
  return resolve_window(SlabAverages{profile.shape, total}, window);
}

std::array<LocalState, 2> both_sides(const SlabAverages& averages, const ResolvedWindow& window)
{
  return {local_state(averages, window.halves[0]), local_state(averages, window.halves[1])};
}

}  // namespace

Soret soret_coefficient(const ProfileBlocks& profile, std::size_t species, const ProfileWindow& window)
{
  require_mixture(profile.shape, species);
  const double inefficiency = composition_inefficiency(profile, composition_relaxation(profile), species);
  const ResolvedWindow resolved = window_in_total(profile, window);
  const std::vector<JackknifeEstimate> results = jackknife(profile, [&](const SlabAverages& averages) {
    const std::array<LocalState, 2> halves = both_sides(averages, resolved);
    const LocalState mean = mean_of(halves);
    const double first = soret_coefficient(halves[0], species);
    const double second = soret_coefficient(halves[1], species);
    return std::vector<double>{soret_coefficient(mean, species),
                               first,
                               second,
                               first - second,
                               mean.temperature,
                               mean.temperature_gradient,
                               mean.mole_fraction[species],
                               mean.mole_fraction_gradient[species]};
  });
  const auto composition = [&](std::size_t k) { return with_inefficiency(results[k], inefficiency).estimate; };
  return {.coefficient = composition(0),
          .half = {composition(1), composition(2)},
          .halves_difference = composition(3),
          .temperature = results[4].estimate,
          .temperature_gradient = results[5].estimate,
          .mole_fraction = composition(6),
          .mole_fraction_gradient = composition(7),
          .block_correlation = results[0].correlation,
          .block_values = results[0].pseudo_values};
}

std::vector<RunningEstimate> running_soret_coefficient(const ProfileBlocks& profile, std::size_t species,
                                                       const ProfileWindow& window)
{
  require_mixture(profile.shape, species);
  const ResolvedWindow resolved = window_in_total(profile, window);
  std::size_t longest = 0;
  for (std::size_t replica = 0; replica < profile.replicas(); ++replica) {
    const auto blocks = std::count(profile.replica.begin(), profile.replica.end(), replica);
    longest = std::max(longest, static_cast<std::size_t>(blocks));
  }
  const double inefficiency = composition_inefficiency(profile, composition_relaxation(profile), species);
  std::vector<RunningEstimate> running;
  for (std::size_t count = 2; count <= longest; ++count) {
    const ProfileBlocks beginning = profile.first(count);
    const std::vector<JackknifeEstimate> result = jackknife(beginning, [&](const SlabAverages& averages) {
      return std::vector<double>{soret_coefficient(mean_of(both_sides(averages, resolved)), species)};
    });
    double end = 0.0;
    for (const ProfileBlock& block : beginning.blocks) {
      end = std::max(end, block.end_time);
    }
    running.push_back({end, count, with_inefficiency(result[0], inefficiency).estimate});
  }
  return running;
}

}  // namespace soret
