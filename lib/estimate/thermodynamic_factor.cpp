#include <soret/estimate/thermodynamic_factor.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

namespace soret {

BinarySolution<double> binary_solution(const BinaryIntegrals& integrals, NumberDensity density, double mole_fraction_1)
{
  if (!(mole_fraction_1 >= 0.0 && mole_fraction_1 <= 1.0) || !(density.value() > 0.0)) {
    throw InputError(fmt::format("a solution of mole fraction {} and density {} is refused: 0..1 and > 0 are needed",
                                 mole_fraction_1, density.value()));
  }
  const double x_1 = mole_fraction_1;
  const double x_2 = 1.0 - x_1;
  const double rho_1 = x_1 * density.value();
  const double rho_2 = x_2 * density.value();
  const auto& [g_11, g_22, g_12] = integrals;
  BinarySolution<double> solution;
  solution.f_11 = x_2 * rho_1 * g_11;
  solution.f_22 = x_1 * rho_2 * g_22;
  solution.f_12 = -2.0 * x_1 * rho_2 * g_12;
  const double f = x_1 * rho_2 * (g_11 + g_22 - 2.0 * g_12);
  if (!(1.0 + f > 0.0)) {
    throw RunTimeFailure(fmt::format(
        "G_11, G_22, G_12 = {:.4g}, {:.4g}, {:.4g} are not those of a stable solution, since 1 + f = {:.4g}", g_11,
        g_22, g_12, 1.0 + f));
  }
  solution.f = f;
  solution.thermodynamic_factor = 1.0 / (1.0 + f);
  solution.excess_factor = -f / (1.0 + f);
  solution.first_order_factor = 1.0 - f;
  const double eta = density.value() * (1.0 + f);
  solution.partial_volume_1 = (1.0 + rho_2 * (g_22 - g_12)) / eta;
  solution.partial_volume_2 = (1.0 + rho_1 * (g_11 - g_12)) / eta;
  solution.reduced_compressibility =
      (1.0 + rho_1 * g_11 + rho_2 * g_22 + rho_1 * rho_2 * (g_11 * g_22 - g_12 * g_12)) / (1.0 + f);
  return solution;
}

Estimate chemical_potential_slope(const Estimate& thermodynamic_factor, Temperature temperature, double mole_fraction_1)
{
  if (!(mole_fraction_1 > 0.0 && mole_fraction_1 <= 1.0)) {
    throw InputError(fmt::format("d mu/d x at mole fraction {} is refused: 0 < x <= 1 is needed", mole_fraction_1));
  }
  const double scale = temperature.value() / mole_fraction_1;
  return {scale * thermodynamic_factor.value, scale * thermodynamic_factor.standard_error,
          thermodynamic_factor.degrees_of_freedom};
}

}  // namespace soret
