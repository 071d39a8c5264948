#include <soret/estimate/onsager_soret.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <array>
#include <span>

namespace soret {

namespace {

void check(const BinaryMixture& mixture)
{
  if (!(mixture.mole_fraction > 0.0 && mixture.mole_fraction < 1.0) || !(mixture.mass_1 > 0.0) ||
      !(mixture.mass_2 > 0.0) || !(mixture.density.value() > 0.0) || !(mixture.temperature.value() > 0.0)) {
    throw InputError(fmt::format(
        "a mixture of mole fraction {:g}, masses {:g} and {:g}, density {:g} and temperature "
        "{:g} is refused: the fraction must lie between 0 and 1, the others be positive",
        mixture.mole_fraction, mixture.mass_1, mixture.mass_2, mixture.density.value(), mixture.temperature.value()));
  }
}

template <class Number>
void check(const MolarValues<Number>& values)
{
  if (!(values.step > 0.0) || !(values.mole_fraction >= values.step) || !(values.mole_fraction <= 1.0 - values.step)) {
    throw InputError(
        fmt::format("partial molar quantities at mole fractions {:g} ± {:g} are refused: all three must "
                    "lie between 0 and 1",
                    values.mole_fraction, values.step));
  }
}

MolarValues<double> with_values(const MolarValues<Estimate>& values, std::span<const double> z)
{
  return {values.mole_fraction, values.step, z[0], z[1], z[2]};
}

}  // namespace

OnsagerCoefficients<double> primed(const OnsagerCoefficients<double>& unprimed, double specific_enthalpy_difference)
{
  const auto& [mass_mass, mass_heat, heat_heat] = unprimed;
  const double difference = specific_enthalpy_difference;
  return {mass_mass, mass_heat - mass_mass * difference,
          heat_heat - 2.0 * mass_heat * difference + mass_mass * difference * difference};
}

OnsagerTransport<double> onsager_transport(const BinaryMixture& mixture, const OnsagerCoefficients<double>& unprimed,
                                           double specific_enthalpy_difference, double thermodynamic_factor)
{
  check(mixture);
  const double temperature = mixture.temperature.value();
  const double squared = temperature * temperature;
  const double w1 = mixture.mass_fraction();
  const double rho = mixture.mass_density();
  const double potential_slope = temperature * thermodynamic_factor * mixture.mean_mass() * mixture.mean_mass() /
                                 (mixture.mole_fraction * mixture.mass_1 * mixture.mass_1 * mixture.mass_2);
  const OnsagerCoefficients<double> without_enthalpy = primed(unprimed, specific_enthalpy_difference);
  OnsagerTransport<double> transport{};
  transport.mutual_diffusion = unprimed.mass_mass / (rho * (1.0 - w1) * temperature) * potential_slope;
  transport.thermal_diffusion = without_enthalpy.mass_heat / (rho * w1 * (1.0 - w1) * squared);
  transport.soret = transport.thermal_diffusion / transport.mutual_diffusion;
  transport.coupling = -unprimed.mass_heat * unprimed.mass_heat / (unprimed.mass_mass * squared);
  transport.primed_coupling = -without_enthalpy.mass_heat * without_enthalpy.mass_heat / (unprimed.mass_mass * squared);
  transport.thermal_conductivity = unprimed.heat_heat / squared + transport.coupling;
  return transport;
}

OnsagerTransport<Estimate> onsager_transport(const BinaryMixture& mixture,
                                             const OnsagerCoefficients<Estimate>& unprimed,
                                             const Estimate& specific_enthalpy_difference,
                                             const Estimate& thermodynamic_factor)
{
  const std::array<Estimate, 5> inputs{unprimed.mass_mass, unprimed.mass_heat, unprimed.heat_heat,
                                       specific_enthalpy_difference, thermodynamic_factor};
  const auto estimate = [&](double OnsagerTransport<double>::*which) {
    return propagate(
        [&](std::span<const double> v) {
          return onsager_transport(mixture, {v[0], v[1], v[2]}, v[3], v[4]).*which;
        },
        inputs);
  };
  using Values = OnsagerTransport<double>;
  return {estimate(&Values::mutual_diffusion),
          estimate(&Values::thermal_diffusion),
          estimate(&Values::soret),
          estimate(&Values::thermal_conductivity),
          estimate(&Values::coupling),
          estimate(&Values::primed_coupling)};
}

PartialMolar<double> partial_molar(const MolarValues<double>& values)
{
  check(values);
  const double slope = (values.above - values.below) / (2.0 * values.step);
  return {values.here + (1.0 - values.mole_fraction) * slope, values.here - values.mole_fraction * slope};
}

PartialMolar<Estimate> partial_molar(const MolarValues<Estimate>& values)
{
  const std::array<Estimate, 3> inputs{values.below, values.here, values.above};
  return {propagate([&](std::span<const double> z) { return partial_molar(with_values(values, z)).first; }, inputs),
          propagate([&](std::span<const double> z) { return partial_molar(with_values(values, z)).second; }, inputs)};
}

double specific_difference(const MolarValues<double>& values, double mass_1, double mass_2)
{
  const PartialMolar<double> partial = partial_molar(values);
  return partial.first / mass_1 - partial.second / mass_2;
}

Estimate specific_difference(const MolarValues<Estimate>& values, double mass_1, double mass_2)
{
  const std::array<Estimate, 3> inputs{values.below, values.here, values.above};
  return propagate(
      [&](std::span<const double> z) { return specific_difference(with_values(values, z), mass_1, mass_2); }, inputs);
}

}  // namespace soret
