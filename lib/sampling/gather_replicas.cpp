#include "profile_packing.hpp"

#include <soret/mpi/replicas.hpp>
#include <soret/sampling/slab_profile.hpp>
#include <soret/sampling/thermodynamic_series.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

namespace {

/// Numbers in a packed row besides the energies added.
constexpr std::size_t plain_numbers = 17;

std::vector<double> pack(const ThermodynamicTable& table)
{
  std::vector<double> packed;
  for (const ThermodynamicRow& row : table) {
    packed.insert(packed.end(), {static_cast<double>(row.samples), row.step, row.time, row.box_lengths.x,
                                 row.box_lengths.y, row.box_lengths.z, row.kinetic_energy, row.potential_energy,
                                 row.momentum.x, row.momentum.y, row.momentum.z});
    packed.insert(packed.end(), row.pressure.begin(), row.pressure.end());
    packed.insert(packed.end(), row.energy_added.begin(), row.energy_added.end());
  }
  return packed;
}

ThermodynamicTable unpack(std::span<const double> packed, std::size_t energies)
{
  ThermodynamicTable table;
  for (std::size_t start = 0; start < packed.size(); start += plain_numbers + energies) {
    const std::span<const double> row = packed.subspan(start, plain_numbers + energies);
    table.push_back({.samples = static_cast<std::int64_t>(row[0]),
                     .step = row[1],
                     .time = row[2],
                     .box_lengths = {row[3], row[4], row[5]},
                     .kinetic_energy = row[6],
                     .potential_energy = row[7],
                     .pressure = {row[11], row[12], row[13], row[14], row[15], row[16]},
                     .momentum = {row[8], row[9], row[10]},
                     .energy_added = {row.begin() + plain_numbers, row.end()}});
  }
  return table;
}

}  // namespace

std::vector<ThermodynamicTable> gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                                const ThermodynamicTable& reduced)
{
  std::vector<ThermodynamicTable> tables;
  for (const std::vector<double>& packed : mpi::gather_from_roots(world, replica, pack(reduced))) {
    tables.push_back(unpack(packed, reduced.front().energy_added.size()));
  }
  return tables;
}

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
