#include "softness_report.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soret {

namespace {

Figure potential(const Softness& softness)
{
  Figure figure{axis_label("{/:Italic r}", dimension::length), "βΦ({/:Italic r})"};
  figure.band("caging potential", Ink::blue, softness.distances, softness.potential);
  std::vector<double> near;
  std::vector<double> fitted;
  for (const double distance : softness.distances) {
    if (softness.harmonic(Distance{distance}) <= 0.0) {
      near.push_back(distance);
      fitted.push_back(softness.harmonic(Distance{distance}));
    }
  }
  figure.fit("harmonic", near, fitted);
  figure.shade(Shade::window, 0.0, softness.rule.fit_range.value(), "fitted").level("", 0.0);
  constexpr double shown = 10.0;  // fit ranges; the rest is flat
  return figure.x_range(0.0, std::min(shown * softness.rule.fit_range.value(), softness.distances.back()));
}

/// q⁴ f(q), which 1/S is the integral of for a short fit.
Figure contributions(const Softness& softness)
{
  Figure figure{axis_label("{/:Italic q}", Dimension{.length = -1}), "{/:Italic q}^{4} {/:Italic f}({/:Italic q})"};
  std::vector<Estimate> weighted;
  for (std::size_t k = 0; k < softness.wave_numbers.size(); ++k) {
    const double weight = std::pow(softness.wave_numbers[k], 4);
    weighted.push_back({weight * softness.spectrum[k].value, weight * softness.spectrum[k].standard_error});
  }
  figure.band("", Ink::blue, softness.wave_numbers, weighted).level("", 0.0);
  return figure.x_range(0.0, softness.rule.largest_wave_number.value());
}

}  // namespace

void add_softness(Report& report, const Softness& softness)
{
  report.heading("The cage");
  report.figure(
      potential(softness), "Caging potential",
      fmt::format("From the structure factors up to {{/:Italic q}} = {:g}. The fit gives the softness "
                  "{{/:Italic S}} = {}.",
                  softness.rule.largest_wave_number.value(), with_unit(softness.softness, Dimension{.length = 2})));
  report.figure(contributions(softness), "What makes it hard",
                "The spectrum of the cage, noise taken out, times {/:Italic q}^{4}. It should have come down to zero "
                "before the wave numbers end.");
}

}  // namespace soret
