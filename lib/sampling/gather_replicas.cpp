#include "profile_packing.hpp"

#include <soret/mpi/replicas.hpp>
#include <soret/sampling/slab_profile.hpp>

namespace soret {

ProfileBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                              const ProfileBlocks& reduced)
{
  const ProfileShape& shape = reduced.shape;
  const std::size_t energies = reduced.blocks.front().energy_added.size();
  const auto blocks = mpi::gather_from_roots(world, replica, detail::pack(reduced.blocks));
  const auto modes = mpi::gather_from_roots(world, replica, detail::pack(reduced.modes.front()));
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
