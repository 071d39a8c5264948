/// \file
/// The thermodynamic part of analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/propagation.hpp>
#include <soret/estimate/series_mean.hpp>
#include <soret/estimate/soret_theories.hpp>

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <vector>

namespace soret {

namespace {

/// Total momentum is zero.
std::int64_t degrees_of_freedom(const EquilibriumRun& run) { return 3 * run.particles() - 3; }

Estimate mean_temperature(const EquilibriumRun& run)
{
  return series_mean(run.series, [&](const ThermodynamicRow& row) { return row.temperature(degrees_of_freedom(run)); });
}

Estimate shifted(Estimate estimate, double by)
{
  estimate.value += by;
  return estimate;
}

/// Says if a stage at constant volume is at another pressure than the one that its density was found at.
void check_pressure(EmdCollector& collector, const EmdMeasurements& measured, const Estimate& found)
{
  constexpr double significance = 3.0;
  const Estimate held =
      series_mean(measured.isobaric.front().series, [](const ThermodynamicRow& row) { return row.mean_pressure(); });
  const Estimate gap = difference(found, {measured.pressure->value(), held.standard_error});
  if (std::abs(gap.standard_errors_from(0.0)) > significance) {
    collector.warn(
        fmt::format("the pressure of the stage transport is {}, not the {:g} that was asked for: the density found "
                    "at constant pressure or the temperature is off",
                    to_string(found), measured.pressure->value()));
  }
}

/// Says if the mean temperature is off.
void check_temperature(EmdCollector& collector, const EquilibriumRun& run, const std::string& stage, Temperature aim,
                       double window)
{
  const Estimate temperature = mean_temperature(run);
  const double off = temperature.value - aim.value();
  if (std::abs(off) > window) {
    collector.warn(
        fmt::format("the mean temperature of the stage {} is {}, off by {:.4f} from the {:g} that was aimed at; longer "
                    "equilibration or (nve) transport.tuning_duration brings it nearer",
                    stage, to_string(temperature), off, aim.value()));
  }
}

std::string listed(const std::vector<ReplicaTemperature>& replicas)
{
  std::string list;
  for (const ReplicaTemperature& each : replicas) {
    list += fmt::format("{}{} ({:.5f})", list.empty() ? "" : ", ", each.replica + 1, each.temperature);
  }
  return list;
}

/// Says which replicas at constant energy are at another temperature, and what was done about it.
void check_replicas(EmdCollector& collector, const EmdMeasurements::Transport& run, Temperature aim, double window)
{
  if (!run.left_out.empty()) {
    collector.warn(
        fmt::format("left out of the stage transport, because the mean temperature is farther than {:g} "
                    "from {:g}: replica {}; {} remain",
                    window, aim.value(), listed(run.left_out), run.series.size()));
  }
  const std::vector<ReplicaTemperature> off = replicas_off(run.series, 3 * run.particles() - 3, aim, window);
  if (run.is_isolated && run.series.size() > 1 && !off.empty()) {
    collector.warn(
        fmt::format("the mean temperature of {} of {} replicas of the stage transport is farther than {:g} from {:g}: "
                    "replica {}; transport.tuning_duration brings them nearer, transport.reject_replicas leaves them "
                    "out unless all are off",
                    off.size(), run.series.size(), window, aim.value(), listed(off)));
  }
}

void warn_of_short_series(EmdCollector& collector, const EmdMeasurements& measured)
{
  for (const EquilibriumRun& run : measured.isobaric) {
    if (!is_long_enough(run.series, [](const ThermodynamicRow& row) { return row.volume(); })) {
      collector.warn(
          fmt::format("the stage at constant pressure with mole fraction {:.4g} covers less than fifty "
                      "correlation times of the volume: the errors of what comes from it are too small",
                      run.mole_fraction(0)));
    }
  }
}

}  // namespace

MolarState molar_state(const EquilibriumRun& run, Temperature temperature, Pressure pressure)
{
  const auto particles = static_cast<double>(run.particles());
  const double kinetic = 1.5 * temperature.value();
  MolarState state;
  state.energy = series_mean(run.series, [&](const ThermodynamicRow& row) { return row.potential_energy / particles; });
  state.volume = series_mean(run.series, [&](const ThermodynamicRow& row) { return row.volume() / particles; });
  state.enthalpy = shifted(series_mean(run.series,
                                       [&](const ThermodynamicRow& row) {
                                         return (row.potential_energy + pressure.value() * row.volume()) / particles;
                                       }),
                           kinetic);
  return state;
}

namespace {

/// Per particle, where neither temperature nor pressure is held: both as they were measured, row by row.
Estimate measured_enthalpy(const EquilibriumRun& run)
{
  const auto particles = static_cast<double>(run.particles());
  return series_mean(run.series, [&](const ThermodynamicRow& row) {
    return (row.potential_energy + row.mean_pressure() * row.volume()) / particles +
           1.5 * row.temperature(degrees_of_freedom(run));
  });
}

}  // namespace

void add_state(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  const EquilibriumRun* run = nullptr;
  if (!measured.isobaric.empty()) {
    run = &measured.isobaric.front();
  }
  else if (measured.transport) {
    run = &*measured.transport;
  }
  else if (measured.structure) {
    run = &*measured.structure;
  }
  else if (measured.relaxation) {
    run = &*measured.relaxation;
  }
  if (run == nullptr || run->series.empty()) {  // measured on a trajectory: positions alone
    return;
  }
  const auto particles = static_cast<double>(run->particles());
  collector.add("density", dimension::number_density,
                series_mean(run->series, [&](const ThermodynamicRow& row) { return particles / row.volume(); }));
  collector.add("pressure", dimension::pressure,
                series_mean(run->series, [](const ThermodynamicRow& row) { return row.mean_pressure(); }));
  collector.add("mean_temperature", dimension::temperature, mean_temperature(*run));
  collector.add("potential_energy", dimension::energy, series_mean(run->series, [&](const ThermodynamicRow& row) {
                  return row.potential_energy / particles;
                }));
  collector.add("enthalpy", dimension::energy,
                measured.isobaric.empty() ? measured_enthalpy(*run)
                                          : molar_state(*run, measured.temperature, *measured.pressure).enthalpy);
  if (measured.transport) {
    collector.add("temperature_of_transport", dimension::temperature, mean_temperature(*measured.transport));
    const Estimate found =
        series_mean(measured.transport->series, [](const ThermodynamicRow& row) { return row.mean_pressure(); });
    collector.add("pressure_of_transport", dimension::pressure, found);
    if (measured.pressure && !measured.isobaric.empty()) {
      check_pressure(collector, measured, found);
    }
    check_temperature(collector, *measured.transport, "transport", measured.temperature, settings.temperature_window);
    check_replicas(collector, *measured.transport, measured.temperature, settings.temperature_window);
  }
}

std::optional<PartialQuantities> add_partial_quantities(EmdCollector& collector, const EmdMeasurements& measured)
{
  if (measured.isobaric.size() != 3 || !measured.pressure) {
    return std::nullopt;
  }
  const EquilibriumRun& here = measured.isobaric[0];
  const EquilibriumRun& below = measured.isobaric[1];
  const EquilibriumRun& above = measured.isobaric[2];
  const double fraction = here.mole_fraction(0);
  const double step = 0.5 * (above.mole_fraction(0) - below.mole_fraction(0));
  warn_of_short_series(collector, measured);
  const auto state = [&](const EquilibriumRun& run) {
    return molar_state(run, measured.temperature, *measured.pressure);
  };
  const MolarState b = state(below);
  const MolarState h = state(here);
  const MolarState a = state(above);
  const PartialQuantities partial{{fraction, step, b.enthalpy, h.enthalpy, a.enthalpy},
                                  {fraction, step, b.energy, h.energy, a.energy},
                                  {fraction, step, b.volume, h.volume, a.volume}};
  const auto add = [&](const std::string& name, Dimension dimension, const MolarValues<Estimate>& values) {
    const PartialMolar<Estimate> parts = partial_molar(values);
    collector.add(name, dimension, parts.first, measured.species_names[0]);
    collector.add(name, dimension, parts.second, measured.species_names[1]);
  };
  add("partial_enthalpy", dimension::energy, partial.enthalpy);
  add("partial_energy", dimension::energy, partial.energy);
  add("partial_volume", dimension::volume, partial.volume);
  collector.add("specific_enthalpy_difference", dimension::specific_energy,
                specific_difference(partial.enthalpy, measured.masses[0], measured.masses[1]));
  return partial;
}

namespace {

/// What theories are computed from: energies, enthalpies and volumes at three compositions, then the thermodynamic
/// factor. The partial quantities of the two species come from the same runs, so errors start here.
class TheoryInputs {
 public:
  TheoryInputs(const PartialQuantities& partial, const Estimate& factor) : partial_{partial}
  {
    for (const MolarValues<Estimate>* values : {&partial.enthalpy, &partial.energy, &partial.volume}) {
      inputs_.insert(inputs_.end(), {values->below, values->here, values->above});
    }
    inputs_.push_back(factor);
  }

  /// A theory's value as a function of (enthalpies, energies, volumes, factor, `given`) of exact numbers.
  template <class Theory>
  Estimate evaluate(const Theory& theory, const EstimatePair& given = {}) const
  {
    std::vector<Estimate> inputs = inputs_;
    inputs.insert(inputs.end(), given.begin(), given.end());
    return propagate(
        [&](std::span<const double> x) {
          return theory(parts(x.subspan(0, 3)), parts(x.subspan(3, 3)), parts(x.subspan(6, 3)), Estimate{x[9], 0.0},
                        EstimatePair{Estimate{x[10], 0.0}, Estimate{x[11], 0.0}})
              .value;
        },
        inputs);
  }

 private:
  EstimatePair parts(std::span<const double> of_three) const
  {
    const PartialMolar<double> both = partial_molar(MolarValues<double>{
        partial_.enthalpy.mole_fraction, partial_.enthalpy.step, of_three[0], of_three[1], of_three[2]});
    return {Estimate{both.first, 0.0}, Estimate{both.second, 0.0}};
  }

  const PartialQuantities& partial_;
  std::vector<Estimate> inputs_;
};

}  // namespace

void add_theories(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
                  const PartialQuantities& partial, const Estimate& thermodynamic_factor)
{
  const TheoryInputs inputs{partial, thermodynamic_factor};
  const std::array masses{measured.masses[0], measured.masses[1]};
  const auto state = [&](const Estimate& factor) {
    return BinaryState{partial.enthalpy.mole_fraction, measured.temperature, factor};
  };
  const auto add = [&](const std::string& name, const Estimate& estimate) {
    collector.add(name, dimension::inverse_temperature, estimate, measured.species_names[0]);
  };
  // The ideal gas of the same temperature has 5/2 k_B T per particle, of which 3/2 is in the enthalpies. Its own Soret
  // coefficient is left away.
  const Estimate ideal{2.5 * measured.temperature.value(), 0.0};
  const KineticPart kinetic{.enthalpies = {ideal, ideal}};
  using Pair = const EstimatePair&;
  add("soret_haase", inputs.evaluate([&](Pair h, Pair, Pair, const Estimate& factor, Pair) {
    return haase_soret(state(factor), masses, h, kinetic);
  }));
  add("soret_kempers", inputs.evaluate([&](Pair h, Pair, Pair v, const Estimate& factor, Pair) {
    return kempers_soret(state(factor), v, h, kinetic);
  }));
  if (settings.flow_ratios) {
    const auto theory = [&](Pair, Pair u, Pair v, const Estimate& factor, Pair ratios) {
      return shukla_firoozabadi_soret(state(factor), u, v, ratios);
    };
    add("soret_shukla_firoozabadi", inputs.evaluate(theory, *settings.flow_ratios));
  }
  if (settings.activation_energies) {
    const EstimatePair& energies = *settings.activation_energies;
    add("soret_prigogine", prigogine_soret(measured.temperature, energies, ActivationSign::as_printed));
    add("soret_artola_rousseau_galliero",
        artola_rousseau_galliero_soret(measured.temperature, masses, energies, ActivationSign::as_printed));
  }
}

}  // namespace soret
