#include <soret/core/error.hpp>
#include <soret/input/close_pairs.hpp>
#include <soret/input/copies.hpp>
#include <soret/input/start_settings.hpp>
#include <soret/input/starts.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace soret;

namespace {

constexpr Species first{0};
constexpr Species second{1};
const SpeciesTable two_species{{.name = "A", .mass = 1.0}, {.name = "B", .mass = 3.0}};

std::int64_t count_of(const System& system, Species species)
{
  return std::count(system.particles.species.begin(), system.particles.species.end(), species);
}

/// Smallest distance by comparing all pairs.
double smallest_distance(const System& system)
{
  double smallest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Vec3 separation = system.particles.position_of(i) - system.particles.position_of(j);
      smallest = std::min(smallest, norm_squared(system.box.minimum_image(separation)));
    }
  }
  return std::sqrt(smallest);
}

bool all_inside(const System& system)
{
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    if (!(system.box.wrapped(system.particles.position_of(i)) == system.particles.position_of(i))) {
      return false;
    }
  }
  return true;
}

/// Particles of a species (all: nullptr) in each of `slices` slices along `axis`.
std::vector<double> slice_counts(const System& system, std::size_t axis, int slices, const Species* species)
{
  std::vector<double> counts(static_cast<std::size_t>(slices), 0.0);
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    if (species == nullptr || system.particles.species[i] == *species) {
      const double fraction = system.particles.position[axis][i] / system.box.lengths()[axis];
      counts[static_cast<std::size_t>(fraction * slices)] += 1.0;
    }
  }
  return counts;
}

/// The largest difference, over the slices, between the particles of a species and its share of all particles there.
double largest_excess(const System& system, std::size_t axis, int slices, Species species)
{
  const std::vector<double> all = slice_counts(system, axis, slices, nullptr);
  const std::vector<double> own = slice_counts(system, axis, slices, &species);
  const double share = static_cast<double>(count_of(system, species)) / static_cast<double>(system.particles.size());
  double largest = 0.0;
  for (std::size_t s = 0; s < all.size(); ++s) {
    largest = std::max(largest, std::abs(own[s] - share * all[s]));
  }
  return largest;
}

}  // namespace

TEST_CASE("copies stand beside each other, at rest, with the distances of the box that they repeat")
{
  System small{Box{2.0, 3.0, 5.0}, two_species, {}};
  small.particles.add(4, first, {0.1, 0.2, 0.3}, {1.0, 1.0, 1.0});
  small.particles.add(2, second, {1.9, 2.5, 4.0}, {1.0, 1.0, 1.0});
  const System all = repeated(small, Copies{{2, 1, 3}});
  CHECK(all.box.lengths() == Vec3{4.0, 3.0, 15.0});
  REQUIRE(all.particles.size() == 12);
  CHECK(count_of(all, first) == 6);
  CHECK(all_inside(all));
  CHECK(smallest_distance(all) == doctest::Approx(smallest_distance(small)).epsilon(1e-12));
  CHECK(all.particles.position_of(11) == Vec3{3.9, 2.5, 14.0});
  CHECK(all.particles.velocity_of(11) == Vec3{});
  CHECK(std::ranges::is_sorted(all.particles.id));
  CHECK(all.particles.id.back() == 11);
}

TEST_CASE("settings know particles and box of all copies, which the start has")
{
  Configuration configuration;
  configuration.add_text("[model]\nfile = contrast\n[start]\nkind = xyz\nfile = " SORET_TEST_DATA
                         "/bad-input/samples\ncopies = 3 1 2\n",
                         "test");
  const Model model = read_model(configuration);
  const StartSettings settings = read_start_settings(configuration, model);
  configuration.finish();
  CHECK(settings.particles() == 24);
  REQUIRE(settings.box);
  CHECK(settings.box->lengths() == Vec3{18.0, 6.0, 12.0});
  CHECK(density_of(settings.samples.front().system).value() == doctest::Approx(24.0 / settings.box->volume()));
  const System start = make_start(settings, model, Seed{1});
  CHECK(start.particles.size() == 24);
  CHECK(start.box.lengths() == settings.box->lengths());
}

TEST_CASE("a single copy is the system itself")
{
  System small{Box{2.0, 3.0, 5.0}, two_species, {}};
  small.particles.add(4, first, {0.1, 0.2, 0.3}, {1.0, 2.0, 3.0});
  const System same = repeated(small, Copies{});
  CHECK(same.particles.id.front() == 4);
  CHECK(same.particles.velocity_of(0) == Vec3{1.0, 2.0, 3.0});
}

TEST_CASE("a perfect lattice is face-centred cubic")
{
  const System system = lattice(Box{8.0, 8.0, 8.0}, {{first, 500}}, {{.name = "A", .mass = 1.0}});
  CHECK(system.particles.size() == 500);
  CHECK(all_inside(system));
  CHECK(smallest_distance(system) == doctest::Approx(8.0 / 5.0 / std::sqrt(2.0)).epsilon(1e-12));
}

TEST_CASE("a lattice fills any box evenly with any number of particles")
{
  for (const std::int64_t count : {2, 7, 100, 999, 2300}) {
    for (const Vec3 lengths : {Vec3{10, 10, 10}, Vec3{7, 8, 31}, Vec3{20, 6, 5}}) {
      CAPTURE(count);
      CAPTURE(lengths.z);
      const Box box{lengths};
      const System system = lattice(box, {{first, count / 2}, {second, count - count / 2}});
      REQUIRE(system.particles.size() == static_cast<std::size_t>(count));
      CHECK(count_of(system, first) == count / 2);
      CHECK(all_inside(system));
      // a perfect lattice of this density has its nearest sites at 2^(1/6) (V/N)^(1/3)
      const double perfect = std::pow(2.0, 1.0 / 6.0) * std::cbrt(box.volume() / static_cast<double>(count));
      CHECK(smallest_distance(system) > 0.62 * perfect);
    }
  }
}

TEST_CASE("density and composition of a start are flat along every axis")
{
  const Box box{12.0, 12.0, 48.0};
  const std::vector<SpeciesCount> counts{{first, 4800}, {second, 1200}};
  const System ordered = lattice(box, counts, two_species, Seed{3});
  const System random = random_packing(box, counts, two_species, 0.8, Seed{3});
  const int slices = 6;
  // had each particle its species by chance, the excess in a slice would have this standard deviation
  const double chance = std::sqrt(1000.0 * 0.8 * 0.2);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    CAPTURE(axis);
    CHECK(largest_excess(ordered, axis, slices, second) < 1.2 * chance);
    CHECK(largest_excess(random, axis, slices, second) < 1.2 * chance);
  }
  // along the long axis, where the gradient will be, the composition is much flatter than chance
  CHECK(largest_excess(ordered, 2, slices, second) < 0.6 * chance);
  CHECK(largest_excess(random, 2, slices, second) < 0.6 * chance);
  // and so is the density of the random start: independent points would deviate by sqrt(N (1/6) (5/6)) per slice
  for (const double count : slice_counts(random, 2, slices, nullptr)) {
    CHECK(std::abs(count - 1000.0) < 2.5 * std::sqrt(6000.0 * 5.0 / 36.0));
  }
}

TEST_CASE("starts depend on the seed only")
{
  const Box box{6.0, 6.0, 9.0};
  const std::vector<SpeciesCount> counts{{first, 150}, {second, 100}};
  CHECK(lattice(box, counts, {}, Seed{1}).particles.species == lattice(box, counts, {}, Seed{1}).particles.species);
  CHECK(lattice(box, counts, {}, Seed{1}).particles.species != lattice(box, counts, {}, Seed{2}).particles.species);
  const System one = random_packing(box, counts, two_species, 0.8, Seed{1});
  CHECK(one.particles.position == random_packing(box, counts, two_species, 0.8, Seed{1}).particles.position);
  CHECK(one.particles.position != random_packing(box, counts, two_species, 0.8, Seed{2}).particles.position);
}

TEST_CASE("a random packing keeps its distance, up to liquid densities")
{
  for (const double distance : {0.3, 0.7, 0.85}) {
    CAPTURE(distance);
    const System system =
        random_packing(Box{9.0, 9.0, 14.0}, {{first, 500}, {second, 500}}, two_species, distance, Seed{5});
    CHECK(all_inside(system));
    CHECK(smallest_distance(system) >= distance);
    CHECK(count_of(system, second) == 500);
  }
}

TEST_CASE("a packing that cannot be is refused, and so is an empty start")
{
  CHECK_THROWS_WITH_AS(random_packing(Box{5.0, 5.0, 5.0}, {{first, 200}}, two_species, 1.1, Seed{1}),
                       doctest::Contains("could not be packed at random 1.1 apart"), InputError);
  CHECK_THROWS_AS(random_packing(Box{5.0, 5.0, 5.0}, {{first, 0}}, two_species, 1.0, Seed{1}), InputError);
  CHECK_THROWS_AS(lattice(Box{5.0, 5.0, 5.0}, {}), InputError);
}

TEST_CASE("close pairs are the same as by comparing all pairs, in boxes of few and many cells")
{
  for (const Vec3 lengths : {Vec3{2.1, 2.1, 2.1}, Vec3{3.2, 2.2, 9.0}, Vec3{4.0, 5.0, 6.0}}) {
    const System system = random_packing(Box{lengths}, {{first, 60}}, two_species, 0.1, Seed{8});
    for (const double reach : {0.4, 0.7, 1.0}) {
      std::vector<std::pair<std::size_t, std::size_t>> found;
      CellGrid{system.box, system.particles.position, reach}.for_each_close_pair(
          [&](std::size_t i, std::size_t j, const Vec3&, double) { found.emplace_back(i, j); });
      std::vector<std::pair<std::size_t, std::size_t>> expected;
      for (std::size_t i = 0; i < system.particles.size(); ++i) {
        for (std::size_t j = i + 1; j < system.particles.size(); ++j) {
          const Vec3 d = system.box.minimum_image(system.particles.position_of(i) - system.particles.position_of(j));
          if (norm_squared(d) < reach * reach) {
            expected.emplace_back(i, j);
          }
        }
      }
      std::sort(found.begin(), found.end());
      CHECK(found == expected);
    }
  }
}

TEST_CASE("velocities have zero momentum, exactly the temperature, and equipartition between the species")
{
  System system = lattice(Box{14.0, 14.0, 28.0}, {{first, 3000}, {second, 1000}}, two_species);
  draw_velocities(system, Temperature{1.3}, Seed{4});
  CHECK(std::sqrt(norm_squared(local_momentum(system.particles, two_species))) < 1e-9);
  CHECK(2.0 * local_kinetic_energy(system.particles, two_species) / (3.0 * 4000 - 3.0) ==
        doctest::Approx(1.3).epsilon(1e-13));
  double heavy = 0.0;
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    heavy += system.particles.species[i] == second ? norm_squared(system.particles.velocity_of(i)) : 0.0;
  }
  // <m v²> = 3 T with relative standard error sqrt(2/(3N)); within three of them
  CHECK(3.0 * heavy / 1000.0 == doctest::Approx(3.9).epsilon(3.0 * std::sqrt(2.0 / 3000.0)));
  System again = lattice(Box{14.0, 14.0, 28.0}, {{first, 3000}, {second, 1000}}, two_species);
  draw_velocities(again, Temperature{1.3}, Seed{4});
  CHECK(again.particles.velocity == system.particles.velocity);
  System single = lattice(Box{5.0, 5.0, 5.0}, {{first, 1}}, two_species);
  CHECK_THROWS_AS(draw_velocities(single, Temperature{1.0}, Seed{1}), InputError);
}

TEST_CASE("counts from mole fractions and boxes from densities")
{
  const auto counts = counts_from_mole_fractions(10, {1.0 / 3, 1.0 / 3, 1.0 / 3});
  CHECK(counts[0].count == 4);
  CHECK(counts[1].count == 3);
  CHECK(counts[2].count == 3);
  CHECK(counts_from_mole_fractions(2128, {0.962406, 0.037594})[1].count == 80);
  CHECK(counts_from_mole_fractions(10, {0.1, 0.9})[0].count == 1);
  CHECK(total(counts_from_mole_fractions(997, {0.123, 0.456, 0.421})) == 997);
  CHECK_THROWS_AS(counts_from_mole_fractions(10, {0.5, 0.6}), InputError);
  CHECK_THROWS_AS(counts_from_mole_fractions(10, {1.5, -0.5}), InputError);
  const Box box = box_of_density(1200, NumberDensity{0.75}, {1.0, 1.0, 3.0});
  CHECK(box.volume() == doctest::Approx(1600.0).epsilon(1e-14));
  CHECK(box.lengths().z == doctest::Approx(3.0 * box.lengths().x).epsilon(1e-14));
  CHECK(particles_of_density(box, NumberDensity{0.75}) == 1200);
}

TEST_CASE("overlapping particles are named by their ids")
{
  System system{.box = Box{10.0, 10.0, 10.0}, .species = two_species, .particles = {}};
  system.particles.add(11, first, {1.0, 1.0, 9.95});
  system.particles.add(22, first, {5.0, 5.0, 5.0});
  system.particles.add(33, first, {1.0, 1.0, 0.05});
  CHECK_THROWS_WITH_AS(refuse_overlaps(system, 0.3), "particles 11 and 33 are 0.1 apart; accepted: 0.3 or more",
                       InputError);
  CHECK_NOTHROW(refuse_overlaps(system, 0.09));
}
