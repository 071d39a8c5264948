#include "profile_packing.hpp"

#include <soret/sampling/slab_profile.hpp>

namespace soret {

namespace {

/// The arrays of the replicas' roots, in the order of their ranks, on every rank. Arrays are not empty.
std::vector<std::vector<double>> gather_from_roots(const mpi::Communicator& world, const mpi::Communicator& replica,
                                                   const std::vector<double>& values)
{
  const std::vector<double> mine = replica.is_root() ? values : std::vector<double>{};
  std::vector<double> packed;
  std::vector<double> lengths;
  for (const std::vector<double>& part : world.gather(std::span<const double>{mine})) {
    if (!part.empty()) {
      packed.insert(packed.end(), part.begin(), part.end());
      lengths.push_back(static_cast<double>(part.size()));
    }
  }
  world.broadcast(packed);
  world.broadcast(lengths);
  std::vector<std::vector<double>> parts;
  auto next = packed.cbegin();
  for (const double length : lengths) {
    const auto end = next + static_cast<std::ptrdiff_t>(length);
    parts.emplace_back(next, end);
    next = end;
  }
  return parts;
}

}  // namespace

ProfileBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                              const ProfileBlocks& reduced)
{
  const ProfileShape& shape = reduced.shape;
  const std::size_t energies = reduced.blocks.front().energy_added.size();
  const auto blocks = gather_from_roots(world, replica, detail::pack(reduced.blocks));
  const auto modes = gather_from_roots(world, replica, detail::pack(reduced.modes.front()));
  std::vector<ProfileBlocks> replicas;
  for (std::size_t number = 0; number < blocks.size(); ++number) {
    ProfileBlocks part{shape,
                       detail::unpack_blocks(blocks[number], energies, shape.sums_size()),
                       {},
                       {detail::unpack_modes(modes[number], shape.species())}};
    part.replica.assign(part.blocks.size(), 0);
    replicas.push_back(std::move(part));
  }
  return concatenate(replicas);
}

}  // namespace soret
