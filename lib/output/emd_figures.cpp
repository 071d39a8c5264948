#include "emd_figures.hpp"

#include "flux_coefficients.hpp"
#include "thinned.hpp"
#include "words.hpp"

#include <soret/estimate/green_kubo.hpp>
#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace soret {

namespace {

std::string pair_name(const std::vector<std::string>& names, std::size_t i, std::size_t j)
{
  return plain_text(names[i] + "-" + names[j]);
}

/// To base ten.
Estimate logarithm(const Estimate& positive)
{
  return {std::log10(positive.value), positive.standard_error / (positive.value * std::numbers::ln10)};
}

/// What a row of a stage says, against time.
Figure stage_figure(const StageSeries& stage, const std::string& y_label,
                    const std::function<double(const ThermodynamicTable&, const ThermodynamicRow&)>& of)
{
  Figure figure{axis_label("time", dimension::time), y_label};
  for (std::size_t replica = 0; replica < stage.tables.size(); ++replica) {
    const ThermodynamicTable& table = stage.tables[replica];
    std::vector<double> times;
    std::vector<double> values;
    for (const ThermodynamicRow& row : table) {
      times.push_back(row.time);
      values.push_back(of(table, row));
    }
    const std::string key = stage.tables.size() > 1 ? fmt::format("replica {}", replica + 1) : "";
    figure.line(key, ink(replica), thinned(times), thinned(values));
  }
  return figure;
}

/// From zero to `end`, for curves of fits.
std::vector<double> evenly_spaced_to(double end)
{
  constexpr int intervals = 50;
  std::vector<double> values;
  for (int k = 0; k <= intervals; ++k) {
    values.push_back(end * k / intervals);
  }
  return values;
}

}  // namespace

double EmdFigures::limit_of(std::size_t pair) const
{
  return run_.found.transport->limit_of(run_.measured.transport->correlations.quantities, pair).time.value();
}

Figure EmdFigures::correlation(std::size_t pair) const
{
  const RunningIntegral curve = soret::running_integral(run_.measured.transport->correlations, pair);
  const auto largest =
      std::max_element(curve.correlation.begin(), curve.correlation.end(),
                       [](const Estimate& a, const Estimate& b) { return std::abs(a.value) < std::abs(b.value); });
  const double scale = largest->value == 0.0 ? 1.0 : 1.0 / std::abs(largest->value);
  Figure figure{axis_label("{/:Italic t}", dimension::time), "correlation / its largest value"};
  figure.band("", Ink::blue, thinned(curve.time), thinned(scaled(curve.correlation, scale)));
  figure.level("", 0.0).x_range(0.0, std::min(limit_of(pair), curve.time.back()));
  return figure;
}

Figure EmdFigures::running_integral(std::size_t pair) const
{
  const CorrelationBlocks& correlations = run_.measured.transport->correlations;
  const RunningIntegral curve = soret::running_integral(correlations, pair);
  const FluxCoefficient coefficient = flux_coefficient(correlations.quantities, pair, *run_.found.transport);
  Figure figure{axis_label("upper limit {/:Italic t}", dimension::time),
                axis_label(coefficient.symbol + "({/:Italic t})", coefficient.dimension)};
  figure.band("", Ink::blue, thinned(curve.time), thinned(scaled(curve.integral, coefficient.factor)));
  const double limit = limit_of(pair);
  figure.shade(Shade::window, 0.0, limit, "used").x_range(0.0, curve.time.back());
  return figure;
}

Figure EmdFigures::displacements() const
{
  const DisplacementBlocks& displacements = run_.measured.transport->displacements;
  Figure figure{"log_{10} " + axis_label("{/:Italic t}", dimension::time),
                "log_{10} " + axis_label("⟨Δ{/:Italic r}^{2}⟩", Dimension{.length = 2})};
  for (std::size_t species = 0; species < displacements.shape.species(); ++species) {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (const DisplacementPoint& point : displacement_curve(displacements, species)) {
      x.push_back(std::log10(point.lag_time));
      y.push_back(logarithm(point.mean_squared));
    }
    figure.band(plain_text(displacements.shape.species_names[species]), ink(species), x, y);
  }
  return figure;
}

Figure EmdFigures::velocity_correlations() const
{
  const CorrelationBlocks& velocities = *run_.measured.transport->velocities;
  constexpr double shown = 2.0;  // what comes later hardly shows
  Figure figure{axis_label("{/:Italic t}", dimension::time),
                "⟨{/:Italic v}({/:Italic t})·{/:Italic v}(0)⟩ / ⟨{/:Italic v}^{2}⟩"};
  for (std::size_t species = 0; species < run_.measured.species_names.size(); ++species) {
    const RunningIntegral curve = soret::running_integral(velocities, species);
    figure.band(plain_text(run_.measured.species_names[species]), ink(species), thinned(curve.time),
                thinned(scaled(curve.correlation, 1.0 / curve.correlation.front().value)));
    figure.level("", 0.0).x_range(0.0, std::min(shown, curve.time.back()));
  }
  return figure;
}

Figure EmdFigures::velocity_integrals() const
{
  const CorrelationBlocks& velocities = *run_.measured.transport->velocities;
  Figure figure{axis_label("upper limit {/:Italic t}", dimension::time),
                axis_label("{/:Italic D}({/:Italic t})", Dimension{.length = 2, .time = -1})};
  for (std::size_t species = 0; species < run_.measured.species_names.size(); ++species) {
    const RunningIntegral curve = soret::running_integral(velocities, species);
    figure.band(plain_text(run_.measured.species_names[species]), ink(species), thinned(curve.time),
                thinned(curve.integral));
    figure.x_range(0.0, curve.time.back());
  }
  for (const IntegrationLimit& limit : run_.found.transport->velocity_limits) {
    figure.shade(Shade::window, 0.0, limit.time.value());
  }
  return figure;
}

Figure EmdFigures::radial_distributions() const
{
  const PairDistributionBlocks& pairs = run_.measured.structure->pairs;
  const PairDistributionShape& shape = pairs.shape;
  std::vector<double> centres;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    centres.push_back(shape.centre(bin));
  }
  Figure figure{axis_label("{/:Italic r}", dimension::length), "{/:Italic g}({/:Italic r})"};
  std::size_t colour = 0;
  for (std::size_t i = 0; i < shape.species(); ++i) {
    for (std::size_t j = i; j < shape.species(); ++j) {
      figure.band(pair_name(shape.species_names, i, j), ink(colour++), centres,
                  radial_distribution_estimates(pairs, i, j));
    }
  }
  figure.x_range(0.0, shape.r_max()).y_from_zero();
  return figure;
}

Figure EmdFigures::kirkwood_buff() const
{
  const KirkwoodBuff& found = *run_.found.kirkwood_buff;
  const double smallest = std::min(1.0, found.window.low);
  std::vector<std::size_t> kept;
  for (std::size_t k = 0; k < found.radii.size(); ++k) {
    if (found.radii[k] >= smallest) {
      kept.push_back(k);
    }
  }
  Figure figure{axis_label("1/{/:Italic R}", dimension::inverse_length),
                axis_label("{/:Italic G}^{V}_{ij}", Dimension{.length = 3})};
  for (std::size_t p = 0; p < found.pairs.size(); ++p) {
    const PairIntegral& pair = found.pairs[p];
    std::vector<double> x;
    std::vector<Estimate> y;
    for (const std::size_t k : kept) {
      x.push_back(1.0 / found.radii[k]);
      y.push_back(pair.finite_volume[k]);
    }
    figure.band(pair_name(run_.measured.species_names, pair.i, pair.j), ink(p), thinned(x), thinned(y));
    const std::vector<double> inverse = evenly_spaced_to(1.0 / found.window.low);
    std::vector<double> fitted;
    for (const double u : inverse) {
      fitted.push_back(pair.integral.value + pair.slope.value * u + pair.cube.value * u * u * u);
    }
    figure.fit("", inverse, fitted);
  }
  figure.shade(Shade::window, 1.0 / found.window.high, 1.0 / found.window.low, "fitted");
  figure.x_range(0.0, 1.0 / smallest);
  return figure;
}

Figure EmdFigures::structure_factors() const
{
  const StructureFactorBlocks& modes = *run_.measured.structure->modes;
  Figure figure{axis_label("{/:Italic q}", dimension::inverse_length),
                "{/:Italic S}_{ab}({/:Italic q}), divided by {/:Italic N}"};
  std::size_t colour = 0;
  for (std::size_t a = 0; a < modes.shape.species(); ++a) {
    for (std::size_t b = a; b < modes.shape.species(); ++b) {
      figure.band(pair_name(modes.shape.species_names, a, b), ink(colour++), modes.shape.wave_numbers,
                  partial_structure_factor(modes, a, b, PartialConvention::per_particle));
    }
  }
  return figure;
}

Figure EmdFigures::concentration_structure_factor() const
{
  const StructureFactorBlocks& modes = *run_.measured.structure->modes;
  Figure figure{axis_label("{/:Italic q}", dimension::inverse_length), "{/:Italic S}_{cc}({/:Italic q})"};
  figure.points("measured", Ink::blue, modes.shape.wave_numbers, soret::concentration_structure_factor(modes));
  const double ideal = modes.shape.mole_fraction(0) * modes.shape.mole_fraction(1);
  figure.level("{/:Italic x}_{1} {/:Italic x}_{2}", ideal);
  if (run_.found.concentration) {
    const ConcentrationLimit& limit = *run_.found.concentration;
    const std::vector<double> wave_numbers = evenly_spaced_to(limit.window.longest);
    std::vector<double> fitted;
    for (const double q : wave_numbers) {
      fitted.push_back(limit.structure_factor.value / (1.0 + limit.correlation_length_squared.value * q * q));
    }
    figure.fit("1/(a + b {/:Italic q}^{2})", wave_numbers, fitted);
  }
  constexpr double shown = 3.0;  // the limit at small q is what matters
  figure.x_range(0.0, std::min(shown, modes.shape.wave_numbers.back()));
  return figure;
}

Figure EmdFigures::energy_drift(const StageSeries& stage) const
{
  const auto change = [&](const ThermodynamicTable& table, const ThermodynamicRow& row) {
    return (row.conserved_energy() - table.front().conserved_energy()) / static_cast<double>(stage.particles);
  };
  return stage_figure(stage, axis_label("change per particle", dimension::energy), change).level("", 0.0);
}

Figure EmdFigures::potential_energy(const StageSeries& stage) const
{
  return stage_figure(stage, axis_label("potential energy per particle", dimension::energy),
                      [&](const ThermodynamicTable&, const ThermodynamicRow& row) {
                        return row.potential_energy / static_cast<double>(stage.particles);
                      });
}

Figure EmdFigures::density(const StageSeries& stage) const
{
  return stage_figure(stage, axis_label("ρ", dimension::number_density),
                      [&](const ThermodynamicTable&, const ThermodynamicRow& row) {
                        return static_cast<double>(stage.particles) / row.volume();
                      });
}

}  // namespace soret
