#pragma once
/// \file
/// The report of soret-nemd: what was found, how far to trust it, and the pictures behind it.

#include <soret/core/units.hpp>
#include <soret/estimate/linear_response.hpp>
#include <soret/estimate/nemd_analysis.hpp>
#include <soret/estimate/nonlinear_onset.hpp>
#include <soret/estimate/profile_blocks.hpp>
#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/report.hpp>
#include <soret/output/summary.hpp>
#include <soret/system/box.hpp>

#include <span>
#include <string>
#include <vector>

namespace soret {

/// All that the report speaks of. The references are used only while the report is made.
struct NemdRun {
  const Provenance& provenance;
  const RunFacts& facts;
  const ProfileBlocks& profile;
  const NemdAnalysis& settings;  ///< with which `found` was computed
  const NemdEstimates& found;
  const ThermodynamicTable& table;         ///< may be empty: no heat balance and no energy drift then
  std::vector<std::string> control_names;  ///< of the energies added, in order
  std::vector<Slab> hot;
  std::vector<Slab> cold;
  std::vector<std::string> remarks;  ///< further reasons for distrust: "this is a short run"
  Units units;                       ///< with real scales, important numbers are also given in real units
  /// The species of the headline and the pictures; empty: the one with the largest Soret coefficient.
  std::optional<std::size_t> main_species = std::nullopt;
};

/// "Kr collects at the cold side, Ar at the hot side: S_T(Kr) = 0.913 ± 0.081 k_B/ε", or that nothing can be told; for
/// a pure fluid the thermal conductivity. In the markup of Report.
std::string nemd_headline(const NemdRun& run);

/// Headline, key numbers, what to distrust; profiles of temperature, composition, density, pressure, heat and mass flux
/// with fit lines, windows and slabs; composition against temperature; the running Soret coefficient and its block
/// values; energies of the baths; energy drift; table of all estimates; configuration. Not collective.
Report nemd_report(const NemdRun& run);

/// What one gradient of a series says about the response of a species.
struct LocalSeriesPoint {
  ResponsePoint response;
  std::vector<LocalResponse> places;  ///< between the slabs
};

/// In words, what nonlinear_onset finds in a series: "the response is linear up to ... and nonlinear from ... on".
std::string onset_words(const NonlinearOnset& found, std::span<const ResponsePoint> points);

/// The report of runs at several gradients: coefficients against gradient² with the line to vanishing gradient; dx/dz
/// against the gradient with the onset of nonlinearity, and place by place, unless `local` is empty.
Report gradient_series_report(const Provenance& provenance, const std::string& species,
                              std::span<const GradientPoint> points, const LinearResponse& response,
                              const std::vector<std::string>& remarks, std::span<const LocalSeriesPoint> local = {});

}  // namespace soret
