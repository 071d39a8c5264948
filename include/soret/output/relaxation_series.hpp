#pragma once
/// \file
/// How relaxation slows down over the temperatures of compared runs.

#include <soret/estimate/relaxation_fits.hpp>
#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// One relaxation time at several temperatures, all else equal, and the laws that could be fitted.
struct RelaxationSeries {
  std::string name;  ///< as ComparedQuantity::full_name, and the system
  std::string unit;
  std::vector<std::size_t> runs;  ///< indices
  std::vector<RelaxationAtTemperature> points;
  std::optional<VftFit> vft;
  std::optional<ParabolicFit> parabolic;
  std::optional<ModeCouplingFit> mode_coupling;
  std::optional<Estimate> onset;      ///< onset_temperature
  std::vector<std::string> refusals;  ///< of those that could not, with reasons
};

/// All compared quantities whose name begins with relaxation_time, over runs of one system (model, activity,
/// composition, density) at several temperatures; every system has its own. Empty if no temperature differs.
std::vector<RelaxationSeries> relaxation_series_of(const Comparison& comparison);

/// Lines for the terminal; empty without series.
std::string relaxation_text(const std::vector<RelaxationSeries>& all);

/// Adds a heading, a table and for each series a picture of log10 tau against 1/T with the laws; nothing without
/// series.
void add_relaxation_series(Report& report, const std::vector<RelaxationSeries>& all);

}  // namespace soret
