#include "made_up_measurements.hpp"

#include <soret/estimate/replica_choice.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using soret::ReplicaTemperature;

namespace {

/// Two rows of 3 and 1 samples, with temperatures such that the mean is that given.
soret::ThermodynamicTable table_of(double temperature)
{
  soret::ThermodynamicTable table(2);
  table[0].samples = 3;
  table[1].samples = 1;
  table[0].kinetic_energy = 50.0 * (temperature + 0.01);  // of a hundred degrees of freedom
  table[1].kinetic_energy = 50.0 * (temperature - 0.03);
  return table;
}

}  // namespace

TEST_CASE("replicas outside the window are found")
{
  const std::vector<soret::ThermodynamicTable> series{table_of(0.62), table_of(0.6212), table_of(0.6188),
                                                      table_of(0.6209)};
  const auto off = replicas_off(series, 100, soret::Temperature{0.62}, 0.001);
  REQUIRE(off.size() == 2);
  CHECK(off[0].replica == 1);
  CHECK(off[0].temperature == doctest::Approx(0.6212));
  CHECK(off[1].replica == 2);
  CHECK(replicas_off(series, 100, soret::Temperature{0.62}, 0.0015).empty());
}

TEST_CASE("replicas that are left out leave nothing behind")
{
  const std::vector<ReplicaTemperature> off{{1, 0.5}, {3, 0.7}};
  soret::FluctuationBlocks data;
  for (const std::size_t replica : {0U, 0U, 1U, 2U, 2U, 3U, 4U}) {
    data.blocks.push_back({static_cast<std::int64_t>(10 + replica), {}, {}});
    data.replica.push_back(replica);
  }
  leave_out(data, off);
  CHECK(data.replica == std::vector<std::size_t>{0, 0, 1, 1, 2});
  CHECK(data.blocks[2].samples == 12);
  CHECK(data.blocks[4].samples == 14);
  std::vector<soret::ThermodynamicTable> series{table_of(1), table_of(2), table_of(3), table_of(4), table_of(5)};
  leave_out(series, off);
  REQUIRE(series.size() == 3);
  CHECK(series[1][0].kinetic_energy == table_of(3)[0].kinetic_energy);
  CHECK(series[2][0].kinetic_energy == table_of(5)[0].kinetic_energy);
}

TEST_CASE("an analysis says which replicas are off, and which were left out")
{
  const auto warning = [](const soret::EmdEstimates& found, const std::string& text) {
    return std::any_of(found.warnings.begin(), found.warnings.end(),
                       [&](const std::string& each) { return each.find(text) != std::string::npos; });
  };
  soret::EmdMeasurements measured = made_up::measurements({}, 21);
  measured.transport->is_isolated = true;
  soret::ThermodynamicTable hot = measured.transport->series.front();
  for (soret::ThermodynamicRow& row : hot) {
    row.kinetic_energy *= 1.002;
  }
  measured.transport->series.push_back(hot);
  CHECK(warning(analyse_emd(measured, {}),
                "1 of 2 replicas of the stage transport is farther than 0.002 from 1.2: "
                "replica 2 (1.20"));
  measured.transport->series.pop_back();
  CHECK_FALSE(warning(analyse_emd(measured, {}), "replica"));
  measured.transport->left_out = {{1, 1.2024}};
  CHECK(warning(analyse_emd(measured, {}), "replica 2 (1.20240); 1 remain"));
}
