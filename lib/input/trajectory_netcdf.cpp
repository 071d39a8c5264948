#include "trajectory_source.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>
#include <netcdf.h>

#include <cmath>

namespace soret {

namespace {

namespace fs = std::filesystem;

/// A variable and the factor that its attribute scale_factor puts on its values.
struct Variable {
  int identifier = -1;
  double scale = 1.0;
};

class AmberTrajectory : public TrajectorySource {
 public:
  AmberTrajectory(const TrajectoryFile& file, SpeciesNames& names);
  ~AmberTrajectory() override { nc_close(file_); }
  AmberTrajectory(const AmberTrajectory&) = delete;
  AmberTrajectory& operator=(const AmberTrajectory&) = delete;
  bool read(RawFrame& frame, FrameContent content) override;

 private:
  void require(int status) const;
  [[noreturn]] void fail(const std::string& message) const;
  std::size_t dimension(const char* name) const;
  std::optional<Variable> variable(const char* name) const;
  void require_layout();
  void require_whole() const;
  void name_particles(const fs::path& topology, SpeciesNames& names);
  std::vector<double> values(const Variable& variable, std::size_t rows) const;
  Vec3 read_box() const;
  void read_particles(RawFrame& frame) const;

  std::string path_;
  int file_ = -1;
  std::size_t frames_ = 0;
  std::size_t particles_ = 0;
  Variable coordinates_;
  Variable cell_lengths_;
  std::optional<Variable> cell_angles_;
  std::optional<Variable> time_;
  std::vector<std::size_t> name_of_particle_;
  std::size_t next_ = 0;  ///< frame, counted from 0
};

AmberTrajectory::AmberTrajectory(const TrajectoryFile& file, SpeciesNames& names) : path_{file.path.string()}
{
  require(nc_open(path_.c_str(), NC_NOWRITE, &file_));
  try {
    require_layout();
    require_whole();
    name_particles(file.topology, names);
  }
  catch (...) {
    nc_close(file_);
    throw;
  }
}

void AmberTrajectory::fail(const std::string& message) const
{
  throw InputError(fmt::format("'{}': {}", path_, message));
}

void AmberTrajectory::require(int status) const
{
  if (status != NC_NOERR) {
    throw InputError(fmt::format("cannot read '{}': {}", path_, nc_strerror(status)));
  }
}

std::size_t AmberTrajectory::dimension(const char* name) const
{
  int identifier = 0;
  std::size_t length = 0;
  if (nc_inq_dimid(file_, name, &identifier) != NC_NOERR) {
    fail(fmt::format("it has no dimension '{}'; accepted: a trajectory in the AMBER convention", name));
  }
  require(nc_inq_dimlen(file_, identifier, &length));
  return length;
}

std::optional<Variable> AmberTrajectory::variable(const char* name) const
{
  Variable found;
  if (nc_inq_varid(file_, name, &found.identifier) != NC_NOERR) {
    return std::nullopt;
  }
  if (nc_get_att_double(file_, found.identifier, "scale_factor", &found.scale) != NC_NOERR) {
    found.scale = 1.0;
  }
  return found;
}

void AmberTrajectory::require_layout()
{
  frames_ = dimension("frame");
  particles_ = dimension("atom");
  const auto coordinates = variable("coordinates");
  int dimensions = 0;
  if (!coordinates || nc_inq_varndims(file_, coordinates->identifier, &dimensions) != NC_NOERR || dimensions != 3) {
    fail("it has no variable coordinates(frame, atom, spatial); accepted: a trajectory in the AMBER convention");
  }
  const auto lengths = variable("cell_lengths");
  if (!lengths) {
    fail("it has no cell_lengths; accepted: a trajectory with a periodic box");
  }
  if (particles_ == 0) {
    fail("it has no particles");
  }
  coordinates_ = *coordinates;
  cell_lengths_ = *lengths;
  cell_angles_ = variable("cell_angles");
  time_ = variable("time");
}

/// The library reads zeros beyond the end of a classic file that was cut off.
void AmberTrajectory::require_whole() const
{
  int format = 0;
  require(nc_inq_format(file_, &format));
  if (format != NC_FORMAT_CLASSIC && format != NC_FORMAT_64BIT_OFFSET && format != NC_FORMAT_CDF5) {
    return;  // others are not readable at all if something is missing
  }
  int type = 0;
  std::size_t element = 0;
  require(nc_inq_vartype(file_, coordinates_.identifier, &type));
  require(nc_inq_type(file_, type, nullptr, &element));
  const std::size_t least = frames_ * particles_ * 3 * element;
  const std::uintmax_t size = fs::file_size(path_);
  if (size < least) {
    fail(fmt::format("it is cut off: {} bytes, but its {} frames of {} particles need more than {}", size, frames_,
                     particles_, least));
  }
}

void AmberTrajectory::name_particles(const fs::path& topology, SpeciesNames& names)
{
  fs::path source = topology;
  if (source.empty() && fs::exists(fs::path{path_}.replace_filename("topology.xyz"))) {
    source = fs::path{path_}.replace_filename("topology.xyz");
  }
  if (source.empty()) {
    if (names.names().size() != 1) {
      fail(
          "it does not say which particle is of which species, and no topology.xyz lies beside it; accepted: an "
          "extended XYZ file for trajectory.topology, or a single name for trajectory.species");
    }
    name_of_particle_.assign(particles_, 0);
    return;
  }
  RawFrame frame;
  open_xyz_trajectory(source, names)->read(frame, FrameContent::everything);
  if (frame.particles.size() != particles_) {
    fail(fmt::format("it has {} particles, but its topology '{}' has {}", particles_, source.string(),
                     frame.particles.size()));
  }
  for (const RawParticle& particle : frame.particles) {
    name_of_particle_.push_back(particle.name);
  }
}

/// The values of the present frame: `rows` rows of three numbers.
std::vector<double> AmberTrajectory::values(const Variable& variable, std::size_t rows) const
{
  std::vector<double> values(3 * rows);
  const std::array<std::size_t, 3> start{next_, 0, 0};
  const std::array<std::size_t, 3> of_particles{1, rows, 3};
  const std::array<std::size_t, 2> of_box{1, 3};
  int dimensions = 0;
  require(nc_inq_varndims(file_, variable.identifier, &dimensions));
  require(nc_get_vara_double(file_, variable.identifier, start.data(),
                             dimensions == 3 ? of_particles.data() : of_box.data(), values.data()));
  for (double& value : values) {
    value *= variable.scale;
  }
  return values;
}

Vec3 AmberTrajectory::read_box() const
{
  constexpr double right_angle = 90.0;
  constexpr double rounding = 1e-4;
  if (cell_angles_) {
    const std::vector<double> angles = values(*cell_angles_, 1);
    for (const double angle : angles) {
      if (!(std::abs(angle - right_angle) <= rounding)) {
        fail(fmt::format("frame {}: the angles of the box are {} {} {}; accepted: an orthorhombic box", next_ + 1,
                         angles[0], angles[1], angles[2]));
      }
    }
  }
  const std::vector<double> lengths = values(cell_lengths_, 1);
  return {lengths[0], lengths[1], lengths[2]};
}

bool AmberTrajectory::read(RawFrame& frame, FrameContent content)
{
  if (next_ == frames_) {
    return false;
  }
  frame = {};
  frame.box_lengths = read_box();
  if (time_) {
    double time = 0.0;
    require(nc_get_var1_double(file_, time_->identifier, &next_, &time));
    frame.time = time_->scale * time;
  }
  if (content == FrameContent::everything) {
    read_particles(frame);
  }
  ++next_;
  return true;
}

void AmberTrajectory::read_particles(RawFrame& frame) const
{
  const std::vector<double> coordinates = values(coordinates_, particles_);
  for (std::size_t i = 0; i < particles_; ++i) {
    const Vec3 position{coordinates[3 * i], coordinates[3 * i + 1], coordinates[3 * i + 2]};
    if (!std::isfinite(norm_squared(position))) {
      fail(fmt::format("frame {}: particle {} has no finite position", next_ + 1, i));
    }
    frame.particles.push_back({static_cast<std::int64_t>(i), name_of_particle_[i], position, {}});
  }
}

}  // namespace

std::unique_ptr<TrajectorySource> open_amber_trajectory(const TrajectoryFile& file, SpeciesNames& names)
{
  return std::make_unique<AmberTrajectory>(file, names);
}

}  // namespace soret
