/// Mixing, given pairs and own cutoffs, seen through the energy of two particles; and what is refused.
#include "support/engine_sums.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

/// Energy of one a and one b at distance r.
double pair_energy(const ForceField& field, Species a, Species b, double r)
{
  System system{Box{30.0, 30.0, 30.0}, field.species(), {}};
  system.particles.add(0, a, {5.0, 5.0, 5.0});
  system.particles.add(1, b, {5.0, 5.0 + r, 5.0});
  return engine_sums(test_world(), system, field).total_energy();
}

template <class P>
double energy_at(const P& potential, double cutoff, double r)
{
  return law_of(potential, cutoff).term(r * r).energy;
}

}  // namespace

TEST_CASE("Lorentz-Berthelot with a departure from the geometric mean")
{
  ForceField field{Cutoff{2.5}};
  const Species a = field.add({"A", 1.0}, LennardJones{.epsilon = 1.0, .sigma = 1.0});
  const Species b = field.add({"B", 2.0}, LennardJones{.epsilon = 0.64, .sigma = 0.8});
  CHECK(pair_energy(field, a, b, 1.1) == doctest::Approx(energy_at(LennardJones{0.8, 0.9}, 2.5, 1.1)).epsilon(1e-13));
  field.binary_interaction(b, a, 0.1);
  CHECK(pair_energy(field, a, b, 1.1) == doctest::Approx(energy_at(LennardJones{0.72, 0.9}, 2.5, 1.1)).epsilon(1e-13));
  CHECK(pair_energy(field, a, a, 1.1) == doctest::Approx(energy_at(LennardJones{1.0, 1.0}, 2.5, 1.1)).epsilon(1e-13));
  CHECK(pair_energy(field, b, b, 1.1) == doctest::Approx(energy_at(LennardJones{0.64, 0.8}, 2.5, 1.1)).epsilon(1e-13));
}

TEST_CASE("mixing keeps the truncation; Mie exponents mix geometrically above three")
{
  ForceField field{Cutoff{2.5}};
  const Species a = field.add({"A", 1.0}, Mie{1.0, 1.0, 12.0, 6.0, Truncation::cut});
  const Species b = field.add({"B", 1.0}, Mie{0.25, 1.2, 19.0, 7.0, Truncation::cut});
  const Mie expected{0.5, 1.1, 3.0 + std::sqrt(9.0 * 16.0), 3.0 + std::sqrt(3.0 * 4.0), Truncation::cut};
  CHECK(pair_energy(field, a, b, 1.3) == doctest::Approx(energy_at(expected, 2.5, 1.3)).epsilon(1e-13));
}

TEST_CASE("mixed Weeks-Chandler-Andersen ends at its own minimum, mixed soft-core takes the smaller coupling")
{
  ForceField repulsive{Cutoff{2.5}};
  const Species a = repulsive.add({"A", 1.0}, WeeksChandlerAndersen{1.0, 1.0});
  const Species b = repulsive.add({"B", 1.0}, WeeksChandlerAndersen{1.0, 1.2});
  const double end = std::pow(2.0, 1.0 / 6.0) * 1.1;
  CHECK(pair_energy(repulsive, a, b, end - 0.01) > 0.0);
  CHECK(pair_energy(repulsive, a, b, end + 1e-6) == 0.0);
  CHECK(repulsive.compile().front().cutoff(a, b) == doctest::Approx(end).epsilon(1e-14));

  ForceField alchemical{Cutoff{2.5}};
  const Species solvent = alchemical.add({"S", 1.0}, SoftCoreLennardJones{});
  const Species ghost = alchemical.add({"G", 1.0}, SoftCoreLennardJones{.lambda = 0.3});
  CHECK(pair_energy(alchemical, solvent, ghost, 0.9) ==
        doctest::Approx(energy_at(SoftCoreLennardJones{.lambda = 0.3}, 2.5, 0.9)).epsilon(1e-13));
}

TEST_CASE("a given pair wins over mixing and may have its own cutoff and its own kind")
{
  ForceField field{Cutoff{2.5}};
  const Species a = field.add({"A", 1.0}, LennardJones{});
  const Species b = field.add({"B", 1.0}, LennardJones{.epsilon = 0.5, .sigma = 0.88});
  field.pair(b, a, ForceShiftedLennardJones{1.5, 0.8}, Cutoff{2.0});
  CHECK(field.compile().size() == 2);
  CHECK(pair_energy(field, a, b, 1.9) ==
        doctest::Approx(energy_at(ForceShiftedLennardJones{1.5, 0.8}, 2.0, 1.9)).epsilon(1e-12));
  CHECK(pair_energy(field, a, b, 2.01) == 0.0);
  CHECK(pair_energy(field, a, a, 2.01) < 0.0);
}

TEST_CASE("an incomplete force field names every pair that is missing")
{
  ForceField field{Cutoff{2.5}, Mixing::none};
  const Species a = field.add({"A", 1.0}, LennardJones{});
  const Species b = field.add({"B", 1.0}, LennardJones{});
  field.add({"C", 1.0}, LennardJones{});
  field.pair(a, b, LennardJones{});
  try {
    field.compile();
    FAIL("compile() accepted missing pairs");
  }
  catch (const InputError& error) {
    REQUIRE(error.messages().size() == 2);
    CHECK(error.messages()[0].find("A-C") != std::string::npos);
    CHECK(error.messages()[1].find("B-C") != std::string::npos);
  }
  ForceField unlike{Cutoff{2.5}};
  unlike.add({"A", 1.0}, LennardJones{});
  unlike.add({"B", 1.0}, Mie{});
  CHECK_THROWS_WITH_AS(unlike.compile(), doctest::Contains("A-B"), InputError);
}

TEST_CASE("what is wrong with a species or a cutoff is said")
{
  CHECK_THROWS_WITH_AS(ForceField{Cutoff{-1.0}}, doctest::Contains("-1"), InputError);
  CHECK_THROWS_AS(ForceField{Cutoff{2.5}}.compile(), InputError);
  ForceField field{Cutoff{2.5}};
  field.add({"A", 1.0}, LennardJones{});
  CHECK_THROWS_WITH_AS(field.add({"A", 1.0}, LennardJones{}), doctest::Contains("A"), InputError);
  CHECK_THROWS_WITH_AS(field.add({"B", 0.0}, LennardJones{}), doctest::Contains("mass"), InputError);
  CHECK(field.species_named("A") == Species{0});
  CHECK_THROWS_WITH_AS(field.species_named("X"), doctest::Contains("the species are A"), InputError);
}
