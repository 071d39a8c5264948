/// \file
/// Chemical potentials in analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/chemical_potential_series.hpp>
#include <soret/estimate/series_mean.hpp>
#include <soret/estimate/solvation_series.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace soret {

namespace {

/// All insertions with what they gave.
class Insertions {
 public:
  Insertions(EmdCollector& collector, const EmdMeasurements& measured) : collector_{collector}, measured_{measured}
  {
    for (const InsertionRun& run : measured.insertions) {
      results_.push_back(analyse_insertion(run));
      for (const std::string& warning : results_.back().warnings) {
        collector_.warn(fmt::format("{}: {}", title(run), warning));
      }
    }
  }

  /// Density, pressure and temperature of the first run, unless another stage has told them.
  void add_state() const
  {
    const InsertionRun& run = measured_.insertions.front();
    if (collector_.found().find("density") != nullptr) {
      return;
    }
    const std::int64_t degrees_of_freedom = 3 * run.particles();  // with the coupled particle; total momentum is zero
    collector_.add("density", dimension::number_density, run.density());
    collector_.add("pressure", dimension::pressure,
                   series_mean(run.series, [](const ThermodynamicRow& row) { return row.mean_pressure(); }));
    collector_.add("mean_temperature", dimension::temperature,
                   series_mean(run.series, [degrees_of_freedom](const ThermodynamicRow& row) {
                     return row.temperature(degrees_of_freedom);
                   }));
  }

  void add_potentials() const
  {
    for (std::size_t k = 0; k < results_.size(); ++k) {
      const InsertionRun& run = measured_.insertions[k];
      if (!is_here(run)) {
        continue;
      }
      for (const ExcessByEstimator& one : results_[k].excess) {
        const std::string ending = one.estimator.empty() ? "" : "_" + one.estimator;
        collector_.add("chemical_potential_excess" + ending, dimension::energy, one.excess, name(run));
      }
      const Estimate* excess = results_[k].find("");
      if (excess != nullptr && run.counts.at(run.species) > 0) {
        const ChemicalPotentialParts whole =
            chemical_potential(run.mole_fraction(run.species), run.density(), *excess, run.temperature);
        collector_.add("chemical_potential_ideal", dimension::energy, whole.ideal, name(run));
        collector_.add("chemical_potential", dimension::energy, whole.total, name(run));
      }
    }
  }

  void add_composition_series() const;
  void add_temperature_series() const;
  std::vector<InsertionResult> results() && { return std::move(results_); }

 private:
  std::string name(const InsertionRun& run) const { return measured_.species_names.at(run.species); }
  bool is_at_temperature(const InsertionRun& run) const
  {
    return run.temperature.value() == measured_.temperature.value();
  }
  bool is_here(const InsertionRun& run) const { return run.composition_shift == 0.0 && is_at_temperature(run); }
  std::string title(const InsertionRun& run) const
  {
    std::string text = "insertion of " + name(run);
    if (run.composition_shift != 0.0) {
      text += fmt::format(" at composition {:+g}", run.composition_shift);
    }
    return is_at_temperature(run) ? text : fmt::format("{} at temperature {:g}", text, run.temperature.value());
  }
  std::vector<ChemicalPotentialPoint> composition_points(std::size_t first) const;
  void add_factor(const ChemicalPotentialSeries& series, std::size_t first) const;

  EmdCollector& collector_;
  const EmdMeasurements& measured_;
  std::vector<InsertionResult> results_;
};

/// Points in the order of composition, as species `first` counts it; the other species takes part if it was inserted,
/// too. Both runs of a composition measured its density.
std::vector<ChemicalPotentialPoint> Insertions::composition_points(std::size_t first) const
{
  std::map<double, ChemicalPotentialPoint> points;
  std::map<double, std::vector<Estimate>> densities;
  for (std::size_t k = 0; k < results_.size(); ++k) {
    const InsertionRun& run = measured_.insertions[k];
    const Estimate* excess = results_[k].find("");
    if (!is_at_temperature(run) || excess == nullptr) {
      continue;
    }
    ChemicalPotentialPoint& point = points[run.composition_shift];
    point.mole_fraction = run.mole_fraction(first);
    if (run.species == first) {
      point.excess_1 = *excess;
    }
    else {
      point.excess_2 = *excess;
    }
    densities[run.composition_shift].push_back(run.density());
  }
  std::vector<ChemicalPotentialPoint> list;
  for (auto& [shift, point] : points) {
    point.density = weighted_mean(densities[shift]).estimate;
    list.push_back(point);
  }
  return list;
}

void Insertions::add_factor(const ChemicalPotentialSeries& series, std::size_t first) const
{
  std::vector<Estimate> factors;
  for (std::size_t s = 0; s < 2; ++s) {
    if (!series.factors[s]) {
      continue;
    }
    const std::string& of = measured_.species_names.at(s == 0 ? first : 1 - first);
    const ThermodynamicFactorParts& parts = *series.factors[s];
    collector_.add("chemical_potential_slope", dimension::energy, *series.slopes[s], of);
    collector_.add("thermodynamic_factor_by_potential", dimension::none, parts.total, of);
    collector_.add("thermodynamic_factor_ideal_part", dimension::none, parts.ideal, of);
    collector_.add("thermodynamic_factor_excess_part", dimension::none, parts.excess, of);
    factors.push_back(parts.total);
  }
  collector_.add("thermodynamic_factor_from_insertion", dimension::none, weighted_mean(factors).estimate);
}

void Insertions::add_composition_series() const
{
  constexpr double significance = 3.0;
  const auto is_shifted = [](const InsertionRun& run) { return run.composition_shift != 0.0; };
  if (std::ranges::none_of(measured_.insertions, is_shifted)) {
    return;
  }
  const InsertionRun& run = measured_.insertions.front();
  const ChemicalPotentialSeries series =
      chemical_potential_series(composition_points(run.species), run.mole_fraction(run.species), run.temperature);
  add_factor(series, run.species);
  if (series.gibbs_duhem) {
    collector_.add("gibbs_duhem", dimension::energy, *series.gibbs_duhem);
    if (std::abs(series.gibbs_duhem->standard_errors_from(0.0)) > significance) {
      collector_.warn(fmt::format("the chemical potentials break the relation of Gibbs and Duhem: {} is not zero",
                                  to_string(*series.gibbs_duhem)));
    }
  }
}

void Insertions::add_temperature_series() const
{
  std::map<std::size_t, std::vector<SolvationPoint>> points;
  for (std::size_t k = 0; k < results_.size(); ++k) {
    const InsertionRun& run = measured_.insertions[k];
    const Estimate* excess = results_[k].find("");
    if (run.composition_shift == 0.0 && excess != nullptr) {
      points[run.species].push_back({run.temperature, *excess});
    }
  }
  for (const auto& [species, of_species] : points) {
    if (of_species.size() < 2) {
      continue;
    }
    const std::string& of = measured_.species_names.at(species);
    for (const SolvationPoint& point : of_species) {
      collector_.add("solvation_free_energy", dimension::energy, point.free_energy,
                     fmt::format("{} T={:g}", of, point.temperature.value()));
    }
    const SolvationSeries series = solvation_series(of_species, measured_.temperature);
    collector_.add("solvation_entropy", dimension::none, series.entropy, of);
    collector_.add("solvation_enthalpy", dimension::energy, series.enthalpy, of);
    collector_.add("soret_eastman", dimension::inverse_temperature, series.soret, of);
    if (!series.is_straight) {
      collector_.warn(
          fmt::format("the solvation free energy of {} is not a straight line in temperature: its slope "
                      "is that of the chord",
                      of));
    }
  }
}

}  // namespace

void add_insertions(EmdCollector& collector, const EmdMeasurements& measured)
{
  Insertions insertions{collector, measured};
  insertions.add_state();
  insertions.add_potentials();
  collector.attempt("thermodynamic factor from chemical potentials", [&] { insertions.add_composition_series(); });
  collector.attempt("solvation free energies against temperature", [&] { insertions.add_temperature_series(); });
  collector.found().insertions = std::move(insertions).results();
}

}  // namespace soret
