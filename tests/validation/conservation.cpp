/// How well the energy that should be conserved (total energy minus what the controls added) is conserved.
///
/// The motion starts from a melt, or from the LAMMPS data file `start`; `scheme` hex or ehex carries `power` between
/// two slabs of a tenth of the box. Printed per particle: the rate of change, by two estimates, and the scatter about a
/// line.
#include "validation/fluid.hpp"

#include <soret/estimate/straight_line.hpp>

#include <iostream>

using namespace soret;
using namespace validation;

namespace {

constexpr std::size_t every_row = std::size_t{1} << 22;

void exchange_heat(Simulation& simulation, const Arguments& arguments)
{
  const std::string scheme = arguments.text("scheme", "none");
  if (scheme == "none") {
    return;
  }
  simulation.control(HeatExchange{.hot = Slab{Axis::z, 0.5, 0.1},
                                  .cold = Slab{Axis::z, 0.0, 0.1},
                                  .power = Power{arguments.number("power", 10.0)},
                                  .scheme = scheme == "hex" ? HeatExchangeScheme::hex : HeatExchangeScheme::ehex});
}

/// Conserved energy per particle against time.
struct Series {
  std::vector<double> time;
  std::vector<double> energy;
};

Series watch(Simulation& simulation, Steps steps)
{
  ThermodynamicSeries recorder{every_row};
  simulation.advance(steps, every(Steps{20}, recorder));
  Series series;
  for (const ThermodynamicRow& row : recorder.reduce(simulation.communicator())) {
    series.time.push_back(row.time);
    series.energy.push_back(row.conserved_energy() / static_cast<double>(simulation.particle_count()));
  }
  return series;
}

constexpr std::size_t stretches = 20;

/// The slope of a line through the means of equal stretches: right for a steady loss.
Estimate slope(const Series& series)
{
  return fit_line(block_means(series.time, stretches), block_means(series.energy, stretches)).slope_estimate();
}

/// The mean of the changes from one stretch to the next, over the time between them: right if the energy wanders.
Estimate drift(const Series& series)
{
  const std::vector<double> time = block_means(series.time, stretches);
  const std::vector<double> energy = block_means(series.energy, stretches);
  std::vector<double> changes;
  for (std::size_t k = 1; k < stretches; ++k) {
    changes.push_back((energy[k] - energy[k - 1]) / (time[k] - time[k - 1]));
  }
  return mean_of(changes);
}

}  // namespace

int main(int argc, char** argv)
{
  mpi::Session session{argc, argv};
  const Arguments arguments{argc, argv};
  const Fluid fluid = fluid_of(arguments, {.particles = 2000, .density = 0.8442, .temperature = 0.722});
  const std::string start = arguments.text("start", "");
  const std::unique_ptr<Simulation> simulation =
      start.empty() ? molten(session.world(), fluid)
                    : simulation_of(session.world(), fluid, read_lammps_data(start, field_of(fluid).species()));
  exchange_heat(*simulation, arguments);
  simulation->advance(steps_of(arguments.number("settle_time", 20.0), fluid));
  const Thermodynamics before = simulation->measure();
  const Series series = watch(*simulation, steps_of(arguments.number("sample_time", 200.0), fluid));
  const StraightLine line = fit_line(series.time, series.energy);
  std::ostream& out = session.root_out();
  print(out, "temperature", {before.temperature, 0.0});
  print(out, "slope", slope(series));
  print(out, "drift", drift(series));
  print(out, "scatter", {std::sqrt(line.chi_squared / line.degrees_of_freedom()), 0.0});
  return 0;
}
