#pragma once
/// \file
/// Results of soret-emd against composition: one table and its pictures.

#include <soret/estimate/emd_analysis.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/report.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What was found at one composition of a binary mixture.
struct CompositionPoint {
  double mole_fraction = 0.0;  ///< of the first species
  EmdEstimates found;
};

/// All compositions of a run. The references are used only while something is made of it.
struct CompositionSeries {
  const Provenance& provenance;
  std::vector<std::string> species_names;
  std::span<const CompositionPoint> points;
  std::vector<std::string> remarks;
};

/// Replaces `file` by a table with the head "mole_fraction,quantity,of,value,standard_error,unit" and a line per
/// estimate. On one rank only. Throws RunTimeFailure naming file and reason.
void write_series_table(const CompositionSeries& series, const std::filesystem::path& file);

/// Replaces `file` by a table of the curves that go through Soret coefficients of the first species (cubic functions)
/// and thermodynamic factors (1 + x (1 - x)(c_0 + c_1 x), fit_composition, both from fewest_compositions points with
/// known errors on), and of the weighted mean of `onsager_ratio`, with the head
/// "quantity,of,fit,number,value,standard_error,unit,points,chi_squared, degrees_of_freedom". "number" is
/// coefficient_0, coefficient_1, ..., mole_fraction_of_minimum and minimum (both only if
/// CompositionCurve::minimum_between finds one between the outermost points), or mean. On one rank only. Throws
/// RunTimeFailure naming file and reason.
void write_series_fits(const CompositionSeries& series, const std::filesystem::path& file);

/// Soret coefficient, diffusion, thermodynamic factor and its parts, Onsager ratio, theories, conductivity and
/// viscosity against the mole fraction of the first species, as far as they were measured, with the curves and the mean
/// of write_series_fits, and tables of both. Not collective.
Report emd_series_report(const CompositionSeries& series);

}  // namespace soret
