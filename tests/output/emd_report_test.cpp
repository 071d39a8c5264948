/// Headlines and key numbers of the reports of soret-emd, and what stages went through.
#include "sample_run.hpp"
#include "temporary_directory.hpp"

#include <soret/output/emd_report.hpp>
#include <soret/output/emd_results.hpp>

#include <doctest/doctest.h>
#include <netcdf.h>

#include <string>
#include <vector>

using namespace soret;

namespace {

const Provenance provenance{.program = "soret-emd", .version = "0.1.0", .seed = Seed{1}, .configuration = ""};

/// The page of a run of species A and B that found these and nothing else; what is known of A, B has with opposite
/// sign.
std::string page_of(const std::vector<NamedEstimate>& of_a, bool complete)
{
  const RunFacts facts{.program = "soret-emd", .version = "0.1.0", .ranks = 1, .steps = 1000, .complete = complete};
  EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  EmdEstimates found;
  for (const NamedEstimate& item : of_a) {
    found.estimates.push_back(item);
    found.estimates.push_back({item.name, item.of.empty() ? "" : "B", item.dimension, item.estimate});
    found.estimates.back().estimate.value *= -1.0;
  }
  return emd_report(EmdRun{provenance, facts, measured, found, {}, Units{}}).html();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Two replicas of four particles in a growing box, whose controls add what the kinetic energy gains.
std::vector<ThermodynamicTable> two_replicas()
{
  ThermodynamicTable table;
  for (const double time : {0.0, 1.0, 2.0}) {
    ThermodynamicRow row;
    row.samples = 1;
    row.time = time;
    row.box_lengths = {1.0, 2.0, 3.0 + time};
    row.kinetic_energy = 6.0 + time;
    row.potential_energy = -20.0;
    row.pressure = {1.0, 2.0, 3.0, 4.0, 5.0, time};
    row.energy_added = {3.0 * time, -2.0 * time};
    table.push_back(row);
  }
  return {table, table};
}

/// Stages at constant pressure and at constant volume, and an insertion; one without rows.
EmdMeasurements measured_stages()
{
  EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  measured.isobaric = {{{2, 2}, two_replicas()}, {{1, 3}, two_replicas()}};
  measured.structure.emplace();
  measured.relaxation.emplace();
  measured.relaxation->counts = {2, 2};
  measured.relaxation->series = two_replicas();
  measured.insertions.resize(1);
  measured.insertions[0].counts = {2, 2};
  measured.insertions[0].series = two_replicas();
  return measured;
}

/// A variable of a file and the names of its dimensions.
struct StoredVariable {
  std::vector<std::string> dimensions;
  std::vector<double> values;
};

/// Empty if there is none of that name.
StoredVariable stored(int file, const std::string& name)
{
  int id = 0;
  if (nc_inq_varid(file, name.c_str(), &id) != NC_NOERR) {
    return {};
  }
  int rank = 0;
  nc_inq_varndims(file, id, &rank);
  std::vector<int> dimensions(static_cast<std::size_t>(rank));
  nc_inq_vardimid(file, id, dimensions.data());
  StoredVariable variable;
  std::size_t size = 1;
  for (const int dimension : dimensions) {
    std::string label(NC_MAX_NAME + 1, '\0');
    std::size_t length = 0;
    nc_inq_dim(file, dimension, label.data(), &length);
    variable.dimensions.emplace_back(label.c_str());
    size *= length;
  }
  variable.values.resize(size);
  nc_get_var_double(file, id, variable.values.data());
  return variable;
}

}  // namespace

TEST_CASE("a headline has a unit and says whether the run was stopped before there was a Soret coefficient")
{
  const NamedEstimate pressure{"pressure", "", dimension::pressure, {0.8373, 0.0053}};
  const std::string whole = page_of({pressure}, true);
  CHECK(holds(whole, "<p class=\"headline\">pressure, mean of the three directions: 0.8373 ± 0.0053 ε/σ<sup>3</sup>"));
  CHECK(
      holds(page_of({pressure}, false),
            "<p class=\"headline\">The run was stopped before its end, without a Soret coefficient so far; pressure"));
  CHECK(!holds(page_of({{"soret_coefficient", "A", dimension::inverse_temperature, {2.0, 0.2}}}, false),
               "without a Soret coefficient"));
}

TEST_CASE("a side is named from as many standard errors on as in the reports of soret-nemd")
{
  const auto page = [](double error) {
    return page_of({{"soret_coefficient", "A", dimension::inverse_temperature, {2.0, error}}}, true);
  };
  CHECK(holds(page(2.0 / 2.6), "In a temperature gradient A would collect at the cold side"));
  CHECK(holds(page(2.0 / 2.4), "On which side A would collect cannot be told from this run"));
}

TEST_CASE("the side is that of the Soret coefficient times the thermodynamic factor, where that is known")
{
  const NamedEstimate soret{"soret_coefficient", "A", dimension::inverse_temperature, {2.0, 1.0}};
  const NamedEstimate product{
      "soret_coefficient_times_thermodynamic_factor", "A", dimension::inverse_temperature, {4.0, 0.6}};
  CHECK(holds(page_of({soret}, true), "On which side A would collect cannot be told from this run"));
  CHECK(holds(page_of({soret, product}, true), "In a temperature gradient A would collect at the cold side"));
}

TEST_CASE("key numbers carry full names")
{
  const std::string page = page_of({{"thermodynamic_factor_from_insertion", "", dimension::none, {0.27, 0.38}}}, true);
  CHECK(holds(page, "<div class=\"label\">thermodynamic factor Γ from chemical potentials</div>"));
}

TEST_CASE("results hold the series of every stage, all replicas one after the other")
{
  if (test_world().size() > 1) {
    return;
  }
  const TemporaryDirectory directory;
  ResultsFile results;
  add_stage_series(results, measured_stages());
  results.write(directory / "results.nc");
  int file = 0;
  REQUIRE(nc_open((directory / "results.nc").c_str(), NC_NOWRITE, &file) == NC_NOERR);
  CHECK(stored(file, "relaxation_time").dimensions == std::vector<std::string>{"relaxation_row"});
  CHECK(stored(file, "relaxation_time").values == std::vector{0.0, 1.0, 2.0, 0.0, 1.0, 2.0});
  CHECK(stored(file, "relaxation_replica").values == std::vector{0.0, 0.0, 0.0, 1.0, 1.0, 1.0});
  CHECK(stored(file, "relaxation_kinetic_energy").values == std::vector{6.0, 7.0, 8.0, 6.0, 7.0, 8.0});
  CHECK(stored(file, "relaxation_conserved_energy").values == std::vector<double>(6, -14.0));
  const StoredVariable pressure = stored(file, "isobaric_pressure");
  CHECK(pressure.dimensions == std::vector<std::string>{"isobaric_row", "tensor"});
  REQUIRE(pressure.values.size() == 36);
  CHECK(pressure.values[11] == 1.0);
  CHECK(stored(file, "isobaric_box_length").dimensions == std::vector<std::string>{"isobaric_row", "direction"});
  for (const char* stage : {"isobaric", "isobaric_below", "insertion_1"}) {
    CHECK(stored(file, std::string{stage} + "_volume").values == std::vector{6.0, 8.0, 10.0, 6.0, 8.0, 10.0});
    CHECK(stored(file, std::string{stage} + "_conserved_energy").values.empty());
  }
  CHECK(stored(file, "relaxation_volume").values.empty());
  CHECK(stored(file, "structure_time").values.empty());
  nc_close(file);
}

TEST_CASE("a report shows whether the stages were stationary")
{
  const RunFacts facts{.program = "soret-emd", .version = "0.1.0"};
  EmdMeasurements measured = measured_stages();
  measured.structure.reset();
  measured.relaxation.reset();
  const EmdEstimates found;
  const std::string page = emd_report(EmdRun{provenance, facts, measured, found, {}, Units{}}).html();
  CHECK(holds(page, "<h2>Were the stages stationary?</h2>"));
  CHECK(holds(page, "Density: constant pressure</h3>"));
  CHECK(holds(page, "Potential energy: constant pressure, x(A) = 0.25</h3>"));
  CHECK_FALSE(holds(page, "insertion of"));
  CHECK_FALSE(holds(page_of({}, true), "stationary"));
}
