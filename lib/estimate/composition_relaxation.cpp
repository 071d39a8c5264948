#include <soret/estimate/composition_relaxation.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/pooled_series.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

constexpr std::size_t fewest_rows = 8;
constexpr double averaging = 1.0 / 3.0;

std::vector<double> mole_fractions(const ProfileBlocks& profile)
{
  const ProfileBlock total = profile.total();
  std::vector<double> fractions(profile.shape.species(), 0.0);
  double all = 0.0;
  for (std::size_t bin = 0; bin < profile.shape.bins; ++bin) {
    for (std::size_t species = 0; species < fractions.size(); ++species) {
      const double count = total.sums[profile.shape.offset(bin, species, profile_column::count)];
      fractions[species] += count;
      all += count;
    }
  }
  for (double& fraction : fractions) {
    fraction /= all;
  }
  return fractions;
}

/// A_s of one row.
double composition_mode(const ModeBlock& row, std::size_t species, double mole_fraction)
{
  double density_mode = 0.0;
  for (const double sum : row.sums) {
    density_mode += sum;
  }
  return (row.sums[species] - mole_fraction * density_mode) / static_cast<double>(row.samples);
}

std::size_t count_rows(const std::vector<ModeSeries>& modes)
{
  std::size_t rows = 0;
  for (const ModeSeries& series : modes) {
    rows += series.size();
  }
  return rows;
}

PooledSeries composition_series(const ProfileBlocks& profile, std::size_t species, double mole_fraction)
{
  std::vector<std::vector<double>> replicas;
  for (const ModeSeries& series : profile.modes) {
    std::vector<double>& values = replicas.emplace_back();
    for (const ModeBlock& row : series) {
      values.push_back(composition_mode(row, species, mole_fraction));
    }
  }
  return PooledSeries{std::move(replicas)};
}

/// tau_x of a mode whose rows are `row_length` long; equations in the header.
CompositionRelaxation relaxation_of(const PooledSeries& series, double row_length)
{
  const CompositionRelaxation unresolved{{row_length, row_length, 1.0}, true};
  const IntegratedTime integrated = series.integrated_time();
  const double relaxation = row_length * (integrated.time - averaging);
  if (!(relaxation > row_length)) {
    return unresolved;
  }
  const double freedom = std::max(1.0, 0.5 * static_cast<double>(series.size()) / integrated.time - 1.0);
  return {{relaxation, relaxation * integrated.relative_error, freedom}, false};
}

void require_regular(const ProfileBlocks& profile)
{
  for (const ModeSeries& series : profile.modes) {
    if (series.empty() || series.front().samples != profile.modes.front().front().samples) {
      throw RunTimeFailure("the series of modes of different replicas have rows of different length");
    }
    if (std::ranges::any_of(series, [&](const ModeBlock& row) { return row.sums.size() != profile.shape.species(); })) {
      throw RunTimeFailure("a row of a series of modes does not hold one number per species");
    }
  }
}

}  // namespace

std::string to_string(const CompositionRelaxation& relaxation)
{
  if (relaxation.is_upper_bound) {
    return fmt::format("at most {:.4g}", relaxation.time.value);
  }
  return relaxation.time.standard_error > 0.0 ? to_string(relaxation.time)
                                              : fmt::format("{:.4g}", relaxation.time.value);
}

std::vector<CompositionRelaxation> composition_relaxation(const ProfileBlocks& profile)
{
  const std::size_t rows = count_rows(profile.modes);
  if (profile.shape.species() < 2 || rows < fewest_rows) {
    return {};
  }
  require_regular(profile);
  double covered = 0.0;
  for (const ModeSeries& series : profile.modes) {
    for (const ModeBlock& row : series) {
      covered += row.duration;
    }
  }
  const double row_length = covered / static_cast<double>(rows);
  const std::vector<double> fractions = mole_fractions(profile);
  std::vector<CompositionRelaxation> relaxation;
  for (std::size_t species = 0; species < fractions.size(); ++species) {
    relaxation.push_back(relaxation_of(composition_series(profile, species, fractions[species]), row_length));
  }
  return relaxation;
}

std::optional<CompositionRelaxation> slowest(std::span<const CompositionRelaxation> relaxation)
{
  const auto time = [](const CompositionRelaxation& of_species) { return of_species.time.value; };
  const auto found = std::ranges::max_element(relaxation, {}, time);
  return found == relaxation.end() ? std::nullopt : std::optional{*found};
}

double relaxation_times_covered(const ProfileBlocks& profile, std::span<const CompositionRelaxation> relaxation)
{
  const std::optional<CompositionRelaxation> longest = slowest(relaxation);
  const double sampled = profile.mean_block_length().value() * static_cast<double>(profile.blocks.size());
  return longest && longest->time.value > 0.0 ? sampled / longest->time.value : std::numeric_limits<double>::infinity();
}

double composition_inefficiency(const ProfileBlocks& profile, std::span<const CompositionRelaxation> relaxation,
                                std::size_t species)
{
  if (relaxation.empty()) {
    return 1.0;
  }
  return statistical_inefficiency(profile.mean_block_length(), RelaxationTime{relaxation[species].time.value});
}

}  // namespace soret
