#include <soret/estimate/soret_theories.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <span>
#include <vector>

namespace soret {

namespace {

double checked(Temperature temperature)
{
  if (!(temperature.value() > 0.0)) {
    throw InputError(
        fmt::format("the temperature of a Soret theory is {:g}; it must be positive", temperature.value()));
  }
  return temperature.value();
}

void check(const BinaryState& state)
{
  checked(state.temperature);
  if (!(state.mole_fraction > 0.0 && state.mole_fraction < 1.0) || !(state.thermodynamic_factor.value > 0.0)) {
    throw InputError(
        fmt::format("a Soret theory for mole fraction {:g} and thermodynamic factor {:g} is refused: the "
                    "fraction must lie between 0 and 1, the factor be positive",
                    state.mole_fraction, state.thermodynamic_factor.value));
  }
}

void check_positive(const char* what, double first, double second)
{
  if (!(first > 0.0 && second > 0.0)) {
    throw InputError(fmt::format("the {} {:g} and {:g} must be positive", what, first, second));
  }
}

/// Haase's and Kempers' common form; `sizes` are the masses or the volumes.
Estimate from_enthalpies(const BinaryState& state, const EstimatePair& sizes, const EstimatePair& enthalpies,
                         const KineticPart& kinetic)
{
  check(state);
  const double x1 = state.mole_fraction;
  const double temperature = state.temperature.value();
  const std::vector<Estimate> inputs{sizes[0],
                                     sizes[1],
                                     enthalpies[0],
                                     enthalpies[1],
                                     kinetic.enthalpies[0],
                                     kinetic.enthalpies[1],
                                     kinetic.soret,
                                     state.thermodynamic_factor};
  return propagate(
      [=](std::span<const double> v) {
        const double mean_size = x1 * v[0] + (1.0 - x1) * v[1];
        const double residual = v[0] * v[1] / mean_size * ((v[3] - v[5]) / v[1] - (v[2] - v[4]) / v[0]);
        return (residual / (temperature * temperature) + v[6]) / v[7];
      },
      inputs);
}

}  // namespace

Estimate haase_soret(const BinaryState& state, const std::array<double, 2>& masses, const EstimatePair& enthalpies,
                     const KineticPart& kinetic)
{
  check_positive("masses", masses[0], masses[1]);
  return from_enthalpies(state, {Estimate{masses[0]}, Estimate{masses[1]}}, enthalpies, kinetic);
}

Estimate kempers_soret(const BinaryState& state, const EstimatePair& volumes, const EstimatePair& enthalpies,
                       const KineticPart& kinetic)
{
  return from_enthalpies(state, volumes, enthalpies, kinetic);
}

Estimate shukla_firoozabadi_soret(const BinaryState& state, const EstimatePair& energies, const EstimatePair& volumes,
                                  const EstimatePair& taus)
{
  check(state);
  check_positive("ratios tau", taus[0].value, taus[1].value);
  const double x1 = state.mole_fraction;
  const double x2 = 1.0 - x1;
  const double temperature = state.temperature.value();
  const std::vector<Estimate> inputs{
      energies[0], energies[1], volumes[0], volumes[1], taus[0], taus[1], state.thermodynamic_factor};
  return propagate(
      [=](std::span<const double> v) {
        const double first = v[0] / v[4];
        const double second = v[1] / v[5];
        const double hole = (v[3] - v[2]) * (x1 * first + x2 * second) / (x1 * v[2] + x2 * v[3]);
        return -(first - second + hole) / (temperature * temperature * v[6]);
      },
      inputs);
}

Estimate prigogine_soret(Temperature temperature, const EstimatePair& activation_energies, ActivationSign sign)
{
  return artola_rousseau_galliero_soret(temperature, {1.0, 1.0}, activation_energies, sign);
}

Estimate artola_rousseau_galliero_soret(Temperature temperature, const std::array<double, 2>& masses,
                                        const EstimatePair& activation_energies, ActivationSign sign)
{
  check_positive("masses", masses[0], masses[1]);
  const double t = checked(temperature);
  const double asymmetry = (masses[1] - masses[0]) / (masses[1] + masses[0]);
  const double direction = sign == ActivationSign::as_printed ? 1.0 : -1.0;
  return propagate(
      [=](std::span<const double> e) { return direction * (e[1] - e[0] + asymmetry * (e[1] + e[0])) / (t * t); },
      activation_energies);
}

Estimate eastman_soret(Temperature temperature, const Estimate& solvation_free_energy_slope)
{
  const double t = checked(temperature);
  return {solvation_free_energy_slope.value / t, solvation_free_energy_slope.standard_error / t,
          solvation_free_energy_slope.degrees_of_freedom};
}

}  // namespace soret
