/// \file
/// The part of analyse_emd about heat capacities, compressibility and thermal expansion.

#include "emd_parts.hpp"

#include <soret/estimate/fluctuations.hpp>
#include <soret/estimate/propagation.hpp>
#include <soret/estimate/small_wave_number.hpp>

namespace soret {

namespace {

constexpr Dimension heat_capacity{.energy = 1, .temperature = -1};
constexpr Dimension compressibility{.length = 3, .energy = -1};
constexpr Dimension thermal_pressure{.length = -3, .energy = 1, .temperature = -1};

void add_constant_pressure(EmdCollector& collector, const EmdMeasurements& measured)
{
  const EquilibriumRun& run = measured.isobaric.front();
  const ConstantPressureResponse response =
      isobaric_response(*run.fluctuations, run.particles(), measured.temperature, *measured.pressure);
  collector.add("heat_capacity_isobaric", heat_capacity, response.heat_capacity);
  collector.add("isothermal_compressibility", compressibility, response.compressibility);
  collector.add("thermal_expansion", dimension::inverse_temperature, response.expansion);
  if (!measured.transport && !measured.structure) {
    collector.add("heat_capacity", heat_capacity, response.isochoric_heat_capacity);
    collector.add("thermal_pressure", thermal_pressure, response.thermal_pressure);
  }
}

/// The first stage at constant volume speaks for both.
void add_constant_volume(EmdCollector& collector, const ConstantVolumeResponse& response, bool is_first)
{
  collector.add(is_first ? "heat_capacity" : "heat_capacity_of_structure", heat_capacity, response.heat_capacity);
  if (is_first) {
    collector.add("thermal_pressure", thermal_pressure, response.thermal_pressure);
  }
}

/// rho k_B T kappa_T of structure is 1 + rho G of a pure fluid and S(0), and that of Kirkwood and Buff of a mixture of
/// two.
void add_compressibility_of_structure(EmdCollector& collector, const EmdMeasurements& measured)
{
  const EmdMeasurements::Structure& structure = *measured.structure;
  if (structure.series.empty()) {  // measured on a trajectory: nobody knows the temperature
    return;
  }
  const double density = static_cast<double>(structure.particles()) / structure.pairs.shape.volume;
  const double unit = 1.0 / (density * measured.temperature.value());
  const auto add = [&](const std::string& name, const Estimate& reduced) {
    collector.add(name, compressibility, scaled(reduced, unit));
  };
  if (const Estimate* reduced = collector.found().find("reduced_compressibility")) {
    add("isothermal_compressibility_from_structure", *reduced);
  }
  if (measured.species_names.size() != 1) {
    return;
  }
  if (collector.found().kirkwood_buff) {
    Estimate reduced = scaled(collector.found().kirkwood_buff->pairs.front().integral, density);
    reduced.value += 1.0;
    add("isothermal_compressibility_from_structure", reduced);
  }
  if (structure.modes) {
    add("isothermal_compressibility_from_modes", partial_limits(*structure.modes).structure_factors.front());
  }
}

}  // namespace

void add_response(EmdCollector& collector, const EmdMeasurements& measured)
{
  if (!measured.isobaric.empty() && measured.isobaric.front().fluctuations && measured.pressure) {
    collector.attempt("response at constant pressure", [&] { add_constant_pressure(collector, measured); });
  }
  const bool has_transport = measured.transport && measured.transport->fluctuations;
  if (has_transport) {
    const EmdMeasurements::Transport& run = *measured.transport;
    collector.attempt("response at constant volume", [&] {
      add_constant_volume(collector,
                          run.is_isolated
                              ? isolated_response(*run.fluctuations, run.particles())
                              : canonical_response(*run.fluctuations, run.particles(), measured.temperature),
                          true);
    });
  }
  if (measured.structure) {
    const EmdMeasurements::Structure& run = *measured.structure;
    if (run.fluctuations) {
      collector.attempt("response of the stage structure", [&] {
        add_constant_volume(collector, canonical_response(*run.fluctuations, run.particles(), measured.temperature),
                            !has_transport);
      });
    }
    collector.attempt("compressibility from structure", [&] { add_compressibility_of_structure(collector, measured); });
  }
}

}  // namespace soret
