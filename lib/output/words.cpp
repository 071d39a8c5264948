#include "words.hpp"

#include <soret/estimate/correlation_blocks.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <regex>
#include <string_view>
#include <utility>

namespace soret {

namespace {

using Meaning = std::pair<std::string_view, std::string_view>;

constexpr std::array meanings{
    Meaning{"soret_coefficient", "Soret coefficient {/:Italic S}_{T}, positive towards the cold side"},
    Meaning{"soret_coefficient_ascending", "… from the side of the cold slab along the axis"},
    Meaning{"soret_coefficient_descending", "… from the side against the axis"},
    Meaning{"soret_halves_difference", "… difference of the two sides, zero if all is well"},
    Meaning{"soret_coefficient_of_density", "… from the number density: −d ln ρ/d{/:Italic T}"},
    Meaning{"soret_coefficient_of_ratio", "… from the ratio to the solvent: −d ln {/:Italic c}/d{/:Italic T}"},
    Meaning{"local_mole_fraction", "mole fraction at the window's centre"},
    Meaning{"mole_fraction_gradient", "gradient of the mole fraction, positive towards the hot side"},
    Meaning{"mole_fraction_curvature", "second derivative of the mole fraction, zero in linear response"},
    Meaning{"local_number_density", "number density at the window's centre"},
    Meaning{"mass_flux", "mass flux towards the hot side, zero in a stationary state"},
    Meaning{"local_temperature", "temperature at the window's centre"},
    Meaning{"temperature_gradient", "temperature gradient"},
    Meaning{"thermal_conductivity", "thermal conductivity"},
    Meaning{"thermal_conductivity_microscopic", "thermal conductivity from the microscopic flux"},
    Meaning{"heat_flux", "heat flux from the bath power"},
    Meaning{"heat_flux_microscopic", "heat flux, microscopic expression"},
    Meaning{"heat_flux_mismatch", "microscopic heat flux minus that of the baths, zero if all is well"},
    Meaning{"bath_power", "power carried from hot to cold"},
    Meaning{"bath_imbalance", "power put in minus power taken out, by all controls"},
    Meaning{"mean_temperature", "mean temperature of all particles, or that which the state was brought to"},
    Meaning{"density", "number density of the box"},
    Meaning{"pressure", "pressure, mean of the three directions"},
    Meaning{"normal_pressure", "pressure along the axis"},
    Meaning{"potential_energy", "potential energy per particle"},
    Meaning{"total_energy", "total energy per particle"},
    Meaning{"energy_drift", "drift of the conserved energy of the whole system"},
    Meaning{"temperature_contrast", "contrast of the temperature between the slabs"},
    Meaning{"density_contrast", "contrast of the density between the slabs, over its mean"},
    Meaning{"mole_fraction_contrast", "contrast of the mole fraction between the slabs"},
    Meaning{"temperature_contrast_change", "its change since the first window"},
    Meaning{"heat_flux_microscopic_change", "its change since the first window"},
    Meaning{"density_contrast_change", "its change since the first window"},
    Meaning{"mole_fraction_contrast_change", "its change since the first window"},
    Meaning{"composition_relaxation_time", "relaxation time of the composition's slowest mode"},
    Meaning{"soret_coefficient_from_modes", "Soret coefficient {/:Italic S}_{T} with Γ from structure factors"},
    Meaning{"mutual_diffusion", "mutual diffusion {/:Italic D}_{12}"},
    Meaning{"mutual_diffusion_infinite",
            "mutual diffusion {/:Italic D}_{12} in an infinite box (Yeh and Hummer's correction)"},
    Meaning{"mutual_diffusion_from_modes", "mutual diffusion {/:Italic D}_{12} with Γ from structure factors"},
    Meaning{"mutual_diffusion_from_displacements",
            "mutual diffusion {/:Italic D}_{12} from the motion of the species' centres"},
    Meaning{"interdiffusion",
            "mutual diffusion {/:Italic D}_{12} from the motion of the centres, with Γ from structure factors"},
    Meaning{"mutual_diffusion_kinetic", "mutual diffusion over the thermodynamic factor"},
    Meaning{"mutual_diffusion_kinetic_from_displacements",
            "mutual diffusion over Γ, from the motion of the species' centres"},
    Meaning{"thermal_diffusion", "thermal diffusion {/:Italic D}_{T}"},
    Meaning{"soret_coefficient_times_thermodynamic_factor", "{/:Italic S}_{T} Γ, without any thermodynamic factor"},
    Meaning{"thermodynamic_factor", "thermodynamic factor Γ from Kirkwood-Buff integrals"},
    Meaning{"thermodynamic_factor_first_order", "… first-order form 1 − f"},
    Meaning{"thermodynamic_factor_excess", "… its excess part"},
    Meaning{"thermodynamic_factor_from_modes", "thermodynamic factor Γ from structure factors"},
    Meaning{"thermodynamic_factor_from_insertion", "thermodynamic factor Γ from chemical potentials"},
    Meaning{"thermodynamic_factor_by_potential", "thermodynamic factor Γ from the chemical potential of one species"},
    Meaning{"thermodynamic_factor_ideal_part", "… its part from the densities"},
    Meaning{"thermodynamic_factor_excess_part", "… its part from excess chemical potentials"},
    Meaning{"soret_coefficient_from_insertion", "Soret coefficient {/:Italic S}_{T} with Γ from chemical potentials"},
    Meaning{"mutual_diffusion_from_insertion", "mutual diffusion {/:Italic D}_{12} with Γ from chemical potentials"},
    Meaning{"thermodynamic_factor_from_exchange", "thermodynamic factor Γ from differences of chemical potentials"},
    Meaning{"soret_coefficient_from_exchange", "Soret coefficient {/:Italic S}_{T} with Γ from exchanges"},
    Meaning{"mutual_diffusion_from_exchange", "mutual diffusion {/:Italic D}_{12} with Γ from exchanges"},
    Meaning{"chemical_potential_difference", "μ_{2}^{ex} − μ_{1}^{ex} by test exchanges"},
    Meaning{"chemical_potential_difference_forward", "… of particles of species 1 tried as species 2"},
    Meaning{"chemical_potential_difference_backward", "… of particles of species 2 tried as species 1"},
    Meaning{"chemical_potential_excess", "excess chemical potential μ^{ex}"},
    Meaning{"chemical_potential_excess_bar", "… by Bennett's acceptance ratio, pair by pair"},
    Meaning{"chemical_potential_excess_integration", "… by thermodynamic integration (spline)"},
    Meaning{"chemical_potential_excess_integration_trapezoid", "… by thermodynamic integration (trapezoid)"},
    Meaning{"chemical_potential_excess_exponential_forward", "… by exponential averaging, inserting"},
    Meaning{"chemical_potential_excess_exponential_backward", "… by exponential averaging, removing"},
    Meaning{"chemical_potential_excess_ramp_upwards", "… by ramps that insert"},
    Meaning{"chemical_potential_excess_ramp_downwards", "… by ramps that remove"},
    Meaning{"chemical_potential_excess_widom", "… by Widom's test insertions"},
    Meaning{"chemical_potential_ideal", "ideal chemical potential {/:Italic k}_{B}{/:Italic T} ln ρ_{i}, Λ_{i} = 1"},
    Meaning{"chemical_potential", "chemical potential, Λ_{i} = 1"},
    Meaning{"chemical_potential_slope", "dμ_{i}/d{/:Italic x}_{i} at constant pressure"},
    Meaning{"gibbs_duhem",
            "{/:Italic x}_{1} dμ_{1}/d{/:Italic x}_{1} + {/:Italic x}_{2} dμ_{2}/d{/:Italic x}_{1}, zero "
            "if all is well"},
    Meaning{"solvation_free_energy", "solvation free energy"},
    Meaning{"solvation_entropy", "solvation entropy"},
    Meaning{"solvation_enthalpy", "solvation enthalpy"},
    Meaning{"soret_eastman", "Soret coefficient by Eastman's model"},
    Meaning{"concentration_structure_factor", "{/:Italic S}_{cc}(0)"},
    Meaning{"concentration_window_end", "largest wave number of the line through 1/{/:Italic S}_{cc}"},
    Meaning{"relaxation_time", "relaxation time τ_{α}, where the self-overlap is 1/e"},
    Meaning{"relaxation_time_of_species", "… of a species"},
    Meaning{"relaxation_time_scattering", "… where {/:Italic F}_{s}({/:Italic q}, {/:Italic t}) is 1/e"},
    Meaning{"relaxation_time_coherent",
            "… where {/:Italic F}({/:Italic q}, {/:Italic t})/{/:Italic S}({/:Italic q}) is 1/e"},
    Meaning{"susceptibility_peak", "largest dynamic susceptibility χ_{4}"},
    Meaning{"non_gaussian_peak", "largest non-Gaussian parameter"},
    Meaning{"softness", "softness {/:Italic S} of the caging potential"},
    Meaning{"caging_depth", "depth of the caging potential over {/:Italic k}_{B}{/:Italic T}"},
    Meaning{"caging_range", "range {/:Italic r}_{max} of the caging potential"},
    Meaning{"log_first_passage_time", "ln of the mean first-passage time out of the cage, {/:Italic D}_{0} = 1"},
    Meaning{"softness_wave_number", "… wave number up to which it was integrated"},
    Meaning{"softness_fit_range", "… distance up to which it was fitted"},
    Meaning{"softness_tail_share", "… share of 1/{/:Italic S} from the last tenth of the wave numbers"},
    Meaning{"kirkwood_buff_from_modes", "Kirkwood-Buff integral {/:Italic G}_{ij} from structure factors"},
    Meaning{"structure_factor_window_end", "largest wave number of the lines through partial structure factors"},
    Meaning{"coordination_radius", "first minimum of {/:Italic g}_{ij}"},
    Meaning{"coordination_number", "neighbours within the first minimum of {/:Italic g}_{ij}"},
    Meaning{"excess_coordination_number", "excess coordination number ρ_{j} {/:Italic G}_{ij}"},
    Meaning{"excess_coordination_part", "part {/:Italic f}_{ij} of the thermodynamic factor"},
    Meaning{"reduced_compressibility", "ρ k_{B}{/:Italic T} κ_{T} from Kirkwood-Buff integrals"},
    Meaning{"kirkwood_buff", "Kirkwood-Buff integral {/:Italic G}_{ij}"},
    Meaning{"kirkwood_buff_window_begin", "smallest sphere of the lines through Kirkwood-Buff integrals"},
    Meaning{"kirkwood_buff_window_end", "largest sphere of the lines through Kirkwood-Buff integrals"},
    Meaning{"heat_capacity", "heat capacity at constant volume, per particle"},
    Meaning{"heat_capacity_of_structure", "heat capacity at constant volume, per particle, in the stage structure"},
    Meaning{"heat_capacity_isobaric", "heat capacity at constant pressure, per particle"},
    Meaning{"isothermal_compressibility", "isothermal compressibility from fluctuations of the volume"},
    Meaning{"isothermal_compressibility_from_structure", "isothermal compressibility from Kirkwood-Buff integrals"},
    Meaning{"isothermal_compressibility_from_modes", "isothermal compressibility from the structure factor"},
    Meaning{"thermal_expansion", "thermal expansion coefficient"},
    Meaning{"thermal_pressure", "slope of pressure against temperature at constant volume"},
    Meaning{"enthalpy", "enthalpy per particle, kinetic part included"},
    Meaning{"partial_enthalpy", "partial enthalpy per particle, kinetic part included"},
    Meaning{"partial_energy", "partial potential energy per particle"},
    Meaning{"partial_volume", "partial volume per particle"},
    Meaning{"specific_enthalpy_difference", "difference of the partial enthalpies per mass"},
    Meaning{"temperature_of_transport", "mean temperature of the stage transport"},
    Meaning{"pressure_of_transport", "mean pressure of the stage transport"},
    Meaning{"box_length_of_transport", "length of the box of the stage transport"},
    Meaning{"box_length_of_structure", "length of the box of the stage structure"},
    Meaning{"thermal_conductivity_cepstral", "thermal conductivity by cepstral analysis"},
    Meaning{"thermal_conductivity_coupling", "part of the thermal conductivity that coupling to mass makes"},
    Meaning{"thermal_conductivity_primed_coupling", "the same part by the primed coefficients"},
    Meaning{"mean_squared_displacement", "mean squared displacement at transport.displacement_at"},
    Meaning{"shear_viscosity", "shear viscosity"},
    Meaning{"shear_viscosity_cepstral", "shear viscosity by cepstral analysis"},
    Meaning{"stress_integration_limit", "upper limit of the integrals of stresses"},
    Meaning{"self_diffusion", "self-diffusion in this box"},
    Meaning{"diffusive_window_begin", "shortest lag of the line for self-diffusion"},
    Meaning{"diffusive_window_end", "longest lag of the line for self-diffusion"},
    Meaning{"self_diffusion_green_kubo", "self-diffusion by the autocorrelation of velocities"},
    Meaning{"velocity_integration_limit", "upper limit of the integrals of velocities"},
    Meaning{"self_diffusion_infinite", "self-diffusion in an infinite box (Yeh and Hummer)"},
    Meaning{"time_to_move", "time to move by one length unit"},
    Meaning{"onsager_mass_mass", "Onsager coefficient {/:Italic L}_{11}"},
    Meaning{"onsager_mass_heat", "Onsager coefficient {/:Italic L}_{1q}"},
    Meaning{"onsager_heat_mass", "Onsager coefficient {/:Italic L}_{q1}"},
    Meaning{"onsager_heat_heat", "Onsager coefficient {/:Italic L}_{qq}"},
    Meaning{"onsager_integration_limit", "upper limit of the integrals of heat and mass fluxes"},
    Meaning{"onsager_mass_mass_cepstral", "Onsager coefficient {/:Italic L}_{11} by cepstral analysis"},
    Meaning{"onsager_sum_of_fluxes", "sum of mass and heat flux, each over its root of {/:Italic S}(0)"},
    Meaning{"onsager_difference_of_fluxes", "difference of mass and heat flux, each over its root of {/:Italic S}(0)"},
    Meaning{"onsager_mass_heat_cepstral",
            "Onsager coefficient ({/:Italic L}_{1q} + {/:Italic L}_{q1})/2 by cepstral analysis"},
    Meaning{"onsager_heat_heat_cepstral", "Onsager coefficient {/:Italic L}_{qq} by cepstral analysis"},
    Meaning{"onsager_asymmetry", "{/:Italic L}_{1q} − {/:Italic L}_{q1}, zero if all is well"},
    Meaning{"onsager_primed_mass_heat", "Onsager coefficient {/:Italic L}'_{1q}"},
    Meaning{"onsager_primed_heat_mass", "Onsager coefficient {/:Italic L}'_{q1}"},
    Meaning{"onsager_primed_heat_heat", "Onsager coefficient {/:Italic L}'_{qq}"},
    Meaning{"onsager_ratio", "{/:Italic L}'_{1q}/{/:Italic L}_{11}"},
    Meaning{"particle_number", "mean number of particles"},
    Meaning{"mole_fraction", "mole fraction"},
    Meaning{"chemical_potential_excess_by_insertion", "… by ghost insertions"},
    Meaning{"acceptance", "share of accepted moves"},
    Meaning{"autocorrelation_time", "autocorrelation time in attempted moves"},
    Meaning{"effective_samples", "independent samples"},
    Meaning{"soret_haase", "Soret coefficient by Haase's theory"},
    Meaning{"soret_kempers", "Soret coefficient by Kempers' theory"},
    Meaning{"soret_shukla_firoozabadi", "Soret coefficient by Shukla and Firoozabadi's theory"},
    Meaning{"soret_prigogine", "Soret coefficient by Prigogine's theory"},
    Meaning{"soret_artola_rousseau_galliero", "Soret coefficient by Artola, Rousseau and Galliéro's theory"}};

/// The real unit in which people expect a quantity; empty if there is none to offer.
std::string usual_real_unit(Dimension dimension)
{
  if (dimension == dimension::temperature) {
    return "K";
  }
  if (dimension == dimension::inverse_temperature) {
    return "K^-1";
  }
  if (dimension == dimension::pressure) {
    return "MPa";
  }
  if (dimension == dimension::time) {
    return "ps";
  }
  return dimension == dimension::number_density ? "nm^-3" : "";
}

std::string with_superscripts(const std::string& unit)
{
  return std::regex_replace(unit, std::regex{R"(\^(-?\d+))"}, "^{$1}");
}

}  // namespace

std::string unit_text(Dimension dimension)
{
  // A temperature is an energy over k_B.
  const std::array factors{std::pair{"ε", dimension.energy + dimension.temperature}, std::pair{"τ", dimension.time},
                           std::pair{"k_{B}", -dimension.temperature}, std::pair{"σ", dimension.length}};
  std::array<std::string, 2> parts;  // numerator, denominator
  std::array<int, 2> counts{};
  for (const auto& [symbol, power] : factors) {
    if (power != 0) {
      const std::size_t part = power > 0 ? 0 : 1;
      parts[part] += (parts[part].empty() ? "" : " ") + std::string(symbol) +
                     (std::abs(power) > 1 ? fmt::format("^{{{}}}", std::abs(power)) : "");
      ++counts[part];
    }
  }
  if (counts[1] == 0) {
    return parts[0];
  }
  return (parts[0].empty() ? "1" : parts[0]) + "/" + (counts[1] > 1 ? "(" + parts[1] + ")" : parts[1]);
}

std::string axis_label(const std::string& symbol, Dimension dimension)
{
  const std::string unit = unit_text(dimension);
  if (unit.empty()) {
    return symbol;
  }
  return symbol + " / " + (unit.find_first_of("/ ") == std::string::npos ? unit : "(" + unit + ")");
}

std::string with_unit(const Estimate& estimate, Dimension dimension)
{
  const std::string unit = unit_text(dimension);
  return to_string(estimate) + (unit.empty() ? "" : " " + unit);
}

std::string in_real_units(const Estimate& estimate, Dimension dimension, const Units& units)
{
  const std::string unit = usual_real_unit(dimension);
  if (!units.scales() || unit.empty()) {
    return "";
  }
  Estimate converted = estimate;
  converted.value = units.write(estimate.value, dimension, unit);
  converted.standard_error = units.write(estimate.standard_error, dimension, unit);
  return to_string(converted) + " " + with_superscripts(unit);
}

bool is_ideally_zero(const std::string& estimate_name)
{
  constexpr std::array<std::string_view, 5> names{"soret_halves_difference", "mass_flux", "heat_flux_mismatch",
                                                  "bath_imbalance", "energy_drift"};
  return std::ranges::find(names, estimate_name) != names.end();
}

std::string meaning(const std::string& estimate_name)
{
  const auto found = std::ranges::find(meanings, estimate_name, &Meaning::first);
  if (found != meanings.end()) {
    return std::string(found->second);
  }
  std::string words = estimate_name;
  std::ranges::replace(words, '_', ' ');
  return words;
}

}  // namespace soret
