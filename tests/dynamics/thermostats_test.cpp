/// \file
/// Thermostats against exact results of statistical mechanics. Seeds are fixed; tolerances are in standard errors.

#include "toy.hpp"

#include "test_session.hpp"

#include <soret/dynamics/centre_of_mass_removal.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/langevin.hpp>
#include <soret/dynamics/nose_hoover_chain.hpp>
#include <soret/dynamics/thermostat_chain.hpp>
#include <soret/dynamics/velocity_rescaling.hpp>

#include <doctest/doctest.h>

using namespace soret;

namespace {

const Box box{10.0, 10.0, 10.0};

mpi::Communicator alone() { return test_world().split(test_world().rank()); }

/// Mean over particles of one species, and all components, of the n-th power of the deviation from `centre`.
double moment(const toy::Run& run, const std::array<std::vector<double>, 3>& values, double centre, Species kind,
              int power)
{
  double sum = 0.0;
  double count = 0.0;
  for (const auto& component : values) {
    for (std::size_t i = 0; i < component.size(); ++i) {
      if (run.particles.species[i] == kind) {
        sum += std::pow(component[i] - centre, power);
        count += 1.0;
      }
    }
  }
  return sum / count;
}

double thermal_energy(const toy::Run& run)
{
  Members everybody;
  everybody.local_find(Region{}, run.box, run.particles);
  return local_group_motion(run.particles, run.species, everybody).thermal_kinetic_energy();
}

constexpr std::size_t gas_in_slabs = 200;
constexpr TimeStep slab_time_step{0.002};
constexpr RelaxationTime slab_relaxation_time{0.1};

/// What is booked with a gas in motion, and what it gains.
struct Booked {
  double gained;
  double by_bath;
  double by_removal;
};

/// A free gas of temperature 1 whose heavy particles are all in a slab at temperature 1 and stay there, far from the
/// light ones.
Booked booked_by_heavy_slab(std::int64_t steps, bool net_of_recoil)
{
  const Box long_box{10.0, 10.0, 1000.0};
  toy::Run run{alone(), long_box, toy::two_species(),
               toy::gas(gas_in_slabs, long_box, toy::two_species(), Temperature{1.0}, Seed{8}),
               VelocityVerlet{slab_time_step}};
  for (std::size_t i = 0; i < run.particles.size(); ++i) {
    run.particles.position[2][i] = run.particles.species[i] == Species{1} ? 250.0 : 750.0;
  }
  const auto& removal = run.control(CentreOfMassRemoval{});
  const auto& bath = run.control(Langevin{.temperature = Temperature{1.0},
                                          .relaxation_time = slab_relaxation_time,
                                          .seed = Seed{3},
                                          .region = Slab{Axis::z, 0.25, 0.5},
                                          .net_of_recoil = net_of_recoil});
  const double before = run.all_energy();
  run.advance(steps);
  return {run.all_energy() - before, bath.local_energy_added(), removal.local_energy_added()};
}

/// Mean energy that the removal of momentum takes from it in a step, with 2.5 of 3.5 parts of the mass in the slab.
double mean_recoil_of_heavy_slab()
{
  const double damping = std::exp(-slab_time_step.value() / slab_relaxation_time.value());
  return 3.0 * (1.0 - damping) * 2.5 / 3.5;
}

}  // namespace

TEST_CASE("Langevin noise is the random stream's, particle by particle")
{
  toy::Run run{alone(), box, toy::two_species(), toy::gas(333, box, toy::two_species(), Temperature{1.0}, Seed{2}),
               VelocityVerlet{TimeStep{1.0}}};
  auto& thermostat = run.control(Langevin{Temperature{2.0}, RelaxationTime{1e-3}, Seed{77}, {}, "", 5});
  Motion motion{run.communicator, run.box, run.species, run.particles, run.integrator.time_step(), 41, 0};
  thermostat.mid_step(motion);  // damping exp(-1000): nothing but noise is left
  const RandomStream stream{Seed{77}, Stream::langevin, 5};
  double worst = 0.0;
  for (std::size_t i = 0; i < run.particles.size(); ++i) {
    const double width = std::sqrt(2.0 / run.species[index(run.particles.species[i])].mass);
    worst = std::max(worst, norm_squared(run.particles.velocity_of(i) - width * stream.normal3(41, i)));
  }
  CHECK(std::sqrt(worst) < 1e-9);
}

TEST_CASE("free Langevin particles diffuse with D = k_B T/gamma")
{
  const double tau = 0.5;
  const double temperature = 1.3;
  const double time = 20.0;
  toy::Run run{alone(), box, toy::two_species(),
               toy::gas(20000, box, toy::two_species(), Temperature{temperature}, Seed{3}),
               VelocityVerlet{TimeStep{0.05}}};
  run.control(Langevin{Temperature{temperature}, RelaxationTime{tau}, Seed{8}});
  const Particles start = run.particles;
  run.advance(400);
  for (const Species kind : {Species{0}, Species{1}}) {
    double sum = 0.0;
    double count = 0.0;
    for (std::size_t i = 0; i < start.size(); ++i) {
      if (start.species[i] == kind) {
        sum += norm_squared(run.particles.position_of(i) - start.position_of(i));
        count += 1.0;
      }
    }
    const double gamma = run.species[index(kind)].mass / tau;
    const double expected = 6.0 * temperature / gamma * (time - tau * (1.0 - std::exp(-time / tau)));
    const double standard_error = expected * std::sqrt(2.0 / (3.0 * count));
    CHECK(std::abs(sum / count - expected) < 3.0 * standard_error);
  }
}

TEST_CASE("Langevin in a trap: positions exact at any step, velocities Maxwellian with the width of velocity Verlet")
{
  const double temperature = 0.7;
  const double stiffness = 2.0;
  const double dt = 0.6;  // omega dt = 0.85 for the light species
  toy::Run run{alone(),
               box,
               toy::two_species(),
               toy::gas(20000, box, toy::two_species(), Temperature{temperature}, Seed{3}),
               VelocityVerlet{TimeStep{dt}},
               toy::trap(box, stiffness)};
  run.control(Langevin{Temperature{temperature}, RelaxationTime{1.0}, Seed{8}});
  run.advance(60);
  for (const Species kind : {Species{0}, Species{1}}) {
    const double mass = run.species[index(kind)].mass;
    const double position_variance = temperature / stiffness;
    const double velocity_variance = temperature / mass * (1.0 - stiffness * dt * dt / (4.0 * mass));
    const double samples = 30000.0;
    const double relative_error = std::sqrt(2.0 / samples);
    CHECK(std::abs(moment(run, run.particles.position, 5.0, kind, 2) / position_variance - 1.0) < 3.0 * relative_error);
    CHECK(std::abs(moment(run, run.particles.velocity, 0.0, kind, 2) / velocity_variance - 1.0) < 3.0 * relative_error);
    const double kurtosis =
        moment(run, run.particles.velocity, 0.0, kind, 4) / (3.0 * velocity_variance * velocity_variance);
    CHECK(std::abs(kurtosis - 1.0) < 3.0 * std::sqrt((105.0 / 9.0 - 1.0) / samples));
    CHECK(std::abs(moment(run, run.particles.velocity, 0.0, kind, 1)) < 3.0 * std::sqrt(velocity_variance / samples));
  }
}

TEST_CASE("net of recoil, a Langevin slab gives no heat to a gas of its own temperature")
{
  constexpr int steps = 20000;
  const double recoil = steps * mean_recoil_of_heavy_slab();
  const double removal_scatter = recoil * std::sqrt(2.0 / (3.0 * steps));
  const double scatter = std::hypot(removal_scatter, std::sqrt(1.5 * gas_in_slabs));  // of the energy of the heavy half
  REQUIRE(recoil > 20.0 * scatter);
  const Booked gross = booked_by_heavy_slab(steps, false);
  const Booked net = booked_by_heavy_slab(steps, true);
  for (const Booked& booked : {gross, net}) {
    CHECK(booked.by_bath + booked.by_removal == doctest::Approx(booked.gained).epsilon(1e-9));
  }
  CHECK(net.gained == gross.gained);
  CHECK(net.by_removal - gross.by_removal == doctest::Approx(recoil).epsilon(1e-9));
  CHECK(std::abs(gross.by_removal + recoil) < 4.0 * removal_scatter);
  CHECK(std::abs(net.by_bath) < 4.0 * scatter);
}

TEST_CASE("CSVR gives the canonical distribution of the kinetic energy")
{
  const double temperature = 1.7;
  toy::Run run{alone(), box, toy::two_species(), toy::gas(9, box, toy::two_species(), Temperature{0.4}, Seed{3}),
               VelocityVerlet{TimeStep{0.1}}};
  run.control(Csvr{Temperature{temperature}, RelaxationTime{0.3}, Seed{21}});
  run.advance(200);
  const double degrees = 24.0;
  const double mean = 0.5 * degrees * temperature;
  toy::Series energy;
  toy::Series squared_deviation;
  run.advance(60000, [&] {
    const double kinetic = thermal_energy(run);
    energy.add(kinetic);
    squared_deviation.add((kinetic - mean) * (kinetic - mean));
  });
  CHECK(energy.agrees_with(mean, 3.0));
  CHECK(squared_deviation.agrees_with(0.5 * degrees * temperature * temperature, 3.0));
  CHECK(energy.error_of_mean() < 0.01 * mean);
}

TEST_CASE("CSVR relaxes the mean kinetic energy with its time constant")
{
  const double target = 2.0;
  const double tau = 0.8;
  toy::Run run{alone(), box, toy::one_species(), toy::gas(20001, box, toy::one_species(), Temperature{0.5}, Seed{3}),
               VelocityVerlet{TimeStep{0.04}}};
  run.control(Csvr{Temperature{target}, RelaxationTime{tau}, Seed{21}});
  const double initial = thermal_energy(run);
  const double mean = 30000.0 * target;
  run.advance(20);
  const double expected = mean + (initial - mean) * std::exp(-1.0);
  CHECK(std::abs(thermal_energy(run) - expected) < 3.0 * std::sqrt(30000.0) * target);
}

TEST_CASE("Nosé-Hoover chains give the canonical distribution in an interacting system")
{
  const toy::Crystal crystal{3, 3, 3, 5.0};
  const double temperature = 0.6;
  toy::Run run{alone(),
               crystal.box,
               toy::two_species(),
               crystal.particles(toy::two_species(), Temperature{1.0}, Seed{3}),
               VelocityVerlet{TimeStep{0.03}},
               crystal};
  run.control(NoseHooverChain{Temperature{temperature}, RelaxationTime{0.4}});
  run.advance(3000);
  const double degrees = 78.0;
  const double mean = 0.5 * degrees * temperature;
  toy::Series energy;
  toy::Series squared_deviation;
  run.advance(150000, [&] {
    const double kinetic = thermal_energy(run);
    energy.add(kinetic);
    squared_deviation.add((kinetic - mean) * (kinetic - mean));
  });
  CHECK(energy.mean() == doctest::Approx(mean).epsilon(0.01));
  CHECK(squared_deviation.mean() == doctest::Approx(0.5 * degrees * temperature * temperature).epsilon(0.06));
}

TEST_CASE("Nosé-Hoover chains conserve their extended energy to second order and run backwards")
{
  const toy::Crystal crystal{3, 3, 3, 5.0};
  const auto worst_deviation = [&](double dt, std::int64_t steps) {
    toy::Run run{alone(),
                 crystal.box,
                 toy::two_species(),
                 crystal.particles(toy::two_species(), Temperature{1.0}, Seed{3}),
                 VelocityVerlet{TimeStep{dt}},
                 crystal};
    auto& thermostat = run.control(NoseHooverChain{Temperature{0.8}, RelaxationTime{0.3}});
    run.advance(1);
    const Particles start = run.particles;
    const double initial = run.all_energy() + thermostat.extended_energy();
    double worst = 0.0;
    run.advance(steps,
                [&] { worst = std::max(worst, std::abs(run.all_energy() + thermostat.extended_energy() - initial)); });
    CHECK(std::abs(run.all_energy_added()) > 0.5);  // it did exchange energy

    State state;
    thermostat.save(state);
    std::vector<double> reversed = state.doubles("chain_velocity");
    for (double& velocity : reversed) {
      velocity = -velocity;
    }
    state.put("chain_velocity", reversed);
    thermostat.load(state);
    for (auto& component : run.particles.velocity) {
      for (double& velocity : component) {
        velocity = -velocity;
      }
    }
    run.advance(steps);
    double distance = 0.0;
    for (std::size_t i = 0; i < start.size(); ++i) {
      distance = std::max(distance, norm_squared(run.particles.position_of(i) - start.position_of(i)));
    }
    CHECK(std::sqrt(distance) < 1e-9);
    return worst;
  };
  const double coarse = worst_deviation(0.02, 200);
  const double fine = worst_deviation(0.01, 400);
  CHECK(coarse / fine == doctest::Approx(4.0).epsilon(0.1));
}

TEST_CASE("the Nosé-Hoover chain alone is integrated to sixth order")
{
  const auto worst_deviation = [&](double dt, std::int64_t steps) {
    toy::Run run{alone(), box, toy::two_species(), toy::gas(20, box, toy::two_species(), Temperature{1.0}, Seed{3}),
                 VelocityVerlet{TimeStep{dt}}};  // without forces: the chain does everything
    auto& thermostat = run.control(NoseHooverChain{Temperature{0.8}, RelaxationTime{0.3}});
    const double initial = run.all_energy();
    run.advance(steps);
    return std::abs(run.all_energy() + thermostat.extended_energy() - initial);
  };
  const double coarse = worst_deviation(0.2, 5);
  const double fine = worst_deviation(0.1, 10);
  CHECK(coarse > 1e-8);
  CHECK(coarse / fine > 40.0);
}

TEST_CASE("a Nosé-Hoover chain on millions of particles far from its temperature stays exact")
{
  const ChainCoupling coupling{1.5e7, Temperature{1.0}, RelaxationTime{0.5}};
  ThermostatChain chain{"chain", 3};
  double twice_kinetic_energy = 0.55 * coupling.degrees_of_freedom;
  const double initial = 0.5 * twice_kinetic_energy + chain.energy(coupling);
  for (int step = 0; step < 4000; ++step) {
    const double factor = chain.advance(coupling, twice_kinetic_energy, 0.004);
    twice_kinetic_energy *= factor * factor;
  }
  const double energy = 0.5 * twice_kinetic_energy + chain.energy(coupling);
  CHECK(std::abs(energy - initial) < 1e-4 * coupling.degrees_of_freedom);
  CHECK(std::abs(twice_kinetic_energy / coupling.degrees_of_freedom - 1.0) < 0.01);
}

TEST_CASE("rescaling sets the temperature of the region exactly, when it is due, to a target that can change")
{
  toy::Run run{alone(), box, toy::two_species(), toy::gas(200, box, toy::two_species(), Temperature{1.0}, Seed{3}),
               VelocityVerlet{TimeStep{0.01}}};
  const Slab slab{Axis::y, 0.3, 0.4};
  auto& thermostat = run.control(VelocityRescaling{Temperature{2.5}, Steps{4}, slab});
  const auto slab_temperature = [&] {
    Members members;
    members.local_find(slab, run.box, run.particles);
    const GroupMotion motion = local_group_motion(run.particles, run.species, members);
    return 2.0 * motion.thermal_kinetic_energy() / (3.0 * motion.count - 3.0);
  };
  run.advance(3);
  CHECK(thermostat.local_energy_added() == 0.0);
  run.advance(1);
  CHECK(slab_temperature() == doctest::Approx(2.5).epsilon(1e-13));
  thermostat.set_temperature(Temperature{0.5});
  run.advance(4);
  CHECK(slab_temperature() == doctest::Approx(0.5).epsilon(1e-13));
}

TEST_CASE("gamma variates have the moments of their shape")
{
  const RandomStream stream{Seed{5}, Stream::csvr};
  for (const double shape : {0.5, 1.0, 2.5, 300.0}) {
    toy::Series value;
    toy::Series squared_deviation;
    for (std::uint64_t step = 0; step < 40000; ++step) {
      const double gamma = gamma_variate(stream, shape, step, 1);
      value.add(gamma);
      squared_deviation.add((gamma - shape) * (gamma - shape));
    }
    CHECK(value.agrees_with(shape, 3.5));
    CHECK(squared_deviation.agrees_with(shape, 3.5));
  }
}
