#pragma once
/// \file
/// What to distrust about an analysis, in words.

#include <soret/estimate/nemd_analysis.hpp>

#include <string>
#include <vector>

namespace soret::detail {

/// `results` are the jackknife estimates behind `found.estimates`, in the same order.
std::vector<std::string> nemd_warnings(const ProfileBlocks& profile, const NemdAnalysis& settings,
                                       const NemdEstimates& found, const std::vector<JackknifeEstimate>& results);

}  // namespace soret::detail
