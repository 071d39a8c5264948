#include <soret/estimate/time_windows.hpp>

#include "probability.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace soret {

namespace {

/// A contrast as a function of averages.
struct Contrast {
  std::string name;
  std::string of;
  Dimension dimension;
  std::function<double(const SlabAverages&)> value;
};

std::vector<double> over_mean(std::vector<double> profile)
{
  const double mean = std::accumulate(profile.begin(), profile.end(), 0.0) / static_cast<double>(profile.size());
  for (double& value : profile) {
    value /= mean;
  }
  return profile;
}

/// From the hot to the cold slab: a profile along the axis that changes its sign at both.
double flux_from_hot(const ProfileShape& shape, const std::vector<double>& profile)
{
  double sum = 0.0;
  double bins = 0.0;
  for (std::size_t bin = 0; bin < profile.size(); ++bin) {
    const double from_hot = std::remainder(shape.bin_centre(bin) / shape.length() - shape.mode_origin(), 1.0);
    if (std::abs(std::abs(from_hot) - 0.25) <= 0.125) {
      sum += from_hot > 0.0 ? profile[bin] : -profile[bin];
      bins += 1.0;
    }
  }
  return sum / bins;
}

std::vector<Contrast> contrasts_of(const ProfileShape& shape)
{
  constexpr Dimension heat_flux{.length = -2, .energy = 1, .time = -1};
  std::vector<Contrast> list{{"temperature_contrast", "", dimension::temperature,
                              [](const SlabAverages& s) { return mode_amplitude(s.shape(), s.temperature()); }}};
  for (std::size_t species = 0; species < shape.species(); ++species) {
    const std::string& name = shape.species_names[species];
    list.push_back({"density_contrast", name, dimension::none, [species](const SlabAverages& s) {
                      return mode_amplitude(s.shape(), over_mean(s.number_density(species)));
                    }});
    if (shape.species() > 1) {
      list.push_back({"mole_fraction_contrast", name, dimension::none, [species](const SlabAverages& s) {
                        return mode_amplitude(s.shape(), s.mole_fraction(species));
                      }});
    }
  }
  list.push_back({"heat_flux_microscopic", "", heat_flux,
                  [](const SlabAverages& s) { return flux_from_hot(s.shape(), s.heat_flux(s.shape().axis)); }});
  return list;
}

/// A window whose blocks are what errors are made of.
struct PreparedWindow {
  ProfileBlocks profile;
  bool errors_from_replicas;
  std::vector<JackknifeEstimate> contrasts;
};

PreparedWindow prepared(const WindowedProfile& windowed, const std::vector<Contrast>& contrasts)
{
  const bool from_replicas = windowed.profile.replicas() >= fewest_scattering_replicas;
  PreparedWindow window{from_replicas ? merged_by_replica(windowed.profile) : windowed.profile, from_replicas, {}};
  window.contrasts = jackknife(window.profile, [&](const SlabAverages& part) {
    std::vector<double> values;
    for (const Contrast& each : contrasts) {
      values.push_back(each.value(part));
    }
    return values;
  });
  return window;
}

WindowProfiles profiles_of(const ProfileBlocks& profile)
{
  WindowProfiles found;
  const auto estimate = [&](const ProfileStatistic& per_bin) { return profile_estimate(profile, per_bin); };
  found.temperature = estimate([](const SlabAverages& s) { return s.temperature(); });
  found.number_density = estimate([](const SlabAverages& s) { return s.number_density(); });
  found.potential_energy = estimate([](const SlabAverages& s) { return s.potential_energy(); });
  found.heat_flux = estimate([axis = profile.shape.axis](const SlabAverages& s) { return s.heat_flux(axis); });
  for (std::size_t species = 0; species < profile.shape.species(); ++species) {
    found.species_density.push_back(estimate([=](const SlabAverages& s) { return s.number_density(species); }));
    found.mole_fraction.push_back(estimate([=](const SlabAverages& s) { return s.mole_fraction(species); }));
  }
  return found;
}

/// Later minus earlier. The pseudo-values of replicas belong together pair by pair.
Estimate change_between(const PreparedWindow& earlier, const PreparedWindow& later, std::size_t which)
{
  const JackknifeEstimate& a = earlier.contrasts[which];
  const JackknifeEstimate& b = later.contrasts[which];
  if (!earlier.errors_from_replicas || !later.errors_from_replicas) {
    Estimate change = difference(b.estimate, a.estimate);
    change.degrees_of_freedom = std::min(a.estimate.degrees_of_freedom, b.estimate.degrees_of_freedom);
    return change;
  }
  std::vector<double> changes(a.pseudo_values.size());
  for (std::size_t replica = 0; replica < changes.size(); ++replica) {
    changes[replica] = b.pseudo_values[replica] - a.pseudo_values[replica];
  }
  return block_mean(changes, later.profile.sequence()).estimate;
}

WindowChange change_of(const Contrast& contrast, const std::vector<PreparedWindow>& windows, std::size_t earlier,
                       std::size_t later, std::size_t which, double significance)
{
  const Estimate change = change_between(windows[earlier], windows[later], which);
  const double probability = detail::two_sided_probability(change.standard_errors_from(0.0), change.degrees_of_freedom);
  return {
      earlier, later, contrast.name, contrast.of, contrast.dimension, change, probability, probability < significance};
}

/// In a binary mixture the second mole fraction only repeats the first.
bool is_mirrored(const WindowChange& change, const ProfileShape& shape)
{
  return change.name == "mole_fraction_contrast" && shape.species() == 2 && change.of == shape.species_names[1];
}

/// "contrast of the mole fraction of A", "heat flux microscopic"
std::string words_of(const WindowChange& change)
{
  const std::size_t end = change.name.find("_contrast");
  std::string words = change.name.substr(0, end);
  std::ranges::replace(words, '_', ' ');
  const std::string of = change.of.empty() ? "" : " of " + change.of;
  return (end == std::string::npos ? "" : "contrast of the ") + words + of;
}

/// About the last two windows of each leg.
std::vector<std::string> warnings_of(const ProtocolEstimates& found, const std::vector<WindowedProfile>& windows)
{
  std::vector<std::string> warnings;
  for (const WindowChange& change : found.changes) {
    const TimeWindow& earlier = found.windows[change.earlier].window;
    const TimeWindow& later = found.windows[change.later].window;
    const bool is_last =
        change.later + 1 == found.windows.size() || found.windows[change.later + 1].window.leg_index != later.leg_index;
    if (is_last && earlier.leg_index == later.leg_index && change.is_significant &&
        !is_mirrored(change, windows.front().profile.shape)) {
      warnings.push_back(
          fmt::format("the leg {} was not stationary from {:g}..{:g} to {:g}..{:g}: the {} changed by {} "
                      "(probability by chance {:.1e})",
                      later.leg, earlier.from, earlier.to, later.from, later.to, words_of(change),
                      to_string(change.change), change.probability));
    }
  }
  if (!found.windows.empty() && !found.windows.front().errors_from_replicas) {
    warnings.push_back(fmt::format(
        "errors in windows of time come from blocks within each window, as if it were stationary: {} replicas or more "
        "would give them from their scatter",
        fewest_scattering_replicas));
  }
  return warnings;
}

}  // namespace

std::string TimeWindow::label() const { return fmt::format("{} {:g}..{:g}", leg, from, to); }

ProfileBlocks merged_by_replica(const ProfileBlocks& profile)
{
  if (profile.blocks.empty()) {
    throw RunTimeFailure("a window of time holds no sample");
  }
  ProfileBlocks merged{profile.shape, std::vector<ProfileBlock>(profile.replicas()), {}, profile.modes};
  for (std::size_t k = 0; k < profile.blocks.size(); ++k) {
    merged.blocks[profile.replica[k]].add(profile.blocks[k]);
  }
  merged.replica.resize(merged.blocks.size());
  std::iota(merged.replica.begin(), merged.replica.end(), std::size_t{0});
  return merged;
}

const Estimate& WindowEstimates::contrast(const std::string& name, const std::string& of) const
{
  for (const NamedEstimate& item : contrasts) {
    if (item.name == name && item.of == of) {
      return item.estimate;
    }
  }
  throw RunTimeFailure("there is no contrast '" + name + "'" + (of.empty() ? "" : " of '" + of + "'"));
}

ProtocolEstimates analyse_windows(const std::vector<WindowedProfile>& windows, double significance)
{
  ProtocolEstimates found;
  std::vector<PreparedWindow> all;
  for (const WindowedProfile& windowed : windows) {
    const std::vector<Contrast> contrasts = contrasts_of(windowed.profile.shape);
    all.push_back(prepared(windowed, contrasts));
    WindowEstimates estimates{windowed.window, all.back().errors_from_replicas, profiles_of(all.back().profile), {}};
    const std::size_t now = found.windows.size();
    const double share = significance / static_cast<double>(contrasts.size());  // one of several tests
    for (std::size_t c = 0; c < contrasts.size(); ++c) {
      estimates.contrasts.push_back(
          {contrasts[c].name, contrasts[c].of, contrasts[c].dimension, all.back().contrasts[c].estimate});
      if (now > 0) {
        found.changes.push_back(change_of(contrasts[c], all, now - 1, now, c, share));
        found.since_first.push_back(change_of(contrasts[c], all, 0, now, c, share));
      }
    }
    found.windows.push_back(std::move(estimates));
  }
  found.warnings = warnings_of(found, windows);
  return found;
}

}  // namespace soret
