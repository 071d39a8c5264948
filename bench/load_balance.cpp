/// \file
/// A slab of liquid in vapour on the ranks that it is started with, with domains that shift to even work and with equal
/// ones: imbalance and speed of both. For docs/scaling.md.

#include <soret/soret.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <limits>
#include <memory>
#include <string>

namespace {
using namespace soret;

constexpr double liquid_density = 0.8;
constexpr double box_over_slab = 3.0;   // length of the box over the slab's thickness
constexpr double slab_over_edge = 1.5;  // thickness of the slab over the box's edges across

/// A lattice of liquid about `centre`, a part of the box along z, and nothing beside it: vapour comes by itself.
System slab(std::int64_t count, double centre, const SpeciesTable& species)
{
  const double edge = std::cbrt(static_cast<double>(count) / (liquid_density * slab_over_edge));
  const double thickness = slab_over_edge * edge;
  System system = lattice(Box{edge, edge, thickness}, {{Species{0}, count}}, species, Seed{1});
  system.box = Box{edge, edge, box_over_slab * thickness};
  for (double& z : system.particles.position[2]) {
    z = system.box.wrapped({0.0, 0.0, z + (centre * box_over_slab - 0.5) * thickness}).z;
  }
  draw_velocities(system, Temperature{0.7}, Seed{1});
  return system;
}

std::unique_ptr<Simulation> melted(const mpi::Communicator& world, const System& start, const ForceField& field,
                                   bool balance)
{
  auto simulation =
      std::make_unique<Simulation>(world, start, field, VelocityVerlet{TimeStep{0.005}},
                                   SimulationOptions{.grid = GridShape{1, 1, world.size()}, .load_balance = balance});
  simulation->control(Langevin{Temperature{0.7}, RelaxationTime{1.0}, Seed{2}});
  simulation->advance(Steps{2000});
  return simulation;
}

/// Of the slowest rank.
double timed_advance(const mpi::Communicator& world, Simulation& simulation, Steps steps)
{
  world.barrier();
  const auto begin = std::chrono::steady_clock::now();
  simulation.advance(steps);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  return world.all_max(elapsed.count());
}

void run(const mpi::Session& session, char** argv)
{
  const mpi::Communicator world = session.world();
  const Steps steps{std::stoll(argv[3])};
  ForceField field{Cutoff{2.5}};
  field.add({.name = "A"}, LennardJones{});
  const System start = slab(std::stoll(argv[1]), std::stod(argv[2]), field.species());
  const auto equal = melted(world, start, field, false);
  const auto balanced = melted(world, start, field, true);
  constexpr int rounds = 5;  // the fastest counts: whatever else happens on a machine slows down
  double equal_seconds = std::numeric_limits<double>::infinity();
  double balanced_seconds = equal_seconds;
  for (int round = 0; round < rounds; ++round) {
    equal_seconds = std::min(equal_seconds, timed_advance(world, *equal, steps));
    balanced_seconds = std::min(balanced_seconds, timed_advance(world, *balanced, steps));
  }
  session.root_out() << "{\"imbalance_equal\": " << equal->load_balance().imbalance().value_or(0.0)
                     << ", \"imbalance_balanced\": " << balanced->load_balance().imbalance().value_or(0.0)
                     << ", \"shifts\": " << balanced->load_balance().shift_count()
                     << ", \"seconds_equal\": " << equal_seconds << ", \"seconds_balanced\": " << balanced_seconds
                     << ", \"ratio\": " << equal_seconds / balanced_seconds << "}\n";
}

}  // namespace

int main(int argc, char** argv)
{
  const soret::mpi::Session session{argc, argv};
  if (argc != 4) {
    session.root_out() << "load_balance PARTICLES CENTRE_OF_SLAB_OVER_BOX STEPS\n";
    return static_cast<int>(soret::ExitStatus::input_refused);
  }
  run(session, argv);
  return static_cast<int>(soret::ExitStatus::done);
}
