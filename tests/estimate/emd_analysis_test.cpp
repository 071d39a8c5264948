#include "coverage.hpp"
#include "made_up_measurements.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/multiple_tau_integrals.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

using soret::EmdEstimates;
using soret::EmdMeasurements;
using soret::Estimate;

namespace {

/// What the analysis should find, from the laws themselves.
struct Truth {
  explicit Truth(const MadeUpMixture& mixture);

  double mass_mass, mass_heat, heat_heat;     ///< L_11, L_1q, L_qq
  double enthalpy_1, enthalpy_2;              ///< partial
  double enthalpy_difference;                 ///< h_1/m_1 - h_2/m_2
  double primed;                              ///< L'_1q
  double factor;                              ///< Gamma
  double soret, mutual, thermal, conduction;  ///< S_T, D_12, D_T, lambda
};

Truth::Truth(const MadeUpMixture& mixture)
{
  const auto& [m_1, m_2] = mixture.masses;
  const double x_1 = mixture.fraction();
  const double x_2 = 1.0 - x_1;
  const double t = mixture.temperature;
  const double volume = mixture.box_volume();
  const double of_mass = std::pow(mixture.mass_amplitude, 2) * autoregressive_integral(mixture.mass_memory);
  const double of_heat = std::pow(mixture.heat_amplitude, 2) * autoregressive_integral(mixture.heat_memory);
  mass_mass = of_mass / volume;
  mass_heat = mixture.coupling * of_mass / volume;
  heat_heat = (std::pow(mixture.coupling, 2) * of_mass + of_heat) / volume;
  // Z = x_1 z_1 + x_2 z_2 + w x_1 x_2 has the partial quantities z_1 + w x_2², z_2 + w x_1².
  const auto enthalpy = [&](std::size_t s, double other) {
    return mixture.energies[s] + mixture.mixing_energy * other * other +
           mixture.pressure * (mixture.volumes[s] + mixture.mixing_volume * other * other) + 1.5 * t;
  };
  enthalpy_1 = enthalpy(0, x_2);
  enthalpy_2 = enthalpy(1, x_1);
  enthalpy_difference = enthalpy_1 / m_1 - enthalpy_2 / m_2;
  primed = mass_heat - enthalpy_difference * mass_mass;
  factor = made_up::thermodynamic_factor(mixture);
  // J_1 = -L_11/T grad(mu_1/m_1 - mu_2/m_2) - L'_1q/T² grad T, with x_1 dmu_1 + x_2 dmu_2 = 0 and
  // dmu_1/dx_1 = T Gamma/x_1: what a gradient of x_1 and one of T drive.
  const double potential_slope = t * factor / x_1 * (1.0 / m_1 + x_1 / (x_2 * m_2));
  const double by_fraction = mass_mass / t * potential_slope;
  const double by_temperature = primed / (t * t);
  // At rest dx_1/dT = -x_1 x_2 S_T.
  soret = by_temperature / by_fraction / (x_1 * x_2);
  // J_1 = -rho D_12 grad w_1 - rho w_1 w_2 D_T grad T
  const double mean_mass = x_1 * m_1 + x_2 * m_2;
  const double rho = mixture.density * mean_mass;
  const double w_1 = x_1 * m_1 / mean_mass;
  mutual = by_fraction / (rho * m_1 * m_2 / (mean_mass * mean_mass));
  thermal = by_temperature / (rho * w_1 * (1.0 - w_1));
  conduction = of_heat / (volume * t * t);  // what the mass flux does not carry
}

const Estimate& get(const EmdEstimates& found, const std::string& name, const std::string& of = {})
{
  const Estimate* estimate = found.find(name, of);
  REQUIRE_MESSAGE(estimate != nullptr, name << " " << of);
  return *estimate;
}

/// Within three standard errors, which are small.
void check_found(const EmdEstimates& found, const std::string& name, const std::string& of, double expected)
{
  const Estimate& estimate = get(found, name, of);
  CAPTURE(name);
  CAPTURE(of);
  CAPTURE(estimate);
  CAPTURE(expected);
  CHECK(std::abs(estimate.standard_errors_from(expected)) < 3.0);
  CHECK(std::isfinite(estimate.standard_error));
  CHECK(std::abs(estimate.standard_error) < 0.2 * std::abs(expected));
}

/// Same value and error but for rounding.
void check_same(const Estimate& a, const Estimate& b, double sign = 1.0)
{
  CHECK(a.value == doctest::Approx(sign * b.value).epsilon(1e-9));
  CHECK(a.standard_error == doctest::Approx(b.standard_error).epsilon(1e-6));
}

soret::EmdAnalysis integrated_to(double limit)
{
  soret::EmdAnalysis settings;
  settings.integration_limit = soret::Duration{limit};
  return settings;
}

/// As names and species, "pressure" or "self_diffusion A".
std::set<std::string> names_of(const EmdEstimates& found)
{
  std::set<std::string> names;
  for (const soret::NamedEstimate& each : found.estimates) {
    names.insert(each.of.empty() ? each.name : each.name + " " + each.of);
  }
  return names;
}

std::set<std::string> without(std::set<std::string> names, const std::vector<std::string>& missing)
{
  for (const std::string& name : missing) {
    CHECK_MESSAGE(names.erase(name) == 1, name);
  }
  return names;
}

bool warns(const EmdEstimates& found, const std::string& text)
{
  return std::any_of(found.warnings.begin(), found.warnings.end(),
                     [&](const std::string& warning) { return warning.find(text) != std::string::npos; });
}

void negate(soret::CorrelationBlocks& correlations, std::size_t pair)
{
  for (soret::CorrelationBlock& block : correlations.blocks) {
    for (std::size_t lag = 0; lag < correlations.lags(); ++lag) {
      block.values[pair * correlations.lags() + lag] *= -1.0;
    }
  }
  const std::size_t frequencies = correlations.spectra.frequencies();
  for (std::size_t k = 0; k < frequencies; ++k) {
    correlations.spectra.values[pair * frequencies + k] *= -1.0;
  }
}

/// Exchanges the first and the last of three equal parts.
void swap_thirds(std::vector<double>& values)
{
  const auto third = static_cast<std::ptrdiff_t>(values.size() / 3);
  std::swap_ranges(values.begin(), values.begin() + third, values.begin() + 2 * third);
}

void swap_species(soret::DisplacementBlocks& displacements)
{
  std::reverse(displacements.shape.species_names.begin(), displacements.shape.species_names.end());
  std::reverse(displacements.shape.masses.begin(), displacements.shape.masses.end());
  std::reverse(displacements.shape.counts.begin(), displacements.shape.counts.end());
  for (soret::DisplacementBlock& block : displacements.blocks) {
    for (std::size_t lag = 0; lag < displacements.shape.lags(); ++lag) {
      for (std::size_t column = 0; column < soret::displacement_column::size; ++column) {
        std::swap(block.sums[displacements.shape.offset(lag, 0, column)],
                  block.sums[displacements.shape.offset(lag, 1, column)]);
      }
    }
  }
}

/// The same measurements with the first species called the second.
EmdMeasurements swapped(EmdMeasurements measured)
{
  std::reverse(measured.species_names.begin(), measured.species_names.end());
  std::reverse(measured.masses.begin(), measured.masses.end());
  for (soret::EquilibriumRun& run : measured.isobaric) {
    std::reverse(run.counts.begin(), run.counts.end());
  }
  std::swap(measured.isobaric[1], measured.isobaric[2]);  // less of one is more of the other
  std::reverse(measured.transport->counts.begin(), measured.transport->counts.end());
  negate(measured.transport->correlations, 1);  // the mass fluxes add up to zero
  negate(measured.transport->correlations, 2);
  swap_species(measured.transport->displacements);
  EmdMeasurements::Structure& structure = *measured.structure;
  std::reverse(structure.counts.begin(), structure.counts.end());
  std::reverse(structure.pairs.shape.species_names.begin(), structure.pairs.shape.species_names.end());
  std::reverse(structure.pairs.shape.particles.begin(), structure.pairs.shape.particles.end());
  for (soret::PairCountBlock& block : structure.pairs.blocks) {
    swap_thirds(block.counts);
  }
  std::reverse(structure.modes->shape.species_names.begin(), structure.modes->shape.species_names.end());
  std::reverse(structure.modes->shape.particles.begin(), structure.modes->shape.particles.end());
  for (soret::StructureFactorBlock& block : structure.modes->blocks) {
    swap_thirds(block.sums);
  }
  return measured;
}

/// <Q Q>, <Q M>, <M Q>, <M M> (pairs 0 to 3) of Q + carried × M.
template <class Number>
void carry(std::vector<Number>& values, std::size_t stride, double carried)
{
  for (std::size_t k = 0; k < stride; ++k) {
    const Number mass = values[3 * stride + k];
    values[k] += carried * (values[stride + k] + values[2 * stride + k]) + carried * carried * mass;
    values[stride + k] += carried * mass;
    values[2 * stride + k] += carried * mass;
  }
}

/// Every particle of a species has that much more energy, and carries it: sum_k c_k M_k/m_k with M_2 = -M_1.
EmdMeasurements with_more_energy(EmdMeasurements measured, double of_first, double of_second)
{
  const auto lift = [&](soret::EquilibriumRun& run) {
    for (soret::ThermodynamicRow& row : run.series.front()) {
      row.potential_energy +=
          of_first * static_cast<double>(run.counts[0]) + of_second * static_cast<double>(run.counts[1]);
    }
  };
  std::for_each(measured.isobaric.begin(), measured.isobaric.end(), lift);
  lift(*measured.transport);
  lift(*measured.structure);
  soret::CorrelationBlocks& correlations = measured.transport->correlations;
  const double carried = of_first / measured.masses[0] - of_second / measured.masses[1];
  for (soret::CorrelationBlock& block : correlations.blocks) {
    carry(block.values, correlations.lags(), carried);
  }
  carry(correlations.spectra.values, correlations.spectra.frequencies(), carried);
  return measured;
}

const std::vector<std::string> of_all_stages{"soret_coefficient A", "soret_coefficient B",
                                             "soret_coefficient_from_modes A", "soret_coefficient_from_modes B"};
const std::vector<std::string> of_transport_and_composition{"thermal_diffusion A",
                                                            "onsager_primed_mass_heat",
                                                            "onsager_primed_heat_mass",
                                                            "onsager_primed_heat_heat",
                                                            "onsager_ratio",
                                                            "thermal_conductivity_primed_coupling",
                                                            "soret_coefficient_times_thermodynamic_factor A",
                                                            "soret_coefficient_times_thermodynamic_factor B"};
const std::vector<std::string> of_transport_and_structure{"mutual_diffusion", "mutual_diffusion_infinite",
                                                          "mutual_diffusion_from_modes",
                                                          "mutual_diffusion_from_displacements", "interdiffusion"};
const std::vector<std::string> of_modes{
    "soret_coefficient_from_modes A",  "soret_coefficient_from_modes B", "mutual_diffusion_from_modes",
    "thermodynamic_factor_from_modes", "concentration_structure_factor", "interdiffusion",
    "kirkwood_buff_from_modes A-A",    "kirkwood_buff_from_modes A-B",   "kirkwood_buff_from_modes B-B",
    "concentration_window_end",        "structure_factor_window_end"};
const std::vector<std::string> of_composition{
    "partial_enthalpy A", "partial_enthalpy B",           "partial_energy A", "partial_energy B", "partial_volume A",
    "partial_volume B",   "specific_enthalpy_difference", "soret_haase A",    "soret_kempers A"};
const std::vector<std::string> of_transport{"temperature_of_transport",
                                            "pressure_of_transport",
                                            "box_length_of_transport",
                                            "shear_viscosity",
                                            "shear_viscosity_cepstral",
                                            "thermal_conductivity",
                                            "onsager_mass_mass",
                                            "thermal_conductivity_cepstral",
                                            "thermal_conductivity_coupling",
                                            "onsager_mass_heat",
                                            "onsager_heat_mass",
                                            "onsager_heat_heat",
                                            "onsager_asymmetry",
                                            "onsager_mass_mass_cepstral",
                                            "onsager_mass_heat_cepstral",
                                            "onsager_heat_heat_cepstral",
                                            "onsager_integration_limit",
                                            "stress_integration_limit",
                                            "diffusive_window_begin A",
                                            "diffusive_window_begin B",
                                            "diffusive_window_end A",
                                            "diffusive_window_end B",
                                            "self_diffusion A",
                                            "self_diffusion B",
                                            "self_diffusion_infinite A",
                                            "self_diffusion_infinite B",
                                            "mutual_diffusion_kinetic",
                                            "mutual_diffusion_kinetic_from_displacements",
                                            "time_to_move A",
                                            "time_to_move B"};
const std::vector<std::string> of_structure{"kirkwood_buff A-A",
                                            "box_length_of_structure",
                                            "kirkwood_buff A-B",
                                            "kirkwood_buff B-B",
                                            "kirkwood_buff_window_begin",
                                            "kirkwood_buff_window_end",
                                            "concentration_window_end",
                                            "structure_factor_window_end",
                                            "thermodynamic_factor",
                                            "thermodynamic_factor_first_order",
                                            "thermodynamic_factor_excess",
                                            "coordination_radius A-A",
                                            "coordination_radius A-B",
                                            "coordination_radius B-A",
                                            "coordination_radius B-B",
                                            "coordination_number A-A",
                                            "coordination_number A-B",
                                            "coordination_number B-A",
                                            "coordination_number B-B",
                                            "excess_coordination_number A-A",
                                            "excess_coordination_number A-B",
                                            "excess_coordination_number B-A",
                                            "excess_coordination_number B-B",
                                            "kirkwood_buff_from_modes A-A",
                                            "kirkwood_buff_from_modes A-B",
                                            "kirkwood_buff_from_modes B-B",
                                            "excess_coordination_part A-A",
                                            "excess_coordination_part A-B",
                                            "excess_coordination_part B-B",
                                            "reduced_compressibility",
                                            "isothermal_compressibility_from_structure",
                                            "thermodynamic_factor_from_modes",
                                            "concentration_structure_factor",
                                            "soret_haase A",
                                            "soret_kempers A"};

std::vector<std::string> both(std::vector<std::string> a, const std::vector<std::string>& b)
{
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

TEST_CASE("what was put into the stages of an equilibrium run comes out")
{
  const MadeUpMixture mixture;
  const Truth truth{mixture};
  const EmdEstimates found = analyse_emd(made_up::measurements(mixture, 11), {});
  for (const std::string& warning : found.warnings) {  // g of A and B is highest at the rim of the hard core
    CHECK_MESSAGE(warning.find("spheres of radius 0.5, which do not hold the first shell") != std::string::npos,
                  warning);
  }
  CHECK(found.estimates.front().name == "soret_coefficient");
  for (const char* suffix : {"", "_from_modes"}) {
    check_found(found, std::string{"soret_coefficient"} + suffix, "A", truth.soret);
    check_found(found, std::string{"soret_coefficient"} + suffix, "B", -truth.soret);
    check_found(found, std::string{"mutual_diffusion"} + suffix, {}, truth.mutual);
    check_found(found, std::string{"thermodynamic_factor"} + suffix, {}, truth.factor);
  }
  check_found(found, "mutual_diffusion_from_displacements", {}, truth.mutual);
  check_found(found, "interdiffusion", {}, truth.mutual);
  check_found(found, "mutual_diffusion_kinetic", {}, truth.mutual / truth.factor);
  check_found(found, "mutual_diffusion_kinetic_from_displacements", {}, truth.mutual / truth.factor);
  check_found(found, "thermal_diffusion", "A", truth.thermal);
  check_found(found, "onsager_primed_mass_heat", {}, truth.primed);
  check_found(found, "onsager_primed_heat_mass", {}, truth.primed);
  check_found(found, "onsager_ratio", {}, truth.primed / truth.mass_mass);
  check_found(found, "onsager_primed_heat_heat", {},
              truth.heat_heat - 2.0 * truth.mass_heat * truth.enthalpy_difference +
                  truth.mass_mass * std::pow(truth.enthalpy_difference, 2));
  check_found(found, "thermal_conductivity_primed_coupling", {},
              -truth.primed * truth.primed / (truth.mass_mass * std::pow(mixture.temperature, 2)));
  check_found(found, "thermal_conductivity", {}, truth.conduction);
  check_found(found, "thermal_conductivity_cepstral", {}, truth.conduction);
  check_found(found, "thermal_conductivity_coupling", {},
              -truth.mass_heat * truth.mass_heat / (truth.mass_mass * std::pow(mixture.temperature, 2)));
  check_found(found, "onsager_mass_mass", {}, truth.mass_mass);
  check_found(found, "onsager_mass_heat", {}, truth.mass_heat);
  check_found(found, "onsager_heat_mass", {}, truth.mass_heat);
  check_found(found, "onsager_heat_heat", {}, truth.heat_heat);
  check_found(found, "onsager_mass_mass_cepstral", {}, truth.mass_mass);
  check_found(found, "onsager_mass_heat_cepstral", {}, truth.mass_heat);
  check_found(found, "onsager_heat_heat_cepstral", {}, truth.heat_heat);
  check_found(found, "specific_enthalpy_difference", {}, truth.enthalpy_difference);
  check_found(found, "partial_enthalpy", "A", truth.enthalpy_1);
  check_found(found, "partial_enthalpy", "B", truth.enthalpy_2);
  const double viscosity = std::pow(mixture.stress_amplitude, 2) * autoregressive_integral(mixture.stress_memory) /
                           (mixture.box_volume() * mixture.temperature);
  check_found(found, "shear_viscosity", {}, viscosity);
  check_found(found, "self_diffusion", "A", mixture.self_diffusion[0]);
  check_found(found, "self_diffusion", "B", mixture.self_diffusion[1]);
  check_found(found, "time_to_move", "B", 1.0 / (6.0 * mixture.self_diffusion[1]));
  check_found(found, "mean_temperature", {}, mixture.temperature);
  check_found(found, "pressure", {}, mixture.pressure);
  for (const auto& [pair, amplitude] :
       {std::pair{"A-A", mixture.amplitudes[0]}, {"A-B", mixture.amplitudes[1]}, {"B-B", mixture.amplitudes[2]}}) {
    const Estimate& integral = get(found, "kirkwood_buff", pair);
    CHECK(std::abs(integral.standard_errors_from(amplitude * made_up::pair_shape_integral())) < 3.0);
    CHECK(integral.standard_error < 0.3);
  }
}

TEST_CASE("excess coordination numbers are densities times integrals; those of structure factors make their own factor")
{
  const MadeUpMixture mixture;
  const EmdMeasurements measured = made_up::measurements(mixture, 11);
  const EmdEstimates found = analyse_emd(measured, {});
  const soret::PairDistributionShape& shape = measured.structure->pairs.shape;
  const double density_a = static_cast<double>(shape.particles[0]) / shape.volume;
  const double density_b = static_cast<double>(shape.particles[1]) / shape.volume;
  const double unlike = get(found, "kirkwood_buff", "A-B").value;
  CHECK(get(found, "excess_coordination_number", "A-B").value == doctest::Approx(density_b * unlike).epsilon(1e-12));
  CHECK(get(found, "excess_coordination_number", "B-A").value == doctest::Approx(density_a * unlike).epsilon(1e-12));
  const auto from_modes = [&](const char* pair) { return get(found, "kirkwood_buff_from_modes", pair).value; };
  const double f = density_a * density_b / (density_a + density_b) *
                   (from_modes("A-A") + from_modes("B-B") - 2.0 * from_modes("A-B"));
  const Estimate& factor = get(found, "thermodynamic_factor_from_modes");
  CHECK(std::abs(1.0 / (1.0 + f) - factor.value) < factor.standard_error);
}

TEST_CASE("without constant pressure the enthalpy has the errors of pressure and temperature, which were measured")
{
  EmdMeasurements measured = made_up::measurements({}, 11);
  measured.isobaric.clear();
  const EmdEstimates found = analyse_emd(measured, {});
  const Estimate& enthalpy = get(found, "enthalpy");
  const Estimate& pressure = get(found, "pressure");
  const double volume = 1.0 / get(found, "density").value;
  CHECK(enthalpy.value == doctest::Approx(get(found, "potential_energy").value + pressure.value * volume +
                                          1.5 * get(found, "mean_temperature").value)
                              .epsilon(1e-9));
  CHECK(enthalpy.standard_error > 0.5 * pressure.standard_error * volume);
}

TEST_CASE("theories have the errors of what they are given")
{
  const EmdMeasurements measured = made_up::measurements({}, 11);
  soret::EmdAnalysis settings;
  settings.flow_ratios = std::array{Estimate{3.3, 0.0}, Estimate{3.8, 0.0}};
  settings.activation_energies = std::array{Estimate{2.1, 0.0}, Estimate{2.3, 0.0}};
  const EmdEstimates exact = analyse_emd(measured, settings);
  CHECK(get(exact, "soret_prigogine", "A").standard_error == 0.0);
  settings.flow_ratios = std::array{Estimate{3.3, 0.1}, Estimate{3.8, 0.1}};
  settings.activation_energies = std::array{Estimate{2.1, 0.02}, Estimate{2.3, 0.02}};
  const EmdEstimates uncertain = analyse_emd(measured, settings);
  for (const char* name : {"soret_shukla_firoozabadi", "soret_prigogine", "soret_artola_rousseau_galliero"}) {
    CHECK(get(uncertain, name, "A").value == get(exact, name, "A").value);
    CHECK(get(uncertain, name, "A").standard_error > get(exact, name, "A").standard_error);
  }
  // Prigogine: (E_1 - E_2)/T² up to sign, so that both errors enter alike.
  const double expected = std::sqrt(2.0) * 0.02 / std::pow(MadeUpMixture{}.temperature, 2);
  CHECK(get(uncertain, "soret_prigogine", "A").standard_error == doctest::Approx(expected).epsilon(1e-6));
}

TEST_CASE("theories are fed with the partial quantities that were put in")
{
  const MadeUpMixture mixture;
  const Truth truth{mixture};
  const double x_1 = mixture.fraction();
  const double x_2 = 1.0 - x_1;
  const auto& [m_1, m_2] = mixture.masses;
  const double t = mixture.temperature;
  const auto partial = [](const std::array<double, 2>& pure, double mixing, std::size_t s, double other) {
    return pure[s] + mixing * other * other;
  };
  const double u_1 = partial(mixture.energies, mixture.mixing_energy, 0, x_2);
  const double u_2 = partial(mixture.energies, mixture.mixing_energy, 1, x_1);
  const double v_1 = partial(mixture.volumes, mixture.mixing_volume, 0, x_2);
  const double v_2 = partial(mixture.volumes, mixture.mixing_volume, 1, x_1);
  const double residual_1 = truth.enthalpy_1 - 2.5 * t;  // beyond the ideal gas
  const double residual_2 = truth.enthalpy_2 - 2.5 * t;
  soret::EmdAnalysis settings;
  settings.flow_ratios = std::array{Estimate{3.3, 0.0}, Estimate{3.8, 0.0}};
  const EmdEstimates found = analyse_emd(made_up::measurements(mixture, 12), settings);
  const double per_factor = t * t * truth.factor;
  const double haase = (m_1 * residual_2 - m_2 * residual_1) / (x_1 * m_1 + x_2 * m_2);
  const double kempers = (v_1 * residual_2 - v_2 * residual_1) / (x_1 * v_1 + x_2 * v_2);
  const double w_1 = u_1 / 3.3;
  const double w_2 = u_2 / 3.8;
  const double flow = w_1 - w_2 + (v_2 - v_1) * (x_1 * w_1 + x_2 * w_2) / (x_1 * v_1 + x_2 * v_2);
  check_found(found, "soret_haase", "A", haase / per_factor);
  check_found(found, "soret_kempers", "A", kempers / per_factor);
  check_found(found, "soret_shukla_firoozabadi", "A", -flow / per_factor);
}

TEST_CASE("the Soret coefficient times the thermodynamic factor needs no thermodynamic factor")
{
  const MadeUpMixture mixture;
  const Truth truth{mixture};
  EmdMeasurements measured = made_up::measurements(mixture, 19);
  const EmdEstimates found = analyse_emd(measured, {});
  const char* name = "soret_coefficient_times_thermodynamic_factor";
  check_found(found, name, "A", truth.soret * truth.factor);
  check_found(found, name, "B", -truth.soret * truth.factor);
  const Estimate& product = get(found, name, "A");
  for (const std::string suffix : {"", "_from_modes"}) {
    const Estimate& soret = get(found, "soret_coefficient" + suffix, "A");
    const Estimate& factor = get(found, "thermodynamic_factor" + suffix);
    CHECK(soret.value * factor.value == doctest::Approx(product.value).epsilon(1e-12));
    CHECK(soret.relative_error() ==
          doctest::Approx(std::hypot(product.relative_error(), factor.relative_error())).epsilon(1e-3));
  }
  measured.structure.reset();
  check_same(get(analyse_emd(measured, {}), name, "A"), product);
}

TEST_CASE("errors of the Soret coefficient, thermal diffusion and heat conduction cover the truth" *
          doctest::skip(under_sanitizers))
{
  const MadeUpMixture mixture;
  const Truth truth{mixture};
  Coverage soret{truth.soret};
  Coverage from_modes{truth.soret};
  Coverage thermal{truth.thermal};
  Coverage conduction{truth.conduction};
  constexpr std::uint64_t runs = 300;
  for (std::uint64_t run = 0; run < runs; ++run) {
    const EmdEstimates found = analyse_emd(made_up::measurements(mixture, 1000 + run), {});
    soret.add(get(found, "soret_coefficient", "A"));
    from_modes.add(get(found, "soret_coefficient_from_modes", "A"));
    thermal.add(get(found, "thermal_diffusion", "A"));
    conduction.add(get(found, "thermal_conductivity"));
  }
  soret.check("soret_coefficient");
  from_modes.check("soret_coefficient_from_modes");
  thermal.check("thermal_diffusion");
  conduction.check("thermal_conductivity");
}

TEST_CASE("the errors of all three stages are in that of the Soret coefficient")
{
  const auto error = [](const MadeUpMixture& mixture) {
    return get(analyse_emd(made_up::measurements(mixture, 12), {}), "soret_coefficient", "A").standard_error;
  };
  const MadeUpMixture mixture;  // in which no stage's part is lost among the others
  MadeUpMixture exact_energy = mixture;
  exact_energy.energy_noise = exact_energy.volume_noise = 0.0;
  MadeUpMixture exact_pairs = mixture;
  exact_pairs.pair_noise = 0.0;
  MadeUpMixture longer = mixture;
  longer.samples *= 8;
  const double all = error(mixture);
  CHECK(error(exact_energy) < 0.95 * all);
  CHECK(error(exact_pairs) < 0.95 * all);
  CHECK(error(longer) < 0.95 * all);
}

TEST_CASE("the names of the species do not matter")
{
  const EmdMeasurements measured = made_up::measurements({}, 13);
  const EmdEstimates found = analyse_emd(measured, {});
  const EmdEstimates other = analyse_emd(swapped(measured), {});
  for (const char* name :
       {"soret_coefficient", "soret_coefficient_from_modes", "soret_coefficient_times_thermodynamic_factor"}) {
    check_same(get(other, name, "A"), get(found, name, "A"));
    check_same(get(other, name, "B"), get(found, name, "A"), -1.0);
    CHECK(get(found, name, "B").value == -get(found, name, "A").value);
  }
  check_same(get(other, "thermal_diffusion", "B"), get(found, "thermal_diffusion", "A"), -1.0);
  check_same(get(other, "specific_enthalpy_difference"), get(found, "specific_enthalpy_difference"), -1.0);
  for (const char* name :
       {"onsager_mass_heat", "onsager_heat_mass", "onsager_asymmetry", "onsager_primed_mass_heat", "onsager_ratio"}) {
    check_same(get(other, name), get(found, name), -1.0);
  }
  for (const char* name : {"thermal_conductivity", "thermal_conductivity_cepstral", "mutual_diffusion",
                           "mutual_diffusion_from_displacements", "thermodynamic_factor", "onsager_mass_mass",
                           "onsager_heat_heat", "reduced_compressibility", "enthalpy"}) {
    check_same(get(other, name), get(found, name));
  }
  for (const char* name : {"partial_enthalpy", "partial_volume", "self_diffusion", "time_to_move"}) {
    check_same(get(other, name, "A"), get(found, name, "A"));
    check_same(get(other, name, "B"), get(found, name, "B"));
  }
}

TEST_CASE("the zero of energy does not matter, for all species or for each")
{
  const EmdMeasurements measured = made_up::measurements({}, 14);
  const soret::EmdAnalysis settings = integrated_to(20.0);
  const EmdEstimates found = analyse_emd(measured, settings);
  for (const auto& [of_first, of_second] : {std::pair{7.0, 7.0}, {1.5, -2.5}}) {
    CAPTURE(of_first);
    const EmdEstimates other = analyse_emd(with_more_energy(measured, of_first, of_second), settings);
    const double carried = of_first / 1.0 - of_second / 2.5;
    // Heat fluxes and enthalpies do change,
    CHECK(get(other, "onsager_mass_heat").value ==
          doctest::Approx(get(found, "onsager_mass_heat").value + carried * get(found, "onsager_mass_mass").value));
    CHECK(get(other, "specific_enthalpy_difference").value ==
          doctest::Approx(get(found, "specific_enthalpy_difference").value + carried));
    CHECK(get(other, "partial_enthalpy", "B").value ==
          doctest::Approx(get(found, "partial_enthalpy", "B").value + of_second));
    // but not what can be measured.
    check_same(get(other, "soret_coefficient", "A"), get(found, "soret_coefficient", "A"));
    check_same(get(other, "soret_coefficient", "B"), get(found, "soret_coefficient", "B"));
    check_same(get(other, "thermal_diffusion", "A"), get(found, "thermal_diffusion", "A"));
    check_same(get(other, "mutual_diffusion"), get(found, "mutual_diffusion"));
    check_same(get(other, "onsager_primed_mass_heat"), get(found, "onsager_primed_mass_heat"));
    check_same(get(other, "thermal_conductivity"), get(found, "thermal_conductivity"));
    check_same(get(other, "thermal_conductivity_cepstral"), get(found, "thermal_conductivity_cepstral"));
  }
}

TEST_CASE("stages that were not made leave out what needs them, and nothing else")
{
  const EmdMeasurements measured = made_up::measurements({}, 15);
  const EmdEstimates whole = analyse_emd(measured, {});
  const std::set<std::string> all = names_of(whole);
  const auto check_left = [&](const EmdMeasurements& part, const std::vector<std::string>& missing) {
    const EmdEstimates found = analyse_emd(part, {});
    CHECK(names_of(found) == without(all, missing));
    CHECK(found.warnings.size() <= whole.warnings.size());
    for (const soret::NamedEstimate& each : found.estimates) {
      CAPTURE(each.name);
      check_same(each.estimate, get(whole, each.name, each.of));
    }
  };
  EmdMeasurements part = measured;
  part.transport.reset();
  check_left(part,
             both(both(of_all_stages, of_transport_and_structure), both(of_transport_and_composition, of_transport)));
  part = measured;
  part.structure.reset();
  check_left(part, both(both(of_all_stages, of_transport_and_structure), of_structure));
  part = measured;
  part.structure->modes.reset();
  check_left(part, of_modes);
  part = measured;
  part.isobaric.resize(1);
  const EmdEstimates without_step = analyse_emd(part, {});
  CHECK(names_of(without_step) ==
        without(all, both(of_all_stages, both(of_transport_and_composition, of_composition))));
  CHECK(std::ranges::any_of(without_step.warnings, [](const std::string& warning) {
    return warning.starts_with("no Soret coefficient: partial enthalpies need runs at two neighbouring compositions");
  }));
  part = measured;
  part.isobaric.clear();
  const EmdEstimates found = analyse_emd(part, {});
  CHECK(names_of(found) == without(all, both(of_all_stages, both(of_transport_and_composition, of_composition))));
  CHECK(get(found, "density").value == doctest::Approx(0.6));  // that of the transport stage
  part = {};
  CHECK(analyse_emd(part, {}).estimates.empty());
}

TEST_CASE("stages that are too short become warnings, and the rest is analysed")
{
  const EmdMeasurements measured = made_up::measurements({}, 16);
  const std::set<std::string> all = names_of(analyse_emd(measured, {}));
  const auto with_blocks = [&](std::size_t count) {
    EmdMeasurements few = measured;
    few.transport->correlations.blocks.resize(count);
    few.transport->correlations.replica.resize(count);
    return few;
  };
  EmdMeasurements part = measured;
  part.structure->pairs.blocks.clear();
  part.structure->pairs.replica.clear();
  EmdEstimates found = analyse_emd(part, {});
  CHECK(warns(found, "no Kirkwood-Buff integrals: "));
  CHECK(found.find("soret_coefficient", "A") == nullptr);
  CHECK(found.find("soret_coefficient_from_modes", "A") != nullptr);
  CHECK(found.find("thermal_conductivity") != nullptr);
  found = analyse_emd(with_blocks(1), {});
  CHECK(warns(found, "the integral of the stress correlation does not settle"));
  CHECK(warns(found, "the integral of the heat and mass flux correlation does not settle"));
  CHECK(std::isinf(get(found, "soret_coefficient", "A").standard_error));
  CHECK(names_of(found) == all);
  part = measured;
  for (soret::DisplacementBlock& block : part.transport->displacements.blocks) {  // A needs 3.3 to move, B 8.3
    std::fill(block.origins.begin() + 4, block.origins.end(), 0.0);
  }
  found = analyse_emd(part, {});
  CHECK(warns(found, "no diffusion coefficient of B: "));
  CHECK(names_of(found) ==
        without(all, {"self_diffusion A", "self_diffusion_infinite A", "self_diffusion B", "self_diffusion_infinite B",
                      "time_to_move B", "mutual_diffusion_from_displacements", "interdiffusion",
                      "mutual_diffusion_kinetic_from_displacements", "diffusive_window_begin A",
                      "diffusive_window_begin B", "diffusive_window_end A", "diffusive_window_end B"}));
  part = measured;
  for (soret::DisplacementBlock& block : part.transport->displacements.blocks) {
    block.origins.back() = 0.0;  // of the longest lag, 64
  }
  soret::EmdAnalysis from_four;
  from_four.diffusive_time = soret::Duration{4.0};
  found = analyse_emd(part, from_four);
  CHECK(get(found, "diffusive_window_begin", "B").value == 4.0);
  CHECK(get(found, "diffusive_window_end", "B").value == 32.0);
  found = analyse_emd(with_blocks(3), {});
  CHECK(warns(found, "fewer than five independent blocks stand behind the errors of "));
  CHECK(warns(found, "shear_viscosity"));
  CHECK_FALSE(warns(analyse_emd(measured, {}), "shear_viscosity"));
  part = measured;
  part.structure->sample_spacing = 1.0;
  CHECK_FALSE(warns(analyse_emd(part, {}), "how slowly the composition relaxes is not known"));
  part.transport.reset();
  CHECK(warns(analyse_emd(part, {}), "how slowly the composition relaxes is not known"));
  part = measured;
  part.transport->correlations.spectra.segments = 0;
  found = analyse_emd(part, {});
  CHECK(warns(found, "no estimates by cepstral analysis beside the integrals"));
  CHECK(names_of(found) ==
        without(all, {"thermal_conductivity_cepstral", "shear_viscosity_cepstral", "onsager_mass_mass_cepstral",
                      "onsager_mass_heat_cepstral", "onsager_heat_heat_cepstral"}));
  part = measured;
  part.isobaric[2].series.front().resize(1);
  CHECK_THROWS_AS(analyse_emd(part, {}), soret::RunTimeFailure);
}

TEST_CASE("what to distrust about a run is said")
{
  const EmdMeasurements measured = made_up::measurements({}, 17);
  EmdEstimates found = analyse_emd(measured, integrated_to(41.0));  // longest lag 40
  CHECK(warns(found, "no viscosity: "));
  CHECK(warns(found, "no Onsager coefficients: "));
  CHECK(warns(found, "no Soret coefficient: "));
  CHECK(found.find("self_diffusion", "A") != nullptr);
  CHECK(found.find("thermodynamic_factor") != nullptr);
  MadeUpMixture slow;
  slow.mass_memory = 0.99;
  found = analyse_emd(made_up::measurements(slow, 17), {});
  CHECK(warns(found, "heat and mass flux correlation does not settle"));
  EmdMeasurements part = measured;
  part.temperature = soret::Temperature{1.21};
  CHECK(warns(analyse_emd(part, {}), "the mean temperature of the stage transport is "));
  part = measured;
  for (soret::CorrelationBlock& block : part.transport->correlations.blocks) {
    block.values[1 * part.transport->correlations.lags()] += 10.0;  // <Q M> without <M Q>
  }
  CHECK(warns(analyse_emd(part, {}), "disagree"));
  CHECK_FALSE(warns(analyse_emd(measured, {}), "disagree"));
}

namespace {

/// What a multiple-tau correlator would have made of the same samples.
soret::MultipleTauBlocks at_doubling_lags(const soret::CorrelationBlocks& exact)
{
  soret::MultipleTauBlocks doubling{exact.quantities, exact.lag_spacing, {8, 3}, {}, exact.replica};
  for (std::size_t k = 0; k < exact.blocks.size(); ++k) {
    const double origins = exact.blocks[k].origins;
    soret::MultipleTauBlock block{{origins, origins / 2.0, origins / 4.0}, {}};
    for (std::size_t pair = 0; pair < exact.quantities.pairs.size(); ++pair) {
      const std::vector<double> values = coarse_correlation(exact.correlation(k, pair), doubling.lags);
      block.values.insert(block.values.end(), values.begin(), values.end());
    }
    doubling.blocks.push_back(std::move(block));
  }
  return doubling;
}

}  // namespace

TEST_CASE("correlations at doubling lags warn of other integrals, and of what comes after the limit")
{
  EmdMeasurements measured = made_up::measurements({}, 17);
  const soret::EmdAnalysis limited = integrated_to(20.0);
  const std::vector<std::string> before = analyse_emd(measured, limited).warnings;
  const soret::MultipleTauBlocks same = at_doubling_lags(measured.transport->correlations);
  REQUIRE(same.usable_lags() == 16);  // up to 28
  measured.transport->long_correlations = same;
  CHECK(analyse_emd(measured, limited).warnings == before);
  const std::size_t stress = same.quantities.pair(soret::flux::stress, soret::flux::stress);
  for (soret::MultipleTauBlock& block : measured.transport->long_correlations->blocks) {
    block.values[stress * same.lags.size()] *= 2.0;  // at lag zero
  }
  EmdEstimates found = analyse_emd(measured, limited);
  CHECK(warns(found, "the two forms of the integral of stress with stress disagree: up to 20 by"));
  CHECK(found.warnings.size() == before.size() + 1);
  measured.transport->long_correlations = same;
  const std::size_t coupling = same.quantities.pair(soret::flux::heat, soret::flux::mass(0));
  for (soret::MultipleTauBlock& block : measured.transport->long_correlations->blocks) {
    block.values[(coupling + 1) * same.lags.size() - 1] += 100.0;  // at the last lag
  }
  found = analyse_emd(measured, limited);
  CHECK(warns(found, "the integral of heat flux with mass flux of A goes on after its limit 20: up to 28 it gains"));
  CHECK(found.warnings.size() == before.size() + 1);
  measured.transport->long_correlations->blocks.clear();
  measured.transport->long_correlations->replica.clear();
  CHECK(analyse_emd(measured, limited).warnings == before);
}
