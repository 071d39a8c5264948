/// Chemical potentials of insertions that were made up, with known answers, and what series of them say.
#include "oscillator_ladder.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/coupling_ramps.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/estimate/insertion_run.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>

using namespace soret;

namespace {

constexpr double within = 3.5;  // standard errors

/// A ramp through three couplings whose every step gives half of `free_energy`, whatever the samples weigh.
CouplingRamp ramp_of(double free_energy, bool upwards)
{
  const double up = std::exp(-0.5 * free_energy);
  return {upwards, {{2, 10.0, 10.0 * up, 0.0}, {3, 7.0, 7.0 * up, 7.0 / up}, {1, 4.0, 0.0, 4.0 / up}}};
}

constexpr OscillatorLadder oscillators{7, 4.0, 1.5};

/// Windows of the oscillators with `shift` lambda more energy: f grows by `shift`.
CouplingSamples shifted_windows(double shift, double temperature, unsigned seed)
{
  std::mt19937_64 generator{seed};
  CouplingSamples samples = oscillators.samples(2000, generator, 0.3);
  samples.temperature = Temperature{temperature};
  for (CouplingWindow& window : samples.windows) {
    for (std::size_t n = 0; n < window.samples(); ++n) {
      for (std::size_t l = 0; l < samples.size(); ++l) {
        window.energies[n * samples.size() + l] += shift * samples.lambdas[l];
      }
      window.slopes[n] += shift;
    }
  }
  return samples;
}

/// A cubic box whose volume fluctuates by a hundredth about that of the density.
ThermodynamicTable box_series(double particles, double density, unsigned seed)
{
  std::mt19937_64 generator{seed};
  std::normal_distribution<double> noise{0.0, 0.01};
  ThermodynamicTable table;
  for (int k = 0; k < 400; ++k) {
    const double length = std::cbrt(particles / density * (1.0 + noise(generator)));
    ThermodynamicRow row;
    row.samples = 1;
    row.box_lengths = {length, length, length};
    row.kinetic_energy = 1.5 * particles;
    table.push_back(row);
  }
  return table;
}

constexpr double temperature = 0.8;
constexpr double fraction = 0.4;
constexpr std::array<double, 2> slopes{-0.9, 0.6};  // of mu^ex/T along x_1
constexpr double log_density_slope = -0.25;

InsertionRun run_of(std::size_t species, double shift)
{
  const auto seed = static_cast<unsigned>(100 + species * 10 + static_cast<std::size_t>(10.0 * shift + 5.0));
  InsertionRun run;
  run.species = species;
  run.composition_shift = shift;
  run.temperature = Temperature{temperature};
  run.counts = {std::llround(1000.0 * (fraction + shift)), std::llround(1000.0 * (1.0 - fraction - shift))};
  run.series = {box_series(1000.5, 0.7 * std::exp(log_density_slope * shift), seed)};
  run.windows = shifted_windows(slopes[species] * shift, temperature, seed);
  return run;
}

EmdMeasurements measured_with(std::vector<InsertionRun> runs)
{
  EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  measured.masses = {1.0, 1.0};
  measured.temperature = Temperature{temperature};
  measured.insertions = std::move(runs);
  return measured;
}

}  // namespace

TEST_CASE("ramps give back the free energy they were made of, with the error of their mean")
{
  const std::vector<CouplingRamp> ramps{ramp_of(2.1, true), ramp_of(1.6, false), ramp_of(2.3, true),
                                        ramp_of(1.8, false), ramp_of(2.2, true)};
  const RampFreeEnergy found = ramp_free_energy(ramps);
  CHECK(found.upwards.value == doctest::Approx(2.2).epsilon(1e-12));
  CHECK(found.upwards.standard_error == doctest::Approx(0.1 / std::sqrt(3.0)).epsilon(1e-9));
  CHECK(found.downwards.value == doctest::Approx(1.7).epsilon(1e-12));
  CHECK(found.downwards.standard_error == doctest::Approx(0.1).epsilon(1e-9));
  CHECK(found.free_energy.value == doctest::Approx(1.95).epsilon(1e-12));
  CHECK(found.free_energy.standard_error == doctest::Approx(0.5 * std::hypot(0.1, 0.1 / std::sqrt(3.0))).epsilon(1e-9));
  CHECK(found.hysteresis.value == doctest::Approx(0.5).epsilon(1e-12));
}

TEST_CASE("ramps that did not come to their end are left out")
{
  std::vector<CouplingRamp> ramps{ramp_of(2.0, true), ramp_of(1.0, false), ramp_of(7.0, true)};
  ramps.back().steps.back() = {};
  const RampFreeEnergy found = ramp_free_energy(ramps);
  CHECK(found.upwards.value == doctest::Approx(2.0).epsilon(1e-12));
  CHECK(std::isinf(found.upwards.standard_error));
  ramps[1].steps.clear();
  CHECK_THROWS_WITH_AS(ramp_free_energy(ramps), doctest::Contains("no ramp downwards"), RunTimeFailure);
}

TEST_CASE("every estimator finds the exact chemical potential, as an energy")
{
  InsertionRun run = run_of(0, 0.0);
  run.test_insertions.resize(4);
  for (std::size_t k = 0; k < 200; ++k) {
    run.test_insertions[k % 4].add(0.7 + 0.1 * static_cast<double>(k % 4), 1.0);
  }
  const InsertionResult found = analyse_insertion(run);
  REQUIRE(found.excess.size() == 7);
  CHECK(found.excess.front().estimator.empty());
  for (const ExcessByEstimator& one : found.excess) {
    CAPTURE(one.estimator);
    if (one.estimator == "widom") {
      CHECK(one.excess.value == doctest::Approx(0.85 * temperature).epsilon(0.02));
    }
    else if (one.estimator == "integration_trapezoid") {  // has an error of its own
      CHECK(one.excess.value == doctest::Approx(temperature * oscillators.exact()).epsilon(0.1));
    }
    else {
      CHECK(std::abs(one.excess.standard_errors_from(temperature * oscillators.exact())) < within);
    }
  }
  REQUIRE(found.curves);
  CHECK(found.curves->slopes.size() == 7);
  CHECK(found.curves->convergence.size() == 10);
  CHECK(found.find("bar") != nullptr);
  CHECK(found.find("ramp_upwards") == nullptr);
  CHECK(found.warnings.empty());
}

TEST_CASE("ramps with hysteresis, too few of them, and insertions into nothing but overlaps are reported")
{
  InsertionRun run = run_of(0, 0.0);
  run.windows.reset();
  run.ramps = {ramp_of(2.1, true), ramp_of(1.1, false), ramp_of(2.2, true), ramp_of(1.2, false)};
  run.test_insertions.resize(2);
  run.test_insertions[0].add(1e9, 1.0);
  run.test_insertions[1].add(1e9, 1.0);
  InsertionResult found = analyse_insertion(run);
  REQUIRE(found.excess.size() == 3);
  CHECK(found.find("")->value == doctest::Approx(temperature * 1.65));
  REQUIRE(found.warnings.size() >= 2);
  CHECK(found.warnings[0].find("(hysteresis): they are too fast") != std::string::npos);
  CHECK(found.warnings.back() == "no chemical potential from test insertions: every test insertion met an overlap");
  run.ramps.resize(2);
  run.test_insertions.clear();
  found = analyse_insertion(run);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].find("a single ramp") != std::string::npos);
}

TEST_CASE("hysteresis is reported whatever its sign")
{
  InsertionRun run = run_of(0, 0.0);
  run.windows.reset();
  run.ramps = {ramp_of(1.1, true), ramp_of(2.1, false), ramp_of(1.2, true), ramp_of(2.2, false)};
  const InsertionResult found = analyse_insertion(run);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].find("(hysteresis)") != std::string::npos);
}

TEST_CASE("couplings too far apart for integration are reported")
{
  constexpr OscillatorLadder sparse{3, 40.0, 1.5};
  std::mt19937_64 generator{7};
  InsertionRun run = run_of(0, 0.0);
  run.windows = sparse.samples(2000, generator, 0.3);
  const InsertionResult found = analyse_insertion(run);
  CHECK(std::ranges::any_of(found.warnings, [](const std::string& warning) {
    return warning.find("by spline and by trapezoids differ") != std::string::npos;
  }));
}

TEST_CASE("windows without samples become a warning")
{
  InsertionRun run = run_of(0, 0.0);
  run.windows->windows[3] = {};
  const InsertionResult found = analyse_insertion(run);
  CHECK(found.excess.empty());
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].find("no free energy from windows: window 3") != std::string::npos);
}

TEST_CASE("the density counts half of the coupled particle")
{
  const Estimate density = run_of(0, 0.0).density();
  CHECK(density.value == doctest::Approx(0.7).epsilon(2e-3));
  CHECK(density.standard_error > 0.0);
}

TEST_CASE("chemical potentials around a composition make the thermodynamic factor")
{
  std::vector<InsertionRun> runs;
  for (const std::size_t species : {0U, 1U}) {
    for (const double shift : {0.0, -0.2, 0.2}) {
      runs.push_back(run_of(species, shift));
    }
  }
  const EmdEstimates found = analyse_emd(measured_with(runs), {});
  const auto check = [&](const std::string& name, const std::string& of, double expected) {
    CAPTURE(name);
    CAPTURE(of);
    const Estimate* estimate = found.find(name, of);
    REQUIRE(estimate != nullptr);
    CHECK(std::abs(estimate->standard_errors_from(expected)) < within);
  };
  check("chemical_potential_excess", "A", temperature * oscillators.exact());
  check("chemical_potential_ideal", "B", temperature * std::log(0.6 * 0.7));
  const double factor_a = 1.0 + fraction * (log_density_slope + slopes[0]);
  const double factor_b = 1.0 - (1.0 - fraction) * (log_density_slope + slopes[1]);
  check("thermodynamic_factor_by_potential", "A", factor_a);
  check("thermodynamic_factor_by_potential", "B", factor_b);
  check("thermodynamic_factor_excess_part", "A", fraction * slopes[0]);
  check("thermodynamic_factor_ideal_part", "A", 1.0 + fraction * log_density_slope);
  check("chemical_potential_slope", "A", temperature * factor_a / fraction);
  // x_1 dmu_1/dx_1 + x_2 dmu_2/dx_1, which these laws do not make zero
  const double gibbs_duhem = temperature * (log_density_slope + fraction * slopes[0] + (1.0 - fraction) * slopes[1]);
  check("gibbs_duhem", "", gibbs_duhem);
  const Estimate& both = *found.find("thermodynamic_factor_from_insertion");
  CHECK(both.value > std::min(factor_a, factor_b) - 0.1);
  CHECK(both.value < std::max(factor_a, factor_b) + 0.1);
  CHECK(found.insertions.size() == 6);
  CHECK(found.find("soret_eastman", "A") == nullptr);
}

TEST_CASE("one species alone makes the thermodynamic factor, too")
{
  const EmdEstimates found = analyse_emd(measured_with({run_of(1, 0.0), run_of(1, -0.2), run_of(1, 0.2)}), {});
  const Estimate* factor = found.find("thermodynamic_factor_from_insertion");
  REQUIRE(factor != nullptr);
  CHECK(std::abs(factor->standard_errors_from(1.0 - (1.0 - fraction) * (log_density_slope + slopes[1]))) < within);
  CHECK(found.find("thermodynamic_factor_by_potential", "B") != nullptr);
  CHECK(found.find("gibbs_duhem") == nullptr);
}

TEST_CASE("chemical potentials at several temperatures make Eastman's Soret coefficient")
{
  std::vector<InsertionRun> runs;
  for (const double t : {temperature, 0.7, 0.9}) {
    runs.push_back(run_of(0, 0.0));
    runs.back().temperature = Temperature{t};
    runs.back().windows = shifted_windows(2.0 * (t - temperature), t, static_cast<unsigned>(1000.0 * t));
  }
  const EmdEstimates found = analyse_emd(measured_with(runs), {});
  // G = T (f + 2 (T - T_0)): its slope at T_0 is f + 2 T_0
  const double slope = oscillators.exact() + 2.0 * temperature;
  const Estimate* soret = found.find("soret_eastman", "A");
  REQUIRE(soret != nullptr);
  CHECK(std::abs(soret->standard_errors_from(slope / temperature)) < within);
  CHECK(found.find("solvation_free_energy", "A T=0.7") != nullptr);
  CHECK(std::abs(found.find("solvation_entropy", "A")->standard_errors_from(-slope)) < within);
  CHECK(found.find("chemical_potential_excess", "A") != nullptr);
  CHECK(found.find("thermodynamic_factor_from_insertion") == nullptr);
}
