/// \file
/// The transport part of analyse_emd.

#include "emd_parts.hpp"

#include <soret/estimate/propagation.hpp>
#include <soret/estimate/series_mean.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace soret {

namespace {

Estimate error_of(const JackknifeEstimate& estimate)
{
  return {0.0, estimate.estimate.standard_error, estimate.estimate.degrees_of_freedom};
}

OnsagerCoefficients<double> binary(const OnsagerMatrix& matrix)
{
  return {matrix.mass_mass(0, 0), 0.5 * (matrix.mass_heat(0) + matrix.heat_mass(0)), matrix.heat_heat()};
}

void add_diffusion(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
                   TransportCurves& curves, Temperature temperature)
{
  const DisplacementBlocks& displacements = measured.transport->displacements;
  const Vec3& box = displacements.shape.box_lengths;
  const bool is_cubic = box.x == box.y && box.y == box.z;
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    const std::string& name = measured.species_names[species];
    collector.attempt("diffusion coefficient of " + name, [&] {
      const LagWindow window = settings.diffusive_time ? diffusive_window_from(displacements, *settings.diffusive_time)
                                                       : diffusive_window(displacements, species);
      const DiffusionFit fit = self_diffusion(displacements, species, window);
      const Estimate& coefficient = fit.coefficient.estimate;
      curves.diffusive.push_back({species, window, fit.line});
      collector.add("self_diffusion", dimension::diffusion, coefficient, name);
      collector.add_choice("diffusive_window_begin", dimension::time, window.start.value(), name);
      collector.add_choice("diffusive_window_end", dimension::time, window.end.value(), name);
      const Estimate* viscosity = collector.found().find("shear_viscosity");
      if (is_cubic && viscosity != nullptr && viscosity->value > 0.0) {
        collector.add("self_diffusion_infinite", dimension::diffusion,
                      infinite_size_diffusion(coefficient, temperature, *viscosity, box), name);
      }
    });
  }
}

/// As numbers at the lag that was asked for.
void add_displacements_at(EmdCollector& collector, const EmdMeasurements& measured, Duration lag)
{
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    collector.attempt("mean squared displacement of " + measured.species_names[species], [&] {
      collector.add("mean_squared_displacement", dimension::area,
                    mean_squared_displacement_at(measured.transport->displacements, species, lag).estimate,
                    measured.species_names[species]);
    });
  }
}

/// Times on the way, where the displacements reach them.
void add_times_to_move(EmdCollector& collector, const EmdMeasurements& measured)
{
  constexpr double unit_length = 1.0;
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    try {
      collector.add("time_to_move", dimension::time,
                    time_to_move(measured.transport->displacements, species, unit_length).estimate,
                    measured.species_names[species]);
    }
    catch (const RunTimeFailure&) {  // too short a lag: diffusion says so
    }
  }
}

}  // namespace

BinaryMixture mixture_of(const EmdMeasurements& measured, const Estimate& temperature)
{
  const EmdMeasurements::Transport& transport = *measured.transport;
  const Vec3& box = transport.displacements.shape.box_lengths;
  const double density = static_cast<double>(transport.particles()) / (box.x * box.y * box.z);
  return {transport.mole_fraction(0), measured.masses[0], measured.masses[1], NumberDensity{density},
          Temperature{temperature.value}};
}

void add_transport(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  const EmdMeasurements::Transport& transport = *measured.transport;
  const Vec3& box = transport.displacements.shape.box_lengths;
  TransportCurves curves;
  curves.volume = box.x * box.y * box.z;
  curves.temperature = Estimate{measured.temperature.value(), 0.0};
  if (box.x == box.y && box.y == box.z) {
    collector.add("box_length_of_transport", dimension::length, {box.x, transport.box_length_error});
  }
  if (!transport.correlations.blocks.empty() && collector.found().find("temperature_of_transport") !=
                                                    nullptr) {  // else measured on a trajectory: displacements alone
    add_correlations(collector, measured, settings, curves);
  }
  add_diffusion(collector, measured, settings, curves, Temperature{curves.temperature.value});
  add_times_to_move(collector, measured);
  if (settings.displacement_at) {
    add_displacements_at(collector, measured, *settings.displacement_at);
  }
  collector.found().transport = std::move(curves);
  add_velocities(collector, measured, settings);
}

namespace {

/// Functions of Onsager's coefficients, the difference of the specific enthalpies and the thermodynamic factor, with
/// the errors of all three. They come from independent stages, but for the factor from exchanges, which shares the
/// stages of the enthalpies: their correlation is neglected.
std::vector<Estimate> with_all_errors(
    const EmdMeasurements& measured, const TransportCurves& curves, const Estimate& difference, const Estimate& factor,
    const std::function<std::vector<double>(const OnsagerMatrix&, double difference, double factor)>& f)
{
  const CorrelationBlocks& correlations = measured.transport->correlations;
  const Duration limit = curves.onsager_limit.time;
  const auto from_blocks = jackknife(correlations.sequence(), [&](std::size_t left_out) {
    return f(onsager_coefficients(correlations, left_out, limit, curves.volume), difference.value, factor.value);
  });
  const OnsagerMatrix whole = onsager_coefficients(correlations, none_left_out, limit, curves.volume);
  std::vector<Estimate> estimates;
  for (std::size_t k = 0; k < from_blocks.size(); ++k) {
    const std::array inputs{error_of(from_blocks[k]), difference, factor};
    estimates.push_back(propagate([&](std::span<const double> x) { return x[0] + f(whole, x[1], x[2])[k]; }, inputs));
  }
  return estimates;
}

/// A Soret coefficient, or a multiple of it: that of the second species is minus that of the first.
void add_of_both(EmdCollector& collector, const EmdMeasurements& measured, const std::string& name, Estimate of_first)
{
  collector.add(name, dimension::inverse_temperature, of_first, measured.species_names[0]);
  of_first.value = -of_first.value;
  collector.add(name, dimension::inverse_temperature, of_first, measured.species_names[1]);
}

}  // namespace

void add_thermal_diffusion(EmdCollector& collector, const EmdMeasurements& measured, const PartialQuantities& partial)
{
  const TransportCurves& curves = *collector.found().transport;
  const BinaryMixture mixture = mixture_of(measured, curves.temperature);
  const Estimate difference = specific_difference(partial.enthalpy, measured.masses[0], measured.masses[1]);
  const Estimate no_factor{1.0, 0.0};
  const std::vector<Estimate> found = with_all_errors(
      measured, curves, difference, no_factor,
      [&](const OnsagerMatrix& matrix, double enthalpy_difference, double factor) {
        const OnsagerCoefficients<double> l = binary(matrix);
        const OnsagerCoefficients<double> without = primed(l, enthalpy_difference);
        const OnsagerTransport<double> both = onsager_transport(mixture, l, enthalpy_difference, factor);
        const double carried = l.mass_mass * enthalpy_difference;
        return std::vector{both.thermal_diffusion,
                           matrix.mass_heat(0) - carried,
                           matrix.heat_mass(0) - carried,
                           without.mass_heat / l.mass_mass,
                           both.soret,
                           without.heat_heat,
                           both.primed_coupling};
      });
  collector.add("thermal_diffusion", dimension::thermal_diffusion, found[0], measured.species_names[0]);
  collector.add("onsager_primed_mass_heat", dimension::mass_heat, found[1]);
  collector.add("onsager_primed_heat_mass", dimension::mass_heat, found[2]);
  collector.add("onsager_primed_heat_heat", dimension::heat_heat, found[5]);
  collector.add("onsager_ratio", dimension::specific_energy, found[3]);
  collector.add("thermal_conductivity_primed_coupling", dimension::conductivity, found[6]);
  add_of_both(collector, measured, "soret_coefficient_times_thermodynamic_factor", found[4]);
}

void add_soret(EmdCollector& collector, const EmdMeasurements& measured, const PartialQuantities& partial,
               const Estimate& thermodynamic_factor, FactorOrigin origin)
{
  const TransportCurves& curves = *collector.found().transport;
  const BinaryMixture mixture = mixture_of(measured, curves.temperature);
  const Estimate difference = specific_difference(partial.enthalpy, measured.masses[0], measured.masses[1]);
  const Estimate soret =
      with_all_errors(measured, curves, difference, thermodynamic_factor,
                      [&](const OnsagerMatrix& l, double enthalpy_difference, double factor) {
                        return std::vector{onsager_transport(mixture, binary(l), enthalpy_difference, factor).soret};
                      })
          .front();
  add_of_both(collector, measured, "soret_coefficient" + ending(origin), soret);
}

}  // namespace soret
