/// \file
/// Mutual diffusion in analyse_emd. It needs no enthalpies: the motion of the species against each other, and the
/// thermodynamic factor.

#include "emd_parts.hpp"

#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace soret {

namespace {

Estimate product(const Estimate& a, const Estimate& b)
{
  const std::array inputs{a, b};
  return propagate([](std::span<const double> x) { return x[0] * x[1]; }, inputs);
}

/// D_12/Gamma of L_11, which is all that counts here.
Estimate from_time_correlations(const EmdMeasurements& measured, const TransportCurves& curves)
{
  const CorrelationBlocks& correlations = measured.transport->correlations;
  const BinaryMixture mixture = mixture_of(measured, curves.temperature);
  const auto kinetic = jackknife(correlations.sequence(), [&](std::size_t left_out) {
    const OnsagerMatrix l = onsager_coefficients(correlations, left_out, curves.onsager_limit.time, curves.volume);
    return std::vector{onsager_transport(mixture, {l.mass_mass(0, 0), 0.0, 0.0}, 0.0, 1.0).mutual_diffusion};
  });
  return kinetic.front().estimate;
}

/// Also keeps the line.
Estimate from_displacements(const EmdMeasurements& measured, TransportCurves& curves)
{
  const Estimate no_factor{1.0, 0.0};
  const DiffusiveLine& later =
      std::max(curves.diffusive[0], curves.diffusive[1],
               [](const DiffusiveLine& a, const DiffusiveLine& b) { return a.window.start < b.window.start; });
  const DiffusionFit kinetic = interdiffusion(measured.transport->displacements, no_factor, later.window).kinetic;
  curves.relative = DiffusiveLine{0, later.window, kinetic.line};
  return kinetic.coefficient.estimate;
}

/// Mutual diffusion has the finite-size correction of self-diffusion (Jamali et al. 2018,
/// doi:10.1021/acs.jctc.8b00170, whose Maxwell-Stefan form has 1/Gamma); the Soret coefficient follows if thermal
/// diffusion does not share it.
void add_infinite(EmdCollector& collector, const EmdMeasurements& measured, const Estimate& diffusion,
                  FactorOrigin origin)
{
  const Estimate* viscosity = collector.found().find("shear_viscosity");
  const Vec3& box = measured.transport->displacements.shape.box_lengths;
  if (viscosity == nullptr || !(box.x == box.y && box.y == box.z)) {
    return;
  }
  const Temperature temperature{collector.found().transport->temperature.value};
  const Estimate infinite = infinite_size_diffusion(diffusion, temperature, *viscosity, box);
  collector.add("mutual_diffusion_infinite", dimension::diffusion, infinite);
  const Estimate* soret = collector.found().find("soret_coefficient" + ending(origin), measured.species_names[0]);
  const double share = infinite.value / diffusion.value - 1.0;
  if (soret != nullptr && share > soret->relative_error()) {
    collector.warn(
        fmt::format("the finite-size correction of mutual diffusion is {:.0f} % of it, more than the relative error "
                    "of the Soret coefficient, which is that of this box: in larger boxes it becomes smaller by "
                    "about as much",
                    100.0 * share));
  }
}

}  // namespace

void add_kinetic_diffusion(EmdCollector& collector, const EmdMeasurements& measured)
{
  TransportCurves& curves = *collector.found().transport;
  if (!measured.transport->correlations.blocks.empty()) {  // else measured on a trajectory
    collector.attempt("mutual diffusion from time correlations", [&] {
      collector.add("mutual_diffusion_kinetic", dimension::diffusion, from_time_correlations(measured, curves));
    });
  }
  if (curves.diffusive.size() == 2) {  // both diffuse within the longest lag
    collector.attempt("mutual diffusion from displacements", [&] {
      collector.add("mutual_diffusion_kinetic_from_displacements", dimension::diffusion,
                    from_displacements(measured, curves));
    });
  }
}

void add_mutual_diffusion(EmdCollector& collector, const EmdMeasurements& measured,
                          const Estimate& thermodynamic_factor, FactorOrigin origin)
{
  if (const Estimate* kinetic = collector.found().find("mutual_diffusion_kinetic")) {
    const Estimate diffusion = product(*kinetic, thermodynamic_factor);
    collector.add("mutual_diffusion" + ending(origin), dimension::diffusion, diffusion);
    if (collector.found().find("mutual_diffusion_infinite") == nullptr) {  // that of the first factor says it
      add_infinite(collector, measured, diffusion, origin);
    }
  }
  const Estimate* kinetic = collector.found().find("mutual_diffusion_kinetic_from_displacements");
  const bool has_a_name = origin == FactorOrigin::distribution_functions || origin == FactorOrigin::modes;
  if (kinetic != nullptr && has_a_name) {
    collector.add(origin == FactorOrigin::modes ? "interdiffusion" : "mutual_diffusion_from_displacements",
                  dimension::diffusion, product(*kinetic, thermodynamic_factor));
  }
}

}  // namespace soret
