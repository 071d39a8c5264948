#include <soret/core/error.hpp>
#include <soret/estimate/chemical_potential_series.hpp>
#include <soret/estimate/solvation_series.hpp>
#include <soret/estimate/widom.hpp>

#include "coverage.hpp"
#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using soret::ChemicalPotentialPoint;
using soret::Estimate;
using soret::InsertionSums;
using soret::Temperature;

namespace {

/// Insertion energies (in units of T) spread as a normal distribution: mu^ex/T = mean - spread²/2.
std::vector<InsertionSums> normal_insertions(std::size_t blocks, int insertions, double mean, double spread,
                                             std::mt19937_64& generator)
{
  std::normal_distribution<double> energy{mean, spread};
  std::vector<InsertionSums> sums(blocks);
  for (InsertionSums& block : sums) {
    for (int n = 0; n < insertions; ++n) {
      block.add(energy(generator), 1.0);
    }
  }
  return sums;
}

/// A regular solution without volume of mixing: mu_i = T ln x_i + w (1 - x_i)², 1/rho = x1 v1 + x2 v2, so that mu_i^ex
/// = mu_i - T ln(x_i rho), and Gamma = 1 - 2 w x1 x2/T.
struct RegularSolution {
  double temperature = 0.8;
  double interaction = 0.7;  ///< w
  double volume_1 = 1.3;
  double volume_2 = 1.0;

  double density(double x1) const { return 1.0 / (x1 * volume_1 + (1.0 - x1) * volume_2); }
  double factor(double x1) const { return 1.0 - 2.0 * interaction * x1 * (1.0 - x1) / temperature; }
  double ideal_factor(double x1) const { return 1.0 - x1 * (volume_1 - volume_2) * density(x1); }
  double excess(double x1, double fraction) const
  {
    return interaction * (1.0 - fraction) * (1.0 - fraction) - temperature * std::log(density(x1));
  }
  ChemicalPotentialPoint point(double x1, double error) const
  {
    return {x1, {density(x1), 1e-5}, {excess(x1, x1), error}, Estimate{excess(x1, 1.0 - x1), error}};
  }
};

}  // namespace

TEST_CASE("insertions with normally distributed energies")
{
  std::mt19937_64 generator{1};
  const auto blocks = normal_insertions(20, 5000, -2.0, 1.0, generator);
  const soret::WidomResult result = soret::widom_insertion(blocks, Temperature{0.5});
  MESSAGE("mu^ex " << soret::to_string(result.excess) << ", exact -1.25, effective " << result.effective_insertions);
  CHECK(std::abs(result.excess.standard_errors_from(-1.25)) < 3.0);
  CHECK(result.effective_insertions == doctest::Approx(100000.0 / std::exp(1.0)).epsilon(0.1));
  CHECK(result.warnings.empty());
}

TEST_CASE("errors of insertions cover the truth" * doctest::skip(under_sanitizers))
{
  std::mt19937_64 generator{2};
  Coverage coverage{-2.5};
  for (int repetition = 0; repetition < 400; ++repetition) {
    coverage.add(soret::widom_insertion(normal_insertions(10, 200, -2.0, 1.0, generator), Temperature{1.0}).excess);
  }
  coverage.check("Widom");
}

TEST_CASE("insertions at constant pressure are weighted by volume")
{
  // V gamma-distributed with shape n and rate p, dU/T = a V: <V exp(-a V)>/<V> = (p/(p + a))^(n + 1).
  std::mt19937_64 generator{3};
  std::gamma_distribution<double> volumes{8.0, 1.0};
  std::vector<InsertionSums> blocks(20);
  for (InsertionSums& block : blocks) {
    for (int n = 0; n < 5000; ++n) {
      const double volume = volumes(generator);
      block.add(0.2 * volume, volume);
    }
  }
  const Estimate excess = soret::widom_insertion(blocks, Temperature{1.0}).excess;
  CHECK(std::abs(excess.standard_errors_from(9.0 * std::log(1.2))) < 3.0);
  CHECK(std::abs(excess.standard_errors_from(8.0 * std::log(1.2))) > 10.0);
}

TEST_CASE("an average that rests on few insertions is reported")
{
  std::mt19937_64 generator{4};
  const auto blocks = normal_insertions(10, 100, 0.0, 6.0, generator);
  const soret::WidomResult result = soret::widom_insertion(blocks, Temperature{1.0});
  CHECK(result.effective_insertions < 100.0);
  REQUIRE_FALSE(result.warnings.empty());
  CHECK(result.warnings[0].find("1000 test insertions") != std::string::npos);
}

TEST_CASE("insertions that all overlap say that nothing fits")
{
  std::vector<InsertionSums> blocks(3);
  for (InsertionSums& block : blocks) {
    block.add(std::numeric_limits<double>::infinity(), 10.0);
  }
  const soret::WidomResult result = soret::widom_insertion(blocks, Temperature{1.0});
  CHECK(std::isinf(result.excess.value));
  CHECK(std::isinf(result.excess.standard_error));
  CHECK(result.warnings.size() == 2);
  blocks[0].add(0.0, 10.0);  // all weight in one block: without it nothing is left
  CHECK(soret::widom_insertion(blocks, Temperature{1.0}).excess.value == doctest::Approx(std::log(4.0)));
  CHECK(std::isinf(soret::widom_insertion(blocks, Temperature{1.0}).excess.standard_error));
}

TEST_CASE("insertions that cannot be analysed are refused")
{
  std::vector<InsertionSums> blocks(2);
  blocks[0].add(0.0, 1.0);
  CHECK_THROWS_AS(soret::widom_insertion(blocks, Temperature{1.0}), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::widom_insertion({}, Temperature{1.0}), soret::RunTimeFailure);
  blocks[1].add(blocks[0]);
  CHECK_THROWS_AS(soret::widom_insertion(blocks, Temperature{-1.0}), soret::InputError);
  CHECK_THROWS_AS(soret::widom_insertion(blocks, Temperature{1.0}, std::vector<std::size_t>{0}), soret::InputError);
  CHECK(soret::widom_insertion(blocks, Temperature{1.0}).excess.value == 0.0);
}

TEST_CASE("the thermodynamic factor of a regular solution")
{
  const RegularSolution solution;
  const double x1 = 0.3;
  const std::vector<ChemicalPotentialPoint> points{solution.point(x1 - 0.01, 0.001), solution.point(x1, 0.001),
                                                   solution.point(x1 + 0.01, 0.001)};
  const auto series = soret::chemical_potential_series(points, x1, Temperature{solution.temperature});
  CHECK(series.density.value == doctest::Approx(solution.density(x1)).epsilon(1e-4));
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(series.factors[i]->total.value == doctest::Approx(solution.factor(x1)).epsilon(1e-3));
  }
  CHECK(series.factors[0]->ideal.value == doctest::Approx(solution.ideal_factor(x1)).epsilon(1e-4));
  CHECK(series.factors[0]->excess.value ==
        doctest::Approx(solution.factor(x1) - solution.ideal_factor(x1)).epsilon(1e-3));
  CHECK(series.slopes[0]->value == doctest::Approx(solution.temperature / x1 * solution.factor(x1)).epsilon(1e-3));
  CHECK(series.gibbs_duhem->value == doctest::Approx(0.0).epsilon(1e-3));
  const double total = solution.temperature * std::log(x1) + solution.interaction * (1.0 - x1) * (1.0 - x1);
  CHECK(series.potentials[0]->total.value == doctest::Approx(total).epsilon(1e-3));
  // Three points dx apart: the slope's error is error/(dx sqrt 2).
  CHECK(series.factors[0]->excess.standard_error ==
        doctest::Approx(x1 / solution.temperature * 0.001 / (0.01 * std::sqrt(2.0))));
}

TEST_CASE("errors of a series of chemical potentials cover the truth" * doctest::skip(under_sanitizers))
{
  const RegularSolution solution;
  std::mt19937_64 generator{5};
  std::normal_distribution<double> noise;
  Coverage factor{solution.factor(0.5)};
  Coverage gibbs_duhem{0.0};
  for (int repetition = 0; repetition < 400; ++repetition) {
    std::vector<ChemicalPotentialPoint> points;
    for (const double x1 : {0.45, 0.5, 0.55}) {
      points.push_back(solution.point(x1, 0.02));
      points.back().excess_1.value += 0.02 * noise(generator);
      points.back().excess_2->value += 0.02 * noise(generator);
      points.back().density = {solution.density(x1) + 0.005 * noise(generator), 0.005};
    }
    const auto series = soret::chemical_potential_series(points, 0.5, Temperature{solution.temperature});
    factor.add(series.factors[0]->total);
    gibbs_duhem.add(*series.gibbs_duhem);
  }
  factor.check("Gamma");
  gibbs_duhem.check("Gibbs-Duhem");
}

TEST_CASE("a series without the second species says less")
{
  const RegularSolution solution;
  std::vector<ChemicalPotentialPoint> points{solution.point(0.4, 0.01), solution.point(0.6, 0.01)};
  points[1].excess_2.reset();
  const auto series = soret::chemical_potential_series(points, 0.5, Temperature{solution.temperature});
  CHECK(series.factors[0]);
  CHECK_FALSE(series.factors[1]);
  CHECK_FALSE(series.gibbs_duhem);
}

TEST_CASE("an ideal gas has no excess and its factor is one")
{
  std::vector<ChemicalPotentialPoint> points{{0.4, {0.1, 1e-4}, {0.0, 0.01}, {}}, {0.6, {0.1, 1e-4}, {0.0, 0.01}, {}}};
  const auto series = soret::chemical_potential_series(points, 0.5, Temperature{2.0}, {1.5, 1.0});
  CHECK(series.factors[0]->total.value == doctest::Approx(1.0));
  CHECK(series.potentials[0]->total.value == doctest::Approx(2.0 * std::log(0.05 * 1.5 * 1.5 * 1.5)));
  CHECK(series.potentials[0]->ideal.standard_error == doctest::Approx(2.0 * 1e-3 / std::sqrt(2.0)));
}

TEST_CASE("series of chemical potentials that cannot be used are refused")
{
  const RegularSolution solution;
  const Temperature t{solution.temperature};
  const ChemicalPotentialPoint good = solution.point(0.4, 0.01);
  CHECK_THROWS_AS(soret::chemical_potential_series({}, 0.5, t), soret::InputError);
  CHECK_THROWS_AS(soret::chemical_potential_series(std::vector{good, good}, 0.5, t), soret::InputError);
  const auto refused = [&](const ChemicalPotentialPoint& bad) {
    CHECK_THROWS_AS(soret::chemical_potential_series(std::vector{good, bad}, 0.5, t), soret::InputError);
  };
  refused(solution.point(0.6, 0.0));
  refused(solution.point(1.0, 0.01));
  refused({0.6, {0.0, 0.1}, {0.0, 0.1}, {}});
  CHECK_THROWS_AS(soret::chemical_potential_series(std::vector{good, solution.point(0.6, 0.01)}, 1.0, t),
                  soret::InputError);
}

TEST_CASE("Eastman's coefficient of a solute with constant entropy of solvation")
{
  // G = H - T S with H = -6, S = -2.5: the free energy rises with temperature, the solute goes to the cold side.
  std::vector<soret::SolvationPoint> points;
  for (const double t : {0.9, 1.0, 1.1}) {
    points.push_back({Temperature{t}, {-6.0 + 2.5 * t, 0.01}});
  }
  const soret::SolvationSeries series = soret::solvation_series(points, Temperature{1.05});
  CHECK(series.soret.value == doctest::Approx(2.5 / 1.05));
  CHECK(series.soret.standard_error == doctest::Approx(0.01 / (0.1 * std::sqrt(2.0)) / 1.05));
  CHECK(series.entropy.value == doctest::Approx(-2.5));
  CHECK(series.enthalpy.value == doctest::Approx(-6.0));
  CHECK(series.free_energy.value == doctest::Approx(-6.0 + 2.5 * 1.05));
  CHECK(series.is_straight);
  points[1].free_energy.value += 0.1;
  CHECK_FALSE(soret::solvation_series(points, Temperature{1.0}).is_straight);
}

TEST_CASE("a solvation series needs two temperatures and errors")
{
  const soret::SolvationPoint good{Temperature{1.0}, {-2.0, 0.1}};
  CHECK_THROWS_AS(soret::solvation_series({}, Temperature{1.0}), soret::InputError);
  CHECK_THROWS_AS(soret::solvation_series(std::vector{good, good}, Temperature{1.0}), soret::InputError);
  const soret::SolvationPoint exact{Temperature{1.1}, {-2.0, 0.0}};
  CHECK_THROWS_AS(soret::solvation_series(std::vector{good, exact}, Temperature{1.0}), soret::InputError);
}
