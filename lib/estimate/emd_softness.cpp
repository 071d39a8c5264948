/// \file
/// Softness in analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/softness.hpp>

#include <fmt/format.h>

#include <utility>

namespace soret {

namespace {

void warn_of_doubts(EmdCollector& collector, const Softness& found)
{
  constexpr double largest_tail = 0.05;
  constexpr double largest_noise = 0.2;
  if (found.tail_share.value > largest_tail) {
    collector.warn(fmt::format(
        "the last tenth of the wave numbers up to {:g} makes {:.0f} % of 1/softness: it depends on where they end",
        found.rule.largest_wave_number.value(), 100.0 * found.tail_share.value));
  }
  if (found.noise_share > largest_noise) {
    collector.warn(
        fmt::format("noise of the structure factors had added {:.0f} % to 1/softness, and was taken out: "
                    "more configurations are needed to be sure",
                    100.0 * found.noise_share));
  }
}

}  // namespace

void add_softness(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  if (!settings.cage || !measured.structure->modes) {
    return;
  }
  collector.attempt("softness", [&] {
    Softness found = softness(*measured.structure->modes, *settings.cage);
    collector.add("softness", dimension::area, found.softness);
    collector.add("caging_depth", dimension::none, found.depth);
    collector.add("caging_range", dimension::length, found.range);
    collector.add("log_first_passage_time", dimension::none, found.first_passage);
    collector.add("softness_wave_number", dimension::inverse_length, {found.rule.largest_wave_number.value(), 0.0});
    collector.add("softness_fit_range", dimension::length, {found.rule.fit_range.value(), 0.0});
    collector.add("softness_tail_share", dimension::none, found.tail_share);
    warn_of_doubts(collector, found);
    collector.found().softness = std::move(found);
  });
}

}  // namespace soret
