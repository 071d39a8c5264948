#include <soret/core/error.hpp>
#include <soret/input/data_directory.hpp>
#include <soret/input/model.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

using namespace soret;

namespace {

Model shipped(const std::string& name) { return load_model(SORET_DATA "/models/" + name + ".ini"); }

const PairDescription& pair(const Model& model, const char* a, const char* b)
{
  return model.pair(model.find(a).value(), model.find(b).value());
}

}  // namespace

TEST_CASE("Kob-Andersen: one cutoff and force shift in one form, a cutoff per pair in the other")
{
  const Model forces = shipped("kob-andersen-2020");
  const Model energies = shipped("kob-andersen");
  for (const Model* model : {&forces, &energies}) {
    CHECK(pair(*model, "A", "A").epsilon == 1.0);
    CHECK(pair(*model, "A", "B").epsilon == 1.5);
    CHECK(pair(*model, "B", "A").sigma == 0.8);
    CHECK(pair(*model, "B", "B").epsilon == 0.5);
    CHECK(pair(*model, "B", "B").sigma == 0.88);
    CHECK(model->species[1].mass == 1.0);
  }
  CHECK(pair(forces, "A", "B").kind == PotentialKind::force_shifted_lennard_jones);
  CHECK(pair(forces, "A", "B").cutoff == 2.5);
  CHECK(pair(energies, "A", "B").kind == PotentialKind::lennard_jones);
  CHECK(pair(energies, "A", "B").shifted);
  CHECK(pair(energies, "A", "B").cutoff == 2.5 * 0.8);
  CHECK(pair(energies, "B", "B").cutoff == 2.5 * 0.88);
  CHECK(energies.largest_cutoff() == 2.5);
  CHECK(energies.smallest_sigma() == 0.8);
  CHECK(energies.pairs.size() == 3);
}

TEST_CASE("Kob-Andersen WCA ends at the minimum of each pair")
{
  const Model model = shipped("kob-andersen-wca");
  CHECK(pair(model, "A", "B").kind == PotentialKind::weeks_chandler_andersen);
  CHECK(pair(model, "A", "B").cutoff == doctest::Approx(0.8 * std::pow(2.0, 1.0 / 6.0)).epsilon(1e-14));
}

TEST_CASE("Wahnström's sigmas and masses")
{
  const Model model = shipped("wahnstrom");
  CHECK(pair(model, "B", "B").sigma == doctest::Approx(10.0 / 12.0).epsilon(1e-15));
  CHECK(pair(model, "A", "B").sigma == doctest::Approx(11.0 / 12.0).epsilon(1e-15));
  CHECK(pair(model, "A", "B").cutoff == doctest::Approx(2.5 * 11.0 / 12.0).epsilon(1e-15));
  CHECK(model.species[1].mass == 0.5);
}

TEST_CASE("Lorentz-Berthelot pairs of the LJTS mixture and of the dilute solutions")
{
  const Model mixture = shipped("ljts-mixture");
  CHECK(pair(mixture, "1", "2").epsilon == doctest::Approx(std::sqrt(0.6)).epsilon(1e-15));
  CHECK(pair(mixture, "1", "2").sigma == 1.0);
  const Model weak = shipped("dilute-lj-weak");
  CHECK(pair(weak, "solvent", "solute").epsilon == doctest::Approx(std::sqrt(0.5)).epsilon(1e-15));
  CHECK_FALSE(pair(weak, "solvent", "solute").shifted);
  CHECK(pair(shipped("dilute-lj-strong"), "solute", "solute").epsilon == 1.5);
}

TEST_CASE("a model may give its parameters in real units, its own cutoffs, k_ij and potential")
{
  Configuration c;
  c.add_text(R"([units]
epsilon = 119.8 K
sigma = 0.3405 nm
mass = 39.948 u
[model]
potential = mie
repulsive_exponent = 14
attractive_exponent = 7
truncation = cut
cutoff = 3
[species.Ar]
mass = 39.948 u
epsilon = 119.8 K
sigma = 0.3405 nm
[species.Kr]
mass = 2.1
epsilon = 1.39
sigma = 1.07
[pair.Kr-Ar]
k = 0.02
cutoff = 3.2
)",
             "test.ini");
  const Model model = read_model(c);
  c.finish();
  const PairDescription& mixed = pair(model, "Ar", "Kr");
  CHECK(model.species[0].mass == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(mixed.epsilon == doctest::Approx(0.98 * std::sqrt(1.39)).epsilon(1e-14));
  CHECK(mixed.sigma == doctest::Approx(1.035).epsilon(1e-14));
  CHECK(mixed.cutoff == 3.2);
  CHECK(model.largest_cutoff() == 3.2);
  CHECK(mixed.kind == PotentialKind::mie);
  CHECK(mixed.repulsive_exponent == 14.0);
  CHECK(mixed.attractive_exponent == 7.0);
  CHECK_FALSE(mixed.shifted);
}

TEST_CASE("pairs are found by both orders of their species")
{
  Configuration c;
  c.add_text("[model]\ncutoff = 2.5\n", "test.ini");
  for (const char* name : {"A", "B", "C", "D"}) {
    c.add_text("[species." + std::string(name) + "]\nmass = 1\nepsilon = 1\nsigma = 1\n", name);
  }
  const Model model = read_model(c);
  c.finish();
  REQUIRE(model.pairs.size() == 10);
  for (std::size_t a = 0; a < 4; ++a) {
    for (std::size_t b = 0; b < 4; ++b) {
      const PairDescription& found = model.pair(static_cast<Species>(a), static_cast<Species>(b));
      CHECK(index(found.first) == std::min(a, b));
      CHECK(index(found.second) == std::max(a, b));
    }
  }
}

TEST_CASE("shipped data are found from the program's place, or where SORET_DATA says")
{
  unsetenv("SORET_DATA");
  CHECK(std::filesystem::equivalent(data_directory(), SORET_DATA));
  CHECK(load_model("argon").species.at(0).name == "Ar");
  setenv("SORET_DATA", "/nowhere", 1);
  CHECK_THROWS_WITH_AS(data_directory(), doctest::Contains("SORET_DATA = /nowhere"), InputError);
  unsetenv("SORET_DATA");
  CHECK_THROWS_WITH_AS(load_model("argonn"), doctest::Contains("shipped: argon, contrast"), InputError);
}
