#pragma once
/// \file
/// Pictures of the response place by place and of its onset of nonlinearity (private to the output module).

#include <soret/output/nemd_report.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace soret {

/// Gradient of the mole fraction, Soret coefficient and local energy between the slabs; nothing without places.
void add_local_response(Report& report, const NemdRun& run, std::size_t species);

/// dx/dz against the gradient with what nonlinear_onset finds, and against the place for every gradient; nothing
/// without points.
void add_onset(Report& report, const std::string& species, std::span<const LocalSeriesPoint> points);

}  // namespace soret
