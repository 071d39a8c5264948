#pragma once
/// \file
/// The report of a protocol in time: what the baths did, and profiles in windows before, during and after.

#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/estimate/time_windows.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/report.hpp>
#include <soret/output/summary.hpp>
#include <soret/system/box.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace soret {

/// The temperature of a bath against the time since the protocol's zero; a temperature that is not a number is a rest.
struct BathCurve {
  std::string bath;
  std::vector<double> times;
  std::vector<double> temperatures;
};

/// All that the report speaks of. The references are used only while the report is made.
struct ProtocolReportInput {
  const Provenance& provenance;
  const RunFacts& facts;
  const std::vector<WindowedProfile>& windows;  ///< at least one
  const ProtocolEstimates& found;
  const ThermodynamicTable& table;         ///< of replica 0; may be empty
  std::vector<std::string> control_names;  ///< of the energies added, in order
  std::vector<BathCurve> baths;
  ReportTable legs;
  std::vector<Slab> hot;
  std::vector<Slab> cold;
  std::vector<std::string> remarks;  ///< further reasons for distrust: "this is a short run"
  std::size_t main_species = 0;      ///< whose composition is shown
};

/// What the baths did; contrasts against time; leg by leg the profiles of temperature, composition and densities over
/// their means, one curve per window; heat flux; changes from window to window with their probabilities; all
/// contrasts; energies of the baths; configuration. Not collective.
Report protocol_report(const ProtocolReportInput& run);

}  // namespace soret
