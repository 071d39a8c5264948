/// Analysis of Monte Carlo chains on made-up chains: values, error bars that are as long as they say, warnings.
#include "coverage.hpp"
#include "made_up_chain.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/chain_statistics.hpp>
#include <soret/estimate/gcmc_analysis.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace soret;
using doctest::Approx;

namespace {

void check_agreement(const GcmcEstimates& found, const std::string& name, const std::string& of, double expected)
{
  const Estimate* estimate = found.find(name, of);
  CAPTURE(name);
  CAPTURE(of);
  REQUIRE(estimate != nullptr);
  CAPTURE(estimate->value);
  CAPTURE(expected);
  CHECK(std::abs(estimate->standard_errors_from(expected)) < 4.0);
}

bool warns(const GcmcEstimates& found, const std::string& of)
{
  return std::ranges::any_of(found.warnings,
                             [&](const std::string& warning) { return warning.find(of) != std::string::npos; });
}

}  // namespace

TEST_CASE("an open mixture of known fluctuations")
{
  const MadeUpChain made;
  const GcmcEstimates found = analyse_gcmc(made.measured(2, 40'000, 50, 1));
  CHECK(found.estimates.front().name == "thermodynamic_factor");
  check_agreement(found, "thermodynamic_factor", "", made.thermodynamic_factor());
  CHECK(found.find("thermodynamic_factor_excess")->value == Approx(found.find("thermodynamic_factor")->value - 1.0));
  check_agreement(found, "kirkwood_buff", "1-1", made.integral(0, 0));
  check_agreement(found, "kirkwood_buff", "1-2", made.integral(0, 1));
  check_agreement(found, "kirkwood_buff", "2-2", made.integral(1, 1));
  check_agreement(found, "density", "", 620.0 / 800.0);
  check_agreement(found, "particle_number", "1", 300.0);
  check_agreement(found, "mole_fraction", "2", 320.0 / 620.0);
  check_agreement(found, "chemical_potential_excess", "1", 0.62 * std::log(0.03 * 800.0 / 300.0));
  CHECK(found.find("potential_energy")->value == Approx(-5.0));
  check_agreement(found, "pressure", "", 0.46);
  // U = u N: a particle of either species brings u, and that is so at constant pressure, too
  check_agreement(found, "partial_energy", "1", -5.0);
  check_agreement(found, "partial_energy", "2", -5.0);
  const Estimate& partial_volume = *found.find("partial_volume", "1");
  check_agreement(found, "partial_enthalpy", "1", -5.0 + 0.46 * partial_volume.value + 1.5 * 0.62);
  CHECK(found.warnings.empty());
}

TEST_CASE("memories")
{
  const MadeUpChain made;
  const GcmcEstimates found = analyse_gcmc(made.measured(3, 50'000, 10, 2));
  REQUIRE(found.memories.size() == 4);
  const std::vector<std::string> names{"N(1)", "N(2)", "N", "x(1)"};
  for (std::size_t k = 0; k < names.size(); ++k) {
    CHECK(found.memories[k].name == names[k]);
    CHECK(found.memories[k].correlation.front() == 1.0);
  }
  // N = n + (b + c) f; x = (N_1 - x N)/n holds more of s than of f
  const double attempts_per_sample = 100.0;
  const double fast_time = 0.5 * (1.0 + made.fast) / (1.0 - made.fast);
  const Estimate& of_number = *found.find("autocorrelation_time", "N");
  CHECK(of_number.value == Approx(fast_time * attempts_per_sample).epsilon(0.1));
  const Estimate& of_fraction = *found.find("autocorrelation_time", "x(1)");
  CHECK(of_fraction.value == Approx(made.slow_time() * attempts_per_sample).epsilon(0.1));
  CHECK(found.find("effective_samples", "x(1)")->value == Approx(150'000.0 / (2.0 * made.slow_time())).epsilon(0.1));
}

TEST_CASE("error bars are as long as they say")
{
  if (under_sanitizers) {
    return;
  }
  const MadeUpChain made;
  Coverage factor{made.thermodynamic_factor()};
  Coverage integral{made.integral(0, 1)};
  Coverage fraction{300.0 / 620.0};
  for (unsigned seed = 0; seed < 300; ++seed) {
    // blocks shorter than the composition's memory of 9.5 samples, chains of 100 such times
    const GcmcEstimates found = analyse_gcmc(made.measured(2, 2000, 4, 1000 + seed));
    factor.add(*found.find("thermodynamic_factor"));
    integral.add(*found.find("kirkwood_buff", "1-2"));
    fraction.add(*found.find("mole_fraction", "1"));
  }
  factor.check("thermodynamic factor");
  integral.check("Kirkwood-Buff integral");
  fraction.check("mole fraction");
}

TEST_CASE("few independent samples are warned of")
{
  MadeUpChain made;
  made.slow = 0.999;
  const GcmcEstimates found = analyse_gcmc(made.measured(1, 20'000, 20, 3));
  CHECK(warns(found, "independent samples of"));
  CHECK(warns(found, "its start may not be forgotten"));
}

TEST_CASE("chains that disagree, and one that drifts")
{
  const MadeUpChain made;
  MadeUpChain other = made;
  other.n_1 = 310.0;
  other.n_2 = 310.0;
  std::mt19937_64 generator{4};
  GcmcMeasurements measured = made.measured(1, 20'000, 20, 5);
  measured.samples.blocks =
      concatenate(std::vector{made.chain(20'000, 20, generator), other.chain(20'000, 20, generator)});
  CHECK(warns(analyse_gcmc(measured), "the chains disagree about x(1)"));
  // one after the other in one chain
  measured.samples.blocks.replica.assign(measured.samples.blocks.blocks.size(), 0);
  CHECK(warns(analyse_gcmc(measured), "x(1) drifts"));
}

TEST_CASE("moves that are never accepted, energies that jump")
{
  const MadeUpChain made;
  GcmcMeasurements measured = made.measured(1, 20'000, 20, 6);
  measured.moves = {{"insertion 1", 4000, 1000}, {"insertion 2", 5000, 0}, {"deletion 2", 0, 0}};
  measured.energies_jump = true;
  const GcmcEstimates found = analyse_gcmc(measured);
  CHECK(found.find("acceptance", "insertion 1")->value == Approx(0.25));
  CHECK(std::isinf(found.find("acceptance", "insertion 1")->standard_error));
  CHECK(found.find("acceptance", "deletion 2") == nullptr);
  CHECK(warns(found, "not one of 5000 attempts of the kind 'insertion 2'"));
  CHECK(warns(found, "the pressure lacks"));
}

TEST_CASE("closed ensembles have no fluctuating numbers")
{
  const MadeUpChain made;
  GcmcMeasurements measured = made.measured(1, 20'000, 20, 7);
  measured.activities.clear();
  const GcmcEstimates canonical = analyse_gcmc(measured);
  for (const char* name : {"thermodynamic_factor", "kirkwood_buff", "mole_fraction", "partial_volume"}) {
    CHECK(std::ranges::none_of(canonical.estimates, [&](const NamedEstimate& item) { return item.name == name; }));
  }
  CHECK(canonical.find("enthalpy") == nullptr);
  CHECK(main_estimate(measured).name == "potential_energy");
  // the expectation of the virial pressure of an isobaric chain is lower than the pressure by kT/V
  measured.pressure = Pressure{0.46 + 0.62 / 800.0};
  const GcmcEstimates isobaric = analyse_gcmc(measured);
  check_agreement(isobaric, "pressure", "", 0.46 + 0.62 / 800.0);
  CHECK(isobaric.find("enthalpy") != nullptr);
  measured.pressure = Pressure{0.9};
  CHECK(warns(analyse_gcmc(measured), "is not the one that was set"));
}

TEST_CASE("the main estimate of an open mixture and of an open fluid")
{
  const MadeUpChain made;
  const GcmcMeasurements measured = made.measured(1, 20'000, 20, 8);
  const NamedEstimate main = main_estimate(measured);
  CHECK(main.name == "thermodynamic_factor");
  CHECK(main.estimate.value == analyse_gcmc(measured).find("thermodynamic_factor")->value);
  CHECK(fewest_effective_samples(measured) == Approx(20'000 / (2.0 * made.slow_time())).epsilon(0.2));
}

TEST_CASE("too few blocks have unknown errors, none are an error")
{
  const MadeUpChain made;
  const GcmcEstimates found = analyse_gcmc(made.measured(1, 60, 10, 9));
  CHECK(std::isinf(found.find("density")->standard_error));
  const GcmcMeasurements nothing;
  CHECK_THROWS_AS(analyse_gcmc(nothing), RunTimeFailure);
}
