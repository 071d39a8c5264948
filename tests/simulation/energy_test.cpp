/// Conservation of energy and what the barostat reaches. One rank: these are longer.
#include "mixtures.hpp"
#include "test_session.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

double mean(const std::vector<double>& values)
{
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double standard_deviation(const std::vector<double>& values)
{
  const double centre = mean(values);
  double sum = 0.0;
  for (const double value : values) {
    sum += (value - centre) * (value - centre);
  }
  return std::sqrt(sum / static_cast<double>(values.size()));
}

ForceField smooth_field()
{
  ForceField field{Cutoff{2.5}};
  field.add({"A", 1.0}, ForceShiftedLennardJones{});
  return field;
}

/// A liquid that has forgotten its lattice.
System equilibrated()
{
  const ForceField field = smooth_field();
  Simulation simulation{test_world(), liquid(Box{8.5, 8.5, 8.5}, 450, field.species()), field,
                        VelocityVerlet{TimeStep{0.004}}};
  simulation.control(Csvr{Temperature{1.0}, RelaxationTime{0.2}, Seed{5}});
  simulation.advance(Steps{500});
  System system{simulation.box(), simulation.species(), {}};
  const Particles& now = simulation.local_particles();
  for (std::size_t i = 0; i < now.size(); ++i) {
    system.particles.add(now.id[i], now.species[i], system.box.wrapped(now.position_of(i)), now.velocity_of(i));
  }
  return system;
}

/// Root mean square fluctuation of the conserved energy over the same stretch of time, under something that acts.
double energy_fluctuation(const System& system, double time_step, const std::function<void(Simulation&)>& act)
{
  Simulation simulation{test_world(), system, smooth_field(), VelocityVerlet{TimeStep{time_step}}};
  act(simulation);
  std::vector<double> energies;
  for (double time = 0.0; time < 2.0; time += time_step) {
    simulation.advance(Steps{1});
    energies.push_back(simulation.measure().conserved_energy());
  }
  return standard_deviation(energies);
}

void check_order(const System& system, const std::function<void(Simulation&)>& act)
{
  const double coarse = energy_fluctuation(system, 0.006, act);
  const double middle = energy_fluctuation(system, 0.003, act);
  const double fine = energy_fluctuation(system, 0.0015, act);
  CAPTURE(coarse);
  CAPTURE(middle);
  CAPTURE(fine);
  CHECK(coarse / middle == doctest::Approx(4.0).epsilon(0.15));
  CHECK(middle / fine == doctest::Approx(4.0).epsilon(0.15));
}

/// A pressure that is not that of the equilibrated liquid, so that the box moves.
MartynaTobiasKlein other_pressure(std::optional<Axis> axis)
{
  return {.pressure = Pressure{1.5},
          .temperature = Temperature{1.2},
          .thermostat_relaxation_time = RelaxationTime{0.5},
          .barostat_relaxation_time = RelaxationTime{0.5},
          .axis = axis};
}

}  // namespace

TEST_CASE("the energy error of velocity Verlet falls with the square of the time step")
{
  check_order(equilibrated(), [](Simulation&) {});
}

TEST_CASE("so does that of Martyna-Tobias-Klein dynamics, whose conserved energy does not drift")
{
  const System system = equilibrated();
  for (const std::optional<Axis> axis : {std::optional<Axis>{}, std::optional{Axis::y}}) {
    CAPTURE(axis.has_value());
    check_order(system, [axis](Simulation& simulation) { simulation.control(other_pressure(axis)); });

    Simulation simulation{test_world(), system, smooth_field(), VelocityVerlet{TimeStep{0.004}}};
    const auto& npt = simulation.control(other_pressure(axis));
    simulation.advance(Steps{1000});
    const double at_first = simulation.measure().total_energy() + npt.extended_energy();
    const double booked_at_first = simulation.measure().conserved_energy();
    std::vector<double> departures;
    for (int k = 0; k < 200; ++k) {
      simulation.advance(Steps{10});
      departures.push_back(simulation.measure().total_energy() + npt.extended_energy() - at_first);
    }
    const Thermodynamics now = simulation.measure();
    CAPTURE(mean(departures));
    CAPTURE(standard_deviation(departures));
    CHECK(now.conserved_energy() - booked_at_first == doctest::Approx(departures.back()).epsilon(1e-6));
    CHECK(std::abs(now.energy_added) > 30.0);
    CHECK(std::abs(simulation.box().volume() / system.box.volume() - 1.0) > 0.01);
    const std::vector<double> early(departures.begin(), departures.begin() + 50);
    const std::vector<double> late(departures.end() - 50, departures.end());
    CHECK(std::abs(mean(late) - mean(early)) < 0.05);
    CHECK(standard_deviation(departures) < 0.15);
  }
}

TEST_CASE("energy minus what the controls have added is conserved")
{
  for (const NamedControls& controls : all_controls()) {
    CAPTURE(controls.name);
    Simulation simulation{test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.001}}};
    controls.add(simulation);
    const double before = simulation.measure().conserved_energy();
    simulation.advance(Steps{400});
    const Thermodynamics now = simulation.measure();
    double exchanged = 0.0;
    for (const auto& control : simulation.controls()) {
      for (const double entry : control->local_ledger()) {
        exchanged += std::abs(entry);
      }
    }
    const double error = std::abs(now.conserved_energy() - before);
    CAPTURE(exchanged);
    CHECK(error < 0.05);  // without controls it is 0.011
    CHECK((exchanged > 30.0 || controls.name == "none"));
  }
}

/// Mean and standard error of density and pressure of a liquid under a barostat, from 16 blocks.
struct DensityAndPressure {
  double density, density_error;
  double pressure, pressure_error;
};

DensityAndPressure under_barostat(Truncation truncation, std::optional<Axis> axis)
{
  ForceField field{Cutoff{2.5}};
  field.add({"A", 1.0}, LennardJones{.truncation = truncation});
  Simulation simulation{test_world(), liquid(Box{8.7, 8.7, 8.7}, 450, field.species()), field,
                        VelocityVerlet{TimeStep{0.005}}};
  simulation.control(Csvr{Temperature{1.0}, RelaxationTime{0.5}, Seed{6}});
  simulation.barostat(StochasticCellRescaling{.pressure = Pressure{0.9897},
                                              .temperature = Temperature{1.0},
                                              .relaxation_time = RelaxationTime{0.5},
                                              .compressibility = Compressibility{0.1},
                                              .seed = Seed{7},
                                              .axis = axis});
  simulation.advance(Steps{2000});
  std::vector<double> densities;
  std::vector<double> pressures;
  for (int block = 0; block < 16; ++block) {
    std::vector<double> in_block;
    std::vector<double> pressure_in_block;
    for (int k = 0; k < 50; ++k) {
      simulation.advance(Steps{40});
      in_block.push_back(450.0 / simulation.box().volume());
      pressure_in_block.push_back(simulation.measure().pressure());
    }
    densities.push_back(mean(in_block));
    pressures.push_back(mean(pressure_in_block));
  }
  return {mean(densities), standard_deviation(densities) / std::sqrt(15.0), mean(pressures),
          standard_deviation(pressures) / std::sqrt(15.0)};
}

TEST_CASE("the barostat brings a liquid to the density of the equation of state")
{
  // LJTS at T = 1, p = 0.9897: rho = 0.75 (Thol et al. 2015, doi:10.1007/s10765-014-1764-4).
  const DensityAndPressure found = under_barostat(Truncation::shifted, {});
  CAPTURE(found.density_error);
  CAPTURE(found.pressure_error);
  CHECK(found.density_error < 0.005);
  CHECK(std::abs(found.density - 0.75) < 4.0 * found.density_error);
  CHECK(std::abs(found.pressure - 0.9897) < 4.0 * found.pressure_error);
}

TEST_CASE("a barostat holds the pressure without tails, in all directions as along one axis")
{
  // Cut without a shift the forces are those of LJTS, so density and pressure are, too.
  for (const std::optional<Axis> axis : {std::optional<Axis>{}, std::optional{Axis::z}}) {
    CAPTURE(axis.has_value());
    const DensityAndPressure found = under_barostat(Truncation::cut, axis);
    CHECK(std::abs(found.density - 0.75) < 4.0 * found.density_error);
    CHECK(std::abs(found.pressure - 0.9897) < 4.0 * found.pressure_error);
  }
}
