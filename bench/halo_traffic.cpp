/// \file
/// How many messages a rank sends in a step and how many bytes they hold, on a given grid of ranks. For bench/scaling.

#include <soret/soret.hpp>

#include <soret/domain/halo.hpp>
#include <soret/domain/migration.hpp>

#include <cmath>
#include <cstdint>
#include <iostream>
#include <string>
#include <vector>

namespace {
using namespace soret;

/// Particles of `per_rank` times as many as there are ranks, in a box whose domains are cubes at this density.
System uniform_liquid(const GridShape& shape, std::int64_t per_rank, double density)
{
  const double edge = std::cbrt(static_cast<double>(per_rank) / density);
  const Box box{edge * shape[0], edge * shape[1], edge * shape[2]};
  const std::int64_t count = per_rank * shape[0] * shape[1] * shape[2];
  System system{.box = box, .species = {{.name = "A"}}, .particles = {}};
  const RandomStream places{Seed{1}, Stream::placement};
  for (std::int64_t i = 0; i < count; ++i) {
    const auto u = places.uniform4(0, static_cast<std::uint64_t>(i));
    system.particles.add(i, Species{0}, {box.lengths().x * u[0], box.lengths().y * u[1], box.lengths().z * u[2]});
  }
  return system;
}

void run(const mpi::Session& session, char** argv)
{
  const mpi::Communicator world = session.world();
  const GridShape shape{std::stoi(argv[1]), std::stoi(argv[2]), std::stoi(argv[3])};
  const std::int64_t per_rank = std::stoll(argv[4]);
  const double range = std::stod(argv[6]);
  const System system = uniform_liquid(shape, per_rank, std::stod(argv[5]));
  const RankGrid grid{world, system.box, range, shape};
  Halo halo{world, grid};
  const Particles own = select_owned(grid, system.box, system.particles);
  const std::vector<Ghost> ghosts = halo.build(system.box, own, range);
  const HaloTraffic traffic = halo.local_traffic();
  // Positions go out and forces come back by the same ways, three doubles for each particle.
  const double bytes = 2.0 * 3.0 * sizeof(double) * static_cast<double>(traffic.particles);
  const double ranks = world.size();
  const double mean_bytes = world.all_sum(bytes) / ranks;
  const double most_bytes = world.all_max(bytes);
  const double messages = world.all_max(2.0 * static_cast<double>(traffic.messages));
  const double mean_ghosts = world.all_sum(static_cast<double>(ghosts.size())) / ranks;
  session.root_out() << "{\"messages\": " << messages << ", \"bytes\": " << mean_bytes
                     << ", \"most_bytes\": " << most_bytes << ", \"ghosts\": " << mean_ghosts << "}\n";
}

}  // namespace

int main(int argc, char** argv)
{
  const mpi::Session session{argc, argv};
  if (argc != 7) {
    session.root_out() << "halo_traffic NX NY NZ PARTICLES_PER_RANK DENSITY RANGE\n";
    return static_cast<int>(soret::ExitStatus::input_refused);
  }
  run(session, argv);
  return static_cast<int>(soret::ExitStatus::done);
}
