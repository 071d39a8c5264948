#pragma once
/// \file
/// The stages of soret-emd as their series of energy and pressure tell of them (private to the output module).

#include <soret/estimate/emd_analysis.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// Of one stage; refers to what was measured.
struct StageSeries {
  enum class Kind { constant_volume, constant_pressure, insertion };

  std::string name;   ///< in names of variables: "isobaric", "isobaric_below", "transport", "insertion_1"
  std::string title;  ///< for people
  Kind kind;
  /// Whether the rows' conserved energy is one: a rescaled cell does work that no control books, and couplings change
  /// energies and begin new books.
  bool conserves_energy;
  std::int64_t particles;
  std::span<const ThermodynamicTable> tables;  ///< one per replica
};

/// Those that have rows, in the order of the run.
std::vector<StageSeries> stage_series(const EmdMeasurements& measured);

}  // namespace soret
