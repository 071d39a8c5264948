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

/// Soret coefficient, diffusion, thermodynamic factor and its parts, Onsager ratio, conductivity and viscosity against
/// the mole fraction of the first species, as far as they were measured, and the table. Not collective.
Report emd_series_report(const CompositionSeries& series);

}  // namespace soret
