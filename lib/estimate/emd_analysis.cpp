#include <soret/estimate/emd_analysis.hpp>

#include "emd_parts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace soret {

std::int64_t EquilibriumRun::particles() const
{
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

double EquilibriumRun::mole_fraction(std::size_t species) const
{
  return static_cast<double>(counts.at(species)) / static_cast<double>(particles());
}

const Estimate* EmdEstimates::find(const std::string& name, const std::string& of) const
{
  const auto item = std::find_if(estimates.begin(), estimates.end(),
                                 [&](const NamedEstimate& each) { return each.name == name && each.of == of; });
  return item == estimates.end() ? nullptr : &item->estimate;
}

namespace {

/// Names the quantities whose errors come from few independent blocks.
void warn_of_few_blocks(EmdCollector& collector)
{
  constexpr double fewest = 4.0;  // degrees of freedom: the error is uncertain by 1/sqrt(2 × 4) = 35 %
  std::vector<std::string> names;
  for (const NamedEstimate& each : collector.found().estimates) {
    const bool is_unknown = !std::isfinite(each.estimate.standard_error);
    const bool is_known_badly = each.estimate.standard_error != 0.0 && each.estimate.degrees_of_freedom < fewest;
    if ((is_unknown || is_known_badly) && std::ranges::find(names, each.name) == names.end()) {
      names.push_back(each.name);
    }
  }
  if (!names.empty()) {
    collector.warn(
        fmt::format("fewer than five independent blocks stand behind the errors of {}, which are unknown or themselves "
                    "uncertain by a third and more: longer sampling or more replicas are needed",
                    fmt::join(names, ", ")));
  }
}

/// What the species' motion against each other says, alone and with thermodynamics.
void add_relative_motion(EmdCollector& collector, const EmdMeasurements& measured,
                         const std::optional<PartialQuantities>& partial)
{
  add_kinetic_diffusion(collector, measured);
  if (partial) {
    collector.attempt("thermal diffusion", [&] { add_thermal_diffusion(collector, measured, *partial); });
  }
  for (const auto& [name, origin] : {std::pair{"thermodynamic_factor", FactorOrigin::distribution_functions},
                                     {"thermodynamic_factor_from_modes", FactorOrigin::modes},
                                     {"thermodynamic_factor_from_insertion", FactorOrigin::insertion},
                                     {"thermodynamic_factor_from_exchange", FactorOrigin::exchange}}) {
    const Estimate* found = collector.found().find(name);
    if (found == nullptr) {
      continue;
    }
    const Estimate factor = *found;  // results may move
    if (partial) {
      collector.attempt("Soret coefficient",
                        [&, from = origin] { add_soret(collector, measured, *partial, factor, from); });
    }
    collector.attempt("mutual diffusion",
                      [&, from = origin] { add_mutual_diffusion(collector, measured, factor, from); });
  }
}

/// Says what a run that has transport and constant pressure lacks for a Soret coefficient.
void explain_missing_soret(EmdCollector& collector, const EmdMeasurements& measured)
{
  const std::size_t species = measured.species_names.size();
  if (!measured.transport || measured.isobaric.empty()) {
    return;
  }
  if (species > 2) {
    collector.warn(
        fmt::format("no Soret coefficient: it is made for mixtures of two species, and this one has {}", species));
  }
  else if (species == 2 && !collector.found().partial) {
    collector.warn(
        "no Soret coefficient: partial enthalpies need runs at two neighbouring compositions, which "
        "isobaric.composition_step asks for");
  }
}

}  // namespace

EmdEstimates analyse_emd(const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  EmdEstimates found;
  EmdCollector collector{found};
  if (measured.is_active) {
    collector.warn(
        "particles propel themselves and are not in equilibrium: pressure and enthalpy lack what propulsion "
        "adds, thermodynamic factors and compressibilities are those that structure alone would mean");
  }
  add_state(collector, measured, settings);
  found.partial = add_partial_quantities(collector, measured);
  const std::optional<PartialQuantities>& partial = found.partial;
  if (measured.transport) {
    add_transport(collector, measured, settings);
  }
  if (measured.structure) {
    add_structure(collector, measured);
    add_softness(collector, measured, settings);
  }
  if (measured.relaxation) {
    add_relaxation(collector, measured);
  }
  add_exchanges(collector, measured);
  if (!measured.insertions.empty()) {
    add_insertions(collector, measured);
  }
  add_response(collector, measured);
  if (measured.transport && measured.species_names.size() == 2) {
    add_relative_motion(collector, measured, partial);
  }
  explain_missing_soret(collector, measured);
  const Estimate* gamma = found.find("thermodynamic_factor");
  gamma = gamma != nullptr ? gamma : found.find("thermodynamic_factor_from_exchange");
  if (partial && gamma != nullptr) {
    collector.attempt("theories of the Soret coefficient",
                      [&, value = *gamma] { add_theories(collector, measured, settings, *partial, value); });
  }
  warn_of_few_blocks(collector);
  // What the run was made for comes first.
  std::stable_partition(found.estimates.begin(), found.estimates.end(),
                        [](const NamedEstimate& each) { return each.name == "soret_coefficient"; });
  return found;
}

}  // namespace soret
