#include <soret/output/protocol_report.hpp>

#include "slab_shades.hpp"
#include "words.hpp"

#include <soret/output/run_log.hpp>

#include <fmt/format.h>

#include <numeric>
#include <utility>

namespace soret {

namespace {

constexpr Dimension heat_flux_unit{.length = -2, .energy = 1, .time = -1};

const char* direction(Axis axis)
{
  constexpr std::array names{"x", "y", "z"};
  return names[index(axis)];
}

std::string species_name(const ProtocolReportInput& run, std::size_t species)
{
  return run.windows.front().profile.shape.species_names[species];
}

std::size_t species_count(const ProtocolReportInput& run) { return run.windows.front().profile.shape.species(); }

/// Axes along the box with the slabs.
Figure profile_figure(const ProtocolReportInput& run, const std::string& y_label)
{
  const ProfileShape& shape = run.windows.front().profile.shape;
  Figure figure{axis_label(fmt::format("{{/:Italic {}}}", direction(shape.axis)), dimension::length), y_label};
  figure.x_range(0.0, shape.length());
  shade_slabs(figure, shape.length(), Shade::hot, run.hot);
  shade_slabs(figure, shape.length(), Shade::cold, run.cold);
  return figure;
}

std::vector<double> bin_centres(const ProtocolReportInput& run)
{
  const ProfileShape& shape = run.windows.front().profile.shape;
  std::vector<double> centres;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    centres.push_back(shape.bin_centre(bin));
  }
  return centres;
}

/// One curve per window of a leg.
template <class Profile>
Figure leg_figure(const ProtocolReportInput& run, std::size_t leg, const std::string& y_label, const Profile& profile)
{
  const std::vector<double> centres = bin_centres(run);
  Figure figure = profile_figure(run, y_label);
  std::size_t curve = 0;
  for (const WindowEstimates& each : run.found.windows) {
    if (each.window.leg_index == leg) {
      figure.band(fmt::format("{:g} to {:g}", each.window.from, each.window.to), ink(curve++), centres,
                  profile(each.profiles));
    }
  }
  return figure;
}

std::vector<Estimate> over_mean(std::vector<Estimate> profile)
{
  const double sum = std::accumulate(profile.begin(), profile.end(), 0.0,
                                     [](double total, const Estimate& bin) { return total + bin.value; });
  const double mean = sum / static_cast<double>(profile.size());
  for (Estimate& bin : profile) {
    bin.value /= mean;
    bin.standard_error /= mean;
  }
  return profile;
}

void add_leg(Report& report, const ProtocolReportInput& run, std::size_t leg, const std::string& name)
{
  report.heading(fmt::format("Profiles during the leg {}", name));
  report.figure(leg_figure(run, leg, axis_label("{/:Italic T}", dimension::temperature),
                           [](const WindowProfiles& window) { return window.temperature; }),
                "Temperature", "In windows of time, which the key gives since the protocol's zero.");
  if (species_count(run) > 1) {
    const std::size_t species = run.main_species;
    report.figure(leg_figure(run, leg, "mole fraction of " + plain_text(species_name(run, species)),
                             [=](const WindowProfiles& window) { return window.mole_fraction[species]; }),
                  "Composition", "With bands of one standard error.");
  }
  for (std::size_t species = 0; species < species_count(run); ++species) {
    report.figure(
        leg_figure(run, leg,
                   fmt::format("ρ_{{{0}}}({{/:Italic z}}) over its mean", plain_text(species_name(run, species))),
                   [=](const WindowProfiles& window) { return over_mean(window.species_density[species]); }),
        "Density of " + species_name(run, species), "Divided by the mean along the axis.");
  }
  report.figure(leg_figure(run, leg, axis_label("{/:Italic J}_{q}", heat_flux_unit),
                           [](const WindowProfiles& window) { return window.heat_flux; }),
                "Heat flux along the axis", "From the microscopic expression.");
}

Figure bath_figure(const ProtocolReportInput& run)
{
  Figure figure{axis_label("time", dimension::time), axis_label("{/:Italic T} of the baths", dimension::temperature)};
  for (const BathCurve& curve : run.baths) {
    const Ink colour = curve.bath == "hot" ? Ink::vermillion : (curve.bath == "cold" ? Ink::blue : Ink::green);
    figure.line(curve.bath, colour, curve.times, curve.temperatures);
  }
  for (const WindowEstimates& each : run.found.windows) {
    figure.shade(Shade::window, each.window.from, each.window.to);
  }
  return figure;
}

/// A contrast of every species against the middles of the windows.
Figure contrast_figure(const ProtocolReportInput& run, const std::string& name, const std::string& y_label,
                       bool has_species)
{
  Figure figure{axis_label("time", dimension::time), y_label};
  for (std::size_t species = 0; species < (has_species ? species_count(run) : 1); ++species) {
    const std::string of = has_species ? species_name(run, species) : "";
    std::vector<double> times;
    std::vector<Estimate> values;
    for (const WindowEstimates& each : run.found.windows) {
      times.push_back(0.5 * (each.window.from + each.window.to));
      values.push_back(each.contrast(name, of));
    }
    figure.points(plain_text(of), ink(species), times, values);
  }
  return figure.level("", 0.0);
}

void add_contrasts(Report& report, const ProtocolReportInput& run)
{
  report.heading("In time");
  report.figure(bath_figure(run), "The protocol", "Temperatures of the baths; windows of the profiles are shaded.");
  report.figure(contrast_figure(run, "temperature_contrast", axis_label("contrast", dimension::temperature), false),
                "Contrast of the temperature",
                "Amplitude of the slowest mode between the slabs, positive if it is larger at the hot slab.");
  if (species_count(run) > 1) {
    report.figure(contrast_figure(run, "mole_fraction_contrast", "contrast", true), "Contrast of the mole fraction",
                  "Zero where the composition is the same everywhere.");
  }
  report.figure(contrast_figure(run, "density_contrast", "contrast", true), "Contrast of the densities",
                "Of each species' density over its mean.");
}

ReportTable change_table(const ProtocolReportInput& run)
{
  ReportTable table{{"from", "to", "quantity", "of", "change", "probability by chance", ""}, {}};
  for (const WindowChange& change : run.found.changes) {
    table.rows.push_back({run.found.windows[change.earlier].window.label(),
                          run.found.windows[change.later].window.label(), meaning(change.name), change.of,
                          to_string(change.change), fmt::format("{:.2g}", change.probability),
                          change.is_significant ? "changes" : "as far as can be told the same"});
  }
  return table;
}

ReportTable contrast_table(const ProtocolReportInput& run)
{
  ReportTable table{{"window", "quantity", "of", "value ± standard error"}, {}};
  for (const WindowEstimates& each : run.found.windows) {
    for (const NamedEstimate& item : each.contrasts) {
      table.rows.push_back(
          {each.window.label(), meaning(item.name), item.of, with_unit(item.estimate, item.dimension)});
    }
  }
  return table;
}

Figure energy_figure(const ProtocolReportInput& run)
{
  Figure figure{axis_label("time", dimension::time), axis_label("energy added", dimension::energy)};
  for (std::size_t control = 0; control < run.control_names.size(); ++control) {
    std::vector<double> times;
    std::vector<double> energies;
    for (const ThermodynamicRow& row : run.table) {
      times.push_back(row.time);
      energies.push_back(row.energy_added.at(control));
    }
    figure.line(plain_text(run.control_names[control]), ink(control), times, energies);
  }
  return figure.level("", 0.0);
}

std::string headline(const ProtocolReportInput& run)
{
  const WindowEstimates& last = run.found.windows.back();
  if (species_count(run) < 2) {
    return fmt::format("In the last window ({}) the contrast of the temperature is {}", last.window.label(),
                       with_unit(last.contrast("temperature_contrast"), dimension::temperature));
  }
  const std::string name = species_name(run, run.main_species);
  return fmt::format("In the last window ({}) the mole fraction of {} has the contrast {}", last.window.label(), name,
                     to_string(last.contrast("mole_fraction_contrast", name)));
}

}  // namespace

Report protocol_report(const ProtocolReportInput& run)
{
  Report report{fmt::format("{}: a thermal protocol", run.provenance.program),
                fmt::format("version {}, seed {}", run.provenance.version, run.provenance.seed.value())};
  report.headline(
      headline(run),
      fmt::format(
          "{} particles, {} steps in each of {} replica{}, errors from {}, {} of computing.", run.facts.particles,
          run.facts.steps, run.facts.replicas, run.facts.replicas == 1 ? "" : "s",
          run.found.windows.front().errors_from_replicas ? "the scatter of the replicas" : "blocks within the windows",
          duration_text(run.facts.wall_seconds)));
  std::vector<std::string> warnings = run.remarks;
  warnings.insert(warnings.end(), run.found.warnings.begin(), run.found.warnings.end());
  report.distrust(warnings);
  report.table(run.legs);
  add_contrasts(report, run);
  for (std::size_t w = 0; w < run.found.windows.size(); ++w) {
    const TimeWindow& window = run.found.windows[w].window;
    if (w == 0 || run.found.windows[w - 1].window.leg_index != window.leg_index) {
      add_leg(report, run, window.leg_index, window.leg);
    }
  }
  if (!run.table.empty() && !run.control_names.empty()) {
    report.heading("Heat");
    report.figure(energy_figure(run), "Energy of the baths", "What each control has put in since the protocol began.");
  }
  report.heading("Changes from window to window");
  report.table(change_table(run));
  report.heading("All windows");
  report.table(contrast_table(run));
  report.details("Configuration as it was resolved", run.provenance.configuration);
  return report;
}

}  // namespace soret
