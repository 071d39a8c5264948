#include <soret/output/gcmc_report.hpp>

#include "gcmc_figures.hpp"
#include "report_parts.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <array>

namespace soret {

namespace {

constexpr std::array key_names{"thermodynamic_factor",      "density", "mole_fraction", "potential_energy", "pressure",
                               "chemical_potential_excess", "enthalpy"};

std::string conditions(const GcmcRun& run)
{
  const GcmcMeasurements& measured = run.measured;
  const char* fixed = measured.is_open() ? "volume and chemical potentials" : "volume and numbers of particles";
  return fmt::format("{} at {{/:Italic T}} = {:g}, fixed {}; {} attempted moves{}, {}.",
                     listed(measured.samples.blocks.shape.species_names), measured.temperature.value(),
                     measured.pressure ? "pressure and numbers of particles" : fixed, run.facts.steps,
                     run.facts.replicas > 1 ? fmt::format(" in each of {} chains", run.facts.replicas) : "",
                     effort(run.facts.wall_seconds, run.facts.ranks));
}

std::string headline(const GcmcRun& run)
{
  for (const auto& [name, symbol, dimension] :
       {std::tuple{"thermodynamic_factor", "Γ", dimension::none}, {"density", "ρ", dimension::number_density}}) {
    const Estimate* estimate = run.found.find(name);
    const bool is_result = estimate != nullptr && estimate->standard_error > 0.0;
    if (is_result) {
      return fmt::format("{}: {} = {}", meaning(name), symbol, with_unit(*estimate, dimension));
    }
  }
  const Estimate* energy = run.found.find("potential_energy");
  return energy == nullptr ? "Monte Carlo"
                           : fmt::format("{}: {}", meaning("potential_energy"), with_unit(*energy, dimension::energy));
}

void add_pictures(Report& report, const GcmcRun& run)
{
  const GcmcFigures figures{run};
  const std::vector<std::string>& names = run.measured.samples.blocks.shape.species_names;
  report.heading("Along the chains");
  if (run.measured.is_open()) {
    report.figure(figures.numbers(), "Numbers of particles",
                  "Block means along the first chain. They should have forgotten the start.");
  }
  report.figure(figures.slowest(), "What is remembered longest",
                fmt::format("{}, with an autocorrelation time of {:.3g} attempted moves; block means.",
                            figures.slowest_memory().name, figures.slowest_memory().memory.autocorrelation_time.value));
  report.figure(figures.autocorrelations(), "Autocorrelation",
                "Errors are made from twice the area under these curves.");
  if (run.measured.is_open()) {
    report.heading("How numbers fluctuate");
    for (std::size_t species = 0; species < names.size(); ++species) {
      report.figure(figures.histogram(species), "Histogram of the number of " + names[species],
                    "Two peaks would mean two phases.");
    }
  }
}

}  // namespace

Report gcmc_report(const GcmcRun& run)
{
  const Provenance& provenance = run.provenance;
  Report report{fmt::format("{}: Monte Carlo", provenance.program),
                fmt::format("version {}, seed {}", provenance.version, provenance.seed.value())};
  report.headline(headline(run), conditions(run));
  report.cards(key_numbers(key_names, run.found.estimates, run.units));
  std::vector<std::string> warnings = run.remarks;
  warnings.insert(warnings.end(), run.found.warnings.begin(), run.found.warnings.end());
  report.distrust(warnings);
  add_pictures(report, run);
  report.heading("All estimates");
  report.table(estimate_table(run.found.estimates, run.units));
  report.details("Configuration as it was resolved", provenance.configuration);
  return report;
}

}  // namespace soret
