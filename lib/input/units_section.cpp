#include <soret/input/model.hpp>

namespace soret {

namespace {

std::optional<double> read_scale(Configuration& configuration, const char* name, const char* about,
                                 const char* accepted, double (*read)(std::string_view))
{
  return configuration.parsed({.name = name, .about = about}, accepted,
                              [read](const std::string& value) { return read(value); });
}

}  // namespace

void read_units(Configuration& configuration)
{
  const auto epsilon =
      read_scale(configuration, "units.epsilon", "what the reduced unit of energy stands for",
                 "an energy > 0 with a real unit: K (times k_B), kJ/mol, kcal/mol, eV, J", read_real_energy);
  const auto sigma = read_scale(configuration, "units.sigma", "what the reduced unit of length stands for",
                                "a length > 0 with a real unit: nm, A, pm", read_real_length);
  const auto mass = read_scale(configuration, "units.mass", "what the reduced unit of mass stands for",
                               "a mass > 0 with a real unit: u, g/mol, kg", read_real_mass);
  if (epsilon && sigma && mass) {
    configuration.use_units(Units{RealScales{.sigma = *sigma, .epsilon = *epsilon, .mass = *mass}});
    return;
  }
  const bool any_given =
      configuration.given("units.epsilon") || configuration.given("units.sigma") || configuration.given("units.mass");
  for (const char* key : {"units.epsilon", "units.sigma", "units.mass"}) {
    if (any_given && !configuration.given(key)) {
      configuration.miss(key, "a [units] section gives epsilon, sigma and mass");
    }
  }
}

}  // namespace soret
