/// \file
/// The soret side of bench/compare: one of its systems, run for a number of steps, and the time that took.

#include <soret/soret.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {
using namespace soret;

/// A system of the comparison: everything but its start.
struct Benchmark {
  ForceField field;
  TimeStep time_step;
  Temperature melt_temperature;
  std::function<void(Simulation&)> add_controls;
  std::int64_t sampling_interval;
  Bins bins;
};

Benchmark lj_melt()
{
  ForceField field{Cutoff{2.5}};
  field.add({.name = "A"}, LennardJones{.truncation = Truncation::cut});
  return {std::move(field), TimeStep{0.005}, Temperature{1.44}, [](Simulation&) {}, 10, Bins{80}};
}

ForceField kob_andersen()
{
  ForceField field{Cutoff{2.5}, Mixing::none};
  const Species a = field.add({.name = "A"}, ForceShiftedLennardJones{.epsilon = 1.0, .sigma = 1.0});
  const Species b = field.add({.name = "B"}, ForceShiftedLennardJones{.epsilon = 0.5, .sigma = 0.88});
  field.pair(a, b, ForceShiftedLennardJones{.epsilon = 1.5, .sigma = 0.8});
  return field;
}

Benchmark kob_andersen_1000()
{
  const auto add_controls = [](Simulation& simulation) {
    simulation.control(NoseHooverChain{Temperature{1.0}, RelaxationTime{0.5}});
  };
  return {kob_andersen(), TimeStep{0.005}, Temperature{1.0}, add_controls, 10, Bins{10}};
}

Benchmark kob_andersen_nemd()
{
  const auto add_controls = [](Simulation& simulation) {
    simulation.control(CentreOfMassRemoval{});
    simulation.control(Langevin{Temperature{0.9}, RelaxationTime{0.5}, Seed{1}, Slab{Axis::z, 0.5, 0.1}, "cold", 1});
    simulation.control(Langevin{Temperature{1.1}, RelaxationTime{0.5}, Seed{1}, Slab{Axis::z, 0.0, 0.1}, "hot", 2});
  };
  return {kob_andersen(), TimeStep{0.005}, Temperature{1.0}, add_controls, 10, Bins{80}};
}

Benchmark ljts_nemd()
{
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  field.add({.name = "1"}, LennardJones{.epsilon = 0.6});
  field.add({.name = "2"}, LennardJones{.epsilon = 1.0});
  const auto add_controls = [](Simulation& simulation) {
    const double width = 3.0 / simulation.box().length(Axis::z);
    simulation.control(SlabRescaling{.hot = Slab{Axis::z, 0.5, width},
                                     .cold = Slab{Axis::z, 0.0, width},
                                     .hot_temperature = Temperature{0.64},
                                     .cold_temperature = Temperature{0.60}});
  };
  return {std::move(field), TimeStep{0.002}, Temperature{0.62}, add_controls, 10, Bins{32}};
}

const std::map<std::string, std::function<Benchmark()>> benchmarks{{"lj-melt", lj_melt},
                                                                   {"kob-andersen-1000", kob_andersen_1000},
                                                                   {"kob-andersen-nemd", kob_andersen_nemd},
                                                                   {"ljts-nemd", ljts_nemd}};

/// Seconds that `steps` steps take, the slowest rank of the world counting.
double timed_advance(const mpi::Communicator& world, Simulation& simulation, Steps steps,
                     const std::vector<ScheduledSampler>& samplers)
{
  world.barrier();
  const auto begin = std::chrono::steady_clock::now();
  simulation.advance(steps, samplers);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  return world.all_max(elapsed.count());
}

void run(const mpi::Session& session, char** argv)
{
  const Benchmark benchmark = benchmarks.at(argv[1])();
  const bool mixed = std::string{argv[3]} == "mixed";
  const bool sampling = std::string{argv[4]} == "sampling";
  const Steps melt{std::stoll(argv[5])};
  const Steps warm_up{std::stoll(argv[6])};
  const Steps steps{std::stoll(argv[7])};
  const bool replicas = std::string{argv[8]} == "replicas";
  const mpi::Communicator world = session.world();
  const mpi::Communicator group = replicas ? world.split(world.rank()) : world;

  SimulationOptions options;
  options.precision = mixed ? Precision::mixed : Precision::double_precision;
  Simulation simulation{group, read_lammps_data(argv[2], benchmark.field.species()), benchmark.field,
                        VelocityVerlet{benchmark.time_step}, options};
  if (melt > Steps{0}) {
    simulation.control(Langevin{benchmark.melt_temperature, RelaxationTime{0.5}, Seed{2}});
    simulation.advance(melt);
    simulation.remove_controls();
  }
  benchmark.add_controls(simulation);
  simulation.advance(warm_up);
  SlabProfile profile{Axis::z, benchmark.bins, Blocks{10}};
  std::vector<ScheduledSampler> samplers;
  if (sampling) {
    samplers.push_back(every(Steps{benchmark.sampling_interval}, profile));
  }
  const std::int64_t rebuilds_before = simulation.rebuild_count();
  const double seconds = timed_advance(world, simulation, steps, samplers);
  const Thermodynamics state = simulation.measure();
  session.root_out() << "{\"seconds\": " << seconds
                     << ", \"particles\": " << simulation.particle_count() * (replicas ? world.size() : 1)
                     << ", \"rebuilds\": " << simulation.rebuild_count() - rebuilds_before
                     << ", \"temperature\": " << state.temperature << ", \"instruction_set\": \""
                     << simulation.instruction_set() << "\"}\n";
}

}  // namespace

int main(int argc, char** argv)
{
  soret::mpi::Session session{argc, argv};
  if (argc != 9 || !benchmarks.contains(argv[1])) {
    session.root_out() << "engine_speed SYSTEM START.data double|mixed sampling|plain MELT_STEPS WARM_UP_STEPS STEPS "
                          "together|replicas\n";
    return static_cast<int>(soret::ExitStatus::input_refused);
  }
  run(session, argv);
  return static_cast<int>(soret::ExitStatus::done);
}
