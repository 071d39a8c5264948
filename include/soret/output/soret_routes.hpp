#pragma once
/// \file
/// All ways on which compared runs at one state lead to the Soret coefficient, side by side.

#include <soret/estimate/estimate.hpp>
#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// One value of the Soret coefficient. Runs are indices into Comparison::runs.
struct SoretRoute {
  std::string name;                         ///< "temperature gradient", "Γ from distribution functions", ...
  std::size_t run = 0;                      ///< that measured S_T, or S_T Gamma in equilibrium
  std::size_t factor_run = 0;               ///< that measured Gamma; `run` itself where that needs none from elsewhere
  std::string factor_name = {};             ///< of Gamma in the summary of that run
  std::optional<Estimate> factor = {};      ///< Gamma; empty in a temperature gradient
  std::optional<Estimate> product = {};     ///< S_T Gamma of `run`, if its summary has it
  Estimate soret = {};                      ///< S_T
  std::optional<double> difference = {};    ///< of S_T from the first route's, in standard errors
  std::optional<double> factor_shift = {};  ///< of Gamma from that of the first route of the same `run`, likewise
};

/// Where a run is, with errors of zero where it was set. Empty: its summary does not tell.
struct RouteState {
  std::size_t run = 0;
  std::optional<Estimate> mole_fraction;  ///< of SoretRoutes::species
  std::optional<Estimate> temperature;
  std::optional<Estimate> pressure;
};

/// All routes that the runs allow.
struct SoretRoutes {
  std::string species;
  std::string unit;                ///< of S_T
  std::vector<SoretRoute> routes;  ///< none if all were one quantity of one or several runs
  std::vector<RouteState> states;  ///< of the runs that take part, in order
  std::string obstacle = {};       ///< why there are none, although the runs have what routes are made of
};

/// The values of S_T of one species, the first of those with most routes:
///   - `soret_coefficient` of every run of soret-nemd;
///   - `soret_coefficient` and `soret_coefficient_from_...` of every other run, with the thermodynamic factor Gamma of
///     the same ending;
///   - S_T = (S_T Gamma)/Gamma of every run with `soret_coefficient_times_thermodynamic_factor` and every Gamma of
///   every
///     run without an S_T of its own (soret-gcmc), with the first-order error of `propagate`.
/// Differences from the first route are those of difference_in_errors, except between routes that share a measurement:
/// with the same S_T Gamma (Onsager coefficients, enthalpies) that of Gamma counts alone, with the same Gamma that of
/// S_T Gamma, both with the sign of the difference of S_T. Only the obstacle is named if the runs differ in composition
/// or temperature (Comparison::states). Nothing is found of different models or if quantities were chosen and no Soret
/// coefficient is among them. Values in another unit than the first, and infinite or unknown ones, are left out.
SoretRoutes routes_of(const Comparison& comparison);

/// The table, what must be known about it, and the states of the runs, for the terminal, or the obstacle; empty if
/// nothing was found.
std::string routes_text(const SoretRoutes& routes);

/// Adds heading, tables and pictures of S_T and Gamma, or the obstacle; nothing if nothing was found.
void add_routes(Report& report, const SoretRoutes& routes);

}  // namespace soret
