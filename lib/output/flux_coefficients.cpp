#include "flux_coefficients.hpp"

#include <fmt/format.h>

namespace soret {

namespace {

constexpr Dimension viscosity{.length = -3, .energy = 1, .time = 1};
constexpr Dimension heat_heat{.length = -1, .energy = 1, .time = -1, .temperature = 1};
/// What L_ab has more for every mass flux among a and b.
constexpr int length_per_mass = -2;
constexpr int time_per_mass = 2;

/// "q" of the heat flux, "1" of the mass flux of the first species.
std::string index_of(const CorrelatedQuantities& quantities, std::size_t quantity)
{
  for (std::size_t species = 0; species < quantities.quantities.size(); ++species) {
    if (quantities.quantities[quantity].name == flux::mass(species)) {
      return fmt::format("{}", species + 1);
    }
  }
  return "q";
}

}  // namespace

FluxCoefficient flux_coefficient(const CorrelatedQuantities& quantities, std::size_t pair,
                                 const TransportCurves& curves)
{
  const QuantityPair& members = quantities.pairs[pair];
  if (quantities.quantities[members.a].name == flux::stress) {
    return {"η", viscosity, 1.0 / (curves.volume * curves.temperature.value)};
  }
  Dimension dimension = heat_heat;
  std::string indices;
  for (const std::size_t member : {members.a, members.b}) {
    const std::string index = index_of(quantities, member);
    if (index != "q") {
      dimension.length += length_per_mass;
      dimension.time += time_per_mass;
    }
    indices += index;
  }
  return {"{/:Italic L}_{" + indices + "}", dimension, 1.0 / curves.volume};
}

}  // namespace soret
