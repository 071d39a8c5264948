#include <soret/output/emd_results.hpp>

#include "flux_coefficients.hpp"
#include "row_variables.hpp"
#include "stage_series.hpp"

#include <soret/estimate/multiple_tau_integrals.hpp>
#include <soret/estimate/propagation.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace soret {

namespace {

void append(std::vector<Estimate>& all, std::span<const Estimate> more)
{
  all.insert(all.end(), more.begin(), more.end());
}

/// One member of every point.
template <class Point>
std::vector<Estimate> column(const std::vector<Point>& points, Estimate Point::*member)
{
  std::vector<Estimate> values;
  for (const Point& point : points) {
    values.push_back(point.*member);
  }
  return values;
}

/// Correlation functions of all pairs, one pair after the other, and their integrals times the pair's factor.
struct Curves {
  std::vector<double> times;
  std::vector<Estimate> functions;
  std::vector<Estimate> coefficients;
};

template <class Correlations>
Curves curves_of(const Correlations& correlations, const std::function<double(std::size_t pair)>& factor_of)
{
  Curves curves;
  for (std::size_t pair = 0; pair < correlations.quantities.pairs.size(); ++pair) {
    const RunningIntegral curve = running_integral(correlations, pair);
    curves.times = curve.time;
    append(curves.functions, curve.correlation);
    append(curves.coefficients, scaled(curve.integral, factor_of(pair)));
  }
  return curves;
}

/// Of fluxes.
template <class Correlations>
Curves curves_of(const Correlations& correlations, const TransportCurves& transport)
{
  return curves_of(correlations,
                   [&](std::size_t pair) { return flux_coefficient(correlations.quantities, pair, transport).factor; });
}

void add_species(ResultsFile& file, const std::vector<std::string>& names)
{
  if (!file.has_dimension("species")) {
    file.add_coordinate("species", names, "species");
  }
}

std::vector<std::string> pair_labels(const std::vector<std::string>& names)
{
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i; j < names.size(); ++j) {
      labels.push_back(names[i] + "-" + names[j]);
    }
  }
  return labels;
}

void add_pair_labels(ResultsFile& file, const std::vector<std::string>& names)
{
  if (!file.has_dimension("species_pair")) {
    file.add_coordinate("species_pair", pair_labels(names), "pair of species");
  }
}

void add_spectra(ResultsFile& file, const std::vector<CoefficientSpectrum>& spectra)
{
  if (spectra.empty()) {
    return;
  }
  std::vector<std::string> labels;
  std::vector<double> averaged;
  std::vector<double> smoothed;
  for (const CoefficientSpectrum& spectrum : spectra) {
    labels.push_back(spectrum.name);
    averaged.insert(averaged.end(), spectrum.found.spectrum.begin(), spectrum.found.spectrum.end());
    smoothed.insert(smoothed.end(), spectrum.found.smoothed.begin(), spectrum.found.smoothed.end());
  }
  file.add_coordinate("frequency", spectra.front().found.frequencies(), Dimension{.time = -1}, "cycles per time");
  file.add_coordinate("spectrum_of", labels, "coefficient that the spectrum has at frequency zero");
  const std::vector<std::string> along{"spectrum_of", "frequency"};
  file.add({"spectrum", along, std::nullopt, "averaged spectrum, in reduced units of the coefficient"}, averaged);
  file.add({"spectrum_smoothed", along, std::nullopt, "what cepstral analysis leaves of it"}, smoothed);
}

void add_series(ResultsFile& file, const StageSeries& stage)
{
  const RowVariables rows{file, stage.name + "_row", stage.tables};
  const auto name = [&](const std::string& of) { return stage.name + "_" + of; };
  const auto words = [&](const std::string& of) { return of + ": " + stage.title; };
  const auto scalar = [&](const std::string& of, Dimension unit, const std::string& meaning, const auto& value) {
    rows.scalar(name(of), unit, words(meaning), value);
  };
  rows.table_index(name("replica"), words("independent copy of the system, not counting those left out"));
  scalar("time", dimension::time, "time since the stage's beginning, mean of the row",
         [](auto& row) { return row.time; });
  scalar("kinetic_energy", dimension::energy, "kinetic energy of the whole system",
         [](auto& row) { return row.kinetic_energy; });
  scalar("potential_energy", dimension::energy, "potential energy of the whole system",
         [](auto& row) { return row.potential_energy; });
  rows.pressure(name("pressure"), words("pressure tensor of the whole box"));
  rows.box_length(name("box_length"), words("box length"));
  if (stage.conserves_energy) {
    scalar("conserved_energy", dimension::energy, "total energy minus all that controls added",
           [](auto& row) { return row.conserved_energy(); });
  }
  if (stage.kind != StageSeries::Kind::constant_volume) {
    scalar("volume", Dimension{.length = 3}, "volume", [](auto& row) { return row.volume(); });
  }
}

}  // namespace

void add_stage_series(ResultsFile& file, const EmdMeasurements& measured)
{
  for (const StageSeries& stage : stage_series(measured)) {
    add_directions(file);
    add_series(file, stage);
  }
}

void add_correlations(ResultsFile& file, const CorrelationBlocks& correlations, const TransportCurves& transport)
{
  std::vector<std::string> labels;
  for (const QuantityPair& members : correlations.quantities.pairs) {
    labels.push_back(correlations.quantities.quantities[members.a].name + ", " +
                     correlations.quantities.quantities[members.b].name);
  }
  const Curves curves = curves_of(correlations, transport);
  file.add_coordinate("lag", curves.times, dimension::time, "time between the two fluxes");
  file.add_coordinate("flux_pair", labels, "later flux, earlier flux; totals of the box");
  file.add({"flux_correlation",
            {"flux_pair", "lag"},
            std::nullopt,
            "mean over components of a(t) b(0), in the product of the reduced units of a and b"},
           curves.functions);
  file.add({"running_coefficient",
            {"flux_pair", "lag"},
            std::nullopt,
            "eta of the stress, L_ab of the others, integrated from 0 to the lag; in reduced units of the coefficient"},
           curves.coefficients);
  add_spectra(file, transport.spectra);
}

void add_long_correlations(ResultsFile& file, const MultipleTauBlocks& correlations, const TransportCurves& transport)
{
  const Curves curves = curves_of(correlations, transport);
  file.add_coordinate("long_lag", curves.times, dimension::time,
                      "time between the two fluxes, doubling from level to level");
  file.add({"long_flux_correlation",
            {"flux_pair", "long_lag"},
            std::nullopt,
            "as flux_correlation, by the multiple-tau correlator"},
           curves.functions);
  file.add({"long_running_coefficient",
            {"flux_pair", "long_lag"},
            std::nullopt,
            "as running_coefficient, by the multiple-tau correlator"},
           curves.coefficients);
}

void add_displacements(ResultsFile& file, const DisplacementBlocks& displacements)
{
  constexpr Dimension area{.length = 2};
  std::vector<Estimate> squared;
  std::vector<Estimate> non_gaussian;
  std::vector<Estimate> centre;
  std::vector<double> times;
  for (std::size_t species = 0; species < displacements.shape.species(); ++species) {
    const std::vector<DisplacementPoint> curve = displacement_curve(displacements, species);
    append(squared, column(curve, &DisplacementPoint::mean_squared));
    append(non_gaussian, column(curve, &DisplacementPoint::non_gaussian));
    append(centre, column(curve, &DisplacementPoint::centre_squared));
    times.clear();
    for (const DisplacementPoint& point : curve) {
      times.push_back(point.lag_time);
    }
  }
  add_species(file, displacements.shape.species_names);
  file.add_coordinate("displacement_lag", times, dimension::time, "time of the displacement");
  const std::vector<std::string> along{"species", "displacement_lag"};
  file.add({"mean_squared_displacement", along, area, "mean squared displacement of a particle"}, squared);
  file.add({"non_gaussian_parameter", along, dimension::none, "3 <r^4>/(5 <r^2>^2) - 1"}, non_gaussian);
  file.add({"mean_squared_centre_displacement", along, area,
            "of the species' mean position, in the frame of zero total momentum"},
           centre);
}

void add_velocity_correlations(ResultsFile& file, const CorrelationBlocks& velocities,
                               const std::vector<std::string>& species_names)
{
  const Curves curves = curves_of(velocities, [](std::size_t) { return 1.0; });
  add_species(file, species_names);
  file.add_coordinate("velocity_lag", curves.times, dimension::time, "time between the two velocities");
  const std::vector<std::string> along{"species", "velocity_lag"};
  file.add({"velocity_correlation", along, Dimension{.length = 2, .time = -2}, "<v(t).v(0)>/3"}, curves.functions);
  file.add({"velocity_correlation_integral", along, Dimension{.length = 2, .time = -1},
            "its integral from 0 to the lag, which becomes the diffusion coefficient"},
           curves.coefficients);
}

void add_distributions(ResultsFile& file, const PairDistributionBlocks& pairs, const KirkwoodBuff* integrals)
{
  const PairDistributionShape& shape = pairs.shape;
  std::vector<double> centres;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    centres.push_back(shape.centre(bin));
  }
  std::vector<Estimate> distribution;
  std::vector<Estimate> coordination;
  for (std::size_t i = 0; i < shape.species(); ++i) {
    for (std::size_t j = i; j < shape.species(); ++j) {
      append(distribution, radial_distribution_estimates(pairs, i, j));
      append(coordination, coordination_number_estimates(pairs, i, j));
    }
  }
  add_pair_labels(file, shape.species_names);
  file.add_coordinate("distance", centres, dimension::length, "middle of the shell");
  const std::vector<std::string> along{"species_pair", "distance"};
  file.add({"radial_distribution", along, dimension::none, "g_ij, normalised by N_j/V"}, distribution);
  file.add({"coordination_number", along, dimension::none, "mean number of j within the shell's outer edge of an i"},
           coordination);
  if (integrals != nullptr) {
    constexpr Dimension volume{.length = 3};
    std::vector<Estimate> running;
    std::vector<Estimate> spheres;
    for (const PairIntegral& pair : integrals->pairs) {
      append(running, pair.running);
      append(spheres, pair.finite_volume);
    }
    file.add(
        {"kirkwood_buff_running", along, volume, "integral of g - 1 to the shell's outer edge, closed box corrected"},
        running);
    file.add({"kirkwood_buff_sphere", along, volume, "of a sphere whose diameter is the shell's outer edge"}, spheres);
  }
}

void add_structure_factors(ResultsFile& file, const StructureFactorBlocks& modes)
{
  const StructureFactorShape& shape = modes.shape;
  std::vector<Estimate> partials;
  for (std::size_t a = 0; a < shape.species(); ++a) {
    for (std::size_t b = a; b < shape.species(); ++b) {
      append(partials, partial_structure_factor(modes, a, b, PartialConvention::per_particle));
    }
  }
  add_pair_labels(file, shape.species_names);
  file.add_coordinate("wave_number", shape.wave_numbers, dimension::inverse_length, "mean |q| of the shell");
  file.add({"partial_structure_factor", {"species_pair", "wave_number"}, dimension::none, "<Re(rho_a conj rho_b)>/N"},
           partials);
  if (shape.species() == 2) {
    file.add({"concentration_structure_factor", {"wave_number"}, dimension::none, "S_cc"},
             concentration_structure_factor(modes));
  }
}

}  // namespace soret
