#pragma once
/// \file
/// Local equilibrium in a gradient: energies of its places beside those of equilibrium runs.

#include <soret/estimate/estimate.hpp>
#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace soret {

/// A place between the slabs of a run in a gradient, as add_places wrote it.
struct LocalEnergy {
  Estimate temperature;
  Estimate mole_fraction;  ///< of the first species
  Estimate potential_energy;
};

/// The places in a results.nc; empty if there is no such file, it has none or cannot be read.
std::vector<LocalEnergy> read_local_energies(const std::filesystem::path& results);

/// The results.nc of a run, beside its summary.
std::filesystem::path results_of(const RunSummary& run);

/// Equilibrium runs of one temperature at several compositions.
struct EnergyIsotherm {
  double temperature = 0.0;
  std::vector<double> mole_fractions;  ///< of the first species, rising
  std::vector<Estimate> energies;      ///< potential energy per particle
};

/// Isotherms of the compared equilibrium runs (those without a temperature gradient) whose composition is known, by
/// rising temperature; temperatures that differ by less than 2 % belong together. None if the models differ.
std::vector<EnergyIsotherm> energy_isotherms(const Comparison& comparison);

/// Adds the picture of local energy against local composition over the isotherms, as figure 5 of Vaibhav, Horbach and
/// Chaudhuri (doi:10.1103/PhysRevE.101.022605): in local equilibrium a place lies on the isotherm of its temperature.
/// Nothing unless there are places and isotherms.
void add_local_energies(Report& report, const Comparison& comparison);

}  // namespace soret
