#include <soret/output/extended_xyz.hpp>

#include "atomic_file.hpp"
#include "id_order.hpp"
#include "root_task.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>
#include <string>

namespace soret {

namespace {

using Comments = std::vector<std::pair<std::string, std::string>>;

std::string header(std::int64_t count, const Box& box, XyzColumns columns, const Comments& comments)
{
  const Vec3& length = box.lengths();
  std::string text =
      fmt::format("{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" Properties=species:S:1:pos:R:3{} pbc=\"T T T\"", count,
                  length.x, length.y, length.z, columns == XyzColumns::positions ? "" : ":vel:R:3:id:I:1");
  for (const auto& [key, value] : comments) {
    fmt::format_to(std::back_inserter(text), " {}=\"{}\"", key, value);
  }
  return text + "\n";
}

}  // namespace

void write_extended_xyz(const mpi::Communicator& communicator, const std::filesystem::path& file, const Box& box,
                        const SpeciesTable& species, const Particles& local_particles, XyzColumns columns,
                        const Comments& comments)
{
  constexpr std::size_t width = 8;  // species, position, velocity, id
  const std::int64_t total = communicator.all_sum(static_cast<std::int64_t>(local_particles.size()));
  std::string text = header(total, box, columns, comments);
  const FillRow fill = [&](std::size_t i, std::span<double> row) {
    const Vec3 position = box.wrapped(local_particles.position_of(i));
    const Vec3 velocity = local_particles.velocity_of(i);
    row[0] = static_cast<double>(index(local_particles.species[i]));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      row[1 + axis] = position[axis];
      row[4 + axis] = velocity[axis];
    }
    row[7] = static_cast<double>(local_particles.id[i]);
  };
  const ConsumeRows consume = [&](std::size_t, std::span<const double> rows) {
    for (; !rows.empty(); rows = rows.subspan(width)) {
      const std::string& name = species.at(static_cast<std::size_t>(rows[0])).name;
      fmt::format_to(std::back_inserter(text), "{} {} {} {}", name, rows[1], rows[2], rows[3]);
      if (columns == XyzColumns::positions_velocities_ids) {
        fmt::format_to(std::back_inserter(text), " {} {} {} {}", rows[4], rows[5], rows[6],
                       static_cast<std::int64_t>(rows[7]));
      }
      text += '\n';
    }
  };
  gather_in_id_order(communicator, local_particles.id, width, fill, consume);
  run_on_root(communicator, [&] { write_file_atomically(file, text); });
}

}  // namespace soret
