#pragma once
/// \file
/// A comparison of runs as a table for the terminal, as JSON for scripts and as a page with pictures.

#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace soret {

/// One row for each quantity: its name, unit, the value of each run, the difference of each other run from the
/// reference in combined standard errors with its mark, the weighted mean, and chi² with its expected value.
ReportTable comparison_table(const Comparison& comparison);

/// What a reader of the table must know: the meaning of its marks, which runs were stopped before their end, and in
/// which models and variables of state the runs differ.
std::vector<std::string> comparison_remarks(const Comparison& comparison);

/// The table in columns, followed by the remarks, by what series in temperature or size say (series_of), at which
/// gradients the response is linear (response_states), by slowing down (relaxation_series_of), by the
/// routes to the Soret coefficient (routes_of), and by softness and slow dynamics (softness_systems).
std::string comparison_text(const Comparison& comparison);

/// The same as JSON, in full precision; null where something is absent or unknown:
///
///     {"program": "soret-compare", "version": ..., "reference": LABEL,
///      "runs": [{"label", "summary", "program", "version"}, ...],
///      "different_models": ["runs 1 and 2 are of different models: ...", ...],
///      "states": [{"name", "unit", "values": [...]}, ...],
///      "quantities": [{"name", "of", "unit", "values": [{"value", "standard_error"}, ...],
///                      "differences_in_standard_errors": [...],
///                      "weighted_mean": {"value", "standard_error", "chi_squared", "degrees_of_freedom"}}, ...],
///      "series": [{"kind", "quantity", "runs", ...}, ...],
///      "softness": [{"system", "runs", "temperatures", "softness": [...], "softness_at_zero", "softness_slope",
///                    "relaxation": {"runs", "barriers": [...], "intercept", "slope", "chi_squared"},
///                    "first_passage": {...}}, ...],
///      "responses": [{"of", "temperature", "run", "temperature_gradient", "mole_fraction_gradient", "regime"}, ...],
///      "routes": [{"route", "of", "unit", "run", "factor_run", "factor_name", "thermodynamic_factor",
///                  "soret_coefficient_times_thermodynamic_factor", "soret_coefficient",
///                  "difference_in_standard_errors", "factor_difference_in_standard_errors"}, ...],
///      "obstacle_to_routes": ...,
///      "route_states": [{"run", "mole_fraction", "temperature", "pressure"}, ...]}
///
/// "series" holds what series_of found, "softness" what softness_systems found, "routes" and "route_states" what
/// routes_of found, their runs numbered from 1, estimates as above. Lists follow the order of the runs. "states" holds
/// only variables in which the runs differ.
std::string comparison_json(const Comparison& comparison);

/// Replaces `file` atomically by `comparison_json`. On one rank only. Throws RunTimeFailure naming file and reason.
void write_comparison_json(const Comparison& comparison, const std::filesystem::path& file);

/// The table, series in temperature and size, routes to the Soret coefficient, and pictures of each quantity that at
/// least two runs have measured (a finite value that was not imposed): against the composition and the temperature if
/// the runs differ in them, against the lengths of boxes if they differ in nothing else (lengths in one proportion
/// count once), else over the runs.
Report comparison_report(const Comparison& comparison);

}  // namespace soret
