#pragma once
/// \file
/// The report of soret-emd: what was found, how far to trust it, and the pictures behind it.

#include <soret/core/units.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/report.hpp>
#include <soret/output/summary.hpp>

#include <string>
#include <vector>

namespace soret {

/// All that the report speaks of. The references are used only while the report is made.
struct EmdRun {
  const Provenance& provenance;
  const RunFacts& facts;
  const EmdMeasurements& measured;
  const EmdEstimates& found;
  std::vector<std::string> remarks;  ///< further reasons for distrust: "this is a short run"
  Units units;                       ///< with real scales, numbers are also given in real units
};

/// Headline, key numbers, what to distrust; correlation functions, running integrals with their upper limit,
/// displacements, distribution functions, Kirkwood-Buff integrals against 1/R, structure factors; potential energy and
/// conserved energy or density of the stages against time; table of all estimates; configuration. Not collective.
Report emd_report(const EmdRun& run);

}  // namespace soret
