#include <soret/workflow/engine_setup.hpp>

#include "with_potential.hpp"

#include <soret/dynamics/centre_of_mass_removal.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/heat_exchange.hpp>
#include <soret/dynamics/langevin.hpp>
#include <soret/dynamics/muller_plathe_swap.hpp>
#include <soret/dynamics/nose_hoover_chain.hpp>
#include <soret/dynamics/self_propulsion.hpp>
#include <soret/dynamics/slab_rescaling.hpp>
#include <soret/dynamics/velocity_rescaling.hpp>

#include <string>

namespace soret {

namespace {

constexpr const char* removal_name = "centre_of_mass_removal";
constexpr const char* propulsion_name = "self_propulsion";
constexpr const char* momentum_entry = "slab_rescaling/momentum";

/// Removal goes first so that it acts last in every step.
void add_momentum_removal(Simulation& simulation, bool wanted)
{
  if (wanted) {
    simulation.control(CentreOfMassRemoval{});
  }
}

}  // namespace

ForceField force_field_of(const Model& model)
{
  ForceField field{Cutoff{model.largest_cutoff()}, Mixing::none};
  for (const SpeciesInfo& species : model.species) {
    field.add(species);
  }
  for (const PairDescription& pair : model.pairs) {
    with_potential(pair,
                   [&](const auto& potential) { field.pair(pair.first, pair.second, potential, Cutoff{pair.cutoff}); });
  }
  return field;
}

SimulationOptions simulation_options_of(const RunSettings& run)
{
  return {.precision = run.precision == RunSettings::Precision::mixed ? Precision::mixed : Precision::double_precision,
          .skin = run.skin,
          .search_skin = run.search_skin,
          .grid = run.rank_grid,
          .load_balance = run.load_balance};
}

Thermostat& add_thermostat(Simulation& simulation, const EquilibrateSettings& equilibrate, Temperature temperature,
                           Seed seed, bool zero_momentum)
{
  const RelaxationTime relaxation = equilibrate.relaxation_time;
  switch (equilibrate.thermostat) {
    case EquilibrateSettings::ThermostatKind::csvr:
      return simulation.control(Csvr{.temperature = temperature, .relaxation_time = relaxation, .seed = seed});
    case EquilibrateSettings::ThermostatKind::nose_hoover:
      return simulation.control(NoseHooverChain{.temperature = temperature, .relaxation_time = relaxation});
    case EquilibrateSettings::ThermostatKind::rescale:
      return simulation.control(VelocityRescaling{.temperature = temperature});
    case EquilibrateSettings::ThermostatKind::langevin:
      break;
  }
  add_momentum_removal(simulation, zero_momentum);
  return simulation.control(Langevin{
      .temperature = temperature, .relaxation_time = relaxation, .seed = seed, .net_of_recoil = zero_momentum});
}

SelfPropulsionControl& add_self_propulsion(Simulation& simulation, const ActivitySettings& activity, Seed seed)
{
  return simulation.control(SelfPropulsion{static_cast<Propulsion>(activity.kind), activity.force,
                                           activity.persistence_time, activity.species, seed});
}

void add_heat_source(Simulation& simulation, const GradientSettings& gradient, Seed seed, bool zero_momentum)
{
  const Slab hot = gradient.hot_slab.in_box(gradient.axis, simulation.box());
  const Slab cold = gradient.cold_slab.in_box(gradient.axis, simulation.box());
  switch (gradient.source) {
    case GradientSettings::Source::langevin:
      add_momentum_removal(simulation, zero_momentum);
      simulation.control(Langevin{.temperature = *gradient.hot_temperature,
                                  .relaxation_time = gradient.relaxation_time,
                                  .seed = seed,
                                  .region = hot,
                                  .label = "hot",
                                  .instance = 1,
                                  .net_of_recoil = zero_momentum});
      simulation.control(Langevin{.temperature = *gradient.cold_temperature,
                                  .relaxation_time = gradient.relaxation_time,
                                  .seed = seed,
                                  .region = cold,
                                  .label = "cold",
                                  .instance = 2,
                                  .net_of_recoil = zero_momentum});
      return;
    case GradientSettings::Source::rescale:
      simulation.control(SlabRescaling{hot, cold, *gradient.hot_temperature, *gradient.cold_temperature});
      return;
    case GradientSettings::Source::hex:
      simulation.control(HeatExchange{hot, cold, *gradient.power, HeatExchangeScheme::hex});
      return;
    case GradientSettings::Source::ehex:
      simulation.control(HeatExchange{hot, cold, *gradient.power, HeatExchangeScheme::ehex});
      return;
    case GradientSettings::Source::swap:
      simulation.control(MullerPlatheSwap{
          .hot = hot, .cold = cold, .interval = *gradient.swap_interval, .swaps = gradient.swap_count});
      return;
  }
}

std::vector<std::size_t> bath_entries(const Simulation& simulation)
{
  std::vector<std::size_t> entries;
  const std::vector<std::string> names = simulation.ledger_names();
  for (std::size_t entry = 0; entry < names.size(); ++entry) {
    if (names[entry] != removal_name && names[entry] != momentum_entry && names[entry] != propulsion_name) {
      entries.push_back(entry);
    }
  }
  return entries;
}

StochasticCellRescaling barostat_of(const EquilibrateSettings& equilibrate, Seed seed)
{
  // A typical compressibility of a dense Lennard-Jones liquid: it sets the time scale only.
  return {.pressure = equilibrate.barostat->pressure,
          .temperature = equilibrate.temperature,
          .relaxation_time = equilibrate.barostat->relaxation_time,
          .compressibility = Compressibility{0.05},
          .seed = seed,
          .axis = equilibrate.barostat->axis};
}

}  // namespace soret
