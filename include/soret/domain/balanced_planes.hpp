#pragma once
/// \file
/// Where planes between domains should be, by the cost of layers of the box. All functions are rank-local and about one
/// axis. `planes` are as in GridPlanes: ascending numbers from 0 to n, in widths of equal domains.

#include <span>
#include <vector>

namespace soret {

/// The largest of the costs over their mean, minus 1; 0 if all are zero.
double imbalance_of(std::span<const double> costs);

/// Cost of each stretch between planes. Layers are equally thick, and cost is spread evenly within one.
std::vector<double> costs_between(std::span<const double> layer_costs, std::span<const double> planes);

/// The planes nearest to `planes` (by the sum of squared shifts) that are at least `least_width` apart, the outer ones
/// where they are: the same, bit for bit, if they are so already, but for rounding. `least_width` is at most 1.
std::vector<double> spread_planes(std::vector<double> planes, double least_width);

/// Planes that have gone the part `share` of their way to where all stretches between them cost the same, then spread
/// to `least_width`. The same planes if there is no cost.
std::vector<double> balanced_planes(std::span<const double> layer_costs, std::vector<double> planes, double least_width,
                                    double share = 1.0);

}  // namespace soret
