#pragma once
/// \file
/// From what a configuration says to the objects of the engine.

#include <soret/dynamics/self_propulsion.hpp>
#include <soret/dynamics/thermostat.hpp>
#include <soret/forces/force_field.hpp>
#include <soret/input/nemd_settings.hpp>
#include <soret/simulation/simulation.hpp>

#include <vector>

namespace soret {

/// The force field of a model.
ForceField force_field_of(const Model& model);

/// Precision, list buffer and rank grid as configured.
SimulationOptions simulation_options_of(const RunSettings& run);

/// Puts the thermostat of the equilibration on the whole box, at `temperature`; with momentum removal if the thermostat
/// needs it and the configuration wants it. Returns the thermostat.
Thermostat& add_thermostat(Simulation& simulation, const EquilibrateSettings& equilibrate, Temperature temperature,
                           Seed seed, bool zero_momentum);

/// Propels the active particles. Returns the control.
SelfPropulsionControl& add_self_propulsion(Simulation& simulation, const ActivitySettings& activity, Seed seed);

/// Puts the heat source between its slabs, with momentum removal as above.
void add_heat_source(Simulation& simulation, const GradientSettings& gradient, Seed seed, bool zero_momentum);

/// Which entries of the simulation's ledger are those of the heat source's slabs (not momentum removal).
std::vector<std::size_t> bath_entries(const Simulation& simulation);

/// The barostat of the equilibration.
StochasticCellRescaling barostat_of(const EquilibrateSettings& equilibrate, Seed seed);

}  // namespace soret
