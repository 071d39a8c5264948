#pragma once
/// \file
/// The readers of the single sections of a soret-nemd configuration.

#include "mistakes.hpp"

#include <soret/input/nemd_settings.hpp>

#include <string>
#include <vector>

namespace soret {

EquilibrateSettings read_equilibrate_settings(Configuration& configuration);
GradientSettings read_gradient_settings(Configuration& configuration);
SampleSettings read_sample_settings(Configuration& configuration, TimeStep time_step);
EstimateSettings read_estimate_settings(Configuration& configuration, const Model& model);

/// What does not fit into `box`. `box_key` is the key that decides the box.
std::vector<Mistake> geometry_mistakes(const GradientSettings& gradient, const Model& model, const Box& box,
                                       const std::string& box_key);

}  // namespace soret
