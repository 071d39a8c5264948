/// Thermodynamics from number fluctuations: ideal gas, identities, and the formulas for two species.
#include <soret/core/error.hpp>
#include <soret/estimate/number_fluctuations.hpp>
#include <soret/estimate/thermodynamic_factor.hpp>

#include <doctest/doctest.h>

using namespace soret;
using doctest::Approx;

namespace {

OpenMoments three_species()
{
  return {.volume = 900.0,
          .numbers = {120.0, 250.0, 330.0},
          .number_covariance = {90.0, -20.0, -31.0, -20.0, 140.0, -75.0, -31.0, -75.0, 160.0},
          .energy = -3100.0,
          .energy_covariance = {-410.0, -230.0, -270.0}};
}

}  // namespace

TEST_CASE("numbers of an ideal gas are independent and of Poisson's distribution")
{
  const OpenMoments ideal{.volume = 70.0,
                          .numbers = {12.0, 5.0},
                          .number_covariance = {12.0, 0.0, 0.0, 5.0},
                          .energy = 0.0,
                          .energy_covariance = {0.0, 0.0}};
  for (std::size_t i = 0; i < 2; ++i) {
    for (std::size_t j = 0; j < 2; ++j) {
      CHECK(kirkwood_buff_integral(ideal, i, j) == Approx(0.0).scale(70.0));
    }
  }
  const OpenPartials partial = open_partials(ideal);
  CHECK(partial.reduced_compressibility == Approx(1.0));
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(partial.volumes[i] == Approx(70.0 / 17.0));
    CHECK(partial.energies[i] == Approx(0.0));
  }
}

TEST_CASE("the integral of a pair by hand")
{
  const OpenMoments moments = three_species();
  CHECK(kirkwood_buff_integral(moments, 0, 0) == Approx(900.0 * (90.0 / (120.0 * 120.0) - 1.0 / 120.0)));
  CHECK(kirkwood_buff_integral(moments, 1, 2) == Approx(900.0 * -75.0 / (250.0 * 330.0)));
}

TEST_CASE("partial quantities add up to the whole")
{
  const OpenMoments moments = three_species();
  const OpenPartials partial = open_partials(moments);
  double volume = 0.0;
  double energy = 0.0;
  for (std::size_t i = 0; i < 3; ++i) {
    volume += moments.numbers[i] * partial.volumes[i];
    energy += moments.numbers[i] * partial.energies[i];
  }
  CHECK(volume == Approx(moments.volume));
  CHECK(energy == Approx(moments.energy));
}

TEST_CASE("two species: the same as Kirkwood and Buff's formulas")
{
  const OpenMoments moments{.volume = 800.0,
                            .numbers = {300.0, 320.0},
                            .number_covariance = {260.0, -190.0, -190.0, 250.0},
                            .energy = -2000.0,
                            .energy_covariance = {-300.0, -350.0}};
  const BinarySolution<double> solution = binary_solution({.g_11 = kirkwood_buff_integral(moments, 0, 0),
                                                           .g_22 = kirkwood_buff_integral(moments, 1, 1),
                                                           .g_12 = kirkwood_buff_integral(moments, 0, 1)},
                                                          NumberDensity{620.0 / 800.0}, 300.0 / 620.0);
  const OpenPartials partial = open_partials(moments);
  CHECK(partial.reduced_compressibility == Approx(solution.reduced_compressibility));
  CHECK(partial.volumes[0] == Approx(solution.partial_volume_1));
  CHECK(partial.volumes[1] == Approx(solution.partial_volume_2));
}

TEST_CASE("an energy that is a sum over particles and pairs")
{
  // <U> = V e(rho_1, rho_2) with e = a_1 rho_1 + a_2 rho_2 + b rho_1 rho_2: at constant volume dU/dN_1 = a_1 + b rho_2,
  // and cov(U, N_j) = sum_i dU/dN_i cov(N_i, N_j). Of a fluid with v_i = V/N at constant pressure
  // u_1 = dU/dN_1 + v_1 (U - sum N dU/dN)/V = a_1 + b rho_2 - v_1 b rho_1 rho_2.
  const double a_1 = -1.5;
  const double a_2 = -2.5;
  const double b = -0.8;
  const double volume = 50.0;
  const double n_1 = 20.0;
  const double n_2 = 30.0;
  const double slope_1 = a_1 + b * n_2 / volume;
  const double slope_2 = a_2 + b * n_1 / volume;
  const OpenMoments moments{.volume = volume,
                            .numbers = {n_1, n_2},
                            .number_covariance = {n_1, 0.0, 0.0, n_2},  // v_i = V/N
                            .energy = a_1 * n_1 + a_2 * n_2 + b * n_1 * n_2 / volume,
                            .energy_covariance = {slope_1 * n_1, slope_2 * n_2}};
  const OpenPartials partial = open_partials(moments);
  const double per_volume = b * n_1 * n_2 / (volume * volume);
  CHECK(partial.energies[0] == Approx(slope_1 - volume / (n_1 + n_2) * per_volume));
  CHECK(partial.energies[1] == Approx(slope_2 - volume / (n_1 + n_2) * per_volume));
}

TEST_CASE("what cannot be had is refused")
{
  OpenMoments moments = three_species();
  moments.numbers[1] = 0.0;
  CHECK_THROWS_AS(kirkwood_buff_integral(moments, 0, 1), RunTimeFailure);
  OpenMoments tied = three_species();
  tied.number_covariance = {4.0, -4.0, 0.0, -4.0, 4.0, 0.0, 0.0, 0.0, 9.0};  // N_1 + N_2 is fixed
  CHECK_THROWS_AS(open_partials(tied), RunTimeFailure);
}
