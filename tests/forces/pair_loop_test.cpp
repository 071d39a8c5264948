/// The pair loop in all its compiled forms against the double sum over pairs.
#include "potential_table.hpp"
#include "support/engine_sums.hpp"
#include "support/instruction_set_scope.hpp"
#include "support/liquid.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace soret;
using namespace test_support;

namespace {

constexpr double cutoff = 2.5;
const Box box{8.2, 6.4, 11.0};
constexpr std::int64_t particle_count = 461;

Species species(std::size_t s) { return Species{static_cast<std::uint8_t>(s)}; }

/// The first row of the table with parameters that differ from species to species.
template <class P>
P potential_of_species(std::size_t s)
{
  P potential = rows_of<P>().front().potential;
  const auto step = static_cast<double>(s);
  potential.epsilon -= 0.12 * step;
  potential.sigma -= 0.04 * step;
  if constexpr (requires { potential.repulsive_exponent; }) {
    potential.repulsive_exponent += step;
  }
  if constexpr (requires { potential.lambda; }) {
    potential.lambda -= 0.15 * step;
  }
  return potential;
}

template <class P>
ForceField field_of(std::size_t species_count)
{
  ForceField field{Cutoff{cutoff}};
  for (std::size_t s = 0; s < species_count; ++s) {
    field.add({std::string(1, static_cast<char>('A' + s)), 1.0}, potential_of_species<P>(s));
  }
  return field;
}

template <class P>
PairLaws laws_of(std::size_t species_count)
{
  PairLaws laws;
  for (std::size_t a = 0; a < species_count; ++a) {
    for (std::size_t b = a; b < species_count; ++b) {
      const P potential_a = potential_of_species<P>(a);
      const P potential_b = potential_of_species<P>(b);
      laws.set(species(a), species(b), law_of(a == b ? potential_a : potential_a.mixed_with(potential_b, 0.0), cutoff));
    }
  }
  return laws;
}

Vec3 total(const std::vector<Vec3>& forces)
{
  Vec3 sum;
  for (const Vec3& force : forces) {
    sum += force;
  }
  return sum;
}

double root_mean_square(const std::vector<Vec3>& forces)
{
  double sum = 0.0;
  for (const Vec3& force : forces) {
    sum += norm_squared(force);
  }
  return std::sqrt(sum / static_cast<double>(forces.size()));
}

void check_sums(const System& system, const ForceField& field, const PairSums& reference, Precision precision)
{
  const double tolerance = precision == Precision::mixed ? 1e-5 : 1e-12;
  const PairSums found = engine_sums(test_world(), system, field, {.precision = precision});
  const RelativeErrors errors = relative_errors(found, reference);
  CHECK(errors.force < tolerance);
  CHECK(errors.energy < tolerance);
  CHECK(errors.virial < tolerance);
  const double scale = root_mean_square(reference.force) * std::sqrt(static_cast<double>(particle_count));
  CHECK(std::sqrt(norm_squared(total(found.force))) < tolerance * scale);
  // The loop without tallies is compiled by itself.
  const PairSums forces_only = engine_sums(test_world(), system, field, {.precision = precision, .tally = false});
  CHECK(relative_errors(forces_only, reference).force < tolerance);
}

template <class P>
void check_potential(const std::string& name)
{
  CAPTURE(name);
  for (const std::size_t species_count : {1U, 2U, 3U, 4U, 5U}) {
    CAPTURE(species_count);
    const System system = liquid(box, particle_count, field_of<P>(species_count).species());
    const PairSums reference = brute_force(box, system.particles, laws_of<P>(species_count));
    for (const InstructionSet set : available_instruction_sets()) {
      const std::string instruction_set = name_of(set);
      CAPTURE(instruction_set);
      const InstructionSetScope scope{set};
      const ForceField field = field_of<P>(species_count);
      check_sums(system, field, reference, Precision::double_precision);
      check_sums(system, field, reference, Precision::mixed);
    }
  }
}

/// A potential of the user's own: a repulsive Gaussian and, to use all functions, a smooth well.
struct GaussianWell {
  double height = 3.0;
  double width = 0.4;

  static constexpr std::size_t coefficient_count = 3;
  std::array<double, coefficient_count> coefficients(double end) const
  {
    std::array<double, coefficient_count> folded{height, 0.5 / (width * width), 0.0};
    folded[2] = evaluate(end * end, folded.data()).energy;
    return folded;
  }

  /// u = A exp(-B r²) + ln(r)/r² - C.
  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    using std::exp;
    using std::log;
    using std::sqrt;
    const T bell = c[0] * exp(-c[1] * r_squared);
    const T distance = sqrt(r_squared);
    const T logarithm = log(distance);
    return {.energy = bell + logarithm / r_squared - c[2],
            .force_over_r = T(2.0) * c[1] * bell - (T(1.0) - T(2.0) * logarithm) / (r_squared * r_squared)};
  }
};

}  // namespace

TEST_CASE("every compiled pair loop against the double sum over pairs")
{
#define SORET_CHECK(P) check_potential<P>(#P);
  SORET_SHIPPED_POTENTIALS(SORET_CHECK)
#undef SORET_CHECK
}

TEST_CASE("a potential that the library does not know gets the vectorised loop")
{
  ForceField field{Cutoff{cutoff}};
  field.add({"A", 1.0}, GaussianWell{});
  PairLaws laws;
  laws.set(species(0), species(0), law_of(GaussianWell{}, cutoff));
  const System system = liquid(box, particle_count, field.species());
  const PairSums reference = brute_force(box, system.particles, laws);
  check_sums(system, field, reference, Precision::double_precision);
  check_sums(system, field, reference, Precision::mixed);
}

TEST_CASE("in mixed precision the error grows with the length of the domain and no faster")
{
  // Rounding puts a particle at most 2^-25 of the domain's length off its place (2^-24 of the distance from the
  // middle). It is 1.1e-7 of the length for forces.
  for (const double length : {12.0, 100.0}) {
    const Box long_box{6.0, 6.0, length};
    const ForceField field = field_of<LennardJones>(1);
    const System system = liquid(long_box, std::lround(0.8 * long_box.volume()), field.species());
    const PairSums reference = brute_force(long_box, system.particles, laws_of<LennardJones>(1));
    const PairSums found = engine_sums(test_world(), system, field, {.precision = Precision::mixed});
    const RelativeErrors errors = relative_errors(found, reference);
    CAPTURE(length);
    CHECK(errors.force < 2e-7 * length);
    CHECK(errors.energy < 2e-7 * length);
    CHECK(errors.virial < 2e-7 * length);
  }
}

TEST_CASE("several kinds of potential with cutoffs of their own, and a pair that does not interact")
{
  ForceField field{Cutoff{cutoff}, Mixing::none};
  const Species a = field.add({"A", 1.0}, LennardJones{});
  const Species b = field.add({"B", 1.0}, WeeksChandlerAndersen{0.8, 0.9});
  const Species c = field.add({"C", 1.0}, Mie{0.9, 0.95, 14.0, 7.0, Truncation::cut});
  field.pair(a, b, ForceShiftedLennardJones{1.5, 0.8}, Cutoff{2.0});
  field.pair(a, c, LennardJones{0.7, 1.0, Truncation::cut}, Cutoff{1.9});
  field.pair(b, c, LennardJones{.epsilon = 0.0});
  PairLaws laws;
  laws.set(a, a, law_of(LennardJones{}, cutoff));
  laws.set(b, b, law_of(WeeksChandlerAndersen{0.8, 0.9}, cutoff));
  laws.set(c, c, law_of(Mie{0.9, 0.95, 14.0, 7.0, Truncation::cut}, cutoff));
  laws.set(a, b, law_of(ForceShiftedLennardJones{1.5, 0.8}, 2.0));
  laws.set(a, c, law_of(LennardJones{0.7, 1.0, Truncation::cut}, 1.9));
  const System system = liquid(box, particle_count, field.species());
  const PairSums reference = brute_force(box, system.particles, laws);
  CHECK(field.compile().size() == 4);
  check_sums(system, field, reference, Precision::double_precision);
  check_sums(system, field, reference, Precision::mixed);
}

TEST_CASE("particles far fewer than a cluster holds, and a rank without any")
{
  ForceField field{Cutoff{cutoff}};
  const Species a = field.add({"A", 1.0}, LennardJones{});
  PairLaws laws;
  laws.set(a, a, law_of(LennardJones{}, cutoff));
  for (const std::size_t count : {1U, 2U, 3U, 5U}) {
    CAPTURE(count);
    System system{box, field.species(), {}};
    for (std::size_t i = 0; i < count; ++i) {
      const auto step = static_cast<double>(i);
      system.particles.add(static_cast<std::int64_t>(i), a, box.wrapped({0.1 - 0.9 * step, 0.2, 10.9 + 0.4 * step}));
    }
    const PairSums reference = brute_force(box, system.particles, laws);
    const PairSums found = engine_sums(test_world(), system, field);
    CHECK(found.total_energy() == doctest::Approx(reference.total_energy()).epsilon(1e-13));
    CHECK(largest_distance(found.force, reference.force) <= 1e-13 * root_mean_square(reference.force));
  }
}

TEST_CASE("an instruction set that is not available is refused with those that are")
{
  const InstructionSetScope scope{"AVX1024"};
  CHECK_THROWS_WITH_AS(chosen_instruction_set(), doctest::Contains("portable"), InputError);
}
