#include "profile_packing.hpp"

#include <soret/sampling/slab_profile.hpp>

namespace soret {

ProfileBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                              const ProfileBlocks& reduced)
{
  const std::vector<double> mine = replica.is_root() ? detail::pack(reduced.blocks) : std::vector<double>{};
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
  const std::size_t energies = reduced.blocks.front().energy_added.size();
  std::vector<ProfileBlocks> replicas;
  std::span<const double> rest{packed};
  for (const double length : lengths) {
    const auto count = static_cast<std::size_t>(length);
    ProfileBlocks part{reduced.shape, detail::unpack(rest.first(count), energies, reduced.shape.sums_size()), {}};
    part.replica.assign(part.blocks.size(), 0);
    replicas.push_back(std::move(part));
    rest = rest.subspan(count);
  }
  return concatenate(replicas);
}

}  // namespace soret
