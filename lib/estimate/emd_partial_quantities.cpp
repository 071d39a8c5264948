/// \file
/// The part of analyse_emd about partial molar quantities and theories that they feed.

#include "emd_parts.hpp"

#include <soret/estimate/propagation.hpp>
#include <soret/estimate/series_mean.hpp>
#include <soret/estimate/soret_theories.hpp>

#include <fmt/format.h>

#include <span>
#include <vector>

namespace soret {

namespace {

Estimate shifted(Estimate estimate, double by)
{
  estimate.value += by;
  return estimate;
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

std::optional<PartialQuantities> add_partial_quantities(EmdCollector& collector, const EmdMeasurements& measured)
{
  warn_of_short_series(collector, measured);
  if (measured.isobaric.size() != 3 || !measured.pressure) {
    return std::nullopt;
  }
  const EquilibriumRun& here = measured.isobaric[0];
  const EquilibriumRun& below = measured.isobaric[1];
  const EquilibriumRun& above = measured.isobaric[2];
  const double fraction = here.mole_fraction(0);
  const double step = 0.5 * (above.mole_fraction(0) - below.mole_fraction(0));
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
