/// The sums of one particle, in all compiled forms of the trial loop, against the double sum over pairs.
#include "forces/potential_fields.hpp"
#include "support/instruction_set_scope.hpp"
#include "support/liquid.hpp"

#include <soret/core/error.hpp>
#include <soret/montecarlo/open_system.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace soret;
using namespace test_support;

namespace {

constexpr double cutoff = 2.5;
const Box box{8.2, 5.0, 11.0};  // two, three and four cells, one axis as short as allowed
constexpr std::int64_t particle_count = 361;

/// What the double sum gives a particle, twice its share of each pair.
TrialSums sums_of(const PairSums& reference, std::size_t i)
{
  return {2.0 * reference.energy[i], 2.0 * (reference.virial[i][0] + reference.virial[i][1] + reference.virial[i][2])};
}

void check_sums(const System& system, const ForceField& field, const PairSums& reference)
{
  OpenSystem open{system, field};
  double scale = 0.0;
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    scale = std::max(scale, std::abs(sums_of(reference, i).virial));
  }
  double worst = 0.0;
  for (std::size_t s = 0; s < open.species_count(); ++s) {
    for (std::int64_t n = 0; n < open.count(species(s)); ++n) {
      const OpenSystem::Slot slot = open.nth_of(species(s), static_cast<std::size_t>(n));
      const Vec3 at = open.position(slot);
      std::size_t i = 0;
      while (!(system.particles.position_of(i) == at)) {
        ++i;
      }
      const TrialSums expected = sums_of(reference, i);
      const OpenSystem::Hidden itself{open, slot};
      const TrialSums found = open.sums(species(s), at);
      worst = std::max({worst, std::abs(found.energy - expected.energy), std::abs(found.virial - expected.virial)});
      const TrialSums limited = open.sums(species(s), at, expected.energy + 1e-6);
      worst = std::max(worst, std::abs(limited.energy - expected.energy));
    }
  }
  CHECK(worst < 1e-12 * scale);
  CHECK(open.energy() == doctest::Approx(reference.total_energy()).epsilon(1e-12));
}

template <class P>
void check_potential(const std::string& name)
{
  CAPTURE(name);
  for (const std::size_t species_count : {1U, 2U, 3U, 5U}) {
    CAPTURE(species_count);
    const System system = liquid(box, particle_count, field_of<P>(species_count, cutoff).species());
    const PairSums reference = brute_force(box, system.particles, laws_of<P>(species_count, cutoff));
    for (const InstructionSet set : available_instruction_sets()) {
      const std::string instruction_set = name_of(set);
      CAPTURE(instruction_set);
      const InstructionSetScope scope{set};
      check_sums(system, field_of<P>(species_count, cutoff), reference);
    }
  }
}

}  // namespace

TEST_CASE("every compiled trial loop against the double sum over pairs")
{
#define SORET_CHECK(P) check_potential<P>(#P);
  SORET_SHIPPED_POTENTIALS(SORET_CHECK)
#undef SORET_CHECK
}

TEST_CASE("a potential that the library does not know gets the trial loop")
{
  ForceField field{Cutoff{cutoff}};
  field.add({"A", 1.0}, GaussianWell{});
  PairLaws laws;
  laws.set(species(0), species(0), law_of(GaussianWell{}, cutoff));
  const System system = liquid(box, particle_count, field.species());
  check_sums(system, field, brute_force(box, system.particles, laws));
}

TEST_CASE("several kinds of potential, cutoffs of their own, and a pair that does not interact")
{
  ForceField field{Cutoff{cutoff}, Mixing::none};
  const Species a = field.add({"A", 1.0}, LennardJones{});
  const Species b = field.add({"B", 1.0}, WeeksChandlerAndersen{0.8, 0.9});
  field.pair(a, b, ForceShiftedLennardJones{1.5, 0.8}, Cutoff{2.0});
  PairLaws laws;
  laws.set(a, a, law_of(LennardJones{}, cutoff));
  laws.set(b, b, law_of(WeeksChandlerAndersen{0.8, 0.9}, cutoff));
  laws.set(a, b, law_of(ForceShiftedLennardJones{1.5, 0.8}, 2.0));
  const System system = liquid(box, particle_count, field.species());
  check_sums(system, field, brute_force(box, system.particles, laws));
}

TEST_CASE("a sum is given up only where the energy is certain to exceed the limit")
{
  const ForceField field = field_of<LennardJones>(2, cutoff);
  const System system = liquid(box, particle_count, field.species());
  const OpenSystem open{system, field};
  const RandomStream random{Seed{5}, Stream::monte_carlo};
  int given_up = 0;
  for (std::uint64_t k = 0; k < 2000; ++k) {
    const auto u = random.uniform4(k, 0);
    const Vec3 at = open.point({u[0], u[1], u[2]});
    const Species kind = species(k % 2);
    const double exact = open.sums(kind, at).energy;
    const double limit = -5.0 + 10.0 * u[3];
    const double limited = open.sums(kind, at, limit).energy;
    if (std::isinf(limited)) {
      ++given_up;
      CHECK(exact > limit);
    }
    else {
      CHECK(limited == doctest::Approx(exact).epsilon(1e-12));
    }
  }
  CHECK(given_up > 1000);
  CHECK(given_up < 2000);
}
