#include <soret/estimate/viscous_flow.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace soret {

namespace {

void check(std::span<const Temperature> temperatures, std::span<const Estimate> viscosities,
           std::span<const Estimate> energies)
{
  if (temperatures.size() != viscosities.size() || energies.size() != viscosities.size() || viscosities.size() < 2) {
    throw InputError(fmt::format("a flow ratio of {} viscosities and {} energies at {} temperatures is refused",
                                 viscosities.size(), energies.size(), temperatures.size()));
  }
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    if (!(temperatures[k].value() > 0.0) || !(viscosities[k].value > 0.0) || !(energies[k].value < 0.0)) {
      throw InputError(
          fmt::format("a flow ratio with viscosity {:g} and potential energy {:g} at temperature {:g} is "
                      "refused: viscosity and temperature must be positive, the energy negative",
                      viscosities[k].value, energies[k].value, temperatures[k].value()));
    }
  }
}

}  // namespace

ArrheniusFit fit_viscous_flow(std::span<const Temperature> temperatures, std::span<const Estimate> viscosities)
{
  std::vector<Estimate> fluidities;
  for (const Estimate& each : viscosities) {
    const double fluidity = 1.0 / each.value;
    fluidities.push_back({fluidity, std::abs(fluidity) * each.relative_error(), each.degrees_of_freedom});
  }
  ArrheniusFit fit = fit_arrhenius(temperatures, fluidities);
  fit.log_prefactor.value = -fit.log_prefactor.value;
  fit.line.value_at_centre = -fit.line.value_at_centre;
  fit.line.slope = -fit.line.slope;
  return fit;
}

FlowRatioFit fit_flow_ratio(std::span<const Temperature> temperatures, std::span<const Estimate> viscosities,
                            std::span<const Estimate> potential_energies)
{
  check(temperatures, viscosities, potential_energies);
  const std::size_t count = temperatures.size();
  // First all viscosities, then all energies.
  const auto line_of = [&](std::span<const double> values) {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (std::size_t k = 0; k < count; ++k) {
      x.push_back(-values[count + k] / temperatures[k].value());
      y.push_back({std::log(values[k]), viscosities[k].relative_error()});
    }
    return fit_line(x, y);
  };
  std::vector<Estimate> inputs(viscosities.begin(), viscosities.end());
  inputs.insert(inputs.end(), potential_energies.begin(), potential_energies.end());
  std::vector<double> values;
  for (const Estimate& each : inputs) {
    values.push_back(each.value);
  }
  FlowRatioFit fit{.ratio = {}, .line = line_of(values)};
  constexpr double significance = 2.0;
  if (!(fit.line.slope_estimate().standard_errors_from(0.0) > significance)) {
    throw RunTimeFailure(fmt::format(
        "a flow ratio needs a viscosity that rises with the cohesive energy over the temperature by more than "
        "two standard errors: ln eta has the slope {}",
        to_string(fit.line.slope_estimate())));
  }
  fit.ratio = propagate([&](std::span<const double> at) { return 1.0 / line_of(at).slope; }, inputs);
  return fit;
}

}  // namespace soret
