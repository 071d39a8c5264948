#include <soret/output/emd_series.hpp>

#include "atomic_file.hpp"
#include "emd_series_fits.hpp"
#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace soret {

namespace {

/// One curve of a picture: an estimate's name and its species or pair.
struct SeriesCurve {
  std::string name;
  std::string of;
  std::string label;
};

class SeriesFigures {
 public:
  SeriesFigures(const CompositionSeries& series, std::span<const SeriesFit> fits)
      : series_{series}, fits_{fits}, all_{all_quantities(series)}
  {
  }

  /// Adds a picture of the curves that were measured, with what fits them; nothing if none was.
  void add(Report& report, const std::string& title, const std::string& symbol, const std::vector<SeriesCurve>& curves,
           const std::string& caption) const
  {
    Figure figure{"{/:Italic x}(" + plain_text(series_.species_names[0]) + ")",
                  axis_label(symbol, dimension_of(curves))};
    std::size_t drawn = 0;
    std::string lines;
    for (const SeriesCurve& curve : curves) {
      const SeriesValues points = values_of(series_, curve.name, curve.of);
      if (points.values.empty()) {
        continue;
      }
      if (const SeriesFit* fit = fit_of(curve)) {
        draw(*fit, ink(drawn), figure);
        lines = fmt::format("{}Line: {}.", caption.empty() ? "" : " ", fit->kind());
      }
      figure.points(curve.label, ink(drawn++), points.mole_fractions, points.values);
    }
    if (drawn > 0) {
      figure.x_range(0.0, 1.0);
      report.figure(figure, title, caption + lines);
    }
  }

 private:
  /// Of all of them, as of the first that was measured anywhere.
  Dimension dimension_of(const std::vector<SeriesCurve>& curves) const
  {
    const auto is_drawn = [&](const NamedEstimate& item) {
      return std::ranges::any_of(curves, [&](const SeriesCurve& curve) { return curve.name == item.name; });
    };
    const auto drawn = std::ranges::find_if(all_, is_drawn);
    return drawn == all_.end() ? dimension::none : drawn->dimension;
  }

  const SeriesFit* fit_of(const SeriesCurve& curve) const
  {
    const auto found =
        std::ranges::find_if(fits_, [&](const SeriesFit& fit) { return fit.name == curve.name && fit.of == curve.of; });
    return found == fits_.end() ? nullptr : &*found;
  }

  static void draw(const SeriesFit& fit, Ink colour, Figure& figure)
  {
    const auto [from, to] = fit.range;
    if (fit.mean) {
      figure.band("weighted mean", Ink::black, std::array{from, to},
                  std::array{fit.mean->estimate, fit.mean->estimate});
      return;
    }
    constexpr int steps = 80;
    std::vector<double> x;
    std::vector<double> y;
    for (int k = 0; k <= steps; ++k) {
      x.push_back(from + (to - from) * k / steps);
      y.push_back(fit.curve->value_at(x.back()).value);
    }
    figure.line("", colour, x, y);
  }

  const CompositionSeries& series_;
  std::span<const SeriesFit> fits_;
  std::vector<NamedEstimate> all_;
};

/// The same estimate of both species, labelled with their names.
std::vector<SeriesCurve> of_both(const CompositionSeries& series, const std::string& name)
{
  std::vector<SeriesCurve> curves;
  for (const std::string& species : series.species_names) {
    curves.push_back({name, species, plain_text(species)});
  }
  return curves;
}

std::vector<SeriesCurve> of_pairs(const CompositionSeries& series, const std::string& name)
{
  std::vector<SeriesCurve> curves;
  for (std::size_t i = 0; i < series.species_names.size(); ++i) {
    for (std::size_t j = i; j < series.species_names.size(); ++j) {
      const std::string of = series.species_names[i] + "-" + series.species_names[j];
      curves.push_back({name, of, plain_text(of)});
    }
  }
  return curves;
}

/// Of each species around each, in both orders.
std::vector<SeriesCurve> of_ordered_pairs(const CompositionSeries& series, const std::string& name)
{
  std::vector<SeriesCurve> curves;
  for (const std::string& around : series.species_names) {
    for (const std::string& counted : series.species_names) {
      const std::string of = around + "-" + counted;
      curves.push_back({name, of, plain_text(of)});
    }
  }
  return curves;
}

void add_figures(Report& report, const CompositionSeries& series, std::span<const SeriesFit> fits)
{
  const SeriesFigures figures{series, fits};
  const std::string& first = series.species_names[0];
  report.heading("The Soret coefficient and what it is made of");
  figures.add(report, "Soret coefficient", "{/:Italic S}_{T}",
              {{"soret_coefficient", first, "from g(r)"},
               {"soret_coefficient_from_modes", first, "from S(q)"},
               {"soret_coefficient_from_insertion", first, "from μ"},
               {"soret_coefficient_from_exchange", first, "from μ_{2} − μ_{1}"}},
              "Of the first species; negative: it goes to the hot side.");
  figures.add(report, "Mutual diffusion", "{/:Italic D}_{12}", {{"mutual_diffusion", "", ""}}, "");
  figures.add(report, "Thermal diffusion", "{/:Italic D}_{T}", {{"thermal_diffusion", first, ""}}, "");
  figures.add(report, "Thermodynamic factor", "Γ",
              {{"thermodynamic_factor", "", "from g(r)"},
               {"thermodynamic_factor_from_modes", "", "from S(q)"},
               {"thermodynamic_factor_from_insertion", "", "from μ"},
               {"thermodynamic_factor_from_exchange", "", "from μ_{2} − μ_{1}"},
               {"thermodynamic_factor_first_order", "", "first order"}},
              "One in an ideal mixture; the further below, the closer to demixing.");
  figures.add(report, "Heat of transport", "{/:Italic L}'_{1q}/{/:Italic L}_{11}", {{"onsager_ratio", "", ""}}, "");
  figures.add(report, "Soret coefficient by theories", "{/:Italic S}_{T}",
              {{"soret_coefficient", first, "measured, Γ from g(r)"},
               {"soret_haase", first, "Haase"},
               {"soret_kempers", first, "Kempers"},
               {"soret_shukla_firoozabadi", first, "Shukla-Firoozabadi"},
               {"soret_prigogine", first, "Prigogine"},
               {"soret_artola_rousseau_galliero", first, "Artola-Rousseau-Galliéro"}},
              "Of the first species.");
  figures.add(report, "Parts of the thermodynamic factor", "{/:Italic f}_{ij}",
              of_pairs(series, "excess_coordination_part"), "Γ = 1/(1 + sum of the parts).");
  figures.add(report, "Kirkwood-Buff integrals", "{/:Italic G}_{ij}", of_pairs(series, "kirkwood_buff"), "");
  figures.add(
      report, "Excess coordination numbers", "{/:Italic n}_{ij}",
      of_ordered_pairs(series, "excess_coordination_number"),
      "ρ_{j} {/:Italic G}_{ij}: particles of species {/:Italic j} in excess around one of species {/:Italic i}.");
  figures.add(report, "Excess chemical potentials", "μ^{ex}", of_both(series, "chemical_potential_excess"), "");
  report.heading("Transport and state");
  figures.add(report, "Self-diffusion", "{/:Italic D}", of_both(series, "self_diffusion"), "In the box as it is.");
  figures.add(report, "Shear viscosity", "η",
              {{"shear_viscosity", "", "integral"}, {"shear_viscosity_cepstral", "", "cepstral"}}, "");
  figures.add(report, "Thermal conductivity", "λ",
              {{"thermal_conductivity", "", "integral"}, {"thermal_conductivity_cepstral", "", "cepstral"}}, "");
  figures.add(report, "Density", "ρ", {{"density", "", ""}}, "");
  figures.add(report, "Partial enthalpy", "{/:Italic h}_{i}", of_both(series, "partial_enthalpy"), "");
}

ReportTable table_of(const CompositionSeries& series, std::span<const SeriesFit> fits)
{
  ReportTable table{{"quantity", "of", "fit", "minimum at x(" + series.species_names[0] + ")", "value there, or mean",
                     "χ² (expected)"},
                    {}};
  for (const SeriesFit& fit : fits) {
    std::string value = "—";
    if (fit.mean || fit.minimum) {
      value = with_unit(fit.mean ? fit.mean->estimate : fit.minimum->value, fit.dimension);
    }
    table.rows.push_back({meaning(fit.name), fit.of, fit.kind(),
                          fit.minimum ? to_string(fit.minimum->mole_fraction) : "—", value,
                          fmt::format("{:.1f} ({:g})", fit.chi_squared(), fit.degrees_of_freedom())});
  }
  return table;
}

ReportTable table_of(const CompositionSeries& series)
{
  ReportTable table{{"quantity", "of", "unit"}, {}};
  for (const CompositionPoint& point : series.points) {
    table.head.push_back(fmt::format("x = {:g}", point.mole_fraction));
  }
  for (const NamedEstimate& item : all_quantities(series)) {
    std::vector<std::string> row{meaning(item.name), item.of, unit_text(item.dimension)};
    for (const CompositionPoint& point : series.points) {
      const Estimate* estimate = point.found.find(item.name, item.of);
      row.push_back(estimate == nullptr ? "—" : to_string(*estimate));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

void write_series_table(const CompositionSeries& series, const std::filesystem::path& file)
{
  std::string table = "mole_fraction,quantity,of,value,standard_error,unit\n";
  for (const CompositionPoint& point : series.points) {
    for (const NamedEstimate& item : point.found.estimates) {
      table += fmt::format("{},{},{},{},{},{}\n", point.mole_fraction, item.name, item.of, item.estimate.value,
                           item.estimate.standard_error, item.unit());
    }
  }
  write_file_atomically(file, table);
}

Report emd_series_report(const CompositionSeries& series)
{
  const Provenance& provenance = series.provenance;
  Report report{fmt::format("{}: a series of compositions", provenance.program),
                fmt::format("version {}, seed {}", provenance.version, provenance.seed.value())};
  report.headline(fmt::format("{} compositions of {} and {}", series.points.size(), series.species_names[0],
                              series.species_names[1]),
                  "Each composition has a report of its own in a folder beside this page.");
  std::vector<std::string> warnings = series.remarks;
  for (const CompositionPoint& point : series.points) {
    for (const std::string& warning : point.found.warnings) {
      warnings.push_back(fmt::format("x = {:g}: {}", point.mole_fraction, warning));
    }
  }
  report.distrust(warnings);
  const std::vector<SeriesFit> fits = fits_of(series);
  add_figures(report, series, fits);
  if (!fits.empty()) {
    report.heading("Curves and means over composition");
    report.table(table_of(series, fits));
    report.paragraph(
        "A minimum is given if the curve falls before it and rises behind it, each somewhere between the outermost "
        "compositions by two standard errors of its slope.");
  }
  report.heading("All estimates");
  report.table(table_of(series));
  report.details("Configuration as it was resolved", provenance.configuration);
  return report;
}

}  // namespace soret
