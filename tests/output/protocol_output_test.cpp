/// What a protocol and the response place by place put into files and reports.
#include "sample_run.hpp"
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/output/protocol_report.hpp>
#include <soret/output/protocol_results.hpp>

#include <doctest/doctest.h>
#include <netcdf>

#include <string>
#include <vector>

using namespace soret;

namespace {

std::vector<WindowedProfile> two_windows()
{
  std::vector<WindowedProfile> windows;
  for (std::size_t k = 0; k < 2; ++k) {
    SyntheticProfile synthetic;
    synthetic.replicas = 4;
    synthetic.blocks = 3;
    synthetic.noise = 0.01;
    synthetic.seed = k + 1;
    synthetic.temperature_gradient = k == 0 ? 1e-6 : 0.02;
    windows.push_back(
        {{k == 0 ? "before" : "on", k, 10.0 * static_cast<double>(k) - 10.0, 10.0 * static_cast<double>(k)},
         synthetic.make()});
  }
  return windows;
}

std::vector<double> values(const netCDF::NcVar& variable, std::size_t count)
{
  std::vector<double> read(count);
  variable.getVar(read.data());
  return read;
}

}  // namespace

TEST_CASE("windows in results.nc: every profile with its error, and the sums of every replica")
{
  if (!test_session().world().is_root()) {
    return;
  }
  const TemporaryDirectory directory;
  const std::vector<WindowedProfile> windows = two_windows();
  const ProtocolEstimates found = analyse_windows(windows);
  ResultsFile file;
  add_windows(file, windows, found, std::vector<std::string>{"hot", "cold"});
  file.write(directory.path() / "results.nc");
  const netCDF::NcFile read{(directory.path() / "results.nc").string(), netCDF::NcFile::read};
  CHECK(read.getDim("window").getSize() == 2);
  CHECK(read.getDim("block").getSize() == 8);
  CHECK(values(read.getVar("window_start"), 2) == std::vector{-10.0, 0.0});
  const std::vector<double> of_block = values(read.getVar("window_of_block"), 8);
  CHECK(of_block == std::vector{0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0});
  const std::vector<double> fractions = values(read.getVar("window_mole_fraction"), 2 * 2 * 48);
  const std::vector<double> errors = values(read.getVar("window_mole_fraction_standard_error"), 2 * 2 * 48);
  for (std::size_t bin = 0; bin < 48; ++bin) {
    CHECK(fractions[96 + bin] == found.windows[1].profiles.mole_fraction[0][bin].value);
    CHECK(errors[96 + 48 + bin] == found.windows[1].profiles.mole_fraction[1][bin].standard_error);
  }
}

TEST_CASE("names of contrasts carry their windows")
{
  const std::vector<NamedEstimate> all = named_contrasts(analyse_windows(two_windows()));
  CHECK(all.size() == 15);  // five in each window, five changes
  CHECK(all[0].of == "before -10..0");
  CHECK(all[6].name == "density_contrast");
  CHECK(all[6].of == "light, on 0..10");
  CHECK(all[10].name == "temperature_contrast_change");
}

TEST_CASE("the report of a protocol shows every leg")
{
  if (!test_session().world().is_root()) {
    return;
  }
  const SampleRun sample = sample_run();
  const Provenance provenance{"soret-nemd", "0.1.0", Seed{1}, "[protocol]\n"};
  const std::vector<WindowedProfile> windows = two_windows();
  const ProtocolEstimates found = analyse_windows(windows);
  const std::string html = protocol_report({.provenance = provenance,
                                            .facts = sample.facts,
                                            .windows = windows,
                                            .found = found,
                                            .table = sample.table,
                                            .control_names = sample.control_names,
                                            .baths = {{"hot", {-10.0, 0.0, 0.0, 10.0}, {1.0, 1.0, 1.2, 1.2}}},
                                            .legs = {{"leg", "from"}, {{"before", "-10"}}},
                                            .hot = {Slab{Axis::z, 0.5, 0.08}},
                                            .cold = {Slab{Axis::z, 0.0, 0.08}},
                                            .remarks = {"this is a sample, not a run"},
                                            .main_species = 0})
                               .html();
  for (const char* words : {"Profiles during the leg before", "Profiles during the leg on", "this is a sample",
                            "Contrast of the mole fraction", "errors from the scatter of the replicas"}) {
    CAPTURE(words);
    CHECK(html.find(words) != std::string::npos);
  }
}

TEST_CASE("places in results.nc, and in the report of a run")
{
  if (!test_session().world().is_root()) {
    return;
  }
  const TemporaryDirectory directory;
  const SampleRun sample = sample_run();
  const std::size_t places = sample.found.places.at(0).size();
  ResultsFile file;
  add_profiles(file, sample.profile, sample.control_names);
  add_places(file, sample.found.places);
  file.write(directory.path() / "results.nc");
  const netCDF::NcFile read{(directory.path() / "results.nc").string(), netCDF::NcFile::read};
  REQUIRE(read.getDim("place").getSize() == places);
  const std::vector<double> coefficients = values(read.getVar("local_soret_coefficient"), 2 * places);
  CHECK(coefficients[places] == sample.found.places[1][0].soret_coefficient.value);
  const Provenance provenance{"soret-nemd", "0.1.0", Seed{1}, "[run]\n"};
  const std::string html = nemd_report(sample_nemd_run(sample, provenance)).html();
  CHECK(html.find("Local energy against local composition") != std::string::npos);
  CHECK(html.find("Judged by a test of the drifts") != std::string::npos);
}
