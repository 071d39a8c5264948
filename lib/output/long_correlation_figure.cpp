#include "long_correlation_figure.hpp"

#include "flux_coefficients.hpp"
#include "words.hpp"

#include <soret/estimate/multiple_tau_integrals.hpp>
#include <soret/estimate/propagation.hpp>

#include <cmath>
#include <vector>

namespace soret {

namespace {

/// An integral against the logarithm of its upper limit.
struct LogarithmicCurve {
  std::vector<double> x;
  std::vector<Estimate> y;
};

/// Each limit at least `ratio` times the one before, so that points lie apart.
LogarithmicCurve thinned(const RunningIntegral& curve, const FluxCoefficient& coefficient, double ratio)
{
  const std::vector<Estimate> values = scaled(curve.integral, coefficient.factor);
  LogarithmicCurve kept;
  double last = 0.0;
  for (std::size_t lag = 1; lag < curve.time.size(); ++lag) {
    if (curve.time[lag] >= ratio * last) {
      last = curve.time[lag];
      kept.x.push_back(std::log10(last));
      kept.y.push_back(values[lag]);
    }
  }
  return kept;
}

}  // namespace

Figure long_integral_figure(const EmdRun& run, std::size_t pair)
{
  const EmdMeasurements::Transport& transport = *run.measured.transport;
  const MultipleTauBlocks& doubling = *transport.long_correlations;
  const FluxCoefficient coefficient = flux_coefficient(transport.correlations.quantities, pair, *run.found.transport);
  Figure figure{"log_{10} of the upper limit " + axis_label("{/:Italic t}", dimension::time),
                axis_label(coefficient.symbol + "({/:Italic t})", coefficient.dimension)};
  constexpr double ratio_of_points = 1.25;
  const LogarithmicCurve line = thinned(running_integral(doubling, pair), coefficient, 1.0);
  const LogarithmicCurve points = thinned(running_integral(transport.correlations, pair), coefficient, ratio_of_points);
  figure.band("multiple-tau", Ink::orange, line.x, line.y).points("Fourier", Ink::blue, points.x, points.y);
  const double limit = std::log10(run.found.transport->limit_of(transport.correlations.quantities, pair).time.value());
  figure.shade(Shade::window, line.x.front(), limit, "used").x_range(line.x.front(), line.x.back());
  return figure;
}

}  // namespace soret
