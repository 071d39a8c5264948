/// \file
/// The engine's memory and speed for bench/large: a Lennard-Jones liquid that starts from a lattice and moves.

#include <soret/core/memory.hpp>
#include <soret/soret.hpp>

#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>

namespace {
using namespace soret;

/// Bytes that the ranks together held at their peaks.
double all_peak_memory(const mpi::Communicator& world)
{
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return world.all_sum(1024.0 * static_cast<double>(usage.ru_maxrss));
}

System liquid(std::int64_t particles, const ForceField& field)
{
  constexpr double density = 0.8442;
  const double edge = std::cbrt(static_cast<double>(particles) / density);
  System system = lattice(Box{edge, edge, edge}, {{Species{0}, particles}}, field.species(), Seed{1});
  draw_velocities(system, Temperature{1.44}, Seed{1});
  return system;
}

void run(const mpi::Session& session, char** argv)
{
  const mpi::Communicator world = session.world();
  const std::int64_t particles = std::stoll(argv[1]);
  const Steps steps{std::stoll(argv[3])};
  ForceField field{Cutoff{2.5}};
  field.add({.name = "A"}, LennardJones{.truncation = Truncation::cut});
  SimulationOptions options;
  options.precision = std::string{argv[2]} == "mixed" ? Precision::mixed : Precision::double_precision;
  const double before = all_peak_memory(world);
  System start = liquid(particles, field);
  const double with_start = all_peak_memory(world);
  Simulation simulation{world, std::move(start), field, VelocityVerlet{TimeStep{0.005}}, options};
  const double with_lists = all_peak_memory(world);
  simulation.advance(steps);
  const double moving = all_peak_memory(world);
  const auto begin = std::chrono::steady_clock::now();
  simulation.advance(steps);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  const double seconds = world.all_max(elapsed.count());
  session.root_out() << "{\"before\": " << before << ", \"with_start\": " << with_start
                     << ", \"with_lists\": " << with_lists << ", \"moving\": " << moving
                     << ", \"rebuilds\": " << simulation.rebuild_count()
                     << ", \"seconds_per_step\": " << seconds / static_cast<double>(steps.value()) << "}\n";
}

}  // namespace

int main(int argc, char** argv)
{
  soret::return_freed_arrays();  // as the programs do
  soret::mpi::Session session{argc, argv};
  if (argc != 4) {
    session.root_out() << "large_system PARTICLES double|mixed STEPS\n";
    return static_cast<int>(soret::ExitStatus::input_refused);
  }
  run(session, argv);
  return static_cast<int>(soret::ExitStatus::done);
}
