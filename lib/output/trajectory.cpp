#include <soret/output/trajectory.hpp>

#include "atomic_file.hpp"
#include "id_order.hpp"
#include "netcdf_image.hpp"
#include "root_task.hpp"

#include <soret/core/error.hpp>
#include <soret/output/extended_xyz.hpp>
#include <soret/output/output_directory.hpp>

#include <ncDim.h>
#include <ncFile.h>
#include <ncVar.h>

#include <array>
#include <fstream>
#include <string>
#include <vector>

namespace soret {

namespace {

namespace fs = std::filesystem;

/// Defines everything the convention asks for.
void define_trajectory(const fs::path& path, std::size_t particles, const TrajectoryOptions& options)
{
  netCDF::NcFile file{path.string(), netCDF::NcFile::replace, netCDF::NcFile::classic64};
  file.putAtt("title", options.units.angstrom_per_length == 1.0 && options.units.picoseconds_per_time == 1.0
                           ? "reduced units: read sigma for angstrom and tau for picosecond"
                           : "lengths and times converted to angstrom and picosecond");
  file.putAtt("application", "soret");
  file.putAtt("program", "soret");
  file.putAtt("programVersion", "1");
  file.putAtt("Conventions", "AMBER");
  file.putAtt("ConventionVersion", "1.0");
  const netCDF::NcDim frame = file.addDim("frame");
  const netCDF::NcDim spatial = file.addDim("spatial", 3);
  const netCDF::NcDim atom = file.addDim("atom", particles);
  const netCDF::NcDim cell_spatial = file.addDim("cell_spatial", 3);
  const netCDF::NcDim cell_angular = file.addDim("cell_angular", 3);
  const netCDF::NcDim label = file.addDim("label", 5);
  const netCDF::NcVar spatial_names = file.addVar("spatial", netCDF::ncChar, spatial);
  const netCDF::NcVar cell_names = file.addVar("cell_spatial", netCDF::ncChar, cell_spatial);
  const netCDF::NcVar angle_names = file.addVar("cell_angular", netCDF::ncChar, {cell_angular, label});
  file.addVar("time", netCDF::ncFloat, frame).putAtt("units", "picosecond");
  file.addVar("coordinates", netCDF::ncFloat, {frame, atom, spatial}).putAtt("units", "angstrom");
  if (options.velocities) {
    file.addVar("velocities", netCDF::ncFloat, {frame, atom, spatial}).putAtt("units", "angstrom/picosecond");
  }
  file.addVar("cell_lengths", netCDF::ncDouble, {frame, cell_spatial}).putAtt("units", "angstrom");
  file.addVar("cell_angles", netCDF::ncDouble, {frame, cell_angular}).putAtt("units", "degree");
  file.enddef();
  spatial_names.putVar("xyz");
  cell_names.putVar("abc");
  angle_names.putVar("alphabeta gamma");
}

/// Sets the number of records of a NetCDF-3 file to a smaller one. The library can only append, but the number is one
/// big-endian 32-bit integer behind the magic bytes ("NetCDF Classic Format Specification"); what is beyond the last
/// record is ignored and later overwritten.
void drop_frames(const fs::path& path, std::int64_t frames_to_keep)
{
  std::fstream stream{path, std::ios::in | std::ios::out | std::ios::binary};
  std::array<unsigned char, 8> start{};
  stream.read(reinterpret_cast<char*>(start.data()), start.size());
  if (!stream || start[0] != 'C' || start[1] != 'D' || start[2] != 'F' || start[3] != 2) {
    throw InputError("'" + path.string() + "' is not a NetCDF file with 64-bit offsets; it cannot be continued");
  }
  std::int64_t frames = 0;
  for (std::size_t byte = 4; byte < 8; ++byte) {
    frames = 256 * frames + start[byte];
  }
  if (frames < frames_to_keep) {
    throw InputError("'" + path.string() + "' has " + std::to_string(frames) + " frames; the checkpoint counts " +
                     std::to_string(frames_to_keep));
  }
  for (std::size_t byte = 4; byte < 8; ++byte) {
    start[byte] = static_cast<unsigned char>(frames_to_keep >> (8 * (7 - byte)));
  }
  stream.seekp(0);
  stream.write(reinterpret_cast<const char*>(start.data()), start.size());
  stream.close();
  if (!stream) {
    throw RunTimeFailure("cannot write '" + path.string() + "'");
  }
}

}  // namespace

struct TrajectoryWriter::File {
  explicit File(const fs::path& file_path) : path{file_path}, nc{file_path.string(), netCDF::NcFile::write} {}

  /// Runs `action`, turning the library's errors into ours.
  void guarded(const std::function<void()>& action) const
  {
    try {
      action();
    }
    catch (const netCDF::exceptions::NcException& problem) {
      throw RunTimeFailure("cannot write '" + path.string() + "': " + reason_of(problem));
    }
  }

  void put_vectors(const std::string& variable, std::int64_t frame, std::size_t first,
                   const std::vector<float>& values) const
  {
    nc.getVar(variable).putVar({static_cast<std::size_t>(frame), first, 0}, {1, values.size() / 3, 3}, values.data());
  }

  void put_cell(const Box& box, std::int64_t frame, const TrajectoryUnits& units) const
  {
    const Vec3 lengths = units.angstrom_per_length * box.lengths();
    const std::array<double, 3> length_values{lengths.x, lengths.y, lengths.z};
    constexpr std::array<double, 3> angles{90.0, 90.0, 90.0};
    const std::vector<std::size_t> start{static_cast<std::size_t>(frame), 0};
    nc.getVar("cell_lengths").putVar(start, {1, 3}, length_values.data());
    nc.getVar("cell_angles").putVar(start, {1, 3}, angles.data());
  }

  fs::path path;
  netCDF::NcFile nc;
};

TrajectoryWriter::TrajectoryWriter(const mpi::Communicator& communicator, const fs::path& directory,
                                   const SpeciesTable& species, const Box& box, const Particles& local_particles,
                                   const TrajectoryOptions& options, std::int64_t frames_to_keep)
    : communicator_{communicator}, options_{options}, frames_{frames_to_keep}
{
  const auto particles =
      static_cast<std::size_t>(communicator.all_sum(static_cast<std::int64_t>(local_particles.size())));
  write_extended_xyz(communicator, directory / topology_name, box, species, local_particles, XyzColumns::positions);
  run_on_root(communicator, [&] {
    const fs::path path = directory / trajectory_name;
    try {
      if (frames_to_keep == 0) {
        define_trajectory(path, particles, options);
      }
      else {
        drop_frames(path, frames_to_keep);
      }
      file_ = std::make_unique<File>(path);
    }
    catch (const netCDF::exceptions::NcException& problem) {
      throw RunTimeFailure("cannot write '" + path.string() + "': " + reason_of(problem));
    }
    const netCDF::NcDim atoms = file_->nc.getDim("atom");
    if (atoms.isNull() || atoms.getSize() != particles ||
        options.velocities == file_->nc.getVar("velocities").isNull()) {
      throw InputError("'" + path.string() +
                       "' is the trajectory of another system or has other contents; it cannot be continued");
    }
  });
}

TrajectoryWriter::~TrajectoryWriter() = default;

void TrajectoryWriter::write_frame(const Box& box, const Particles& local_particles, double time)
{
  const std::size_t width = options_.velocities ? 6 : 3;
  const double length_scale = options_.units.angstrom_per_length;
  const double velocity_scale = length_scale / options_.units.picoseconds_per_time;
  const FillRow fill = [&](std::size_t i, std::span<double> row) {
    Vec3 position = local_particles.position_of(i);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      position[axis] += local_particles.image[axis][i] * box.lengths()[axis];
    }
    position = options_.wrapped ? box.wrapped(position) : position;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      row[axis] = length_scale * position[axis];
      if (options_.velocities) {
        row[3 + axis] = velocity_scale * local_particles.velocity[axis][i];
      }
    }
  };
  const ConsumeRows consume = [&](std::size_t first, std::span<const double> rows) {
    std::vector<float> coordinates;
    std::vector<float> velocities;
    for (; !rows.empty(); rows = rows.subspan(width)) {
      coordinates.insert(coordinates.end(), rows.begin(), rows.begin() + 3);
      velocities.insert(velocities.end(), rows.begin() + 3, rows.begin() + static_cast<std::ptrdiff_t>(width));
    }
    file_->guarded([&] {
      file_->put_vectors("coordinates", frames_, first, coordinates);
      if (options_.velocities) {
        file_->put_vectors("velocities", frames_, first, velocities);
      }
    });
  };
  gather_in_id_order(communicator_, local_particles.id, width, fill, consume);
  run_on_root(communicator_, [&] {
    file_->guarded([&] {
      file_->put_cell(box, frames_, options_.units);
      const auto picoseconds = static_cast<float>(options_.units.picoseconds_per_time * time);
      file_->nc.getVar("time").putVar({static_cast<std::size_t>(frames_)}, picoseconds);
      file_->nc.sync();
    });
  });
  ++frames_;
}

void TrajectoryWriter::flush()
{
  run_on_root(communicator_, [&] {
    file_->guarded([&] { file_->nc.sync(); });
    flush_file(file_->path);
  });
}

}  // namespace soret
