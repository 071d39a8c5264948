/// \file
/// The part of analyse_emd about the state that a run is in: density, pressure, temperature and energy.

#include "emd_parts.hpp"

#include <soret/estimate/fluctuations.hpp>
#include <soret/estimate/propagation.hpp>
#include <soret/estimate/series_mean.hpp>
#include <soret/estimate/significance.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

namespace {

/// Total momentum is zero.
std::int64_t degrees_of_freedom(const EquilibriumRun& run) { return 3 * run.particles() - 3; }

Estimate mean_temperature(const EquilibriumRun& run)
{
  return series_mean(run.series, [&](const ThermodynamicRow& row) { return row.temperature(degrees_of_freedom(run)); });
}

double pressure_of(const ThermodynamicRow& row) { return row.mean_pressure(); }

/// Says if the stage transport is at another pressure than the one that its density was found at; `found` is its
/// pressure at the temperature `of` words.
void check_pressure(EmdCollector& collector, const EmdMeasurements& measured, const Estimate& found,
                    const std::string& of)
{
  constexpr double significance = 3.0;
  const Estimate held = series_mean(measured.isobaric.front().series, pressure_of);
  const Estimate gap = difference(found, {measured.pressure->value(), held.standard_error});
  if (std::abs(gap.standard_errors_from(0.0)) > significance) {
    collector.warn(
        fmt::format("the pressure of the stage transport at {} is {}, not the {:g} that was asked for: the density "
                    "found at constant pressure or the temperature is off",
                    of, to_string(found), measured.pressure->value()));
  }
}

/// Says if the mean temperature is off.
void check_temperature(EmdCollector& collector, const EquilibriumRun& run, const std::string& stage, Temperature aim,
                       double window)
{
  const Estimate temperature = mean_temperature(run);
  const double off = temperature.value - aim.value();
  if (std::abs(off) > window) {
    collector.warn(
        fmt::format("the mean temperature of the stage {} is {}, off by {:.4f} from the {:g} that was aimed at; longer "
                    "equilibration or (nve) transport.tuning_duration brings it nearer",
                    stage, to_string(temperature), off, aim.value()));
  }
}

std::string listed(const std::vector<ReplicaTemperature>& replicas)
{
  std::string list;
  for (const ReplicaTemperature& each : replicas) {
    list += fmt::format("{}{} ({:.5f})", list.empty() ? "" : ", ", each.replica + 1, each.temperature);
  }
  return list;
}

/// Says which replicas at constant energy are at another temperature, and what was done about it.
void check_replicas(EmdCollector& collector, const EmdMeasurements::Transport& run, Temperature aim, double window)
{
  if (!run.left_out.empty()) {
    collector.warn(
        fmt::format("left out of the stage transport, because the mean temperature is farther than {:g} "
                    "from {:g}: replica {}; {} remain",
                    window, aim.value(), listed(run.left_out), run.series.size()));
  }
  const std::vector<ReplicaTemperature> off = replicas_off(run.series, degrees_of_freedom(run), aim, window);
  if (run.is_isolated && run.series.size() > 1 && !off.empty()) {
    collector.warn(
        fmt::format("the mean temperature of {} of {} replicas of the stage transport is farther than {:g} from {:g}: "
                    "replica {}; transport.tuning_duration brings them nearer, transport.reject_replicas leaves them "
                    "out unless all are off",
                    off.size(), run.series.size(), window, aim.value(), listed(off)));
  }
}

/// A quantity of a run at constant volume, and how fast it rises with temperature there.
struct StateQuantity {
  RowQuantity of_row;
  Estimate slope{0.0, 0.0};
};

/// Means of a run; those of constant energy at the temperature that was aimed at. There the temperature is found only
/// as well as it was tuned and measured, and pressure and energy of the state that is meant are as uncertain: each row
/// is brought to that temperature along its slope, so that the error holds what the temperature's does.
class StateMeans {
 public:
  /// `aim` is empty if nothing is to be brought anywhere.
  StateMeans(const EquilibriumRun& run, std::optional<Temperature> aim) : run_{run}, aim_{aim} {}

  Estimate of(const StateQuantity& quantity) const
  {
    if (!aim_) {
      return series_mean(run_.series, quantity.of_row);
    }
    const auto off = [&](double temperature) { return temperature - aim_->value(); };
    const Estimate brought = series_mean(run_.series, [&](const ThermodynamicRow& row) {
      return quantity.of_row(row) - quantity.slope.value * off(row.temperature(degrees_of_freedom(run_)));
    });
    Estimate slope_error = quantity.slope;
    slope_error.value = 0.0;
    const double distance = off(mean_temperature(run_).value);
    return propagate([&](std::span<const double> x) { return x[0] - x[1] * distance; },
                     std::array{brought, slope_error});
  }

  Estimate temperature() const { return aim_ ? Estimate{aim_->value(), 0.0} : mean_temperature(run_); }

 private:
  const EquilibriumRun& run_;
  std::optional<Temperature> aim_;
};

/// Of slopes from the same fluctuations: their errors add up.
Estimate sum_of_slopes(const Estimate& a, const Estimate& b)
{
  return {a.value + b.value, a.standard_error + b.standard_error, std::min(a.degrees_of_freedom, b.degrees_of_freedom)};
}

bool are_known(const ConstantVolumeResponse& slopes)
{
  return slopes.heat_capacity.value > 0.0 && std::isfinite(slopes.heat_capacity.standard_error) &&
         std::isfinite(slopes.thermal_pressure.standard_error);
}

/// How pressure and energies of a run at constant energy depend on its temperature; none for other runs, and for those
/// so far off that a straight line does not do or too short to know.
std::optional<ConstantVolumeResponse> slopes_of(EmdCollector& collector, const EmdMeasurements& measured)
{
  constexpr double farthest = 0.05;  // of the temperature; the curvature of P(T) is about a hundredth of the step then
  std::optional<ConstantVolumeResponse> slopes;
  if (!measured.transport || !measured.transport->is_isolated || !measured.transport->fluctuations) {
    return slopes;
  }
  const EmdMeasurements::Transport& run = *measured.transport;
  if (std::abs(mean_temperature(run).value / measured.temperature.value() - 1.0) > farthest) {
    if (measured.isobaric.empty()) {
      collector.warn(
          "pressure and energies are those of the mean temperature, which is too far from the one that was aimed at "
          "for them to be brought there");
    }
    return slopes;
  }
  collector.attempt("slopes of pressure and energy against temperature",
                    [&] { slopes = isolated_response(*run.fluctuations, run.particles()); });
  if (slopes && !are_known(*slopes)) {
    collector.warn(
        "pressure and energies are those of the mean temperature: the stage transport is too short to tell how they "
        "depend on it");
    slopes.reset();
  }
  return slopes;
}

/// The stage whose state is that of the results: the first that there is, or none.
const EquilibriumRun* run_of_state(const EmdMeasurements& measured)
{
  if (!measured.isobaric.empty()) {
    return &measured.isobaric.front();
  }
  if (measured.transport) {
    return &*measured.transport;
  }
  if (measured.structure) {
    return &*measured.structure;
  }
  return measured.relaxation ? &*measured.relaxation : nullptr;
}

/// That of recorded pressures, whose kinetic part is (N - 1) T/V.
Estimate slope_of_pressure(const EquilibriumRun& run, const ConstantVolumeResponse& slopes)
{
  Estimate slope = slopes.thermal_pressure;
  slope.value -= 1.0 / run.series.front().front().volume();
  return slope;
}

/// What is known of a run at constant volume, at the temperature that `slopes` bring it to.
void add_state_at_constant_volume(EmdCollector& collector, const EquilibriumRun& run, Temperature aim,
                                  const std::optional<ConstantVolumeResponse>& slopes)
{
  const auto particles = static_cast<double>(run.particles());
  const StateMeans means{run, slopes ? std::optional{aim} : std::nullopt};
  StateQuantity pressure{pressure_of};
  StateQuantity energy{[&](const ThermodynamicRow& row) { return row.potential_energy / particles; }};
  StateQuantity enthalpy{[&](const ThermodynamicRow& row) {
    return (row.potential_energy + row.mean_pressure() * row.volume()) / particles +
           1.5 * row.temperature(degrees_of_freedom(run));
  }};
  if (slopes) {
    const double volume = run.series.front().front().volume() / particles;
    pressure.slope = slope_of_pressure(run, *slopes);
    energy.slope = slopes->heat_capacity;
    energy.slope.value -= 1.5;
    enthalpy.slope = sum_of_slopes(slopes->heat_capacity, scaled(pressure.slope, volume));
  }
  collector.add("pressure", dimension::pressure, means.of(pressure));
  collector.add("mean_temperature", dimension::temperature, means.temperature());
  collector.add("potential_energy", dimension::energy, means.of(energy));
  collector.add("enthalpy", dimension::energy, means.of(enthalpy));
}

/// Says if a stage at constant pressure did not come to that pressure.
void check_pressure_held(EmdCollector& collector, const EquilibriumRun& run, Pressure asked)
{
  constexpr double significance = 3.0;
  const Estimate held = series_mean(run.series, pressure_of);
  if (is_significant({held.value - asked.value(), held.standard_error, held.degrees_of_freedom}, significance)) {
    collector.warn(
        fmt::format("the pressure of the stage at constant pressure with mole fraction {:.4g} is {}, not the {:g} that "
                    "was asked for: its volume has not settled (longer equilibration), or nothing homogeneous has this "
                    "pressure at this temperature",
                    run.mole_fraction(0), to_string(held), asked.value()));
  }
}

void add_state_at_constant_pressure(EmdCollector& collector, const EquilibriumRun& run, const EmdMeasurements& measured)
{
  const MolarState state = molar_state(run, measured.temperature, *measured.pressure);
  collector.add("pressure", dimension::pressure, series_mean(run.series, pressure_of));
  collector.add("mean_temperature", dimension::temperature, mean_temperature(run));
  collector.add("potential_energy", dimension::energy, state.energy);
  collector.add("enthalpy", dimension::energy, state.enthalpy);
}

/// The stage transport as it is, and whether that is what was asked for.
void add_state_of_transport(EmdCollector& collector, const EmdMeasurements& measured, double temperature_window,
                            const std::optional<ConstantVolumeResponse>& slopes)
{
  const EmdMeasurements::Transport& run = *measured.transport;
  collector.add("temperature_of_transport", dimension::temperature, mean_temperature(run));
  collector.add("pressure_of_transport", dimension::pressure, series_mean(run.series, pressure_of));
  if (measured.pressure && !measured.isobaric.empty()) {
    if (slopes) {
      const Estimate brought = StateMeans{run, measured.temperature}.of({pressure_of, slope_of_pressure(run, *slopes)});
      check_pressure(collector, measured, brought, fmt::format("{:g}", measured.temperature.value()));
    }
    else {
      check_pressure(collector, measured, series_mean(run.series, pressure_of), "its mean temperature");
    }
  }
  check_temperature(collector, run, "transport", measured.temperature, temperature_window);
  check_replicas(collector, run, measured.temperature, temperature_window);
}

}  // namespace

void add_state(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  const EquilibriumRun* run = run_of_state(measured);
  if (run == nullptr || run->series.empty()) {  // measured on a trajectory: positions alone
    return;
  }
  const auto particles = static_cast<double>(run->particles());
  const std::optional<ConstantVolumeResponse> slopes = slopes_of(collector, measured);
  if (!measured.isobaric.empty()) {
    collector.add("density", dimension::number_density,
                  series_mean(run->series, [&](const ThermodynamicRow& row) { return particles / row.volume(); }));
    add_state_at_constant_pressure(collector, *run, measured);
    for (const EquilibriumRun& isobaric : measured.isobaric) {
      check_pressure_held(collector, isobaric, *measured.pressure);
    }
  }
  else {
    collector.add_choice("density", dimension::number_density, particles / run->series.front().front().volume());
    const bool is_transport = measured.transport.has_value();
    add_state_at_constant_volume(collector, *run, measured.temperature, is_transport ? slopes : std::nullopt);
  }
  if (measured.transport) {
    add_state_of_transport(collector, measured, settings.temperature_window, slopes);
  }
}

}  // namespace soret
