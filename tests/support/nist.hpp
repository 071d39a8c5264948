#pragma once
/// \file
/// The Lennard-Jones reference configurations of the NIST Standard Reference Simulation Website
/// (doi:10.18434/T4M88Q), which are in tests/data/nist.

#include <soret/system/particles.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <string>

namespace test_support {

using namespace soret;

/// Configuration 1 ... 4. The files centre the cubic box on the origin; here it starts there.
inline System nist_configuration(int number, const SpeciesTable& species)
{
  std::ifstream file{std::string{SORET_TEST_DATA} + "/nist/lj-" + std::to_string(number) + ".xyz"};
  std::int64_t count = 0;
  std::string word;
  Vec3 lengths;
  file >> count >> word >> lengths.x >> lengths.y >> lengths.z;
  System system{Box{lengths}, species, {}};
  for (std::int64_t id = 0; id < count; ++id) {
    Vec3 at;
    file >> word >> at.x >> at.y >> at.z;
    system.particles.add(id, Species{0}, system.box.wrapped(at + 0.5 * lengths));
  }
  REQUIRE(file);
  return system;
}

}  // namespace test_support
