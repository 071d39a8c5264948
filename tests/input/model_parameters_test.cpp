#include "support/settings_from_text.hpp"

#include <soret/core/error.hpp>
#include <soret/input/model_parameters.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

using namespace soret;

namespace {

constexpr const char* mixture = R"(
[model]
cutoff = 2.5
[species.A]
mass = 1
epsilon = 1
sigma = 1
[species.B]
mass = 2
epsilon = 0.8
sigma = 0.95
)";

Model mixture_with(const test_support::Overrides& overrides)
{
  return test_support::settings_from_text(read_model, {mixture}, overrides);
}

}  // namespace

TEST_CASE("parameters in a line that people read")
{
  CHECK(parameter_text(mixture_with({{"pair.A-B.epsilon", "1.5"}})) ==
        "A: mass 1; A-A (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 1, sigma 1; "
        "A-B (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 1.5, sigma 0.975; B: mass 2; "
        "B-B (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 0.8, sigma 0.95");
}

TEST_CASE("the line gives every parameter back exactly, of all potentials and shipped models")
{
  for (const char* potential : {"lennard-jones", "force-shifted-lennard-jones", "mie", "soft-core-lennard-jones"}) {
    CAPTURE(potential);
    const Model model = mixture_with({{"model.potential", potential},
                                      {"model.repulsive_exponent", "14.1"},
                                      {"model.coupling", "0.3"},
                                      {"species.B.mass", "0.1234567890123456"}});
    CHECK(parameters_in(parameter_text(model)) == parameters_of(model));
  }
  std::size_t models = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SORET_DATA "/models")) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const Model model = load_model(entry.path().string());
    CHECK(parameters_in(parameter_text(model)) == parameters_of(model));
    ++models;
  }
  CHECK(models > 8);
}

TEST_CASE("every potential has the parameters that it uses")
{
  const auto count = [](const char* potential) {
    return parameters_of(mixture_with({{"model.potential", potential}})).size();
  };
  constexpr std::size_t masses = 2;
  constexpr std::size_t pairs = 3;
  CHECK(count("lennard-jones") == masses + 4 * pairs);
  CHECK(count("force-shifted-lennard-jones") == masses + 3 * pairs);
  CHECK(count("soft-core-lennard-jones") == masses + 5 * pairs);
  CHECK(parameters_of(load_model(SORET_DATA "/models/kob-andersen-wca.ini")).size() == masses + 2 * pairs);
  const ModelParameters other_mie =
      parameters_of(mixture_with({{"model.potential", "mie"}, {"model.repulsive_exponent", "14"}}));
  CHECK(other_mie.size() == masses + 6 * pairs);
  CHECK(other_mie.at("repulsive exponent of A-B (Mie)") == 14.0);
}

TEST_CASE("the same model has the same parameters however it is written")
{
  const ModelParameters parameters = parameters_of(mixture_with({}));
  CHECK(parameters_of(mixture_with({{"model.potential", "mie"}})) == parameters);
  constexpr const char* turned = R"(
[model]
cutoff = 2.5
[species.B]
mass = 2
epsilon = 0.8
sigma = 0.95
[species.A]
mass = 1
epsilon = 1
sigma = 1
)";
  CHECK(parameters_of(test_support::settings_from_text(read_model, {turned}, {})) == parameters);
}

TEST_CASE("text of another form is refused with its part")
{
  CHECK_THROWS_WITH_AS(parameters_in("argon"), "'argon' does not have the form 'OWNER: NAME VALUE, ...'", InputError);
  CHECK_THROWS_WITH_AS(parameters_in("A: mass 1;"), "'' does not have the form 'OWNER: NAME VALUE, ...'", InputError);
  CHECK_THROWS_WITH_AS(parameters_in("A: mass"), "'mass' does not have the form 'NAME VALUE'", InputError);
  CHECK_THROWS_WITH_AS(parameters_in("A: mass 1x"), "'1x' is not a number", InputError);
}
