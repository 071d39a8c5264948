#include <soret/output/nemd_report.hpp>

#include "local_response_figures.hpp"
#include "nemd_figures.hpp"
#include "words.hpp"

#include <soret/estimate/significance.hpp>
#include <soret/output/run_log.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace soret {

namespace {

bool has_soret(const NemdRun& run) { return run.profile.shape.species() > 1; }

/// The species of the headline and the pictures: the one that was asked for, or else that which goes to the cold side
/// most strongly.
std::size_t leading_species(const NemdRun& run)
{
  if (run.main_species) {
    return *run.main_species;
  }
  const std::vector<std::string>& names = run.profile.shape.species_names;
  std::size_t leader = 0;
  for (std::size_t species = 1; species < names.size(); ++species) {
    if (run.found.at("soret_coefficient", names[species]).value >
        run.found.at("soret_coefficient", names[leader]).value) {
      leader = species;
    }
  }
  return leader;
}

/// "value unit", followed by real units if there are.
std::string in_all_units(const NemdRun& run, const Estimate& estimate, Dimension dimension)
{
  const std::string real = in_real_units(estimate, dimension, run.units);
  return with_unit(estimate, dimension) + (real.empty() ? "" : " = " + real);
}

std::string conditions(const NemdRun& run)
{
  const Vec3& box = run.profile.shape.box_lengths;
  std::string species;
  for (const std::string& name : run.profile.shape.species_names) {
    species += (species.empty() ? "" : ", ") + name;
  }
  const double sampled = run.profile.total().duration;
  return fmt::format(
      "{} particles ({}) in a box of {:.4g} × {:.4g} × {:.4g} σ^{{3}}, {} steps{}, {:.4g} τ sampled in {} blocks, {} "
      "of "
      "computing on {} {}.",
      run.facts.particles, species, box.x, box.y, box.z, run.facts.steps,
      run.facts.replicas > 1 ? fmt::format(" in each of {} replicas", run.facts.replicas) : "", sampled,
      run.profile.blocks.size(), duration_text(run.facts.wall_seconds), run.facts.ranks,
      run.facts.ranks == 1 ? "core" : "cores");
}

std::vector<ReportCard> key_numbers(const NemdRun& run)
{
  std::vector<ReportCard> cards;
  const auto add = [&](const std::string& label, const std::string& name, const std::string& of) {
    for (const NamedEstimate& item : run.found.estimates) {
      if (item.name == name && item.of == of) {
        cards.push_back({label, to_string(item.estimate), unit_text(item.dimension),
                         in_real_units(item.estimate, item.dimension, run.units)});
      }
    }
  };
  if (has_soret(run)) {
    const std::string& leader = run.profile.shape.species_names[leading_species(run)];
    add("Soret coefficient of " + leader, "soret_coefficient", leader);
    add("at the mole fraction", "local_mole_fraction", leader);
  }
  add("at the temperature", "local_temperature", "");
  add("temperature gradient", "temperature_gradient", "");
  add("thermal conductivity", "thermal_conductivity", "");
  add("heat flux", "heat_flux", "");
  add("pressure along the gradient", "normal_pressure", "");
  add("number density", "density", "");
  return cards;
}

void add_profiles(Report& report, const NemdRun& run, const NemdFigures& figures)
{
  report.heading("Profiles");
  report.figure(figures.temperature(), "Temperature",
                "Mean with a band of one standard error, the three directions as dots, and the straight lines whose "
                "slopes enter the results. Hot and cold slabs are shaded.");
  if (has_soret(run)) {
    for (std::size_t species = 0; species < run.profile.shape.species(); ++species) {
      if (run.profile.shape.species() > 2 || species == leading_species(run)) {
        report.figure(figures.composition(species), "Composition",
                      "Mole fraction with standard errors and the fitted lines.");
      }
    }
    report.figure(figures.composition_against_temperature(leading_species(run)), "Composition against temperature",
                  "The bins inside the fit windows. The slope d{/:Italic x}/d{/:Italic T} is −{/:Italic S}_{T} "
                  "{/:Italic x}(1 − {/:Italic x}); both sides of the cold slab should fall on one line.");
  }
  report.figure(figures.densities(), "Number density", "Lower where it is hot; steps at the slabs would be artefacts.");
  report.figure(figures.energies(), "Energy per particle", "Potential energy, and total energy with the kinetic part.");
  report.figure(figures.pressure(), "Pressure",
                "In mechanical equilibrium the component along the axis is the same everywhere.");
}

void add_convergence(Report& report, const NemdRun& run, const NemdFigures& figures)
{
  if (!has_soret(run) || run.profile.blocks.size() < 2) {
    return;
  }
  report.heading("How the result came to be");
  report.paragraph("Judged by a test of the drifts of the profiles: " + run.found.steadiness.message() + ".");
  report.figure(figures.running_soret(leading_species(run)), "Running Soret coefficient",
                "From the first two, three, … blocks of every replica, with a band of one standard error. It should "
                "settle, and the band should shrink as one over the square root of time.");
  report.figure(figures.block_values(leading_species(run)), "Block by block",
                "What each block contributes. A trend would mean that the stationary state had not been reached.");
}

void add_balance(Report& report, const NemdRun& run, const NemdFigures& figures)
{
  report.heading("Heat and mass balance");
  report.figure(
      figures.heat_flux(), "Heat flux",
      "The microscopic flux between the slabs should lie on the dashed lines, the power of the baths divided by "
      "both faces; the other directions carry nothing.");
  if (!run.table.empty() && !run.control_names.empty()) {
    report.figure(
        figures.bath_energies(), "Energy of the baths",
        "What each control has put in since sampling began. Straight and opposite lines: a stationary state.");
  }
  report.figure(figures.mass_fluxes(), "Mass flux", "Zero within errors once the composition is stationary.");
  if (!run.table.empty()) {
    report.figure(figures.energy_drift(), "Energy drift",
                  "Change of the total energy minus everything the controls put in, which only the integrator's error "
                  "moves.");
  }
}

/// "2.1 %", or for what should be zero "0.7 errors from zero".
std::string significance_text(const NamedEstimate& item)
{
  const double relative = item.estimate.relative_error();
  if (is_ideally_zero(item.name)) {
    return std::isfinite(relative)
               ? fmt::format("{:.1f} errors from zero", std::abs(item.estimate.standard_errors_from(0.0)))
               : "—";
  }
  return relative > 1e-10 && relative < 1.0 ? fmt::format("{:.2g} %", 100.0 * relative) : "—";
}

ReportTable estimate_table(const NemdRun& run)
{
  ReportTable table{{"quantity", "of", "value ± standard error", "relative error"}, {}};
  if (run.units.scales()) {
    table.head.push_back("in real units");
  }
  for (const NamedEstimate& item : run.found.estimates) {
    table.rows.push_back(
        {meaning(item.name), item.of, with_unit(item.estimate, item.dimension), significance_text(item)});
    if (run.units.scales()) {
      table.rows.back().push_back(in_real_units(item.estimate, item.dimension, run.units));
    }
  }
  return table;
}

}  // namespace

std::string nemd_headline(const NemdRun& run)
{
  if (!has_soret(run)) {
    const Estimate& conductivity = run.found.at("thermal_conductivity");
    return "Thermal conductivity of " + run.profile.shape.species_names[0] +
           ": λ = " + with_unit(conductivity, {.length = -1, .energy = 1, .time = -1, .temperature = -1});
  }
  const std::vector<std::string>& names = run.profile.shape.species_names;
  const std::size_t leader = leading_species(run);
  const Estimate& soret = run.found.at("soret_coefficient", names[leader]);
  const std::string value = fmt::format("{{/:Italic S}}_{{T}}({}) = {}", names[leader],
                                        in_all_units(run, soret, dimension::inverse_temperature));
  if (!is_significant(soret, run.settings.significance)) {
    return "On which side " + names[leader] + " collects cannot be told from this run: " + value;
  }
  const auto [side, opposite] = soret.value > 0.0 ? std::pair{"cold", "hot"} : std::pair{"hot", "cold"};
  const std::string other = names.size() == 2 ? fmt::format(", {} at the {} side", names[1 - leader], opposite) : "";
  return fmt::format("{} collects at the {} side{}: {}", names[leader], side, other, value);
}

Report nemd_report(const NemdRun& run)
{
  const Provenance& provenance = run.provenance;
  Report report{fmt::format("{}: thermodiffusion by non-equilibrium molecular dynamics", provenance.program),
                fmt::format("version {}, seed {}", provenance.version, provenance.seed.value())};
  report.headline(nemd_headline(run), conditions(run));
  report.cards(key_numbers(run));
  std::vector<std::string> warnings = run.remarks;
  warnings.insert(warnings.end(), run.found.warnings.begin(), run.found.warnings.end());
  report.distrust(warnings);
  const NemdFigures figures{run};
  add_profiles(report, run, figures);
  if (has_soret(run)) {
    add_local_response(report, run, leading_species(run));
  }
  add_convergence(report, run, figures);
  add_balance(report, run, figures);
  report.heading("All estimates");
  report.table(estimate_table(run));
  report.details("Configuration as it was resolved", provenance.configuration);
  return report;
}

Report gradient_series_report(const Provenance& provenance, const std::string& species,
                              std::span<const GradientPoint> points, const LinearResponse& response,
                              const std::vector<std::string>& remarks, std::span<const LocalSeriesPoint> local)
{
  constexpr Dimension gradient{.length = -1, .temperature = 1};
  constexpr Dimension inverse = dimension::inverse_temperature;
  Report report{fmt::format("{}: Soret coefficient at several gradients", provenance.program),
                fmt::format("version {}, seed {}", provenance.version, provenance.seed.value())};
  report.headline(fmt::format("In the limit of vanishing gradient: {{/:Italic S}}_{{T}}({}) = {}", species,
                              with_unit(response.extrapolated, inverse)),
                  fmt::format("From {} temperature gradients. Assuming that all of them are in the linear regime: {}.",
                              points.size(), with_unit(response.constant.estimate, inverse)));
  std::vector<std::string> warnings = remarks;
  if (response.shows_nonlinearity) {
    warnings.push_back("the coefficient depends on the gradient: the larger gradients are beyond linear response");
  }
  report.distrust(warnings);
  ReportTable table{{"temperature gradient", "Soret coefficient"}, {}};
  std::vector<double> squares{0.0};
  std::vector<Estimate> values{response.extrapolated};
  for (const GradientPoint& point : points) {
    squares.push_back(point.gradient * point.gradient);
    values.push_back(point.value);
    table.rows.push_back(
        {fmt::format("{:.4g} {}", point.gradient, unit_text(gradient)), with_unit(point.value, inverse)});
  }
  Figure figure{"(d{/:Italic T}/d{/:Italic z})^{2} / (" + unit_text({.length = -2, .temperature = 2}) + ")",
                axis_label("{/:Italic S}_{T}(" + species + ")", inverse)};
  figure.points("measured", Ink::blue, std::span{squares}.subspan(1), std::span{values}.subspan(1));
  figure.points("extrapolated", Ink::vermillion, std::span{squares}.first(1), std::span{values}.first(1));
  const double end = *std::max_element(squares.begin(), squares.end());
  figure.x_range(-0.04 * end, 1.04 * end);
  if (response.is_extrapolated) {
    const StraightLine& line = response.against_gradient_squared;
    figure.fit("fit", std::array{0.0, end}, std::array{line.at(0.0), line.at(end)});
  }
  report.figure(
      figure, "Linear response",
      "By symmetry the lowest correction is of second order in the gradient, so the values are drawn against its "
      "square.");
  report.table(table);
  add_onset(report, species, local);
  report.details("Configuration as it was resolved", provenance.configuration);
  return report;
}

}  // namespace soret
