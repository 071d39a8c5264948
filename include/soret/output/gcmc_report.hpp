#pragma once
/// \file
/// The report of soret-gcmc: what was found, how far to trust it, and the pictures behind it.

#include <soret/core/units.hpp>
#include <soret/estimate/gcmc_analysis.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/report.hpp>
#include <soret/output/summary.hpp>

#include <string>
#include <vector>

namespace soret {

/// All that the report speaks of. The references are used only while the report is made.
struct GcmcRun {
  const Provenance& provenance;
  const RunFacts& facts;
  const GcmcMeasurements& measured;
  const GcmcEstimates& found;
  std::vector<std::string> remarks;  ///< further reasons for distrust: "this is a short run"
  Units units;                       ///< with real scales, numbers are also given in real units
};

/// Headline, key numbers, what to distrust; numbers (energy, volume) along the chains, histograms of the numbers,
/// autocorrelations; table of all estimates; configuration. Not collective.
Report gcmc_report(const GcmcRun& run);

}  // namespace soret
