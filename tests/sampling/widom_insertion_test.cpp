/// Test insertions against direct sums and against what is known of gases.
#include "coupled_liquid.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/forces/potentials/lennard_jones.hpp>
#include <soret/forces/potentials/mie.hpp>
#include <soret/sampling/test_exchange.hpp>
#include <soret/sampling/widom_insertion.hpp>

#include <doctest/doctest.h>
#include <boost/math/quadrature/tanh_sinh.hpp>

#include <cmath>
#include <numbers>

using namespace soret;
using namespace test_support;

namespace {

constexpr Temperature temperature{1.3};
constexpr std::int64_t insertions = 200;
const LennardJones a_with_a{1.0, 1.0, Truncation::shifted};
const Mie a_with_b{0.8, 0.95, 14.0, 7.0, Truncation::cut};

/// A, and B that sees A alone.
WidomInsertion::Settings settings_of_two(bool weighted = false)
{
  return {.species = {{{PairEnergy::of(a_with_a, 2.5), PairEnergy::of(a_with_b, 2.2)}},
                      {{PairEnergy::of(a_with_b, 2.2), PairEnergy{}}}},
          .temperature = temperature,
          .insertions = insertions,
          .weighted_by_volume = weighted,
          .seed = Seed{5},
          .blocks = Blocks{4}};
}

/// The insertions at one step by the sum over all pairs.
std::array<InsertionSums, 2> brute_insertions(const CoupledLiquid& whole, std::int64_t step, double volume)
{
  const RandomStream places{Seed{5}, Stream::insertions};
  const PairLaw aa = law_of(a_with_a, 2.5);
  const PairLaw ab = law_of(a_with_b, 2.2);
  std::array<InsertionSums, 2> sums;
  for (std::uint64_t n = 0; n < insertions; ++n) {
    const auto u = places.uniform4(static_cast<std::uint64_t>(step), n);
    const Vec3& l = whole.box.lengths();
    const Vec3 point{u[0] * l.x, u[1] * l.y, u[2] * l.z};
    std::array<double, 2> energy{};
    const auto add = [](const PairLaw& law, double r_squared, double& to) {
      to += r_squared < law.cutoff * law.cutoff ? law.term(r_squared).energy : 0.0;
    };
    for (std::size_t i = 0; i < whole.particles.size(); ++i) {
      const double r_squared = norm_squared(whole.box.minimum_image(whole.particles.position_of(i) - point));
      if (whole.particles.species[i] == Species{0}) {
        add(aa, r_squared, energy[0]);
        add(ab, r_squared, energy[1]);
      }
      else if (whole.particles.species[i] == Species{1}) {
        add(ab, r_squared, energy[0]);
      }
    }
    for (std::size_t s = 0; s < 2; ++s) {
      sums[s].add(energy[s] / temperature.value(), volume);
    }
  }
  return sums;
}

/// Particles anywhere in the box, each on one of the ranks.
Particles ideal_gas(const Box& box, std::int64_t count, std::int64_t step)
{
  const RandomStream places{Seed{3}, Stream::placement};
  Particles particles;
  for (std::int64_t id = 0; id < count; ++id) {
    const auto u = places.uniform4(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(id));
    if (id % test_world().size() == test_world().rank()) {
      particles.add(id, Species{0}, {u[0] * box.lengths().x, u[1] * box.lengths().y, u[2] * box.lengths().z});
    }
  }
  return particles;
}

void run(WidomInsertion& widom, std::int64_t first, std::int64_t last)
{
  CoupledLiquid liquid{test_world()};
  for (std::int64_t step = first; step <= last; ++step) {
    liquid.move(step);
    widom.sample(liquid.snapshot());
  }
}

}  // namespace

TEST_CASE("insertions are those of the sum over all particles, whatever the number of ranks")
{
  for (const bool weighted : {false, true}) {
    WidomInsertion widom{test_world(), settings_of_two(weighted)};
    run(widom, 3, 3);
    CoupledLiquid whole{0, 1};
    whole.move(3);
    const auto expected = brute_insertions(whole, 3, weighted ? whole.box.volume() : 1.0);
    for (std::size_t s = 0; s < 2; ++s) {
      const std::vector<InsertionSums> found = widom.blocks(s);
      REQUIRE(found.size() == 1);
      CHECK(found[0].samples == insertions);
      CHECK(found[0].weight == doctest::Approx(expected[s].weight).epsilon(1e-10));
      CHECK(found[0].weight_squared == doctest::Approx(expected[s].weight_squared).epsilon(1e-10));
      CHECK(found[0].volume == doctest::Approx(expected[s].volume).epsilon(1e-12));
      CHECK(found[0].weight > 1e-6 * found[0].volume);
    }
  }
}

TEST_CASE("places differ from one configuration to the next")
{
  WidomInsertion widom{test_world(), settings_of_two()};
  run(widom, 3, 4);
  CHECK(widom.blocks(0)[0].weight != widom.blocks(0)[1].weight);
}

TEST_CASE("insertions that were saved and loaded continue bit for bit")
{
  WidomInsertion straight{test_world(), settings_of_two()};
  run(straight, 1, 21);
  CHECK(straight.blocks(1).size() <= 8);
  for (const std::int64_t cut : {0, 1, 8, 13}) {
    WidomInsertion before{test_world(), settings_of_two()};
    run(before, 1, cut);
    State state;
    before.save(state);
    WidomInsertion after{test_world(), settings_of_two()};
    after.load(state);
    run(after, cut + 1, 21);
    State straight_state;
    State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
}

TEST_CASE("into an ideal gas: the second virial coefficient")
{
  if (under_sanitizers) {
    return;
  }
  // <exp(-U/T)> of N particles that know nothing of each other is (1 - 2 B_2/V)^N.
  constexpr std::int64_t particles = 6;
  WidomInsertion::Settings settings{.species = {{{PairEnergy::of(a_with_a, 1.9), PairEnergy::of(a_with_a, 1.9)}}},
                                    .temperature = temperature,
                                    .insertions = 200,
                                    .seed = Seed{7},
                                    .blocks = Blocks{20}};
  WidomInsertion widom{test_world(), settings};
  const Box box{4.0, 5.0, 12.0};
  const SpeciesTable species{{"A", 1.0}};
  for (std::int64_t step = 1; step <= 2000; ++step) {
    const Particles gas = ideal_gas(box, particles, step);
    widom.sample({box, species, gas, {}, {}, step, 0.0, {}});
  }
  const PairLaw law = law_of(a_with_a, 1.9);
  boost::math::quadrature::tanh_sinh<double> quadrature;
  const double b2 = quadrature.integrate(
      [&](double r) {
        const double u = r < 1e-3 ? 1e9 : law.term(r * r).energy;
        return -2.0 * std::numbers::pi * r * r * std::expm1(-u / temperature.value());
      },
      0.0, 1.9);
  const double expected = -temperature.value() * static_cast<double>(particles) * std::log1p(-2.0 * b2 / box.volume());
  const WidomResult found = widom_insertion(widom.blocks(0), temperature);
  MESSAGE("mu_ex = ", found.excess, ", exact ", expected);
  CHECK(std::abs(found.excess.standard_errors_from(expected)) < 3.5);
  CHECK(found.excess.standard_error < 0.05 * std::abs(expected));
}

TEST_CASE("insertions refuse what does not fit")
{
  WidomInsertion::Settings none = settings_of_two();
  none.species.clear();
  CHECK_THROWS_AS(WidomInsertion(test_world(), none), InputError);
  WidomInsertion::Settings few = settings_of_two();
  few.insertions = 0;
  CHECK_THROWS_AS(WidomInsertion(test_world(), few), InputError);
  const Box narrow{4.0, 6.0, 6.0};
  const SpeciesTable species{{"A", 1.0}};
  const Particles gas = ideal_gas(narrow, 3, 1);
  WidomInsertion widom{test_world(), settings_of_two()};
  CHECK_THROWS_WITH_AS(widom.sample({narrow, species, gas, {}, {}, 1, 0.0, {}}),
                       doctest::Contains("the box is 4 long along x"), InputError);
  State state;
  widom.save(state);
  WidomInsertion::Settings others = settings_of_two();
  others.blocks = Blocks{6};
  WidomInsertion other{test_world(), others};
  CHECK_THROWS_AS(other.load(state), RunTimeFailure);
}

namespace {

TestExchange::Settings exchanges_of(std::int64_t exchanges)
{
  WidomInsertion::Settings two = settings_of_two();
  return {
      .species = two.species, .temperature = temperature, .exchanges = exchanges, .seed = Seed{5}, .blocks = Blocks{4}};
}

void run(TestExchange& sampler, std::int64_t first, std::int64_t last)
{
  CoupledLiquid liquid{test_world()};
  for (std::int64_t step = first; step <= last; ++step) {
    liquid.move(step);
    sampler.sample(liquid.snapshot());
  }
}

/// Energy of particle i as one of `species`, by the sum over all others.
double brute_energy_as(const CoupledLiquid& whole, std::size_t i, Species species)
{
  const PairLaw aa = law_of(a_with_a, 2.5);
  const PairLaw ab = law_of(a_with_b, 2.2);
  double energy = 0.0;
  for (std::size_t j = 0; j < whole.particles.size(); ++j) {
    const Species other = whole.particles.species[j];
    if (j == i || other == coupled_species || (species == Species{1} && other == Species{1})) {
      continue;
    }
    const PairLaw& law = species == Species{0} && other == Species{0} ? aa : ab;
    const double r_squared =
        norm_squared(whole.box.minimum_image(whole.particles.position_of(i) - whole.particles.position_of(j)));
    energy += r_squared < law.cutoff * law.cutoff ? law.term(r_squared).energy : 0.0;
  }
  return energy;
}

}  // namespace

TEST_CASE("exchanges of all particles are those of the sum over all others, whatever the number of ranks")
{
  TestExchange sampler{test_world(), exchanges_of(1000)};  // more than there are
  run(sampler, 3, 3);
  CoupledLiquid whole{0, 1};
  whole.move(3);
  std::array<InsertionSums, 2> expected;
  for (std::size_t i = 0; i < whole.particles.size(); ++i) {
    const Species from = whole.particles.species[i];
    if (from == coupled_species) {
      continue;
    }
    const Species to = from == Species{0} ? Species{1} : Species{0};
    const double cost = brute_energy_as(whole, i, to) - brute_energy_as(whole, i, from);
    expected[index(from)].add(cost / temperature.value(), 1.0);
  }
  for (std::size_t from = 0; from < 2; ++from) {
    const std::vector<InsertionSums> found = sampler.blocks(from, 1 - from);
    REQUIRE(found.size() == 1);
    CHECK(found[0].samples == expected[from].samples);
    CHECK(found[0].samples >= 149);
    CHECK(found[0].weight == doctest::Approx(expected[from].weight).epsilon(1e-9));
    CHECK(found[0].weight_squared == doctest::Approx(expected[from].weight_squared).epsilon(1e-9));
  }
}

TEST_CASE("as many particles are taken as asked for, on average, others at every step")
{
  TestExchange sampler{test_world(), exchanges_of(30)};
  run(sampler, 1, 4);
  std::int64_t taken = 0;
  for (const std::size_t from : {0U, 1U}) {
    for (const InsertionSums& block : sampler.blocks(from, 1 - from)) {
      taken += block.samples;
    }
  }
  CHECK(taken > 4 * 15);
  CHECK(taken < 4 * 45);
  CHECK(sampler.blocks(0, 1)[0].weight != sampler.blocks(0, 1)[1].weight);
}

TEST_CASE("exchanges that were saved and loaded continue bit for bit")
{
  TestExchange straight{test_world(), exchanges_of(30)};
  run(straight, 1, 21);
  for (const std::int64_t cut : {0, 9}) {
    TestExchange before{test_world(), exchanges_of(30)};
    run(before, 1, cut);
    State state;
    before.save(state);
    TestExchange after{test_world(), exchanges_of(30)};
    after.load(state);
    run(after, cut + 1, 21);
    State straight_state;
    State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
}

TEST_CASE("exchanges refuse what does not fit")
{
  CHECK_THROWS_AS(TestExchange(test_world(), exchanges_of(0)), InputError);
  TestExchange::Settings incomplete = exchanges_of(10);
  incomplete.species.pop_back();
  CHECK_THROWS_AS(TestExchange(test_world(), incomplete), InputError);
}
