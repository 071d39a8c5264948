/// What a protocol and the response place by place put into files and reports.
#include "sample_run.hpp"
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/output/protocol_report.hpp>
#include <soret/output/protocol_results.hpp>

#include <doctest/doctest.h>
#include <netcdf.h>

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

/// A file being read; every call must succeed.
class Reader {
 public:
  explicit Reader(const std::string& file) { REQUIRE(nc_open(file.c_str(), NC_NOWRITE, &id_) == NC_NOERR); }
  ~Reader() { nc_close(id_); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  std::size_t size(const char* dimension) const
  {
    int number = 0;
    std::size_t length = 0;
    REQUIRE(nc_inq_dimid(id_, dimension, &number) == NC_NOERR);
    REQUIRE(nc_inq_dimlen(id_, number, &length) == NC_NOERR);
    return length;
  }
  std::vector<double> values(const char* variable, std::size_t count) const
  {
    int number = 0;
    std::vector<double> read(count);
    REQUIRE(nc_inq_varid(id_, variable, &number) == NC_NOERR);
    REQUIRE(nc_get_var_double(id_, number, read.data()) == NC_NOERR);
    return read;
  }

 private:
  int id_ = 0;
};

}  // namespace

TEST_CASE("windows in results.nc: every profile with its error, and the sums of every replica")
{
  if (test_world().size() > 1) {
    return;
  }
  const TemporaryDirectory directory;
  const std::vector<WindowedProfile> windows = two_windows();
  const ProtocolEstimates found = analyse_windows(windows);
  ResultsFile file;
  add_windows(file, windows, found, std::vector<std::string>{"hot", "cold"});
  file.write(directory.path() / "results.nc");
  const Reader read{(directory.path() / "results.nc").string()};
  CHECK(read.size("window") == 2);
  CHECK(read.size("block") == 8);
  CHECK(read.values("window_start", 2) == std::vector{-10.0, 0.0});
  const std::vector<double> of_block = read.values("window_of_block", 8);
  CHECK(of_block == std::vector{0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0});
  const std::vector<double> fractions = read.values("window_mole_fraction", 2 * 2 * 48);
  const std::vector<double> errors = read.values("window_mole_fraction_standard_error", 2 * 2 * 48);
  for (std::size_t bin = 0; bin < 48; ++bin) {
    CHECK(fractions[96 + bin] == found.windows[1].profiles.mole_fraction[0][bin].value);
    CHECK(errors[96 + 48 + bin] == found.windows[1].profiles.mole_fraction[1][bin].standard_error);
  }
}

TEST_CASE("names of contrasts carry their windows")
{
  const std::vector<NamedEstimate> all = named_contrasts(analyse_windows(two_windows()));
  REQUIRE(all.size() == 18);  // six in each window, six changes
  CHECK(all[0].of == "before -10..0");
  CHECK(all[7].name == "density_contrast");
  CHECK(all[7].of == "light, on 0..10");
  CHECK(all[12].name == "temperature_contrast_change");
}

TEST_CASE("the report of a protocol shows every leg")
{
  if (test_world().size() > 1) {
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
  if (test_world().size() > 1) {
    return;
  }
  const TemporaryDirectory directory;
  const SampleRun sample = sample_run();
  const std::size_t places = sample.found.places.at(0).size();
  ResultsFile file;
  add_profiles(file, sample.profile, sample.control_names);
  add_places(file, sample.found.places);
  file.write(directory.path() / "results.nc");
  const Reader read{(directory.path() / "results.nc").string()};
  REQUIRE(read.size("place") == places);
  const std::vector<double> coefficients = read.values("local_soret_coefficient", 2 * places);
  CHECK(coefficients[places] == sample.found.places[1][0].soret_coefficient.value);
  const Provenance provenance{"soret-nemd", "0.1.0", Seed{1}, "[run]\n"};
  const std::string html = nemd_report(sample_nemd_run(sample, provenance)).html();
  CHECK(html.find("Local energy against local composition") != std::string::npos);
  CHECK(html.find("Judged by a test of the drifts") != std::string::npos);
}

TEST_CASE("the report of a series finds the onset of nonlinearity")
{
  if (test_world().size() > 1) {
    return;
  }
  const SampleRun sample = sample_run();
  const Provenance provenance{"soret-nemd", "0.1.0", Seed{1}, "[gradient]\n"};
  const std::vector<GradientPoint> points{{1e-3, {1.0, 0.1}}, {2e-3, {1.1, 0.1}}, {4e-3, {2.0, 0.1}}};
  std::vector<LocalSeriesPoint> local;
  for (const GradientPoint& point : points) {
    local.push_back({{point.gradient, {0.1 * point.gradient * point.value.value, 1e-5}}, sample.found.places[0]});
  }
  const std::string html =
      gradient_series_report(provenance, "light", points, extrapolate_to_zero_gradient(points), {}, local).html();
  CHECK(html.find("the response is linear up to dT/dz = 0.002 and nonlinear from 0.004 on") != std::string::npos);
  CHECK(html.find("Gradient of the composition place by place") != std::string::npos);
}
