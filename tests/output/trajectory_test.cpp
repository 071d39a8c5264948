#include "sample_system.hpp"
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/trajectory.hpp>

#include <doctest/doctest.h>
#include <netcdf.h>

#include <array>
#include <vector>

using namespace soret;

namespace {

constexpr std::int64_t count = 50;

/// What the NetCDF library itself, not soret, finds in a trajectory.
class RawTrajectory {
 public:
  explicit RawTrajectory(const std::filesystem::path& file) { REQUIRE(nc_open(file.c_str(), NC_NOWRITE, &id_) == 0); }
  ~RawTrajectory() { nc_close(id_); }
  RawTrajectory(const RawTrajectory&) = delete;
  RawTrajectory& operator=(const RawTrajectory&) = delete;

  std::size_t dimension(const char* name) const
  {
    int dimension_id = 0;
    std::size_t length = 0;
    REQUIRE(nc_inq_dimid(id_, name, &dimension_id) == 0);
    nc_inq_dimlen(id_, dimension_id, &length);
    return length;
  }
  std::string attribute(const char* variable, const char* name) const
  {
    std::size_t length = 0;
    const int variable_id = variable == nullptr ? NC_GLOBAL : variable_identifier(variable);
    REQUIRE(nc_inq_attlen(id_, variable_id, name, &length) == 0);
    std::string text(length, ' ');
    nc_get_att_text(id_, variable_id, name, text.data());
    return text;
  }
  std::vector<double> values(const char* variable, std::size_t size) const
  {
    std::vector<double> read(size);
    REQUIRE(nc_get_var_double(id_, variable_identifier(variable), read.data()) == 0);
    return read;
  }
  int format() const
  {
    int found = 0;
    nc_inq_format(id_, &found);
    return found;
  }

 private:
  int variable_identifier(const char* name) const
  {
    int variable_id = 0;
    REQUIRE(nc_inq_varid(id_, name, &variable_id) == 0);
    return variable_id;
  }
  int id_ = 0;
};

void write_frames(TrajectoryWriter& writer, double from, int frames)
{
  for (int frame = 0; frame < frames; ++frame) {
    const double time = from + 0.5 * frame;
    writer.write_frame(sample_box(), sample_particles(test_world(), count, time), time);
  }
}

TrajectoryWriter writer_in(const std::filesystem::path& directory, const TrajectoryOptions& options,
                           std::int64_t frames_to_keep)
{
  return {test_world(), directory,     sample_species(), sample_box(), sample_particles(test_world(), count, 0.0),
          options,      frames_to_keep};
}

}  // namespace

TEST_CASE("a trajectory follows the AMBER convention, particles in the order of ids")
{
  TemporaryDirectory directory;
  TrajectoryOptions options;
  options.velocities = true;
  options.units = {.angstrom_per_length = 3.4, .picoseconds_per_time = 2.0};
  {
    TrajectoryWriter writer = writer_in(directory.path(), options, 0);
    write_frames(writer, 0.0, 2);
    writer.flush();
    CHECK(writer.frames() == 2);
  }
  test_world().barrier();
  const RawTrajectory raw{directory / trajectory_name};
  CHECK(raw.format() == NC_FORMAT_64BIT_OFFSET);
  CHECK(raw.attribute(nullptr, "Conventions") == "AMBER");
  CHECK(raw.attribute(nullptr, "ConventionVersion") == "1.0");
  CHECK(raw.attribute("time", "units") == "picosecond");
  CHECK(raw.attribute("coordinates", "units") == "angstrom");
  CHECK(raw.dimension("frame") == 2);
  CHECK(raw.dimension("atom") == count);
  CHECK(raw.values("time", 2) == std::vector<double>{0.0, 1.0});
  CHECK(raw.values("cell_lengths", 6)[2] == doctest::Approx(3.4 * 6.0));
  CHECK(raw.values("cell_angles", 6) == std::vector<double>(6, 90.0));
  const std::vector<double> coordinates = raw.values("coordinates", 2 * count * 3);
  const std::vector<double> velocities = raw.values("velocities", 2 * count * 3);
  for (std::size_t frame = 0; frame < 2; ++frame) {
    for (std::size_t i = 0; i < count; ++i) {
      const auto id = static_cast<std::int64_t>(i + 1);
      const Vec3 position = 3.4 * sample_position(id, 0.5 * static_cast<double>(frame));
      const Vec3 velocity = 1.7 * sample_velocity(id);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        CHECK(coordinates[(frame * count + i) * 3 + axis] == doctest::Approx(position[axis]).epsilon(1e-6));
        CHECK(velocities[(frame * count + i) * 3 + axis] == doctest::Approx(velocity[axis]).epsilon(1e-6));
      }
    }
  }
}

TEST_CASE("positions are wrapped or unwrapped as asked")
{
  TemporaryDirectory directory;
  Particles particles;
  if (test_world().is_root()) {
    particles.add(0, Species{0}, {3.5, -0.5, 6.5});
    particles.image[0][0] = 2;
  }
  for (const bool wrapped : {true, false}) {
    TrajectoryOptions options;
    options.wrapped = wrapped;
    {
      TrajectoryWriter writer{test_world(), directory.path(), sample_species(), sample_box(), particles, options};
      writer.write_frame(sample_box(), particles, 0.0);
    }
    test_world().barrier();
    const std::vector<double> expected =
        wrapped ? std::vector<double>{3.5, 4.5, 0.5} : std::vector<double>{11.5, -0.5, 6.5};
    CHECK(RawTrajectory{directory / trajectory_name}.values("coordinates", 3) == expected);
    test_world().barrier();
  }
}

TEST_CASE("a continued trajectory drops the frames behind the checkpoint and equals a straight one")
{
  TemporaryDirectory straight;
  TemporaryDirectory split;
  {
    TrajectoryWriter writer = writer_in(straight.path(), {}, 0);
    write_frames(writer, 0.0, 6);
  }
  {
    TrajectoryWriter writer = writer_in(split.path(), {}, 0);
    write_frames(writer, 0.0, 3);
    write_frames(writer, 100.0, 2);  // lost with the process that wrote them
  }
  {
    TrajectoryWriter writer = writer_in(split.path(), {}, 3);
    CHECK(writer.frames() == 3);
    test_world().barrier();
    CHECK(RawTrajectory{split / trajectory_name}.dimension("frame") == 3);
    test_world().barrier();
    write_frames(writer, 1.5, 3);
  }
  test_world().barrier();
  CHECK(file_content(straight / trajectory_name) == file_content(split / trajectory_name));
}

TEST_CASE("a trajectory that does not fit is not continued")
{
  TemporaryDirectory directory;
  {
    TrajectoryWriter writer = writer_in(directory.path(), {}, 0);
    write_frames(writer, 0.0, 2);
  }
  const std::string name = "'" + (directory / trajectory_name).string() + "'";
  CHECK_THROWS_WITH_AS(writer_in(directory.path(), {}, 3), (name + " has 2 frames; the checkpoint counts 3").c_str(),
                       InputError);
  TrajectoryOptions with_velocities;
  with_velocities.velocities = true;
  CHECK_THROWS_AS(writer_in(directory.path(), with_velocities, 2), InputError);
  CHECK_THROWS_AS((TrajectoryWriter{test_world(),
                                    directory.path(),
                                    sample_species(),
                                    sample_box(),
                                    sample_particles(test_world(), count + 1, 0.0),
                                    {},
                                    2}),
                  InputError);
  if (test_world().is_root()) {
    write_content(directory / trajectory_name, "something else");
  }
  test_world().barrier();
  CHECK_THROWS_AS(writer_in(directory.path(), {}, 2), InputError);
}
