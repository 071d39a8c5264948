/// \file
/// The structural part of analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/composition_relaxation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace soret {

namespace {

void add_integrals(EmdCollector& collector, const EmdMeasurements& measured, const KirkwoodBuff& integrals)
{
  const std::vector<std::string>& names = measured.species_names;
  collector.add_choice("kirkwood_buff_window_begin", dimension::length, integrals.window.low);
  collector.add_choice("kirkwood_buff_window_end", dimension::length, integrals.window.high);
  for (const PairIntegral& pair : integrals.pairs) {
    const std::string of = names[pair.i] + "-" + names[pair.j];
    collector.add("kirkwood_buff", dimension::volume, pair.integral, of);
    collector.add("excess_coordination_number", dimension::none, pair.excess_of_j, of);
    if (pair.i != pair.j) {
      collector.add("excess_coordination_number", dimension::none, pair.excess_of_i,
                    names[pair.j] + "-" + names[pair.i]);
    }
    constexpr double significance = 3.0;
    const bool matters = std::abs(pair.change.value) > 0.5 * pair.integral.standard_error;
    if (matters && std::abs(pair.change.standard_errors_from(0.0)) > significance) {
      collector.warn(
          fmt::format("the Kirkwood-Buff integral of {} over spheres is not of the form a + b/R + c/R^3: it "
                      "changes by {} if the window begins a fifth of its width later",
                      of, to_string(pair.change)));
    }
  }
  if (!integrals.solution) {
    if (!integrals.no_solution.empty()) {
      collector.warn(
          fmt::format("no thermodynamic factor from Kirkwood-Buff integrals: {}; sample longer or take a larger box",
                      integrals.no_solution));
    }
    return;
  }
  const BinarySolution<Estimate>& solution = *integrals.solution;
  collector.add("thermodynamic_factor", dimension::none, solution.thermodynamic_factor);
  collector.add("thermodynamic_factor_first_order", dimension::none, solution.first_order_factor);
  collector.add("thermodynamic_factor_excess", dimension::none, solution.excess_factor);
  collector.add("excess_coordination_part", dimension::none, solution.f_11, names[0] + "-" + names[0]);
  collector.add("excess_coordination_part", dimension::none, solution.f_12, names[0] + "-" + names[1]);
  collector.add("excess_coordination_part", dimension::none, solution.f_22, names[1] + "-" + names[1]);
  collector.add("reduced_compressibility", dimension::none, solution.reduced_compressibility);
}

/// Says if spheres are fitted that do not hold the first shell of a pair: distances in them go up to twice their
/// radius.
void check_spheres(EmdCollector& collector, const std::string& pair, double first_shell)
{
  const std::optional<KirkwoodBuff>& integrals = collector.found().kirkwood_buff;
  if (integrals && 2.0 * integrals->window.low < first_shell) {
    collector.warn(
        fmt::format("the line through the Kirkwood-Buff integrals of {} begins at spheres of radius {:.3g}, which do "
                    "not hold the first shell, {:.3g}: the box is too small for it",
                    pair, integrals->window.low, first_shell));
  }
}

/// Neighbours in the first shell, for both orders of an unlike pair.
void add_first_shells(EmdCollector& collector, const PairDistributionBlocks& pairs)
{
  const std::vector<std::string>& names = pairs.shape.species_names;
  const auto add = [&](std::size_t i, std::size_t j, std::size_t last) {
    collector.add_choice("coordination_radius", dimension::length, pairs.shape.outer_edge(last),
                         names[i] + "-" + names[j]);
    collector.add("coordination_number", dimension::none, coordination_number_estimates(pairs, i, j).at(last),
                  names[i] + "-" + names[j]);
  };
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i; j < names.size(); ++j) {
      if (pairs.shape.particles[i] < 1 || pairs.shape.particles[j] < (i == j ? 2 : 1)) {
        continue;
      }
      if (const auto last = first_shell(pairs.shape, radial_distribution_estimates(pairs, i, j))) {
        add(i, j, *last);
        check_spheres(collector, names[i] + "-" + names[j], pairs.shape.outer_edge(*last));
        if (i != j) {
          add(j, i, *last);
        }
      }
    }
  }
}

/// Composition fluctuations of half wave length R relax with (R/pi)²/D, their squares in half that time.
RelaxationTime relaxation_of_squares(double half_wave_length, double diffusion)
{
  const double inverse_wave_number = half_wave_length / std::numbers::pi;
  return RelaxationTime{0.5 * inverse_wave_number * inverse_wave_number / diffusion};
}

/// What is known about the slowness of composition: the slower self-diffusion of the transport stage.
std::optional<double> slowest_diffusion(const EmdEstimates& found, const std::vector<std::string>& names)
{
  std::optional<double> slowest;
  for (const std::string& name : names) {
    const Estimate* diffusion = found.find("self_diffusion", name);
    if (diffusion != nullptr && diffusion->value > 0.0) {
      slowest = std::min(slowest.value_or(diffusion->value), diffusion->value);
    }
  }
  return slowest;
}

/// What structure is judged by: its fluctuations of this half wave length, and what sees them.
struct Fluctuations {
  double half_wave_length;
  std::string of;  ///< "g(r)"
};

/// Warns if the structure stage is too short for fluctuations that relax within `relaxation`, or began too early.
void judge_lengths(EmdCollector& collector, const EmdMeasurements::Structure& structure,
                   const Fluctuations& fluctuations, double sampled, RelaxationTime relaxation)
{
  constexpr double fewest_relaxation_times = 20.0;
  constexpr double fewest_before = 3.0;
  const std::string what =
      fmt::format("{}: composition fluctuations over {:.3g} length units relax within {:.3g} time units",
                  fluctuations.of, fluctuations.half_wave_length, relaxation.value());
  if (sampled < fewest_relaxation_times * relaxation.value()) {
    collector.warn(
        fmt::format("{}; the structure stage holds {:.1f} of these times where {:g} are wanted: its errors are "
                    "themselves uncertain",
                    what, sampled / relaxation.value(), fewest_relaxation_times));
  }
  if (structure.equilibration > 0.0 && structure.equilibration < fewest_before * relaxation.value()) {
    collector.warn(
        fmt::format("{}, but structure.equilibration is only {:.3g}: they may not be fully developed, and the "
                    "thermodynamic factor too large",
                    what, structure.equilibration));
  }
}

/// The inefficiency of blocks that a fluctuation of that half wave length makes; 1 if too little is known. Mutual
/// diffusion, by which it relaxes, is nearly self-diffusion times the thermodynamic factor.
double inefficiency_of(EmdCollector& collector, const EmdMeasurements& measured, const Fluctuations& fluctuations,
                       double thermodynamic_factor)
{
  const EmdMeasurements::Structure& structure = *measured.structure;
  const auto diffusion = slowest_diffusion(collector.found(), measured.species_names);
  if (!diffusion || structure.sample_spacing <= 0.0 || measured.species_names.size() < 2) {
    return 1.0;
  }
  constexpr double smallest_factor = 0.1;  // a smaller one is known too badly
  const double slowing = std::clamp(thermodynamic_factor, smallest_factor, 1.0);
  const RelaxationTime relaxation = relaxation_of_squares(fluctuations.half_wave_length, slowing * *diffusion);
  const double sampled = structure.pairs.sequence().total_weight() * structure.sample_spacing;
  judge_lengths(collector, structure, fluctuations, sampled, relaxation);
  const Duration block{sampled / static_cast<double>(structure.pairs.blocks.size())};
  return statistical_inefficiency(block, relaxation);
}

void add_concentration_limit(EmdCollector& collector, const StructureFactorBlocks& modes,
                             const SmallWaveNumberRule& rule)
{
  const ConcentrationLimit limit = concentration_limit(modes, rule);
  collector.add("thermodynamic_factor_from_modes", dimension::none, limit.thermodynamic_factor);
  collector.add("concentration_structure_factor", dimension::none, limit.structure_factor);
  if (limit.window.shows_curvature) {
    collector.warn("the smallest wave numbers of the structure factor do not lie on a line: the box is too small");
  }
  collector.add_choice("concentration_window_end", dimension::inverse_length, limit.window.longest);
  collector.found().concentration = limit;
}

void add_integrals_from_modes(EmdCollector& collector, const StructureFactorBlocks& modes,
                              const SmallWaveNumberRule& rule)
{
  const std::vector<std::string>& names = modes.shape.species_names;
  PartialLimits limits = partial_limits(modes, rule);
  collector.add_choice("structure_factor_window_end", dimension::inverse_length, limits.window.longest);
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i; j < names.size(); ++j) {
      collector.add("kirkwood_buff_from_modes", dimension::volume, limits.kirkwood_buff.at(modes.shape.pair(i, j)),
                    names[i] + "-" + names[j]);
    }
  }
  collector.found().partial_limits = std::move(limits);
}

void add_modes(EmdCollector& collector, const EmdMeasurements& measured)
{
  const StructureFactorBlocks& modes = *measured.structure->modes;
  const double half_box = 0.5 * std::cbrt(modes.shape.volume);
  const bool is_binary = measured.species_names.size() == 2;
  const double factor = is_binary ? concentration_limit(modes, {}).thermodynamic_factor.value : 1.0;
  const SmallWaveNumberRule rule{.least_inefficiency =
                                     inefficiency_of(collector, measured, {half_box, "S(q)"}, factor)};
  if (is_binary) {
    add_concentration_limit(collector, modes, rule);
  }
  add_integrals_from_modes(collector, modes, rule);
}

}  // namespace

void add_structure(EmdCollector& collector, const EmdMeasurements& measured)
{
  const EmdMeasurements::Structure& structure = *measured.structure;
  if (measured.species_names.size() > 1 && structure.sample_spacing > 0.0 &&
      !slowest_diffusion(collector.found(), measured.species_names)) {
    collector.warn(
        "how slowly the composition relaxes is not known without diffusion coefficients (stage transport): whether "
        "the structure was sampled for long enough was not checked, and its errors may be too small");
  }
  collector.add("box_length_of_structure", dimension::length,
                {std::cbrt(structure.pairs.shape.volume), structure.box_length_error});
  collector.attempt("Kirkwood-Buff integrals", [&] {
    const double largest_sphere = 0.5 * structure.pairs.shape.r_max();
    const auto solution = kirkwood_buff(structure.pairs, {}).solution;
    const double factor = solution ? solution->thermodynamic_factor.value : 1.0;
    KirkwoodBuff integrals = kirkwood_buff(
        structure.pairs,
        {.window = {}, .least_inefficiency = inefficiency_of(collector, measured, {largest_sphere, "g(r)"}, factor)});
    add_integrals(collector, measured, integrals);
    collector.found().kirkwood_buff = std::move(integrals);
  });
  collector.attempt("coordination numbers", [&] { add_first_shells(collector, structure.pairs); });
  if (structure.modes) {
    collector.attempt("limit of the structure factor at small wave numbers", [&] { add_modes(collector, measured); });
  }
}

}  // namespace soret
