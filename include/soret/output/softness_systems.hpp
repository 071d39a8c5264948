#pragma once
/// \file
/// Softness against temperature and slow dynamics against softness, of all systems among compared runs.

#include <soret/estimate/softness_scaling.hpp>
#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// What happens in a system at its temperatures, and how it goes with softness.
struct SoftnessDynamics {
  std::vector<std::size_t> runs;       ///< indices, from the lowest temperature up
  std::vector<SoftnessPoint> points;   ///< of these runs
  std::optional<SoftnessScaling> fit;  ///< from two temperatures on
};

/// One model at one density and composition.
struct SoftnessSystem {
  std::string name;                  ///< "Kob-Andersen 1.2": the model and its density; labels of runs if unknown
  std::vector<std::size_t> runs;     ///< indices, from the lowest temperature up
  std::vector<Estimate> softness;    ///< of these runs
  std::vector<double> temperatures;  ///< likewise
  std::optional<StraightLine> line;  ///< a_0 + a_1 T, from two temperatures on
  SoftnessDynamics relaxation;       ///< Delta E = T ln(tau_alpha/tau), tau the unit of time: C' and B'
  SoftnessDynamics first_passage;    ///< ln of the mean first-passage time: C and B
};

/// All runs with `softness` and a temperature, by system: those of one model (different_models), with densities within
/// 1 % and mole fractions within 0.01. Times are `relaxation_time` and `log_first_passage_time`; values without a known
/// error are left out. Empty if fewer than two runs have a softness, or if quantities were chosen and softness is not
/// among them.
std::vector<SoftnessSystem> softness_systems(const Comparison& comparison);

/// Tables of the runs and of the fits for the terminal; empty if there is no system.
std::string softness_text(const std::vector<SoftnessSystem>& systems);

/// Adds the tables and, of all systems together, S against T, Delta E against 1/S and (Delta E - C')/B' against S,
/// which fall onto 1/S where the systems do alike (figures 1, 2(c) and 2(d) of Nandi and Bhattacharyya,
/// doi:10.1103/PhysRevLett.126.208001); nothing if there is no system. A system whose B' may be zero is not in the
/// last.
void add_softness_systems(Report& report, const std::vector<SoftnessSystem>& systems);

}  // namespace soret
