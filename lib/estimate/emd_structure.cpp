/// \file
/// The structural part of analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/composition_relaxation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soret {

namespace {

void add_integrals(EmdCollector& collector, const EmdMeasurements& measured, const KirkwoodBuff& integrals)
{
  const std::vector<std::string>& names = measured.species_names;
  for (const PairIntegral& pair : integrals.pairs) {
    const std::string of = names[pair.i] + "-" + names[pair.j];
    collector.add("kirkwood_buff", dimension::volume, pair.integral, of);
    constexpr double significance = 3.0;
    if (std::abs(pair.half_difference.standard_errors_from(0.0)) > significance) {
      collector.warn(
          fmt::format("the Kirkwood-Buff integral of {} is not a straight line against 1/R: the two halves of "
                      "the window differ by {}",
                      of, to_string(pair.half_difference)));
    }
  }
  if (!integrals.solution) {
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

/// The inefficiency of blocks that a fluctuation of that half wave length makes; 1 if too little is known.
double inefficiency_of(EmdCollector& collector, const EmdMeasurements& measured, double half_wave_length)
{
  const EmdMeasurements::Structure& structure = *measured.structure;
  const auto diffusion = slowest_diffusion(collector.found(), measured.species_names);
  if (!diffusion || structure.sample_spacing <= 0.0 || measured.species_names.size() < 2) {
    return 1.0;
  }
  const RelaxationTime relaxation = relaxation_of_squares(half_wave_length, *diffusion);
  const double sampled = structure.pairs.sequence().total_weight() * structure.sample_spacing;
  const Duration block{sampled / static_cast<double>(structure.pairs.blocks.size())};
  constexpr double fewest_relaxation_times = 20.0;
  if (sampled < fewest_relaxation_times * relaxation.value()) {
    collector.warn(
        fmt::format("composition fluctuations over {:.3g} length units relax within {:.3g} time units, of which the "
                    "structure stage holds {:.1f}: its errors are themselves uncertain",
                    half_wave_length, relaxation.value(), sampled / relaxation.value()));
  }
  return statistical_inefficiency(block, relaxation);
}

void add_modes(EmdCollector& collector, const EmdMeasurements& measured)
{
  const StructureFactorBlocks& modes = *measured.structure->modes;
  const double half_box = 0.5 * std::cbrt(modes.shape.volume);
  const ConcentrationLimit limit =
      concentration_limit(modes, {.least_inefficiency = inefficiency_of(collector, measured, half_box)});
  collector.add("thermodynamic_factor_from_modes", dimension::none, limit.thermodynamic_factor);
  collector.add("concentration_structure_factor", dimension::none, limit.structure_factor);
  if (limit.window.shows_curvature) {
    collector.warn("the smallest wave numbers of the structure factor do not lie on a line: the box is too small");
  }
  collector.found().concentration = limit;
}

}  // namespace

void add_structure(EmdCollector& collector, const EmdMeasurements& measured)
{
  const EmdMeasurements::Structure& structure = *measured.structure;
  collector.add("box_length_of_structure", dimension::length, {std::cbrt(structure.pairs.shape.volume), 0.0});
  collector.attempt("Kirkwood-Buff integrals", [&] {
    const double largest_sphere = 0.5 * structure.pairs.shape.r_max();
    KirkwoodBuff integrals = kirkwood_buff(
        structure.pairs, {.window = {}, .least_inefficiency = inefficiency_of(collector, measured, largest_sphere)});
    add_integrals(collector, measured, integrals);
    collector.found().kirkwood_buff = std::move(integrals);
  });
  if (structure.modes && measured.species_names.size() == 2) {
    collector.attempt("limit of the structure factor at small wave numbers", [&] { add_modes(collector, measured); });
  }
}

}  // namespace soret
