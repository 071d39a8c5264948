/// Errors of means over four and eight replicas: as long as they say, and longer if replicas disagree.
#include "autoregressive.hpp"
#include "coverage.hpp"
#include "made_up_chain.hpp"
#include "support/sanitizers.hpp"

#include <soret/estimate/chain_statistics.hpp>
#include <soret/estimate/series_mean.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using namespace soret;

namespace {

constexpr int runs = 1500;

Estimate first_number(const std::vector<GrandCanonicalBlocks>& chains)
{
  const ChainFunction mean = [](const GrandCanonicalBlock& sums) { return std::vector{sums.mean(0)}; };
  return ChainStatistics{concatenate(chains)}.estimates(mean).front();
}

ThermodynamicTable table_of(double offset, std::mt19937_64& generator)
{
  ThermodynamicTable table;
  for (const double value : autoregressive(512, 0.5, generator)) {
    ThermodynamicRow& row = table.emplace_back();
    row.samples = 1;
    row.potential_energy = offset + value;
  }
  return table;
}

Estimate mean_energy(const std::vector<ThermodynamicTable>& replicas)
{
  return series_mean(replicas, [](const ThermodynamicRow& row) { return row.potential_energy; });
}

}  // namespace

TEST_CASE("errors of several Monte Carlo chains cover the truth" * doctest::skip(under_sanitizers))
{
  MadeUpChain made;
  made.slow = 0.7;
  for (const std::size_t count : {4U, 8U}) {
    CAPTURE(count);
    std::mt19937_64 generator{21};
    Coverage coverage{made.n_1};
    for (int run = 0; run < runs; ++run) {
      std::vector<GrandCanonicalBlocks> chains;
      for (std::size_t k = 0; k < count; ++k) {
        chains.push_back(made.chain(400, 4, generator));
      }
      coverage.add(first_number(chains));
    }
    coverage.check_closely("chains");
  }
}

TEST_CASE("errors of several recorded series cover the truth" * doctest::skip(under_sanitizers))
{
  for (const std::size_t count : {4U, 8U}) {
    CAPTURE(count);
    std::mt19937_64 generator{22};
    Coverage coverage{3.0};
    for (int run = 0; run < runs; ++run) {
      std::vector<ThermodynamicTable> replicas;
      for (std::size_t k = 0; k < count; ++k) {
        replicas.push_back(table_of(3.0, generator));
      }
      coverage.add(mean_energy(replicas));
    }
    coverage.check_closely("series");
  }
}

TEST_CASE("replicas that disagree have the error of their scatter")
{
  std::mt19937_64 generator{23};
  std::vector<ThermodynamicTable> replicas;
  for (const double offset : {0.0, 10.0, 20.0, 30.0}) {
    replicas.push_back(table_of(offset, generator));
  }
  const Estimate found = mean_energy(replicas);
  CHECK(found.standard_error == doctest::Approx(std::sqrt(500.0 / 3.0 / 4.0)).epsilon(0.05));
  CHECK(found.degrees_of_freedom == 3.0);
  replicas.pop_back();  // of three replicas the scatter means little
  CHECK(mean_energy(replicas).standard_error < 0.2);
}
