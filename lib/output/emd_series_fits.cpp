#include "emd_series_fits.hpp"

#include "atomic_file.hpp"
#include "comparison_groups.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace soret {

namespace {

/// Not those that take given numbers: their errors are common to all compositions.
constexpr std::array cubic_names{"soret_coefficient",
                                 "soret_coefficient_from_modes",
                                 "soret_coefficient_from_insertion",
                                 "soret_coefficient_from_exchange",
                                 "soret_haase",
                                 "soret_kempers"};
constexpr std::array factor_names{"thermodynamic_factor", "thermodynamic_factor_from_modes",
                                  "thermodynamic_factor_from_insertion", "thermodynamic_factor_from_exchange",
                                  "thermodynamic_factor_first_order"};
constexpr const char* averaged_name = "onsager_ratio";

bool is_among(const auto& names, const std::string& name)
{
  return std::ranges::any_of(names, [&](const char* each) { return name == each; });
}

/// Nothing for quantities that no curve is known for, and for the second species, whose Soret coefficient is that of
/// the first with the other sign.
std::optional<CompositionForm> form_of(const NamedEstimate& item, const std::string& first_species)
{
  if (is_among(cubic_names, item.name) && item.of == first_species) {
    return CompositionForm::cubic;
  }
  return is_among(factor_names, item.name) ? std::optional{CompositionForm::one_if_pure} : std::nullopt;
}

SeriesValues usable_values(const CompositionSeries& series, const NamedEstimate& item)
{
  SeriesValues usable;
  const SeriesValues all = values_of(series, item.name, item.of);
  for (std::size_t k = 0; k < all.values.size(); ++k) {
    if (is_usable(all.values[k])) {
      usable.mole_fractions.push_back(all.mole_fractions[k]);
      usable.values.push_back(all.values[k]);
    }
  }
  return usable;
}

void add_curve(SeriesFit& fit, CompositionForm form, const SeriesValues& points)
{
  if (points.values.size() < fewest_compositions) {
    return;
  }
  try {
    fit.curve = fit_composition(form, points.mole_fractions, points.values);
  }
  catch (const RunTimeFailure&) {  // errors so unequal that the values say less than they seem to
    return;
  }
  fit.minimum = fit.curve->minimum_between(fit.range.first, fit.range.second);
  if (form == CompositionForm::one_if_pure) {
    fit.range = {0.0, 1.0};
  }
}

}  // namespace

SeriesValues values_of(const CompositionSeries& series, const std::string& name, const std::string& of)
{
  SeriesValues found;
  for (const CompositionPoint& point : series.points) {
    if (const Estimate* estimate = point.found.find(name, of)) {
      found.mole_fractions.push_back(point.mole_fraction);
      found.values.push_back(*estimate);
    }
  }
  return found;
}

std::vector<NamedEstimate> all_quantities(const CompositionSeries& series)
{
  std::vector<NamedEstimate> all;
  for (const CompositionPoint& point : series.points) {
    for (const NamedEstimate& item : point.found.estimates) {
      const auto is_same = [&](const NamedEstimate& other) { return other.name == item.name && other.of == item.of; };
      if (std::ranges::none_of(all, is_same)) {
        const auto namesake = std::ranges::find(all.rbegin(), all.rend(), item.name, &NamedEstimate::name);
        all.insert(namesake == all.rend() ? all.end() : namesake.base(), item);
      }
    }
  }
  return all;
}

double SeriesFit::chi_squared() const { return curve ? curve->fit.chi_squared : mean->chi_squared; }

double SeriesFit::degrees_of_freedom() const
{
  return curve ? curve->fit.degrees_of_freedom() : static_cast<double>(points) - 1.0;
}

std::string SeriesFit::kind() const
{
  if (!curve) {
    return "weighted mean";
  }
  return curve->form == CompositionForm::cubic ? "cubic" : "cubic with 1 in pure fluids";
}

std::vector<SeriesFit> fits_of(const CompositionSeries& series)
{
  std::vector<SeriesFit> fits;
  for (const NamedEstimate& item : all_quantities(series)) {
    const std::optional<CompositionForm> form = form_of(item, series.species_names.front());
    const SeriesValues points = usable_values(series, item);
    if ((!form && item.name != averaged_name) || points.values.size() < 2) {
      continue;
    }
    const auto [first, last] = std::ranges::minmax(points.mole_fractions);
    SeriesFit fit{.name = item.name,
                  .of = item.of,
                  .dimension = item.dimension,
                  .points = points.values.size(),
                  .range = {first, last}};
    if (form) {
      add_curve(fit, *form, points);
    }
    else {
      fit.mean = weighted_mean(points.values);
    }
    if (fit.curve || fit.mean) {
      fits.push_back(std::move(fit));
    }
  }
  return fits;
}

void write_series_fits(const CompositionSeries& series, const std::filesystem::path& file)
{
  std::string table = "quantity,of,fit,number,value,standard_error,unit,points,chi_squared,degrees_of_freedom\n";
  for (const SeriesFit& fit : fits_of(series)) {
    const std::string kind = fit.kind();
    const std::string unit = reduced_unit(fit.dimension);
    const auto add = [&](const std::string& number, const Estimate& estimate, const std::string& its_unit) {
      table += fmt::format("{},{},{},{},{},{},{},{},{},{:g}\n", fit.name, fit.of, kind, number, estimate.value,
                           estimate.standard_error, its_unit, fit.points, fit.chi_squared(), fit.degrees_of_freedom());
    };
    if (fit.mean) {
      add("mean", fit.mean->estimate, unit);
    }
    for (std::size_t k = 0; fit.curve && k < fit.curve->fit.parameters.size(); ++k) {
      add(fmt::format("coefficient_{}", k), fit.curve->coefficient(k), unit);
    }
    if (fit.minimum) {
      add("mole_fraction_of_minimum", fit.minimum->mole_fraction, "");
      add("minimum", fit.minimum->value, unit);
    }
  }
  write_file_atomically(file, table);
}

}  // namespace soret
