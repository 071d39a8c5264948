#pragma once
/// \file
/// What the validation programs share: their command line, a molten fluid, and how they print.

#include <soret/core/error.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/soret.hpp>

#include <cmath>
#include <cstdint>
#include <iomanip>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

namespace validation {

using namespace soret;

/// The command line as words `name=value`; what is not given has a standard value.
class Arguments {
 public:
  Arguments(int argc, char** argv)
  {
    for (int k = 1; k < argc; ++k) {
      const std::string word = argv[k];
      const std::size_t sign = word.find('=');
      if (sign == std::string::npos) {
        throw InputError("found '" + word + "' where name=value is accepted");
      }
      values_[word.substr(0, sign)] = word.substr(sign + 1);
    }
  }
  double number(const std::string& name, double standard) const
  {
    const auto found = values_.find(name);
    return found == values_.end() ? standard : std::stod(found->second);
  }
  std::int64_t count(const std::string& name, double standard) const { return std::llround(number(name, standard)); }
  std::string text(const std::string& name, const std::string& standard) const
  {
    const auto found = values_.find(name);
    return found == values_.end() ? standard : found->second;
  }

 private:
  std::map<std::string, std::string> values_;
};

/// One line "name value error", which the driver reads.
inline void print(std::ostream& out, const std::string& name, const Estimate& estimate)
{
  out << std::setprecision(10) << name << ' ' << estimate.value << ' ' << estimate.standard_error << std::endl;
}

/// Mean of independent values with its standard error.
inline Estimate mean_of(const std::vector<double>& values)
{
  return block_mean(values, equal_blocks(values.size())).estimate;
}

/// Means of `count` equal stretches of a series; a remainder at its beginning is left out.
inline std::vector<double> block_means(const std::vector<double>& series, std::size_t count)
{
  const std::size_t length = series.size() / count;
  const std::size_t first = series.size() - length * count;
  std::vector<double> means(count, 0.0);
  for (std::size_t k = first; k < series.size(); ++k) {
    means[(k - first) / length] += series[k] / static_cast<double>(length);
  }
  return means;
}

/// A Lennard-Jones fluid: one species, or two of unit size and energy with masses 1 and `second_mass`.
struct Fluid {
  std::int64_t particles = 500;
  double density = 0.8;
  double temperature = 1.0;
  double cutoff = 2.5;
  std::string truncation = "shifted";  ///< cut, shifted or force-shifted
  double time_step = 0.004;
  double second_mass = 0.0;  ///< 0: one species
  Vec3 aspect{1.0, 1.0, 1.0};
  std::uint64_t seed = 1;
  Precision precision = Precision::double_precision;
};

inline Fluid fluid_of(const Arguments& arguments, Fluid fluid)
{
  fluid.particles = arguments.count("particles", static_cast<double>(fluid.particles));
  fluid.density = arguments.number("density", fluid.density);
  fluid.temperature = arguments.number("temperature", fluid.temperature);
  fluid.cutoff = arguments.number("cutoff", fluid.cutoff);
  fluid.time_step = arguments.number("time_step", fluid.time_step);
  fluid.second_mass = arguments.number("second_mass", fluid.second_mass);
  fluid.aspect.z = arguments.number("elongation", fluid.aspect.z);
  fluid.seed = static_cast<std::uint64_t>(arguments.count("seed", static_cast<double>(fluid.seed)));
  fluid.truncation = arguments.text("truncation", fluid.truncation);
  fluid.precision = arguments.text("precision", "double") == "mixed" ? Precision::mixed : Precision::double_precision;
  return fluid;
}

inline Steps steps_of(double time, const Fluid& fluid) { return Steps{std::llround(time / fluid.time_step)}; }

/// Adds the species of the fluid, all of unit size and energy.
template <class Potential>
ForceField field_of(const Fluid& fluid, const Potential& potential)
{
  ForceField field{Cutoff{fluid.cutoff}};
  field.add({"A", 1.0}, potential);
  if (fluid.second_mass > 0.0) {
    field.add({"B", fluid.second_mass}, potential);
  }
  return field;
}

inline ForceField field_of(const Fluid& fluid)
{
  if (fluid.truncation == "force-shifted") {
    return field_of(fluid, ForceShiftedLennardJones{});
  }
  return field_of(fluid, LennardJones{1.0, 1.0, fluid.truncation == "cut" ? Truncation::cut : Truncation::shifted});
}

inline std::unique_ptr<Simulation> simulation_of(const mpi::Communicator& world, const Fluid& fluid, System system)
{
  return std::make_unique<Simulation>(world, std::move(system), field_of(fluid),
                                      VelocityVerlet{TimeStep{fluid.time_step}},
                                      SimulationOptions{.precision = fluid.precision});
}

/// The fluid as a lattice with velocities drawn at twice its temperature.
inline std::unique_ptr<Simulation> lattice_of(const mpi::Communicator& world, const Fluid& fluid)
{
  std::vector<SpeciesCount> counts{{Species{0}, fluid.particles}};
  if (fluid.second_mass > 0.0) {
    counts = {{Species{0}, fluid.particles - fluid.particles / 2}, {Species{1}, fluid.particles / 2}};
  }
  const Box box = box_of_density(fluid.particles, NumberDensity{fluid.density}, fluid.aspect);
  System system = lattice(box, counts, field_of(fluid).species(), Seed{fluid.seed});
  draw_velocities(system, Temperature{2.0 * fluid.temperature}, Seed{fluid.seed});
  return simulation_of(world, fluid, std::move(system));
}

/// The same after melting at twice the temperature (at least 2) and `settle` at its own.
inline std::unique_ptr<Simulation> molten(const mpi::Communicator& world, const Fluid& fluid, double settle = 20.0)
{
  std::unique_ptr<Simulation> simulation = lattice_of(world, fluid);
  auto& thermostat = simulation->control(
      Csvr{Temperature{std::max(2.0, 2.0 * fluid.temperature)}, RelaxationTime{0.1}, Seed{fluid.seed + 1000}});
  simulation->advance(steps_of(10.0, fluid));
  thermostat.set_temperature(Temperature{fluid.temperature});
  simulation->advance(steps_of(settle, fluid));
  simulation->remove_controls();
  return simulation;
}

/// A thermostat on the whole box: langevin, nose-hoover or csvr.
inline Thermostat& thermostat_of(Simulation& simulation, const std::string& kind, const Fluid& fluid)
{
  const Temperature temperature{fluid.temperature};
  const Seed seed{fluid.seed + 2000};
  if (kind == "langevin") {
    return simulation.control(
        Langevin{.temperature = temperature, .relaxation_time = RelaxationTime{1.0}, .seed = seed});
  }
  if (kind == "nose-hoover") {
    return simulation.control(NoseHooverChain{.temperature = temperature, .relaxation_time = RelaxationTime{0.5}});
  }
  if (kind == "csvr") {
    return simulation.control(Csvr{.temperature = temperature, .relaxation_time = RelaxationTime{0.5}, .seed = seed});
  }
  throw InputError("thermostat is '" + kind + "'; accepted are langevin, nose-hoover and csvr");
}

}  // namespace validation
