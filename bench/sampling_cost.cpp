/// \file
/// What the samplers of soret-emd cost: each beside plain isolated motion of the same liquid, in turn, in one run.
///   build-bench/bench/sampling_cost [repeats]
/// Alone or under mpirun. Prints medians of the seconds per stretch, their spread and the cost over plain motion.

#include <soret/soret.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace {
using namespace soret;

const TimeStep time_step{0.004};
const Blocks blocks{20};

ForceField mixture()
{
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  field.add({.name = "1"}, LennardJones{.epsilon = 0.6, .truncation = Truncation::shifted});
  field.add({.name = "2"}, LennardJones{.truncation = Truncation::shifted});
  return field;
}

/// A liquid of equally many particles of both species, a little equilibrated.
Simulation liquid(const mpi::Communicator& communicator, std::int64_t particles, Steps equilibration)
{
  const ForceField field = mixture();
  System system = lattice(box_of_density(particles, NumberDensity{0.8}),
                          {{Species{0}, particles / 2}, {Species{1}, particles - particles / 2}}, field.species());
  draw_velocities(system, Temperature{1.5}, Seed{1});
  Simulation simulation{communicator, std::move(system), field, VelocityVerlet{time_step}};
  simulation.advance(equilibration);
  return simulation;
}

/// One way of sampling.
struct Contestant {
  std::string name;
  std::int64_t interval;
  std::function<std::unique_ptr<Sampler>()> make;  ///< a new one for every stretch; none: plain motion
  std::vector<double> seconds = {};
};

double timed(Simulation& simulation, Steps steps, const Contestant& contestant)
{
  std::vector<ScheduledSampler> samplers;
  const std::unique_ptr<Sampler> sampler = contestant.make ? contestant.make() : nullptr;
  if (sampler) {
    samplers.push_back(every(Steps{contestant.interval}, *sampler));
  }
  simulation.communicator().barrier();
  const auto begin = std::chrono::steady_clock::now();
  simulation.advance(steps, samplers);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  return simulation.communicator().all_max(elapsed.count());
}

double median(std::vector<double> values)
{
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Every contestant has its turn in every repeat, so that slow minutes of the machine hit all.
void compare(const mpi::Session& session, Simulation& simulation, std::vector<Contestant> contestants, Steps steps,
             int repeats)
{
  for (int repeat = 0; repeat < repeats; ++repeat) {
    for (Contestant& contestant : contestants) {
      contestant.seconds.push_back(timed(simulation, steps, contestant));
    }
  }
  const double plain = median(contestants.front().seconds);
  session.root_out() << "\n" << simulation.particle_count() << " particles, " << steps.value() << " steps\n";
  for (const Contestant& contestant : contestants) {
    const auto [low, high] = std::minmax_element(contestant.seconds.begin(), contestant.seconds.end());
    const double middle = median(contestant.seconds);
    session.root_out() << "  " << std::left << std::setw(44) << contestant.name << std::right << std::fixed
                       << std::setprecision(3) << std::setw(8) << middle << " s, spread " << std::setw(3)
                       << std::setprecision(0) << 100.0 * (*high - *low) / middle << " %, cost " << std::setprecision(1)
                       << 100.0 * (middle / plain - 1.0) << " %\n";
  }
}

Contestant plain() { return {"plain motion", 1, nullptr}; }

Contestant fluxes(const Simulation& simulation, std::int64_t interval)
{
  const auto make = [&simulation, interval] {
    return std::make_unique<FluxCorrelations>(simulation.communicator(), Steps{interval}, time_step, Duration{10.0},
                                              blocks);
  };
  return {"fluxes and their correlations, every " + std::to_string(interval) + " steps", interval, make};
}

void small_system(const mpi::Session& session, int repeats)
{
  Simulation simulation = liquid(session.world(), 4000, Steps{1000});
  const Steps steps{4000};
  std::vector<Contestant> contestants;
  contestants.push_back(plain());
  contestants.push_back(fluxes(simulation, 4));
  contestants.push_back(fluxes(simulation, 1));
  contestants.push_back({"displacements, every 50 steps", 50, [&simulation] {
                           return std::make_unique<MeanSquareDisplacement>(simulation.communicator(), time_step,
                                                                           Steps{50}, Duration{50.0}, blocks);
                         }});
  contestants.push_back({"velocities, every 10 steps", 10, [&simulation] {
                           return std::make_unique<VelocityCorrelation>(simulation.communicator(), time_step, Steps{10},
                                                                        Duration{10.0}, blocks);
                         }});
  compare(session, simulation, std::move(contestants), steps, repeats);
}

void large_system(const mpi::Session& session, int repeats)
{
  Simulation simulation = liquid(session.world(), 100'000, Steps{200});
  std::vector<Contestant> contestants;
  contestants.push_back(plain());
  contestants.push_back({"g(r) to 5, every 100 steps", 100, [&simulation] {
                           return std::make_unique<PairDistribution>(simulation.communicator(), Cutoff{5.0}, Bins{500},
                                                                     blocks);
                         }});
  compare(session, simulation, std::move(contestants), Steps{200}, repeats);
}

void structure_factors(const mpi::Session& session)
{
  Simulation simulation = liquid(session.world(), 1'000'000, Steps{1});
  session.root_out() << "\n1000000 particles, partial structure factors of one configuration\n";
  for (const double longest : {2.4, 4.9, 25.0}) {
    const double before = timed(simulation, Steps{1}, plain());
    Contestant contestant{"", 1, [&simulation, longest] {
                            return std::make_unique<StructureFactor>(simulation.communicator(), WaveNumber{longest},
                                                                     WaveNumber{0.1}, blocks);
                          }};
    const double with = timed(simulation, Steps{1}, contestant);
    session.root_out() << "  q to " << std::setprecision(1) << longest << ": " << std::setprecision(2) << with - before
                       << " s\n";
  }
}

}  // namespace

int main(int argc, char** argv)
{
  const mpi::Session session{argc, argv};
  const int repeats = argc > 1 ? std::stoi(argv[1]) : 5;
  small_system(session, repeats);
  large_system(session, repeats);
  structure_factors(session);
}
