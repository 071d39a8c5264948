/// \file
/// Test exchanges in analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/exchange_difference.hpp>

#include <fmt/format.h>

#include <vector>

namespace soret {

namespace {

constexpr double largest_chi_squared = 9.0;  // three standard errors of the one deviation of three points

void add_series(EmdCollector& collector, const EmdMeasurements& measured)
{
  std::vector<ExchangePoint> points;
  for (const EquilibriumRun& run : measured.isobaric) {
    if (!run.exchanges) {
      return;
    }
    points.push_back({run.mole_fraction(0), exchange_difference(*run.exchanges, measured.temperature).excess});
  }
  const ExchangeSeries series =
      exchange_series(points, measured.isobaric.front().mole_fraction(0), measured.temperature);
  collector.add("thermodynamic_factor_from_exchange", dimension::none, series.factor);
  collector.found().exchanges = ExchangeLine{points, series};
  if (series.line.chi_squared > largest_chi_squared) {
    collector.warn(
        fmt::format("differences of chemical potentials at {} compositions do not lie on a line (chi squared {:.1f}): "
                    "the composition step is too large for thermodynamic_factor_from_exchange",
                    points.size(), series.line.chi_squared));
  }
}

}  // namespace

void add_exchanges(EmdCollector& collector, const EmdMeasurements& measured)
{
  if (measured.isobaric.empty() || !measured.isobaric.front().exchanges) {
    return;
  }
  collector.attempt("difference of chemical potentials from exchanges", [&] {
    const ExchangeDifference found = exchange_difference(*measured.isobaric.front().exchanges, measured.temperature);
    collector.add("chemical_potential_difference", dimension::energy, found.excess);
    collector.add("chemical_potential_difference_forward", dimension::energy, found.forward);
    collector.add("chemical_potential_difference_backward", dimension::energy, found.backward);
  });
  if (measured.isobaric.size() > 1) {
    collector.attempt("thermodynamic factor from exchanges", [&] { add_series(collector, measured); });
  }
}

}  // namespace soret
