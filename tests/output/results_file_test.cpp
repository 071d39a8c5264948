#include "sample_run.hpp"
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/nemd_results.hpp>

#include <doctest/doctest.h>
#include <netcdf.h>

#include <array>

using namespace soret;

TEST_CASE("arrays that do not fit are refused")
{
  ResultsFile file;
  file.add_dimension("block", 2);
  const std::array<double, 2> two{1.0, 2.0};
  file.add({"a", {"block"}, dimension::time, "something"}, two);
  CHECK_THROWS_WITH_AS(file.add({"a", {"block"}, dimension::time, "again"}, two),
                       "results: there are two variables 'a'", RunTimeFailure);
  CHECK_THROWS_WITH_AS(file.add({"b", {"bin"}, dimension::time, "lost"}, two),
                       "results: variable 'b' has the unknown dimension 'bin'", RunTimeFailure);
  CHECK_THROWS_WITH_AS(file.add({"c", {"block", "block"}, dimension::time, "too short"}, two),
                       "results: variable 'c' has 2 values; its dimensions hold 4", RunTimeFailure);
  CHECK_THROWS_AS(file.add_dimension("block", 3), RunTimeFailure);
  CHECK_THROWS_AS(file.add_dimension("nothing", 0), RunTimeFailure);
}

TEST_CASE("a results file carries values, units and names")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  ResultsFile file;
  file.add_coordinate("species", std::array<std::string, 2>{"Ar", "Kr"}, "species");
  file.add({"mole_fraction", {"species"}, dimension::none, "mole fraction"}, std::array{0.25, 0.75});
  file.add({"pressure", {}, dimension::pressure, "pressure"}, std::array{0.5});
  file.add({"mixed", {"species"}, std::nullopt, "a length, a time"}, std::array{1.0, 2.0});
  file.write(directory / "results.nc");
  int id = 0;
  REQUIRE(nc_open((directory / "results.nc").c_str(), NC_NOWRITE, &id) == 0);
  int variable = 0;
  REQUIRE(nc_inq_varid(id, "mixed", &variable) == 0);
  CHECK(nc_inq_attid(id, variable, "units", nullptr) == NC_ENOTATT);
  REQUIRE(nc_inq_varid(id, "mole_fraction", &variable) == 0);
  std::array<double, 2> values{};
  nc_get_var_double(id, variable, values.data());
  CHECK(values == std::array{0.25, 0.75});
  REQUIRE(nc_inq_varid(id, "pressure", &variable) == 0);
  std::size_t length = 0;
  nc_inq_attlen(id, variable, "units", &length);
  std::string unit(length, ' ');
  nc_get_att_text(id, variable, "units", unit.data());
  CHECK(unit == "epsilon/sigma^3");
  nc_close(id);
  CHECK(std::distance(std::filesystem::directory_iterator{directory.path()}, {}) == 1);
}

TEST_CASE("names that do not fit the energies are refused")
{
  const SampleRun run = sample_run();
  ResultsFile file;
  CHECK_THROWS_WITH_AS(add_profiles(file, run.profile, {}), "results: 0 names for the 2 energies added by controls",
                       RunTimeFailure);
}
