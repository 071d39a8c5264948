/// Configurations with the curvature of every particle's cage, as text.
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/output/softness_map.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <vector>

using namespace soret;

TEST_CASE("a map is extended XYZ with a column of curvatures, positions in the box")
{
  if (test_world().size() > 1) {
    return;
  }
  const TemporaryDirectory directory;
  const SpeciesTable species{{"A", 1.0}, {"B", 1.0}};
  Particles particles;
  particles.add(7, Species{0}, {1.0, -0.5, 2.0});
  particles.add(9, Species{1}, {4.5, 0.25, 0.0});
  SoftnessMap map{directory / softness_map_name};
  map.append(Box{4.0, 4.0, 8.0}, species, particles, std::vector{700.25, -3.5});
  map.append(Box{4.0, 4.0, 8.0}, species, particles, std::vector{1.0, 2.0});
  map.close();
  std::ifstream file{directory / softness_map_name};
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  REQUIRE(lines.size() == 8);
  CHECK(lines[0] == "2");
  CHECK(lines[1] ==
        "Lattice=\"4 0 0 0 4 0 0 0 8\" Properties=species:S:1:pos:R:3:id:I:1:cage_curvature:R:1 pbc=\"T T T\"");
  CHECK(lines[2] == "A 1 3.5 2 7 700.25");
  CHECK(lines[3] == "B 0.5 0.25 0 9 -3.5");
  CHECK(lines[6] == "A 1 3.5 2 7 1");
  CHECK_THROWS_AS(SoftnessMap{directory / "absent/map.xyz"}, RunTimeFailure);
}
