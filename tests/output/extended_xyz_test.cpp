#include "sample_system.hpp"
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/extended_xyz.hpp>

#include <doctest/doctest.h>

#include <sstream>

using namespace soret;

TEST_CASE("extended XYZ gives every double back exactly, ordered by id")
{
  TemporaryDirectory directory;
  constexpr std::int64_t count = 40;
  const std::filesystem::path file = directory / "configuration.xyz";
  write_extended_xyz(test_world(), file, sample_box(), sample_species(), sample_particles(test_world(), count, 0.0),
                     XyzColumns::positions_velocities_ids);
  std::istringstream stream{file_content(file)};
  std::string line;
  std::getline(stream, line);
  CHECK(line == "40");
  std::getline(stream, line);
  CHECK(line == "Lattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3:vel:R:3:id:I:1 pbc=\"T T T\"");
  for (std::int64_t id = 1; id <= count; ++id) {
    std::string name;
    Vec3 position;
    Vec3 velocity;
    std::int64_t found = 0;
    stream >> name >> position.x >> position.y >> position.z >> velocity.x >> velocity.y >> velocity.z >> found;
    CHECK(name == sample_species()[index(sample_species_of(id))].name);
    CHECK(position == sample_position(id, 0.0));
    CHECK(velocity == sample_velocity(id));
    CHECK(found == id);
  }
  CHECK(!(stream >> line));
}

TEST_CASE("with more particles than travel at once none is lost or out of order")
{
  TemporaryDirectory directory;
  constexpr std::int64_t count = 250'001;
  const std::filesystem::path file = directory / "topology.xyz";
  write_extended_xyz(test_world(), file, sample_box(), sample_species(), sample_particles(test_world(), count, 0.0),
                     XyzColumns::positions);
  if (!test_world().is_root()) {
    return;
  }
  std::istringstream stream{file_content(file)};
  std::string line;
  std::getline(stream, line);
  std::getline(stream, line);
  CHECK(line == "Lattice=\"4 0 0 0 5 0 0 0 6\" Properties=species:S:1:pos:R:3 pbc=\"T T T\"");
  std::int64_t right = 0;
  for (std::int64_t id = 1; std::getline(stream, line); ++id) {
    std::istringstream row{line};
    std::string name;
    Vec3 position;
    row >> name >> position.x >> position.y >> position.z;
    right += position == sample_box().wrapped(sample_position(id, 0.0)) ? 1 : 0;
  }
  CHECK(right == count);
}

TEST_CASE("a file that cannot be written fails on every rank with its name")
{
  TemporaryDirectory directory;
  const std::filesystem::path file = directory / "absent" / "x.xyz";
  CHECK_THROWS_WITH_AS(
      write_extended_xyz(test_world(), file, sample_box(), sample_species(), {}, XyzColumns::positions),
      ("cannot write '" + file.string() + "': No such file or directory").c_str(), RunTimeFailure);
}
