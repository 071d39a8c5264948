/// \file
/// Attempted moves per second of Monte Carlo chains of a dense Lennard-Jones liquid, by kind of move
/// (by number of particles: `open_liquid cost`).
///   build-bench/bench/monte_carlo_speed [attempts]
/// On one rank.

#include "monte_carlo_liquids.hpp"

#include <soret/soret.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

namespace {
using namespace soret;

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

void each_move(std::int64_t particles, std::int64_t attempts)
{
  const ForceField field = bench::mixture();
  const System start = bench::liquid(field, particles);
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
  each_move(6400, attempts);
}
