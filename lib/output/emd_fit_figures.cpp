/// \file
/// The pictures of soret-emd's report that show a fit.

#include "emd_figures.hpp"
#include "thinned.hpp"
#include "words.hpp"

#include <soret/estimate/diffusion.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace soret {

namespace {

std::vector<double> logarithms(std::vector<double> values)
{
  for (double& value : values) {
    value = std::log10(value);
  }
  return values;
}

Figure line_through(const EmdRun& run, const DiffusiveLine& line, Estimate DisplacementPoint::*column,
                    const std::string& symbol)
{
  std::vector<double> times;
  std::vector<Estimate> squared;
  for (const DisplacementPoint& point : displacement_curve(run.measured.transport->displacements, line.species)) {
    times.push_back(point.lag_time);
    squared.push_back(point.*column);
  }
  Figure figure{axis_label("{/:Italic t}", dimension::time), axis_label(symbol, Dimension{.length = 2})};
  figure.points("", ink(line.species), times, squared);
  const double end = line.window.end.value();
  figure.fit("", std::vector{0.0, end}, std::vector{line.line.at(0.0), line.line.at(end)});
  figure.shade(Shade::window, line.window.start.value(), end, "fitted").x_range(0.0, times.back()).y_from_zero();
  return figure;
}

}  // namespace

Figure EmdFigures::spectrum(const CoefficientSpectrum& spectrum) const
{
  const CepstralEstimate& found = spectrum.found;
  const std::vector<double> frequencies = found.frequencies();
  Figure figure{axis_label("frequency", Dimension{.time = -1}),
                "log_{10} " + axis_label("spectrum", spectrum.dimension)};
  figure.dots("averaged", Ink::sky, thinned(frequencies), thinned(logarithms(found.spectrum)));
  figure.fit("smoothed", thinned(frequencies), thinned(logarithms(found.smoothed)));
  return figure;
}

Figure EmdFigures::diffusive_line(const DiffusiveLine& line) const
{
  return line_through(run_, line, &DisplacementPoint::mean_squared, "⟨Δ{/:Italic r}^{2}⟩");
}

Figure EmdFigures::relative_line(const DiffusiveLine& line) const
{
  return line_through(run_, line, &DisplacementPoint::centre_squared, "⟨Δ{/:Italic R}^{2}⟩");
}

Figure EmdFigures::mixing_line(const MolarValues<Estimate>& values, const std::string& y_label) const
{
  const double x = values.mole_fraction;
  const double slope = 0.5 * (values.above.value - values.below.value) / values.step;
  const double beyond = 1.5 * values.step;
  Figure figure{"{/:Italic x}(" + plain_text(run_.measured.species_names[0]) + ")", y_label};
  figure.points("", Ink::blue, std::vector{x - values.step, x, x + values.step},
                std::vector{values.below, values.here, values.above});
  figure.fit("", std::vector{x - beyond, x + beyond},
             std::vector{values.here.value - slope * beyond, values.here.value + slope * beyond});
  figure.x_range(x - beyond, x + beyond);
  return figure;
}

Figure EmdFigures::partial_limits() const
{
  const StructureFactorBlocks& modes = *run_.measured.structure->modes;
  const PartialLimits& limits = *run_.found.partial_limits;
  const double longest = limits.window.longest;
  constexpr int points = 50;
  std::vector<double> wave_numbers;
  std::vector<std::vector<double>> fitted(modes.shape.pairs());
  for (int k = 0; k <= points; ++k) {
    wave_numbers.push_back(longest * k / points);
    const std::vector<double> partials = limits.structure_factors_at(modes.shape, WaveNumber{wave_numbers.back()});
    for (std::size_t pair = 0; pair < partials.size(); ++pair) {
      fitted[pair].push_back(partials[pair]);
    }
  }
  Figure figure{axis_label("{/:Italic q}", dimension::inverse_length),
                "{/:Italic S}_{ab}({/:Italic q}), divided by ({/:Italic N}_{a}{/:Italic N}_{b})^{1/2}"};
  std::size_t colour = 0;
  for (std::size_t a = 0; a < modes.shape.species(); ++a) {
    for (std::size_t b = a; b < modes.shape.species(); ++b) {
      const std::vector<std::string>& names = modes.shape.species_names;
      figure.points(plain_text(names[a] + "-" + names[b]), ink(colour++), modes.shape.wave_numbers,
                    partial_structure_factor(modes, a, b, PartialConvention::per_species));
      figure.fit("", wave_numbers, fitted[modes.shape.pair(a, b)]);
    }
  }
  constexpr double beyond = 2.0;
  figure.shade(Shade::window, 0.0, longest, "fitted").x_range(0.0, beyond * longest);
  return figure;
}

Figure EmdFigures::exchange_line() const
{
  std::vector<double> fractions;
  std::vector<Estimate> differences;
  for (const ExchangePoint& point : run_.found.exchanges->points) {
    fractions.push_back(point.mole_fraction);
    differences.push_back(point.excess);
  }
  const auto [lowest, highest] = std::ranges::minmax(fractions);
  const StraightLine& line = run_.found.exchanges->series.line;
  Figure figure{"{/:Italic x}(" + plain_text(run_.measured.species_names[0]) + ")",
                axis_label("μ_{2}^{ex} − μ_{1}^{ex}", dimension::energy)};
  figure.points("", Ink::blue, fractions, differences);
  figure.fit("", std::vector{lowest, highest}, std::vector{line.at(lowest), line.at(highest)});
  return figure;
}

}  // namespace soret
