#pragma once
/// \file
/// The response to a temperature gradient place by place between the slabs.

#include <soret/estimate/composition_relaxation.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/fit_window.hpp>
#include <soret/estimate/profile_blocks.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// What lines fitted to a few neighbouring bins on both sides of the cold slab say about one species. Gradients are
/// positive towards the hot slab.
struct LocalResponse {
  double distance = 0.0;  ///< of the middle from the cold slab, a fraction of the box length; 0.5 is the hot slab
  Estimate temperature;
  Estimate temperature_gradient;
  Estimate mole_fraction;
  Estimate mole_fraction_gradient;
  Estimate soret_coefficient;
  Estimate potential_energy;  ///< per particle of all species, mean over the bins
};

/// As many places as fit side by side with half their width in common, each of `bins` bins (Vaibhav, Horbach,
/// Chaudhuri, doi:10.1103/PhysRevE.101.022605, took seven), within `range`. Equations as for soret_coefficient; errors
/// by jackknife, those of what follows the composition allow for its relaxation (`relaxation`: one per species, or
/// empty). Empty if the range does not hold one place. Throws InputError if the species does not exist or is the only
/// one, or if there are fewer than three bins per place; RunTimeFailure without blocks.
std::vector<LocalResponse> local_response(const ProfileBlocks& profile, std::size_t species, const FitWindow& range,
                                          std::span<const CompositionRelaxation> relaxation, std::size_t bins = 7);

}  // namespace soret
