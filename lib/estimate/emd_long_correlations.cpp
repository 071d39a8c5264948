/// \file
/// The part of analyse_emd about correlations at doubling lags.

#include "emd_parts.hpp"
#include "probability.hpp"

#include <soret/estimate/multiple_tau_integrals.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace soret {

namespace {

constexpr double probability_beyond_three_errors = 0.0027;

/// Whether it is as improbable as three standard errors of a normal variable, with what is known of its error.
bool is_warned_of(const Estimate& estimate)
{
  return detail::two_sided_probability(estimate.standard_errors_from(0.0), estimate.degrees_of_freedom) <
         probability_beyond_three_errors;
}

std::string pair_names(const EmdMeasurements& measured, const QuantityPair& pair)
{
  const std::vector<CorrelatedQuantity>& quantities = measured.transport->correlations.quantities.quantities;
  return flux::in_words(quantities[pair.a].name, measured.species_names) + " with " +
         flux::in_words(quantities[pair.b].name, measured.species_names);
}

}  // namespace

void check_long_correlations(EmdCollector& collector, const EmdMeasurements& measured, const TransportCurves& curves)
{
  if (!measured.transport->has_long_correlations()) {
    return;
  }
  const CorrelationBlocks& fourier = measured.transport->correlations;
  const MultipleTauBlocks& doubling = *measured.transport->long_correlations;
  for (std::size_t pair = 0; pair < fourier.quantities.pairs.size(); ++pair) {
    const std::string names = pair_names(measured, fourier.quantities.pairs[pair]);
    const Duration limit = curves.limit_of(fourier.quantities, pair).time;
    const FormsOfIntegral forms = compare_forms(fourier, doubling, pair, limit);
    if (is_warned_of(forms.difference)) {
      collector.warn(fmt::format(
          "the two forms of the integral of {} disagree: up to {:g} by the multiple-tau "
          "correlator {}, by Fourier transforms {:.6g}, and the difference is {}",
          names, forms.time.value(), to_string(forms.measured), forms.expected, to_string(forms.difference)));
    }
    const Estimate rest = integral_after(doubling, pair, limit);
    if (is_warned_of(rest)) {
      collector.warn(
          fmt::format("the integral of {} goes on after its limit {:g}: up to {:g} it gains {}; make "
                      "transport.correlation_time or transport.integration_limit longer",
                      names, limit.value(), doubling.time(doubling.usable_lags() - 1), to_string(rest)));
    }
  }
}

}  // namespace soret
