/// \file
/// The soret side of bench/compare for open systems: Monte Carlo chains in a grand-canonical ensemble and the
/// processor time they take. One line of JSON each:
///   open_liquid rate START TEMPERATURE STEP ACTIVITY SEED WARM_UP ATTEMPTS
///     a pure liquid, as many displacements as insertions and deletions at single positions
///   open_liquid series START TEMPERATURE STEP ACTIVITY_1 ACTIVITY_2 SEED WARM_UP INTERVAL SAMPLES
///     a mixture with the moves made for it; N_1 every INTERVAL attempts
///   open_liquid cost TEMPERATURE STEP ACTIVITY PARTICLES ATTEMPTS
///     as `rate` from a lattice, once as one chain and once region by region
/// On one rank.

#include "monte_carlo_liquids.hpp"

#include <soret/soret.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

namespace {
using namespace soret;

/// Trial positions of an insertion into the mixture.
constexpr int insertion_trials = 16;

/// Processor time, so that other programs on the machine count little.
double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

template <typename Work>
double seconds_of(const Work& work)
{
  const double begin = processor_seconds();
  work();
  return processor_seconds() - begin;
}

/// As LAMMPS does with `fix gcmc 1 100 100`.
template <typename Chain>
void add_plain_moves(Chain& chain, const ForceField& field, double step)
{
  chain.add(Displacement{field.species(), step}, 1.0);
  chain.add(Transfer{field.species(), {Species{0}}}, 1.0);
}

/// Attempts per second of one chain.
double chain_rate(MonteCarloChain& chain, std::int64_t warm_up, std::int64_t attempts)
{
  chain.advance(warm_up);
  chain.reset_counters();
  return static_cast<double>(attempts) / seconds_of([&] { chain.advance(attempts); });
}

void rate(char** argv)
{
  const ForceField field = bench::pure();
  MonteCarloChain chain{read_lammps_data(argv[0], field.species()),
                        field,
                        Reservoir{Temperature{std::stod(argv[1])}, {Activity{std::stod(argv[3])}}},
                        {.seed = Seed{std::stoull(argv[4])}}};
  add_plain_moves(chain, field, std::stod(argv[2]));
  const double per_second = chain_rate(chain, std::stoll(argv[5]), std::stoll(argv[6]));
  std::cout << "{\"attempts_per_second\": " << per_second << ", \"particles\": " << chain.system().total_count();
  for (const MoveCounter& counter : chain.counters()) {
    std::cout << ", \"" << counter.kind << "\": " << counter.acceptance();
  }
  std::cout << "}\n";
}

void series(char** argv)
{
  const ForceField field = bench::mixture();
  const std::vector<Species> both{Species{0}, Species{1}};
  MonteCarloChain chain{
      read_lammps_data(argv[0], field.species()),
      field,
      Reservoir{Temperature{std::stod(argv[1])}, {Activity{std::stod(argv[3])}, Activity{std::stod(argv[4])}}},
      {.seed = Seed{std::stoull(argv[5])}}};
  chain.add(Displacement{field.species(), std::stod(argv[2])}, 1.0);
  chain.add(Transfer{field.species(), both, insertion_trials}, 1.0);
  chain.add(IdentityExchange{field.species(), both}, 1.0);
  chain.advance(std::stoll(argv[6]));
  const std::int64_t interval = std::stoll(argv[7]);
  std::vector<std::int64_t> numbers(std::stoull(argv[8]));
  const double seconds = seconds_of([&] {
    for (std::int64_t& number : numbers) {
      chain.advance(interval);
      number = chain.sample().counts.front();
    }
  });
  std::cout << "{\"seconds\": " << seconds << ", \"particles\": " << chain.system().total_count() << ", \"numbers\": [";
  for (std::size_t n = 0; n < numbers.size(); ++n) {
    std::cout << (n == 0 ? "" : ", ") << numbers[n];
  }
  std::cout << "]}\n";
}

void cost(const mpi::Communicator& communicator, char** argv)
{
  const ForceField field = bench::pure();
  const Reservoir reservoir{Temperature{std::stod(argv[0])}, {Activity{std::stod(argv[2])}}};
  const double step = std::stod(argv[1]);
  const std::int64_t particles = std::stoll(argv[3]);
  const std::int64_t attempts = std::stoll(argv[4]);
  const System start = bench::liquid(field, particles);

  MonteCarloChain chain{start, field, reservoir};
  add_plain_moves(chain, field, step);
  const double one_chain = chain_rate(chain, attempts / 10, attempts);

  DecomposedChain regions{communicator, start, field, reservoir};
  add_plain_moves(regions, field, step);
  const auto sweeps =
      std::max<std::int64_t>(1, std::llround(static_cast<double>(attempts) / (4.0 * static_cast<double>(particles))));
  const double seconds = seconds_of([&] { regions.advance(sweeps); });
  std::cout << "{\"chain\": " << one_chain
            << ", \"regions\": " << static_cast<double>(regions.local_attempts()) / seconds << "}\n";
}

}  // namespace

int main(int argc, char** argv)
{
  const soret::mpi::Session session{argc, argv};
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "rate" && argc == 9) {
    rate(argv + 2);
  }
  else if (what == "series" && argc == 11) {
    series(argv + 2);
  }
  else if (what == "cost" && argc == 7) {
    cost(session.world(), argv + 2);
  }
  else {
    std::cerr << "open_liquid rate|series|cost ...: see the comment at the top of its source\n";
    return 2;
  }
  return 0;
}
