/// Whether a thermostat samples the canonical ensemble: a mixture of masses 1 and `second_mass` at two temperatures.
///
/// The energies E of the two runs (potential, kinetic, total) must obey P_2(E)/P_1(E) ~ exp(-(beta_2 - beta_1) E)
/// whatever the density of states. The factor is found by the maximum likelihood that a sample of energy E belongs to
/// run 2, 1/(1 + exp(-a + b E)) for equally many samples, its error by leaving out one block of both runs at a time
/// (Shirts 2013, doi:10.1021/ct300688p). Printed: b/(beta_2 - beta_1), to be 1.
///
/// With thermostat=npt the ensemble is that of Martyna-Tobias-Klein dynamics, isotropic or along one axis (axis=x, y or
/// z), at one temperature and two pressures, and the volumes must obey P_2(V)/P_1(V) ~ exp(-beta (P_2 - P_1) V).
/// Printed instead of the ratios of energies: that of volumes, the mean pressures over the barostats', the
/// compressibility from fluctuations over that from the two mean volumes, and the mean volume over that under
/// stochastic cell rescaling.
///
/// With thermostat=nve two runs at constant energies E_1 < E_2 are compared: potential energies U must obey
/// P_2(U)/P_1(U) ~ ((E_2 - U)/(E_1 - U))^(f/2 - 1), f = 3 N - 3 degrees of freedom, whatever the density of states.
/// Printed: the likeliest multiple of that power's logarithm, to be 1.
///
/// Velocities per species and axis: <v²> over its exact value k_B T/m (times 1 - m/M where the total momentum is zero)
/// and
/// <v⁴>/<v²>² over all axes, 3 for a Maxwell distribution.
#include "validation/fluid.hpp"

#include <soret/dynamics/martyna_tobias_klein.hpp>

#include <array>
#include <functional>
#include <iostream>
#include <optional>

using namespace soret;
using namespace validation;

namespace {

constexpr std::size_t blocks = 20;

/// Sums of v² and v⁴ of the particles of one species along one axis in one block.
struct VelocityMoments {
  double count = 0.0;
  double second = 0.0;
  double fourth = 0.0;
};

using BlockMoments = std::array<VelocityMoments, 6>;  // species * 3 + axis

/// Records energies and velocity moments of every sample.
class EnsembleSampler : public Sampler {
 public:
  /// With an axis the pressure is that along it.
  explicit EnsembleSampler(std::size_t samples, std::optional<Axis> axis = {}) : samples_{samples}, axis_{axis} {}
  PairSamples needed() const override { return PairSamples::per_particle; }
  void sample(const Snapshot& snapshot) override
  {
    double energy = 0.0;
    for (const double part : snapshot.potential_energy) {
      energy += part;
    }
    potential_energy.push_back(energy);
    kinetic_energy.push_back(local_kinetic_energy(snapshot.particles, snapshot.species));
    volume.push_back(snapshot.box.volume());
    pressure.push_back(pressure_of(snapshot));
    BlockMoments& block = moments[std::min((potential_energy.size() - 1) * blocks / samples_, blocks - 1)];
    for (std::size_t i = 0; i < snapshot.particles.size(); ++i) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double square = std::pow(snapshot.particles.velocity[axis][i], 2);
        VelocityMoments& sum = block[index(snapshot.particles.species[i]) * 3 + axis];
        sum.count += 1.0;
        sum.second += square;
        sum.fourth += square * square;
      }
    }
  }
  void save(State&) const override {}
  void load(const State&) override {}

  std::vector<double> potential_energy;
  std::vector<double> kinetic_energy;
  std::vector<double> volume;
  std::vector<double> pressure;
  std::array<BlockMoments, blocks> moments{};

 private:
  double pressure_of(const Snapshot& snapshot) const
  {
    Vec3 diagonal;
    for (std::size_t i = 0; i < snapshot.particles.size(); ++i) {
      const double mass = snapshot.species[index(snapshot.particles.species[i])].mass;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        diagonal[axis] += snapshot.virial[axis][i] + mass * std::pow(snapshot.particles.velocity[axis][i], 2);
      }
    }
    const double sum = axis_ ? diagonal[index(*axis_)] : (diagonal.x + diagonal.y + diagonal.z) / 3.0;
    return sum / snapshot.box.volume();
  }

  std::size_t samples_;
  std::optional<Axis> axis_;
};

/// The samples without those of block `left_out` (none if it is `blocks`).
std::vector<double> without(const std::vector<double>& samples, std::size_t left_out)
{
  std::vector<double> kept;
  for (std::size_t k = 0; k < samples.size(); ++k) {
    if (k * blocks / samples.size() != left_out) {
      kept.push_back(samples[k]);
    }
  }
  return kept;
}

/// The b that makes sum ln f over run 2 + sum ln(1 - f) over run 1 largest, f = 1/(1 + exp(-a + b (E - origin))), by
/// Newton steps in (a, b).
double likeliest_slope(const std::vector<double>& cold, const std::vector<double>& hot)
{
  const double origin = 0.5 * (mean_of(cold).value + mean_of(hot).value);
  double a = 0.0;
  double b = 0.0;
  for (int iteration = 0; iteration < 50; ++iteration) {
    double gradient_a = 0.0;
    double gradient_b = 0.0;
    double aa = 0.0;
    double ab = 0.0;
    double bb = 0.0;
    const auto visit = [&](const std::vector<double>& energies, double belongs) {
      for (const double energy : energies) {
        const double x = origin - energy;
        const double f = 1.0 / (1.0 + std::exp(-a - b * x));
        gradient_a += belongs - f;
        gradient_b += (belongs - f) * x;
        aa += f * (1.0 - f);
        ab += f * (1.0 - f) * x;
        bb += f * (1.0 - f) * x * x;
      }
    };
    visit(cold, 0.0);
    visit(hot, 1.0);
    const double determinant = aa * bb - ab * ab;
    a += (bb * gradient_a - ab * gradient_b) / determinant;
    b += (aa * gradient_b - ab * gradient_a) / determinant;
  }
  return b;
}

/// likeliest_slope over its expected value, with the error of leaving blocks out.
Estimate slope_ratio(const std::vector<double>& cold, const std::vector<double>& hot, double expected)
{
  const double all = likeliest_slope(cold, hot) / expected;
  double squares = 0.0;
  for (std::size_t k = 0; k < blocks; ++k) {
    squares += std::pow(likeliest_slope(without(cold, k), without(hot, k)) / expected - all, 2);
  }
  return {all, std::sqrt(squares * (blocks - 1.0) / blocks)};
}

std::vector<double> sum_of(const std::vector<double>& a, const std::vector<double>& b)
{
  std::vector<double> sum = a;
  for (std::size_t k = 0; k < sum.size(); ++k) {
    sum[k] += b[k];
  }
  return sum;
}

std::optional<Axis> axis_of(const Arguments& arguments)
{
  const std::string name = arguments.text("axis", "");
  return name.empty() ? std::nullopt : std::optional{static_cast<Axis>(std::string{"xyz"}.find(name))};
}

using Action = std::function<void(Simulation&)>;

/// Samples of the fluid under what acts on it.
EnsembleSampler sampled(const mpi::Communicator& world, const Fluid& fluid, const Arguments& arguments,
                        const Action& act)
{
  constexpr double interval = 0.4;
  const double time = arguments.number("sample_time", 1200.0);
  const std::unique_ptr<Simulation> simulation = molten(world, fluid);
  act(*simulation);
  simulation->advance(steps_of(20.0, fluid));
  const Steps between = steps_of(interval, fluid);
  const auto samples = static_cast<std::int64_t>(time / interval);
  EnsembleSampler sampler{static_cast<std::size_t>(samples), axis_of(arguments)};
  simulation->advance(Steps{samples * between.value()}, every(between, sampler));
  return sampler;
}

void print_velocities(std::ostream& out, const EnsembleSampler& sampler, const Fluid& fluid, bool momentum_is_zero)
{
  const double second = static_cast<double>(fluid.particles / 2);
  const double total = static_cast<double>(fluid.particles) - second + second * fluid.second_mass;
  for (std::size_t species = 0; species < 2; ++species) {
    const std::string name(1, "AB"[species]);
    std::vector<double> shape;
    const double mass = species == 0 ? 1.0 : fluid.second_mass;
    const double exact = fluid.temperature / mass * (momentum_is_zero ? 1.0 - mass / total : 1.0);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      std::vector<double> square;
      for (const BlockMoments& block : sampler.moments) {
        const VelocityMoments& sum = block[species * 3 + axis];
        square.push_back(sum.second / sum.count / exact);
        shape.push_back(sum.fourth * sum.count / (sum.second * sum.second));
      }
      print(out, "velocity_square_" + name + "_" + "xyz"[axis], mean_of(square));
    }
    print(out, "velocity_kurtosis_" + name, mean_of(shape));
  }
}

void compare_temperatures(std::ostream& out, const mpi::Communicator& world, const Fluid& cold,
                          const Arguments& arguments)
{
  Fluid hot = cold;
  hot.temperature = arguments.number("second_temperature", 1.08 * cold.temperature);
  hot.seed += 1;
  const std::string thermostat = arguments.text("thermostat", "csvr");
  const auto with_thermostat = [&](const Fluid& fluid) {
    return sampled(world, fluid, arguments,
                   [&](Simulation& simulation) { thermostat_of(simulation, thermostat, fluid); });
  };
  const EnsembleSampler in_cold = with_thermostat(cold);
  const EnsembleSampler in_hot = with_thermostat(hot);
  const double expected = 1.0 / hot.temperature - 1.0 / cold.temperature;
  const auto ratio = [&](const std::vector<double>& first, const std::vector<double>& second) {
    return slope_ratio(first, second, expected);
  };
  print(out, "potential_energy_ratio", ratio(in_cold.potential_energy, in_hot.potential_energy));
  print(out, "kinetic_energy_ratio", ratio(in_cold.kinetic_energy, in_hot.kinetic_energy));
  print(out, "total_energy_ratio",
        ratio(sum_of(in_cold.potential_energy, in_cold.kinetic_energy),
              sum_of(in_hot.potential_energy, in_hot.kinetic_energy)));
  print_velocities(out, in_cold, cold, thermostat != "langevin");
}

/// Of the microcanonical distribution of potential energies.
void compare_energies(std::ostream& out, const mpi::Communicator& world, const Fluid& fluid, const Arguments& arguments)
{
  const double share = arguments.number("more_kinetic_energy", 0.06);
  const auto isolated = [&](double factor) {
    return sampled(world, fluid, arguments, [&](Simulation& simulation) {
      thermostat_of(simulation, "csvr", fluid);
      simulation.advance(steps_of(20.0, fluid));
      simulation.remove_controls();
      simulation.scale_velocities(std::sqrt(factor));
    });
  };
  const EnsembleSampler low = isolated(1.0);
  const EnsembleSampler high = isolated(1.0 + share);
  const double low_energy = mean_of(sum_of(low.potential_energy, low.kinetic_energy)).value;
  const double high_energy = mean_of(sum_of(high.potential_energy, high.kinetic_energy)).value;
  const double power = 0.5 * static_cast<double>(3 * fluid.particles - 3) - 1.0;
  const auto logarithms = [&](const std::vector<double>& energies) {
    std::vector<double> values;
    for (const double energy : energies) {
      values.push_back(-power * std::log((high_energy - energy) / (low_energy - energy)));
    }
    return values;
  };
  print(out, "potential_energy_ratio",
        slope_ratio(logarithms(low.potential_energy), logarithms(high.potential_energy), 1.0));
}

double variance(const std::vector<double>& values)
{
  const double mean = mean_of(values).value;
  double sum = 0.0;
  for (const double value : values) {
    sum += (value - mean) * (value - mean);
  }
  return sum / static_cast<double>(values.size());
}

/// -d<V>/dP from the fluctuations at both pressures over that from both mean volumes. The variance falls about as a
/// power of the pressure, for which the geometric mean is right.
Estimate compressibility_ratio(const std::vector<double>& low, const std::vector<double>& high, double difference)
{
  const auto ratio = [&](const std::vector<double>& a, const std::vector<double>& b) {
    return difference * std::sqrt(variance(a) * variance(b)) / (mean_of(a).value - mean_of(b).value);
  };
  const double all = ratio(low, high);
  double squares = 0.0;
  for (std::size_t k = 0; k < blocks; ++k) {
    squares += std::pow(ratio(without(low, k), high) - all, 2) + std::pow(ratio(low, without(high, k)) - all, 2);
  }
  return {all, std::sqrt(squares * (blocks - 1.0) / blocks)};
}

Estimate mean_over(const std::vector<double>& values, double reference)
{
  const Estimate mean = mean_of(block_means(values, blocks));
  return {mean.value / reference, mean.standard_error / std::abs(reference)};
}

void compare_pressures(std::ostream& out, const mpi::Communicator& world, const Fluid& fluid,
                       const Arguments& arguments)
{
  const double low = arguments.number("pressure", 1.0);
  const double high = arguments.number("second_pressure", low + 0.3);
  const Temperature temperature{fluid.temperature};
  const auto npt = [&](double pressure) {
    return sampled(world, fluid, arguments, [&](Simulation& simulation) {
      simulation.control(MartynaTobiasKlein{.pressure = Pressure{pressure},
                                            .temperature = temperature,
                                            .thermostat_relaxation_time = RelaxationTime{0.5},
                                            .barostat_relaxation_time = RelaxationTime{1.0},
                                            .axis = axis_of(arguments)});
    });
  };
  const EnsembleSampler at_low = npt(low);
  const EnsembleSampler at_high = npt(high);
  const EnsembleSampler rescaled = sampled(world, fluid, arguments, [&](Simulation& simulation) {
    thermostat_of(simulation, "csvr", fluid);
    simulation.barostat(StochasticCellRescaling{.pressure = Pressure{low},
                                                .temperature = temperature,
                                                .relaxation_time = RelaxationTime{1.0},
                                                .compressibility = Compressibility{0.1},
                                                .seed = Seed{fluid.seed + 3000},
                                                .axis = axis_of(arguments)},
                        Steps{4});
  });
  const double difference = (high - low) / fluid.temperature;
  print(out, "volume_ratio", slope_ratio(at_low.volume, at_high.volume, difference));
  print(out, "pressure_low", mean_over(at_low.pressure, low));
  print(out, "pressure_high", mean_over(at_high.pressure, high));
  print(out, "compressibility_ratio", compressibility_ratio(at_low.volume, at_high.volume, difference));
  const Estimate here = mean_over(at_low.volume, 1.0);
  const Estimate there = mean_over(rescaled.volume, 1.0);
  print(out, "volume_over_rescaled",
        {here.value / there.value, std::hypot(here.standard_error, there.standard_error) / there.value});
  print_velocities(out, at_low, fluid, true);
}

}  // namespace

int main(int argc, char** argv)
{
  mpi::Session session{argc, argv};
  const mpi::Communicator world = session.world();
  if (world.size() > 1) {
    throw InputError("runs on one rank only");
  }
  const Arguments arguments{argc, argv};
  const Fluid fluid = fluid_of(arguments, {.particles = 250, .time_step = 0.003, .second_mass = 4.0});
  const std::string thermostat = arguments.text("thermostat", "csvr");
  const auto compare = thermostat == "npt"   ? compare_pressures
                       : thermostat == "nve" ? compare_energies
                                             : compare_temperatures;
  compare(session.root_out(), world, fluid, arguments);
  return 0;
}
