#include <soret/workflow/ranks.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

namespace soret {

Ranks split_into_replicas(const mpi::Communicator& world, int replicas)
{
  if (replicas < 1 || world.size() % replicas != 0) {
    throw InputError(
        fmt::format("{} replicas cannot share {} ranks evenly: the number of ranks must be a multiple of the "
                    "number of replicas",
                    replicas, world.size()));
  }
  const int ranks_per_replica = world.size() / replicas;
  const int replica_index = world.rank() / ranks_per_replica;
  return {world, world.split(replica_index), replica_index, replicas};
}

Seed seed_of_part(Seed seed, std::uint64_t part)
{
  constexpr std::uint64_t stride =
      0x9E3779B97F4A7C15ULL;  // 2^64 / golden ratio: seeds of neighbouring runs do not meet
  return Seed{seed.value() + part * stride};
}

}  // namespace soret
