#include "synthetic_profile.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/nemd_analysis.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using soret::FitWindow;

namespace {

bool warns(const soret::NemdEstimates& found, const std::string& words)
{
  return std::any_of(found.warnings.begin(), found.warnings.end(),
                     [&](const std::string& warning) { return warning.find(words) != std::string::npos; });
}

soret::ProfileBlocks noisy(std::uint64_t seed)
{
  SyntheticProfile synthetic;
  synthetic.noise = 0.004;
  synthetic.seed = seed;
  return synthetic.make();
}

}  // namespace

TEST_CASE("what cannot be asked is refused")
{
  const soret::ProfileBlocks profile = SyntheticProfile{}.make();
  CHECK_THROWS_AS(soret_coefficient(profile, 2, FitWindow{}), soret::InputError);
  soret::NemdAnalysis settings;
  settings.bath_entries = {5};
  CHECK_THROWS_AS(analyse_nemd(profile, settings), soret::InputError);
  settings = {};
  settings.solvent = 7;
  CHECK_THROWS_AS(analyse_nemd(profile, settings), soret::InputError);
}

TEST_CASE("the analysis of a noiseless run: heat conduction, state, forms of the Soret coefficient")
{
  SyntheticProfile synthetic;
  soret::NemdAnalysis settings;
  settings.solvent = 1;
  const soret::NemdEstimates found = analyse_nemd(synthetic.make(), settings);
  const auto value = [&](const std::string& name, const std::string& of = "") { return found.at(name, of).value; };
  CHECK(value("soret_coefficient", "light") == doctest::Approx(1.5).epsilon(1e-9));
  CHECK(value("soret_coefficient", "heavy") == doctest::Approx(-1.5).epsilon(1e-9));
  CHECK(value("soret_coefficient_of_ratio", "light") == doctest::Approx(1.5).epsilon(1e-9));
  CHECK_FALSE(found.contains("soret_coefficient_of_ratio", "heavy"));
  // At constant total density -d ln rho_1/dT = -d ln x_1/dT = S_T (1 - x_1).
  CHECK(value("soret_coefficient_of_density", "light") == doctest::Approx(1.5 * 0.7).epsilon(1e-9));
  CHECK(value("thermal_conductivity") == doctest::Approx(6.0).epsilon(1e-9));
  CHECK(value("thermal_conductivity_microscopic") == doctest::Approx(6.0).epsilon(1e-9));
  CHECK(value("heat_flux") == doctest::Approx(0.12).epsilon(1e-9));
  CHECK(value("heat_flux_microscopic") == doctest::Approx(0.12).epsilon(1e-9));
  CHECK(std::abs(value("heat_flux_mismatch")) < 1e-12);
  CHECK(value("bath_power") == doctest::Approx(24.0).epsilon(1e-12));
  CHECK(std::abs(value("bath_imbalance")) < 1e-12);
  CHECK(value("mean_temperature") == doctest::Approx(1.0).epsilon(1e-9));
  CHECK(value("density") == doctest::Approx(100.0 / 50.0).epsilon(1e-12));
  CHECK(value("normal_pressure") == doctest::Approx(2.0).epsilon(1e-9));
  CHECK(value("pressure") == doctest::Approx(2.0).epsilon(1e-9));
  CHECK(value("potential_energy") == doctest::Approx(-4.0).epsilon(1e-12));
  CHECK(value("total_energy") == doctest::Approx(-2.5).epsilon(1e-9));
  CHECK(value("mass_flux", "light") == 0.0);
  CHECK_THROWS_AS(found.at("viscosity"), soret::RunTimeFailure);
}

TEST_CASE("units follow from dimensions")
{
  const soret::NemdEstimates found = analyse_nemd(noisy(3), {});
  for (const soret::NamedEstimate& item : found.estimates) {
    if (item.name == "density") {
      CHECK(item.unit() == reduced_unit(soret::dimension::number_density));
    }
    if (item.name == "local_mole_fraction") {
      CHECK(item.unit().empty());
    }
  }
}

TEST_CASE("a sound run raises no doubt beyond its steep gradient")
{
  int doubts = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const soret::NemdEstimates found = analyse_nemd(noisy(seed), {});
    CHECK(warns(found, "steep"));
    doubts += static_cast<int>(found.warnings.size()) - 1;
  }
  // Each run makes six tests at 2.5 standard errors and one of correlation at 2: about 0.12 false alarms a run.
  CHECK(doubts <= 6);
}

TEST_CASE("a drifting composition is noticed")
{
  SyntheticProfile synthetic;
  synthetic.noise = 0.002;
  synthetic.composition_drift = 5e-4;
  const soret::NemdEstimates found = analyse_nemd(synthetic.make(), {});
  CHECK(warns(found, "stationary state was not reached"));
  REQUIRE(found.drifts.size() == 2);
  CHECK_FALSE(found.drifts[1].is_drifting);
  CHECK(found.drifts[0].is_drifting);
  CHECK(found.drifts[0].message().find("Soret coefficient of light drifts") != std::string::npos);
}

TEST_CASE("every doubt is raised by its own cause")
{
  soret::NemdAnalysis settings;
  soret::ProfileBlocks profile = noisy(4);
  SUBCASE("a mass flux that does not vanish")
  {
    for (soret::ProfileBlock& block : profile.blocks) {
      for (std::size_t bin = 0; bin < 24; ++bin) {
        block.sums[profile.shape.offset(bin, 0, soret::profile_column::momentum + 2)] = 5.0;
      }
    }
    CHECK(warns(analyse_nemd(profile, settings), "species light still flows"));
  }
  SUBCASE("sides that disagree")
  {
    for (soret::ProfileBlock& block : profile.blocks) {
      for (std::size_t bin = 24; bin < 48; ++bin) {
        double& light = block.sums[profile.shape.offset(bin, 0, 0)];
        double& heavy = block.sums[profile.shape.offset(bin, 1, 0)];
        const double moved = 5.0 * (static_cast<double>(bin) - 36.0);
        light += moved;
        heavy -= moved;
      }
    }
    CHECK(warns(analyse_nemd(profile, settings), "two sides"));
  }
  SUBCASE("fluxes that disagree")
  {
    for (soret::ProfileBlock& block : profile.blocks) {
      block.energy_added = {1.1 * block.energy_added[0], 1.1 * block.energy_added[1]};
    }
    CHECK(warns(analyse_nemd(profile, settings), "microscopic heat flux"));
  }
  SUBCASE("baths out of balance")
  {
    for (std::size_t k = 0; k < profile.blocks.size(); ++k) {
      profile.blocks[k].energy_added[0] *= 1.2 + 0.001 * static_cast<double>(k % 3);
    }
    CHECK(warns(analyse_nemd(profile, settings), "do not balance"));
  }
  SUBCASE("baths whose difference the removal of momentum takes out are in balance")
  {
    settings.bath_entries = {0, 1};
    for (std::size_t k = 0; k < profile.blocks.size(); ++k) {
      std::vector<double>& added = profile.blocks[k].energy_added;
      const double removed = (0.2 + 0.001 * static_cast<double>(k % 3)) * added[0];
      added[0] += removed;
      added.push_back(-removed);
    }
    const soret::NemdEstimates found = analyse_nemd(profile, settings);
    CHECK(std::abs(found.at("bath_imbalance").value) < 1e-9);
    CHECK(found.at("bath_power").value == doctest::Approx(24.0 * 1.1).epsilon(0.01));
    CHECK_FALSE(warns(found, "do not balance"));
  }
  SUBCASE("no baths")
  {
    for (soret::ProfileBlock& block : profile.blocks) {
      block.energy_added.clear();
    }
    const soret::NemdEstimates found = analyse_nemd(profile, settings);
    CHECK(warns(found, "no heat bath"));
    CHECK(found.at("thermal_conductivity").value == found.at("thermal_conductivity_microscopic").value);
  }
  SUBCASE("blocks shorter than the relaxation of the composition")
  {
    settings.composition_relaxation = soret::Duration{40.0};
    CHECK(warns(analyse_nemd(profile, settings), "shorter than 3 relaxation times"));
    settings.composition_relaxation = soret::Duration{5.0};
    CHECK_FALSE(warns(analyse_nemd(profile, settings), "relaxation times"));
  }
  SUBCASE("few blocks")
  {
    CHECK(warns(analyse_nemd(profile.first(3), settings), "only 3 blocks"));
    const soret::NemdEstimates one = analyse_nemd(profile.first(1), settings);
    CHECK(warns(one, "only one block"));
    CHECK(one.warnings.size() == 2);  // and the steep gradient
    CHECK(std::isinf(one.at("soret_coefficient", "light").standard_error));
  }
  SUBCASE("an energy that drifts")
  {
    for (int i = 0; i < 100; ++i) {
      settings.energy_times.push_back(i);
      settings.conserved_energy.push_back(-1000.0 + 4.0 * i + 0.1 * (i % 7));
    }
    const soret::NemdEstimates found = analyse_nemd(profile, settings);
    CHECK(found.at("energy_drift").value == doctest::Approx(4.0).epsilon(0.01));
    CHECK(warns(found, "should be conserved drifts"));
  }
  SUBCASE("replicas that disagree")
  {
    SyntheticProfile synthetic;
    synthetic.noise = 0.004;
    synthetic.soret = 3.0;
    const std::vector<soret::ProfileBlocks> parts{profile, synthetic.make()};
    CHECK(warns(analyse_nemd(concatenate(parts), settings), "replicas disagree"));
  }
  SUBCASE("correlated blocks")
  {
    SyntheticProfile synthetic;
    synthetic.noise = 0.004;
    synthetic.blocks = 40;
    synthetic.block_correlation = 0.8;
    CHECK(warns(analyse_nemd(synthetic.make(), settings), "correlated"));
  }
}

TEST_CASE("a pure fluid has a thermal conductivity and no Soret coefficient")
{
  soret::ProfileBlocks mixture = SyntheticProfile{}.make();
  soret::ProfileBlocks pure = mixture;
  pure.shape.species_names = {"light"};
  pure.shape.masses = {1.0};
  for (std::size_t k = 0; k < pure.blocks.size(); ++k) {
    pure.blocks[k].sums.assign(pure.shape.sums_size(), 0.0);
    for (std::size_t bin = 0; bin < pure.shape.bins; ++bin) {
      for (std::size_t c = 0; c < soret::profile_column::size; ++c) {
        const std::vector<double>& sums = mixture.blocks[k].sums;
        pure.blocks[k].sums[pure.shape.offset(bin, 0, c)] =
            sums[mixture.shape.offset(bin, 0, c)] + sums[mixture.shape.offset(bin, 1, c)];
      }
    }
  }
  const soret::NemdEstimates found = analyse_nemd(pure, {});
  CHECK(found.at("thermal_conductivity").value == doctest::Approx(6.0).epsilon(1e-9));
  CHECK(found.at("local_number_density", "light").value == doctest::Approx(2.0).epsilon(1e-12));
  CHECK_FALSE(found.contains("soret_coefficient", "light"));
  CHECK_THROWS_AS(soret_coefficient(pure, 0, FitWindow{}), soret::InputError);
}
