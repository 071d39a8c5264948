#pragma once
/// \file
/// The list of numbers that `analyse_nemd` computes from a set of blocks.

#include <soret/core/units.hpp>
#include <soret/estimate/heat_conduction.hpp>
#include <soret/estimate/local_state.hpp>
#include <soret/estimate/nemd_analysis.hpp>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace soret::detail {

/// What a set of blocks amounts to.
struct NemdState {
  const SlabAverages& averages;
  std::array<LocalState, 2> halves;
  LocalState mean;
  double bath_power;
  double bath_imbalance;
};

/// A number, its name and its dimension.
struct NemdObservable {
  std::string name;
  std::string of;
  Dimension dimension;
  std::function<double(const NemdState&)> value;
  /// The species whose composition it follows, on which the statistics of its blocks depend.
  std::optional<std::size_t> composition_of{};
  bool follows_temperature = false;  ///< the profile's, likewise
};

NemdState nemd_state(const SlabAverages& averages, const ResolvedWindow& window, const BathEntries& baths);

/// `has_baths`: whether the heat baths exchanged any energy.
std::vector<NemdObservable> nemd_observables(const ProfileShape& shape, const NemdAnalysis& settings, bool has_baths);

}  // namespace soret::detail
