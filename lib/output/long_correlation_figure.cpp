#include "long_correlation_figure.hpp"

#include "words.hpp"

#include <soret/estimate/multiple_tau_integrals.hpp>

#include <cmath>
#include <vector>

namespace soret {

namespace {

/// Upper limits that are closer together than this ratio do not show on a logarithmic axis.
constexpr double ratio_of_times = 1.02;

void add_curve(Figure& figure, const std::string& name, Ink colour, const RunningIntegral& curve)
{
  std::vector<double> x;
  std::vector<Estimate> y;
  double last = 0.0;
  for (std::size_t lag = 1; lag < curve.time.size(); ++lag) {
    if (curve.time[lag] >= ratio_of_times * last) {
      last = curve.time[lag];
      x.push_back(std::log10(last));
      y.push_back(curve.integral[lag]);
    }
  }
  figure.band(name, colour, x, y);
}

}  // namespace

Figure long_integral_figure(const EmdRun& run, std::size_t pair)
{
  const EmdMeasurements::Transport& transport = *run.measured.transport;
  const MultipleTauBlocks& doubling = *transport.long_correlations;
  Figure figure{"log_{10} of the upper limit " + axis_label("{/:Italic t}", dimension::time),
                "integral / (reduced units of the box's totals)"};
  const RunningIntegral curve = running_integral(doubling, pair);
  add_curve(figure, "multiple-tau", Ink::orange, curve);
  add_curve(figure, "Fourier", Ink::blue, running_integral(transport.correlations, pair));
  const double first = std::log10(doubling.time(1));
  const double limit = std::log10(run.found.transport->limit_of(transport.correlations.quantities, pair).time.value());
  figure.shade(Shade::window, first, limit, "used").x_range(first, std::log10(curve.time.back()));
  return figure;
}

}  // namespace soret
