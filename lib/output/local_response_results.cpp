#include <soret/output/nemd_results.hpp>

#include <string>
#include <vector>

namespace soret {

namespace {

constexpr Dimension per_length{.length = -1};
constexpr Dimension temperature_gradient{.length = -1, .temperature = 1};

/// A member of every place of the given species.
void add_local(ResultsFile& file, std::span<const std::vector<LocalResponse>> species, const Variable& variable,
               Estimate LocalResponse::*member)
{
  std::vector<Estimate> values;
  for (const std::vector<LocalResponse>& places : species) {
    for (const LocalResponse& place : places) {
      values.push_back(place.*member);
    }
  }
  file.add(variable, values);
}

}  // namespace

void add_places(ResultsFile& file, const std::vector<std::vector<LocalResponse>>& places)
{
  if (places.empty() || places.front().empty()) {
    return;
  }
  std::vector<double> distances;
  for (const LocalResponse& place : places.front()) {
    distances.push_back(place.distance);
  }
  file.add_coordinate("place", distances, dimension::none, "distance from the cold slab over the box length");
  const std::span all{places};
  const auto common = [&](const char* name, Dimension unit, const char* about, Estimate LocalResponse::*member) {
    add_local(file, all.first(1), {name, {"place"}, unit, about}, member);
  };
  const auto of_species = [&](const char* name, Dimension unit, const char* about, Estimate LocalResponse::*member) {
    add_local(file, all, {name, {"species", "place"}, unit, about}, member);
  };
  common("local_temperature", dimension::temperature, "temperature", &LocalResponse::temperature);
  common("local_temperature_gradient", temperature_gradient, "temperature gradient towards the hot slab",
         &LocalResponse::temperature_gradient);
  common("local_potential_energy", dimension::energy, "potential energy per particle",
         &LocalResponse::potential_energy);
  of_species("local_mole_fraction", dimension::none, "mole fraction", &LocalResponse::mole_fraction);
  of_species("local_mole_fraction_gradient", per_length, "gradient of the mole fraction towards the hot slab",
             &LocalResponse::mole_fraction_gradient);
  of_species("local_soret_coefficient", dimension::inverse_temperature, "Soret coefficient",
             &LocalResponse::soret_coefficient);
}

}  // namespace soret
