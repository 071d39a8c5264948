/// The pair loop in all its compiled forms against the double sum over pairs.
#include "potential_fields.hpp"
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

/// Totals of the loop with fluxes against the sums over particles of u, W and u v + W v, with their magnitudes as
/// scales.
void check_totals(const PairTotals& found, const Particles& particles, const PairSums& reference, double tolerance)
{
  std::array<double, 10> sums{};
  std::array<double, 10> scales{};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const auto& w = reference.virial[i];
    const auto [x, y, z] = particles.velocity_of(i);
    const double u = reference.energy[i];
    const std::array<double, 10> terms{u,
                                       w[0],
                                       w[1],
                                       w[2],
                                       w[3],
                                       w[4],
                                       w[5],
                                       (u + w[0]) * x + w[3] * y + w[4] * z,
                                       w[3] * x + (u + w[1]) * y + w[5] * z,
                                       w[4] * x + w[5] * y + (u + w[2]) * z};
    for (std::size_t q = 0; q < terms.size(); ++q) {
      sums[q] += terms[q];
      scales[q] += std::abs(terms[q]);
    }
  }
  const auto& v = found.virial;
  const std::array<double, 10> values{
      found.potential_energy, v[0], v[1], v[2], v[3], v[4], v[5], found.heat_flux->x, found.heat_flux->y,
      found.heat_flux->z};
  for (std::size_t q = 0; q < values.size(); ++q) {
    CAPTURE(q);
    CHECK(std::abs(values[q] - sums[q]) < tolerance * scales[q]);
  }
}

/// Virials of particles are sums of some thirty terms of either sign in single precision (2^-24 = 6e-8 each).
constexpr double single_precision = 3e-7;

void check_sums(const System& system, const ForceField& field, const PairSums& reference, Precision precision)
{
  const double tolerance = precision == Precision::mixed ? 1e-5 : 1e-12;
  const PairSums found = engine_sums(test_world(), system, field, {.precision = precision});
  const RelativeErrors errors = relative_errors(found, reference);
  CHECK(errors.force < tolerance);
  CHECK(errors.energy < tolerance);
  CHECK(errors.virial < (precision == Precision::mixed ? tolerance : single_precision));
  const double scale = root_mean_square(reference.force) * std::sqrt(static_cast<double>(particle_count));
  CHECK(std::sqrt(norm_squared(total(found.force))) < tolerance * scale);
  // The loop without tallies is compiled by itself.
  const PairSums forces_only =
      engine_sums(test_world(), system, field, {.precision = precision, .kind = PairLoopKind::forces});
  CHECK(relative_errors(forces_only, reference).force < tolerance);
  Engine with_fluxes{test_world(), system, field, {.precision = precision, .kind = PairLoopKind::fluxes}};
  check_totals(with_fluxes.totals(), system.particles, reference, tolerance);
  CHECK(relative_errors(with_fluxes.sums(), forces_only).force < 0.1 * tolerance);
}

template <class P>
void check_potential(const std::string& name)
{
  CAPTURE(name);
  for (const std::size_t species_count : {1U, 2U, 3U, 4U, 5U}) {
    CAPTURE(species_count);
    const System system = liquid(box, particle_count, field_of<P>(species_count, cutoff).species());
    const PairSums reference = brute_force(box, system.particles, laws_of<P>(species_count, cutoff));
    for (const InstructionSet set : available_instruction_sets()) {
      const std::string instruction_set = name_of(set);
      CAPTURE(instruction_set);
      const InstructionSetScope scope{set};
      const ForceField field = field_of<P>(species_count, cutoff);
      check_sums(system, field, reference, Precision::double_precision);
      check_sums(system, field, reference, Precision::mixed);
    }
  }
}

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

TEST_CASE("rows of more partners than the loop with tallies keeps at a time")
{
  constexpr double far = 6.0;
  const Box wide{13.0, 13.0, 19.2};
  const ForceField field = field_of<LennardJones>(1, far);
  const System system = liquid(wide, 2596, field.species());
  const PairSums reference = brute_force(wide, system.particles, laws_of<LennardJones>(1, far));
  for (const InstructionSet set : available_instruction_sets()) {
    const std::string instruction_set = name_of(set);
    CAPTURE(instruction_set);
    const InstructionSetScope scope{set};
    for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
      Engine engine{test_world(), system, field, {.precision = precision}};
      CHECK(engine.longest_row() > 128);
      const RelativeErrors errors = relative_errors(engine.sums(), reference);
      CHECK(errors.force < (precision == Precision::mixed ? 1e-5 : 1e-12));
      CHECK(errors.energy < (precision == Precision::mixed ? 1e-5 : 1e-12));
      CHECK(errors.virial < 1e-5);
    }
  }
}

TEST_CASE("in mixed precision the error grows with the length of the domain and no faster")
{
  // Rounding puts a particle off its place by at most 2^-24 of its distance from the middle along each axis; that is
  // half the length, and for ghosts up to the range more. Forces are off by 1.1e-7 of the length where the box is long
  // along one axis, and by 1.8e-7 where it is along all.
  for (const Vec3& lengths : {Vec3{6.0, 6.0, 12.0}, Vec3{6.0, 6.0, 100.0}, Vec3{14.0, 14.0, 14.0}}) {
    const double length = lengths.z;
    const Box long_box{lengths.x, lengths.y, lengths.z};
    const ForceField field = field_of<LennardJones>(1, cutoff);
    const System system = liquid(long_box, std::lround(0.8 * long_box.volume()), field.species());
    const PairSums reference = brute_force(long_box, system.particles, laws_of<LennardJones>(1, cutoff));
    const PairSums found = engine_sums(test_world(), system, field, {.precision = Precision::mixed});
    const RelativeErrors errors = relative_errors(found, reference);
    CAPTURE(lengths.x);
    CAPTURE(length);
    CHECK(errors.force < 2.5e-7 * length);
    CHECK(errors.energy < 2.5e-7 * length);
    CHECK(errors.virial < 2.5e-7 * length);
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
    for (const InstructionSet set : available_instruction_sets()) {
      const std::string instruction_set = name_of(set);
      CAPTURE(instruction_set);
      const InstructionSetScope scope{set};
      ForceField chosen{Cutoff{cutoff}};
      chosen.add({"A", 1.0}, LennardJones{});
      for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
        const double tolerance = precision == Precision::mixed ? 3e-5 : 1e-13;  // of the largest error
        const PairSums found = engine_sums(test_world(), system, chosen, {.precision = precision});
        CHECK(found.total_energy() == doctest::Approx(reference.total_energy()).epsilon(tolerance));
        CHECK(largest_distance(found.force, reference.force) <= tolerance * root_mean_square(reference.force));
      }
    }
  }
}

TEST_CASE("an instruction set that is not available is refused with those that are")
{
  const InstructionSetScope scope{"AVX1024"};
  CHECK_THROWS_WITH_AS(chosen_instruction_set(), doctest::Contains("portable"), InputError);
}
