/// \file
/// Attempted moves per second of Monte Carlo chains of a dense Lennard-Jones liquid, by kind of move and by number of
/// particles.
///   build-bench/bench/monte_carlo_speed [attempts]
/// On one rank.

#include <soret/soret.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace {
using namespace soret;

ForceField mixture()
{
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  field.add({.name = "1"}, LennardJones{.epsilon = 0.6});
  field.add({.name = "2"}, LennardJones{});
  return field;
}

ForceField pure()
{
  ForceField field{Cutoff{2.5}};
  field.add({.name = "1"}, LennardJones{.truncation = Truncation::cut});
  return field;
}

/// A liquid of density 0.8 that has forgotten its lattice (the largest ones not quite).
System liquid(const ForceField& field, std::int64_t particles)
{
  std::vector<SpeciesCount> counts;
  const auto kinds = static_cast<std::int64_t>(field.species().size());
  for (std::int64_t s = 0; s < kinds; ++s) {
    counts.push_back({static_cast<Species>(s), particles / kinds});
  }
  System start = lattice(box_of_density(particles, NumberDensity{0.8}), counts, field.species());
  MonteCarloChain chain{start, field, Reservoir{Temperature{1.0}}};
  chain.add(Displacement{field.species(), 0.15}, 1.0);
  chain.advance(std::min<std::int64_t>(30 * particles, 3'000'000));
  return chain.exported();
}

void print_row(const std::string& name, std::int64_t particles, double per_second,
               const std::vector<MoveCounter>& counters)
{
  std::cout << std::setw(34) << std::left << name << std::setw(9) << std::right << particles << std::setw(12)
            << std::setprecision(4) << per_second << "  ";
  for (const MoveCounter& counter : counters) {
    std::cout << ' ' << counter.kind << ' ' << std::setprecision(2) << counter.acceptance() << ';';
  }
  std::cout << std::endl;
}

/// Attempts per second and the acceptances of every kind.
void report(const std::string& name, MonteCarloChain& chain, std::int64_t attempts)
{
  chain.advance(attempts / 10);
  chain.reset_counters();
  const auto begin = std::chrono::steady_clock::now();
  chain.advance(attempts);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  print_row(name, chain.system().total_count(), static_cast<double>(attempts) / elapsed.count(), chain.counters());
}

/// As LAMMPS does with `fix gcmc 1 100 100`: as many displacements as insertions and deletions.
void displacements_and_transfers(const ForceField& field, const System& start, std::int64_t attempts)
{
  MonteCarloChain chain{start, field, Reservoir{Temperature{1.0}, {Activity{0.04}}}};
  chain.add(Displacement{field.species(), 1.0}, 1.0);
  chain.add(Transfer{field.species(), {Species{0}}}, 1.0);
  report("displacements and transfers", chain, attempts);
}

/// The same in regions that fit the caches.
void region_by_region(const mpi::Communicator& communicator, const ForceField& field, const System& start,
                      std::int64_t attempts)
{
  const auto particles = static_cast<double>(start.particles.size());
  DecomposedChain chain{communicator, start, field, Reservoir{Temperature{1.0}, {Activity{0.04}}}};
  chain.add(Displacement{field.species(), 1.0}, 1.0);
  chain.add(Transfer{field.species(), {Species{0}}}, 1.0);
  const auto sweeps = std::max<std::int64_t>(1, std::llround(static_cast<double>(attempts) / (4.0 * particles)));
  const auto begin = std::chrono::steady_clock::now();
  chain.advance(sweeps);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begin;
  print_row("the same, region by region", static_cast<std::int64_t>(start.particles.size()),
            static_cast<double>(chain.local_attempts()) / elapsed.count(), chain.all_counters());
}

void each_move(std::int64_t particles, std::int64_t attempts)
{
  const ForceField field = mixture();
  const System start = liquid(field, particles);
  const std::vector<Species> both{Species{0}, Species{1}};
  const auto run = [&](const std::string& name, auto move, std::int64_t tries) {
    MonteCarloChain chain{start, field, Reservoir{Temperature{1.0}, {Activity{0.04}, Activity{0.02}}}};
    chain.add(std::move(move), 1.0);
    report(name, chain, tries);
  };
  run("displacement, step 0.15", Displacement{field.species(), 0.15}, attempts);
  run("displacement, step 1", Displacement{field.species(), 1.0}, attempts);
  run("transfer", Transfer{field.species(), both}, attempts);
  run("transfer, 10 trial positions", Transfer{field.species(), both, 10}, attempts / 5);
  run("identity exchange", IdentityExchange{field.species(), both}, attempts);
  run("identity swap", IdentitySwap{field.species(), both}, attempts / 2);
}

}  // namespace

int main(int argc, char** argv)
{
  const soret::mpi::Session session{argc, argv};
  const std::int64_t attempts = argc > 1 ? std::stoll(argv[1]) : 1'000'000;
  std::cout << "move                              particles  attempts/s   acceptances\n";
  const ForceField field = pure();
  for (const std::int64_t particles : {1000, 6400, 100'000, 1'000'000}) {
    const System start = liquid(field, particles);
    displacements_and_transfers(field, start, attempts);
    region_by_region(session.world(), field, start, attempts);
  }
  each_move(6400, attempts);
}
