/// Every shipped potential against its definition: force = -du/dr, continuity at the cutoff, tails by quadrature.
#include "potential_table.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>
#include <boost/math/quadrature/exp_sinh.hpp>

#include <cmath>
#include <numbers>

using namespace soret;
using namespace test_support;

namespace {

/// A potential with coefficients folded for one cutoff, as a function of r.
template <class P>
class Radial {
 public:
  Radial(const P& potential, double cutoff) : coefficients_{potential.coefficients(cutoff)} {}
  double energy(double r) const { return term(r).energy; }
  double force(double r) const { return term(r).force_over_r * r; }
  auto term(double r) const { return P::evaluate(r * r, coefficients_.data()); }

 private:
  std::array<double, P::coefficient_count> coefficients_;
};

/// df/dx to fourth order.
template <class Function>
double derivative(Function f, double x, double step)
{
  return (8.0 * (f(x + step) - f(x - step)) - (f(x + 2.0 * step) - f(x - 2.0 * step))) / (12.0 * step);
}

template <class P>
double end_of(const PotentialRow<P>& row)
{
  if constexpr (requires { row.potential.natural_cutoff(); }) {
    return row.potential.natural_cutoff();
  }
  return row.cutoff;
}

template <class P>
void check_force(const PotentialRow<P>& row)
{
  const double end = end_of(row);
  const Radial<P> u{row.potential, end};
  for (double r = 0.8 * row.potential.sigma; r < end; r += 0.037) {
    CAPTURE(r);
    const double slope = derivative([&](double x) { return u.energy(x); }, r, 2e-4);
    CHECK(u.force(r) == doctest::Approx(-slope).epsilon(1e-8).scale(1e-2));
  }
}

template <class P>
void check_ending(const PotentialRow<P>& row)
{
  const double end = end_of(row);
  const Radial<P> u{row.potential, end};
  CHECK((std::abs(u.energy(end)) < 1e-14) == (row.ending != Ending::nothing));
  if constexpr (requires { row.potential.lambda; }) {
    if (row.potential.lambda == 0.0) {  // nothing has no slope either
      CHECK(u.force(end) == 0.0);
      return;
    }
  }
  CHECK((std::abs(u.force(end)) < 1e-13) == (row.ending == Ending::energy_and_force));
}

template <class P>
void check_tail(const PotentialRow<P>& row)
{
  if constexpr (requires { row.potential.tail(row.cutoff); }) {
    const TailIntegrals tail = row.potential.tail(row.cutoff);
    if (row.ending != Ending::nothing) {
      CHECK(tail.energy == 0.0);
      CHECK(tail.virial == 0.0);
      return;
    }
    const Radial<P> u{row.potential, row.cutoff};
    boost::math::quadrature::exp_sinh<double> beyond;
    const auto integral = [&](auto integrand) {
      return 4.0 * std::numbers::pi * beyond.integrate([&](double t) { return integrand(row.cutoff + t); }, 1e-12);
    };
    CHECK(tail.energy == doctest::Approx(integral([&](double r) { return u.energy(r) * r * r; })).epsilon(1e-9));
    CHECK(tail.virial == doctest::Approx(integral([&](double r) { return -u.force(r) * r * r * r; })).epsilon(1e-9));
  }
}

template <class P>
void check_coupling_derivative(const PotentialRow<P>& row)
{
  if constexpr (requires { row.potential.lambda; }) {
    constexpr double step = 1e-3;
    if (row.potential.lambda < 2.0 * step || row.potential.lambda > 1.0 - 2.0 * step) {
      return;  // the end points are checked by what they must be
    }
    for (const double r : {0.2, 0.7, 0.9, 1.1, 1.6, 2.3}) {
      CAPTURE(r);
      const auto energy = [&](double lambda) {
        P coupled = row.potential;
        coupled.lambda = lambda;
        return Radial<P>{coupled, row.cutoff}.energy(r);
      };
      const double slope = derivative(energy, row.potential.lambda, step);
      CHECK(Radial<P>(row.potential, row.cutoff).term(r).lambda_derivative ==
            doctest::Approx(slope).epsilon(1e-6).scale(1e-2));
    }
  }
}

template <class P>
void check_all(const std::string& potential_name)
{
  REQUIRE(!rows_of<P>().empty());
  for (const auto& row : rows_of<P>()) {
    CAPTURE(potential_name);
    CAPTURE(row.name);
    check_force(row);
    check_ending(row);
    check_tail(row);
    check_coupling_derivative(row);
  }
}

double lennard_jones(double epsilon, double sigma, double r)
{
  return 4.0 * epsilon * (std::pow(sigma / r, 12.0) - std::pow(sigma / r, 6.0));
}

double lennard_jones_slope(double epsilon, double sigma, double r)
{
  return 24.0 * epsilon / r * (std::pow(sigma / r, 6.0) - 2.0 * std::pow(sigma / r, 12.0));
}

}  // namespace

TEST_CASE("every shipped potential: force, ending, tail, coupling derivative")
{
#define SORET_CHECK(P) check_all<P>(#P);
  SORET_SHIPPED_POTENTIALS(SORET_CHECK)
#undef SORET_CHECK
}

TEST_CASE("Lennard-Jones in its three truncations is what the equation says")
{
  constexpr double epsilon = 1.3;
  constexpr double sigma = 0.9;
  constexpr double cutoff = 2.4;
  const Radial cut{LennardJones{epsilon, sigma, Truncation::cut}, cutoff};
  const Radial shifted{LennardJones{epsilon, sigma, Truncation::shifted}, cutoff};
  const Radial force_shifted{ForceShiftedLennardJones{epsilon, sigma}, cutoff};
  const double end = lennard_jones(epsilon, sigma, cutoff);
  const double slope = lennard_jones_slope(epsilon, sigma, cutoff);
  for (const double r : {0.8, 0.95, 1.01, 1.2, 1.9, 2.39}) {
    CAPTURE(r);
    const double u = lennard_jones(epsilon, sigma, r);
    CHECK(cut.energy(r) == doctest::Approx(u).epsilon(1e-13));
    CHECK(shifted.energy(r) == doctest::Approx(u - end).epsilon(1e-13));
    CHECK(force_shifted.energy(r) == doctest::Approx(u - end - (r - cutoff) * slope).epsilon(1e-13).scale(0.1));
  }
}

TEST_CASE("Weeks-Chandler-Andersen is Lennard-Jones lifted by epsilon up to the minimum")
{
  const WeeksChandlerAndersen potential{.epsilon = 0.7, .sigma = 1.1};
  const double minimum = potential.natural_cutoff();
  CHECK(minimum == doctest::Approx(std::pow(2.0, 1.0 / 6.0) * 1.1).epsilon(1e-15));
  CHECK(std::abs(lennard_jones_slope(0.7, 1.1, minimum)) < 1e-14);
  const Radial u{potential, minimum};
  CHECK(u.energy(1.1) == doctest::Approx(0.7).epsilon(1e-13));
  CHECK(u.energy(0.95) == doctest::Approx(lennard_jones(0.7, 1.1, 0.95) + 0.7).epsilon(1e-13));
}

TEST_CASE("Mie with exponents 12 and 6 is Lennard-Jones")
{
  for (const Truncation truncation : {Truncation::cut, Truncation::shifted}) {
    const Radial mie{Mie{0.8, 1.1, 12.0, 6.0, truncation}, 2.5};
    const Radial reference{LennardJones{0.8, 1.1, truncation}, 2.5};
    for (double r = 0.85; r < 2.5; r += 0.05) {
      CAPTURE(r);
      CHECK(mie.energy(r) == doctest::Approx(reference.energy(r)).epsilon(1e-12));
      CHECK(mie.force(r) == doctest::Approx(reference.force(r)).epsilon(1e-12));
    }
  }
  const TailIntegrals tail = Mie{0.8, 1.1, 12.0, 6.0, Truncation::cut}.tail(2.5);
  const TailIntegrals expected = LennardJones{0.8, 1.1, Truncation::cut}.tail(2.5);
  CHECK(tail.energy == doctest::Approx(expected.energy).epsilon(1e-13));
  CHECK(tail.virial == doctest::Approx(expected.virial).epsilon(1e-13));
}

TEST_CASE("Mie is epsilon deep at sigma (n/m)^(1/(n-m)) and zero at sigma")
{
  for (const auto& [n, m] : {std::pair{14.0, 7.0}, std::pair{9.0, 6.0}, std::pair{23.5, 5.25}}) {
    CAPTURE(n);
    const Radial u{Mie{1.7, 0.9, n, m, Truncation::cut}, 4.0};
    const double minimum = 0.9 * std::pow(n / m, 1.0 / (n - m));
    CHECK(u.energy(minimum) == doctest::Approx(-1.7).epsilon(1e-12));
    CHECK(std::abs(u.force(minimum)) < 1e-11);
    CHECK(std::abs(u.energy(0.9)) < 1e-12);
  }
  CHECK_THROWS_WITH_AS((Mie{1.0, 1.0, 6.0, 6.0}.coefficients(2.5)), doctest::Contains("6.0"), InputError);
  CHECK_THROWS_AS((Mie{1.0, 1.0, 12.0, 3.0}.coefficients(2.5)), InputError);
}

TEST_CASE("soft-core Lennard-Jones: coupled it is truncated and shifted Lennard-Jones, uncoupled nothing")
{
  const Radial coupled{SoftCoreLennardJones{.epsilon = 0.8, .sigma = 1.1, .lambda = 1.0}, 2.5};
  const Radial reference{LennardJones{0.8, 1.1, Truncation::shifted}, 2.5};
  const Radial uncoupled{SoftCoreLennardJones{.epsilon = 0.8, .sigma = 1.1, .lambda = 0.0}, 2.5};
  for (double r = 0.85; r < 2.5; r += 0.05) {
    CAPTURE(r);
    CHECK(coupled.energy(r) == doctest::Approx(reference.energy(r)).epsilon(1e-12));
    CHECK(coupled.force(r) == doctest::Approx(reference.force(r)).epsilon(1e-12));
    CHECK(uncoupled.energy(r) == 0.0);
    CHECK(uncoupled.force(r) == 0.0);
  }
  const Radial half{SoftCoreLennardJones{.lambda = 0.5, .alpha = 0.5}, 2.5};
  CHECK(half.force(0.0) == 0.0);  // no singularity: D = alpha/4 at the centre
  const double centre = 2.0 * (64.0 - 8.0);
  const double end = 0.125 + std::pow(2.5, 6.0);
  CHECK(half.energy(0.0) == doctest::Approx(centre - 2.0 * (1.0 / (end * end) - 1.0 / end)).epsilon(1e-13));
}

TEST_CASE("soft-core Lennard-Jones: the coupling derivative at the end points, one-sided")
{
  const auto energy = [](double lambda, double r) {
    return Radial{SoftCoreLennardJones{.lambda = lambda}, 2.5}.energy(r);
  };
  for (const double r : {0.9, 1.1, 1.7}) {
    CAPTURE(r);
    constexpr double step = 1e-4;
    // second order, from inside
    const double at_zero = (4.0 * energy(step, r) - energy(2.0 * step, r) - 3.0 * energy(0.0, r)) / (2.0 * step);
    const double at_one =
        (3.0 * energy(1.0, r) - 4.0 * energy(1.0 - step, r) + energy(1.0 - 2.0 * step, r)) / (2.0 * step);
    CHECK(Radial(SoftCoreLennardJones{.lambda = 0.0}, 2.5).term(r).lambda_derivative ==
          doctest::Approx(at_zero).epsilon(1e-5));
    CHECK(Radial(SoftCoreLennardJones{.lambda = 1.0}, 2.5).term(r).lambda_derivative ==
          doctest::Approx(at_one).epsilon(1e-5));
  }
  CHECK_THROWS_WITH_AS(SoftCoreLennardJones{.lambda = 1.5}.coefficients(2.5), doctest::Contains("1.5"), InputError);
}
