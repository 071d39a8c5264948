#include <soret/core/error.hpp>
#include <soret/input/particle_files.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace soret;

namespace {

const SpeciesTable two_species{{.name = "A", .mass = 1.0}, {.name = "B", .mass = 3.0}};

/// A file that lives as long as the object.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_{std::filesystem::temp_directory_path() /
              ("soret-input-test-" + std::to_string(reinterpret_cast<std::uintptr_t>(this)))}
  {
    std::ofstream{path_} << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace

TEST_CASE("extended XYZ with ids, velocities, a foreign column, and the box centred on the origin")
{
  const TemporaryFile file{R"(2
Time=1.5 Lattice="4 0.0 0 0 6 0 0 0 8" Origin="-2 -3 -4" Properties=id:I:1:species:S:1:charge:R:1:pos:R:3:vel:R:3 comment="a b"
7 B 0.5 1.0 -2.0 3.5 0.1 0.2 -0.3
3 A 0.0 -2.0 3.0 4.0 1 2 3
)"};
  const System system = read_extended_xyz(file.path(), two_species);
  CHECK(system.box.lengths() == Vec3{4.0, 6.0, 8.0});
  REQUIRE(system.particles.size() == 2);
  CHECK(system.particles.id == std::vector<std::int64_t>{7, 3});
  CHECK(system.particles.species[0] == Species{1});
  CHECK(system.particles.position_of(0) == Vec3{3.0, 1.0, 7.5});
  CHECK(system.particles.velocity_of(0) == Vec3{0.1, 0.2, -0.3});
  CHECK(system.particles.position_of(1) == Vec3{0.0, 0.0, 0.0});  // the upper corner is the lower one's image
  CHECK(system.species.size() == 2);
}

TEST_CASE("extended XYZ of minimal form numbers its particles from 0")
{
  const TemporaryFile file{"2\nProperties=species:S:1:pos:R:3 Lattice=\"4 0 0 0 4 0 0 0 4\"\nA 1 2 3\nB 3 2 1\n"};
  const System system = read_extended_xyz(file.path(), two_species);
  CHECK(system.particles.id == std::vector<std::int64_t>{0, 1});
  CHECK(system.particles.velocity_of(1) == Vec3{});
}

TEST_CASE("LAMMPS data with masses, images, velocities and coefficients")
{
  const TemporaryFile file{R"(LAMMPS data file via write_data

3 atoms
2 atom types
0 bonds

-5 5 xlo xhi
0.0 8.0 ylo yhi
0.0 12.0 zlo zhi

Masses

1 3.0
2 1  # light

Pair Coeffs # lj/cut

1 1 1
2 1 1

Atoms # atomic

10 1 -4 1 2 0 0 -1
20 2 4 7 11 1 0 0

30 2 0 0 0 0 0 0

Velocities

30 0.5 0.25 0.125
10 1 2 3
20 4 5 6
)"};
  const System system = read_lammps_data(file.path(), two_species, {"B", "A"});
  CHECK(system.box.lengths() == Vec3{10.0, 8.0, 12.0});
  REQUIRE(system.particles.size() == 3);
  CHECK(system.particles.id == std::vector<std::int64_t>{10, 20, 30});
  CHECK(system.particles.species[0] == Species{1});
  CHECK(system.particles.species[1] == Species{0});
  CHECK(system.particles.position_of(0) == Vec3{1.0, 1.0, 2.0});
  CHECK(system.particles.velocity_of(2) == Vec3{0.5, 0.25, 0.125});
  CHECK(system.particles.velocity_of(0) == Vec3{1.0, 2.0, 3.0});
  CHECK(system.particles.image[2][0] == -1);
  CHECK(system.particles.image[0][1] == 1);
}

TEST_CASE("files that cannot be used are refused")
{
  CHECK_THROWS_WITH_AS(read_extended_xyz("/nowhere.xyz", two_species), "cannot read the file '/nowhere.xyz'",
                       InputError);
  const TemporaryFile empty{""};
  CHECK_THROWS_AS(read_extended_xyz(empty.path(), two_species), InputError);
  CHECK_THROWS_WITH_AS(read_lammps_data(empty.path(), two_species), doctest::Contains("the file ends in its header"),
                       InputError);
  const TemporaryFile no_atoms{
      "title\n\n2 atoms\n1 atom types\n0 9 xlo xhi\n0 9 ylo yhi\n0 9 zlo zhi\n\nMasses\n\n1 1\n"};
  CHECK_THROWS_WITH_AS(read_lammps_data(no_atoms.path(), two_species), doctest::Contains("has no section Atoms"),
                       InputError);
}
