/// Energy, pressure and self-diffusion of a Lennard-Jones fluid at a given temperature and density.
///
/// ensemble=csvr, langevin or nose-hoover: averages of one run of duration `sample_time`.
/// ensemble=nve: first the mean total energy at the temperature, by a canonical run of duration `canonical_time`; then
/// `segments` microcanonical runs of that energy from different states, sharing `sample_time`. Energies and pressures
/// are brought from the temperature found to the one wanted with the canonical run's derivatives
///     d<U>/dT = var(U)/T²,   d<p>/dT = cov(p, U)/T² + rho.
/// Long-range corrections are those for g(r) = 1 beyond the cutoff.
#include "support/by_id.hpp"
#include "validation/fluid.hpp"

#include <iostream>

using namespace soret;
using namespace validation;

namespace {

/// What a stretch of the motion showed, a value per sample.
struct Series {
  std::vector<double> temperature;
  std::vector<double> potential_energy;  ///< per particle
  std::vector<double> pressure;
};

constexpr std::size_t every_row = std::size_t{1} << 22;

/// Advances, sampling every 10 steps.
Series watch(Simulation& simulation, Steps steps)
{
  ThermodynamicSeries recorder{every_row};
  simulation.advance(steps, every(Steps{10}, recorder));
  const Thermodynamics now = simulation.measure();
  const auto particles = static_cast<double>(simulation.particle_count());
  Series series;
  for (const ThermodynamicRow& row : recorder.reduce(simulation.communicator())) {
    series.temperature.push_back(row.temperature(simulation.degrees_of_freedom()));
    series.potential_energy.push_back((row.potential_energy + now.tail_energy) / particles);
    series.pressure.push_back(row.mean_pressure() + now.tail_pressure);
  }
  return series;
}

double average(const std::vector<double>& values) { return mean_of(values).value; }

double covariance(const std::vector<double>& a, const std::vector<double>& b)
{
  const double mean_a = average(a);
  const double mean_b = average(b);
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += (a[k] - mean_a) * (b[k] - mean_b);
  }
  return sum / static_cast<double>(a.size() - 1);
}

/// Positions at equal intervals, and the slope of the mean squared displacement over lags from `first` to `last`.
class Displacements {
 public:
  void record(const Simulation& simulation)
  {
    frames_.push_back(test_support::all_unwrapped_by_id(simulation.communicator(), simulation.box(),
                                                        simulation.local_particles(),
                                                        static_cast<std::size_t>(simulation.particle_count())));
  }
  double diffusion(double interval, std::size_t first, std::size_t last) const
  {
    return (squared(last) - squared(first)) / (6.0 * interval * static_cast<double>(last - first));
  }

 private:
  double squared(std::size_t lag) const
  {
    double sum = 0.0;
    for (std::size_t k = 0; k + lag < frames_.size(); ++k) {
      for (std::size_t i = 0; i < frames_[k].size(); ++i) {
        sum += norm_squared(frames_[k + lag][i] - frames_[k][i]);
      }
    }
    return sum / static_cast<double>((frames_.size() - lag) * frames_.front().size());
  }
  std::vector<std::vector<Vec3>> frames_;
};

/// Canonical averages and derivatives, the target of microcanonical runs.
struct Canonical {
  double energy;  ///< total, per particle, long-range correction included
  double energy_slope;
  double pressure_slope;
};

Canonical canonical(Simulation& simulation, const Fluid& fluid, double time)
{
  thermostat_of(simulation, "csvr", fluid);
  const Series series = watch(simulation, steps_of(time, fluid));
  const double particles = static_cast<double>(fluid.particles);
  const double square = fluid.temperature * fluid.temperature;
  const double kinetic = 0.5 * fluid.temperature * static_cast<double>(simulation.degrees_of_freedom()) / particles;
  return {average(series.potential_energy) + kinetic,
          particles * covariance(series.potential_energy, series.potential_energy) / square,
          particles * covariance(series.pressure, series.potential_energy) / square + fluid.density};
}

/// Gives the motion the total energy per particle that is wanted, by its velocities.
void set_energy(Simulation& simulation, double energy)
{
  const Thermodynamics now = simulation.measure();
  const double wanted =
      energy * static_cast<double>(simulation.particle_count()) - now.potential_energy - now.tail_energy;
  simulation.scale_velocities(std::sqrt(wanted / now.kinetic_energy));
}

/// The values of one microcanonical stretch.
struct Segment {
  double temperature, potential_energy, pressure, diffusion;
};

Segment microcanonical(Simulation& simulation, const Fluid& fluid, double time)
{
  constexpr double interval = 0.2;  // of positions
  Displacements displacements;
  Series all;
  for (std::int64_t k = 0; k < std::llround(time / interval); ++k) {
    const Series part = watch(simulation, steps_of(interval, fluid));
    all.temperature.insert(all.temperature.end(), part.temperature.begin(), part.temperature.end());
    all.potential_energy.insert(all.potential_energy.end(), part.potential_energy.begin(), part.potential_energy.end());
    all.pressure.insert(all.pressure.end(), part.pressure.begin(), part.pressure.end());
    displacements.record(simulation);
  }
  return {average(all.temperature), average(all.potential_energy), average(all.pressure),
          displacements.diffusion(interval, 10, 40)};
}

void sample_microcanonical(std::ostream& out, Simulation& simulation, const Fluid& fluid, const Arguments& arguments)
{
  const Canonical target = canonical(simulation, fluid, arguments.number("canonical_time", 400.0));
  const std::int64_t segments = arguments.count("segments", 20);
  const double time = arguments.number("sample_time", 1200.0) / static_cast<double>(segments);
  std::vector<double> temperature;
  std::vector<double> energy;
  std::vector<double> pressure;
  std::vector<double> diffusion;
  for (std::int64_t k = 0; k < segments; ++k) {
    simulation.advance(steps_of(3.0, fluid));
    simulation.remove_controls();
    set_energy(simulation, target.energy);
    simulation.advance(steps_of(2.0, fluid));
    const Segment found = microcanonical(simulation, fluid, time);
    const double excess = found.temperature - fluid.temperature;
    temperature.push_back(found.temperature);
    energy.push_back(found.potential_energy - target.energy_slope * excess);
    pressure.push_back(found.pressure - target.pressure_slope * excess);
    diffusion.push_back(found.diffusion);
    thermostat_of(simulation, "csvr", fluid);
  }
  print(out, "temperature", mean_of(temperature));
  print(out, "potential_energy", mean_of(energy));
  print(out, "pressure", mean_of(pressure));
  print(out, "self_diffusion", mean_of(diffusion));
}

void sample_canonical(std::ostream& out, Simulation& simulation, const Fluid& fluid, const Arguments& arguments)
{
  thermostat_of(simulation, arguments.text("ensemble", "csvr"), fluid);
  simulation.advance(steps_of(10.0, fluid));
  const Series series = watch(simulation, steps_of(arguments.number("sample_time", 400.0), fluid));
  print(out, "temperature", mean_of(block_means(series.temperature, 20)));
  print(out, "potential_energy", mean_of(block_means(series.potential_energy, 20)));
  print(out, "pressure", mean_of(block_means(series.pressure, 20)));
}

}  // namespace

int main(int argc, char** argv)
{
  mpi::Session session{argc, argv};
  const Arguments arguments{argc, argv};
  const Fluid fluid = fluid_of(arguments, {});
  const std::unique_ptr<Simulation> simulation = molten(session.world(), fluid);
  if (arguments.text("ensemble", "csvr") == "nve") {
    sample_microcanonical(session.root_out(), *simulation, fluid, arguments);
  }
  else {
    sample_canonical(session.root_out(), *simulation, fluid, arguments);
  }
  return 0;
}
