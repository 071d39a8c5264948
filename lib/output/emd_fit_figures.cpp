/// \file
/// The pictures of soret-emd's report that show a fit.

#include "emd_figures.hpp"
#include "thinned.hpp"
#include "words.hpp"

#include <soret/estimate/diffusion.hpp>

#include <cmath>

namespace soret {

namespace {

std::vector<double> logarithms(std::vector<double> values)
{
  for (double& value : values) {
    value = std::log10(value);
  }
  return values;
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
  std::vector<double> times;
  std::vector<Estimate> squared;
  for (const DisplacementPoint& point : displacement_curve(run_.measured.transport->displacements, line.species)) {
    times.push_back(point.lag_time);
    squared.push_back(point.mean_squared);
  }
  Figure figure{axis_label("{/:Italic t}", dimension::time), axis_label("⟨Δ{/:Italic r}^{2}⟩", Dimension{.length = 2})};
  figure.points("", ink(line.species), times, squared);
  const double end = std::min(line.window.end.value(), times.back());
  figure.fit("", std::vector{0.0, end}, std::vector{line.line.at(0.0), line.line.at(end)});
  figure.shade(Shade::window, line.window.start.value(), end, "fitted").x_range(0.0, times.back()).y_from_zero();
  return figure;
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

}  // namespace soret
