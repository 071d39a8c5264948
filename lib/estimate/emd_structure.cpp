/// \file
/// The structural part of analyse_emd.

#include "emd_parts.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

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

void add_modes(EmdCollector& collector, const StructureFactorBlocks& modes)
{
  try {
    const ConcentrationLimit limit = concentration_limit(modes);
    collector.add("thermodynamic_factor_from_modes", dimension::none, limit.thermodynamic_factor);
    collector.add("concentration_structure_factor", dimension::none, limit.structure_factor);
    if (limit.window.shows_curvature) {
      collector.warn("the smallest wave numbers of the structure factor do not lie on a line: the box is too small");
    }
    collector.found().concentration = limit;
  }
  catch (const RunTimeFailure& failure) {
    collector.warn(fmt::format("no limit of the structure factor at small wave numbers: {}", failure.what()));
  }
}

}  // namespace

void add_structure(EmdCollector& collector, const EmdMeasurements& measured)
{
  const EmdMeasurements::Structure& structure = *measured.structure;
  try {
    KirkwoodBuff integrals = kirkwood_buff(structure.pairs);
    add_integrals(collector, measured, integrals);
    collector.found().kirkwood_buff = std::move(integrals);
  }
  catch (const RunTimeFailure& failure) {
    collector.warn(fmt::format("no Kirkwood-Buff integrals: {}", failure.what()));
  }
  if (structure.modes && measured.species_names.size() == 2) {
    add_modes(collector, *structure.modes);
  }
}

}  // namespace soret
