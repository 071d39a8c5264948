#pragma once
/// \file
/// What compared runs say together if they form a series in temperature or in the size of the box.

#include <soret/core/quantity.hpp>
#include <soret/estimate/diffusion.hpp>
#include <soret/estimate/inverse_size.hpp>
#include <soret/estimate/power_law.hpp>
#include <soret/estimate/viscous_flow.hpp>
#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// One diffusion coefficient, or the shear viscosity, at several temperatures, all else equal.
struct TemperatureSeries {
  std::string name;  ///< as ComparedQuantity::full_name
  std::string unit;
  std::vector<std::size_t> runs;  ///< indices
  std::vector<Temperature> temperatures;
  std::vector<Estimate> values;
  bool is_viscosity = false;
  ArrheniusFit arrhenius;                ///< of a viscosity fit_viscous_flow
  std::optional<PowerLawFit> power_law;  ///< of diffusion from four temperatures on, if T_0 is above zero by two errors
};

/// Shear viscosity and potential energy of a pure liquid at several temperatures, all else equal.
struct FlowRatioSeries {
  std::string species;
  std::vector<std::size_t> runs;
  std::vector<double> cohesive_over_thermal;  ///< minus the potential energy over the temperature
  std::vector<Estimate> viscosities;
  std::string viscosity_unit;
  FlowRatioFit fit;
};

/// Self-diffusion of all species in boxes of several lengths, all else equal (Yeh and Hummer).
struct DiffusionSizeSeries {
  std::vector<std::string> species;
  std::string unit;
  std::vector<std::size_t> runs;
  std::vector<SizedDiffusion> points;
  Temperature temperature{1.0};  ///< mean over the runs
  InfiniteSizeFit fit;
};

/// A Kirkwood-Buff integral or thermodynamic factor in boxes of several lengths, all else equal.
struct StructureSizeSeries {
  std::string name;
  std::string unit;
  std::vector<std::size_t> runs;
  std::vector<double> lengths;
  std::vector<Estimate> values;
  InverseSizeFit fit;
};

/// All that was found.
struct ComparisonSeries {
  std::vector<TemperatureSeries> temperatures;
  std::vector<FlowRatioSeries> flow_ratios;
  std::vector<DiffusionSizeSeries> diffusion_sizes;
  std::vector<StructureSizeSeries> structure_sizes;
};

/// Looks for runs that differ in temperature alone (temperature_of_transport if there is one) or in the length of the
/// stage's box alone, by the rules of Comparison::states; series along different compositions are separate. Only the
/// compared quantities with known errors count. Flow ratios need models of one species, and none is given where
/// fit_flow_ratio finds none.
ComparisonSeries series_of(const Comparison& comparison);

/// Lines for the terminal; empty if nothing was found. With activation energies of both species, and the flow ratio of
/// a pure one, as soret-emd reads them in its section [theories], with their errors.
std::string series_text(const ComparisonSeries& series);

/// Adds headings, a table and pictures; nothing if nothing was found.
void add_series(Report& report, const ComparisonSeries& series);

/// Replaces `file` by an equation-of-state table: one line for each run with its label and mole fraction of the first
/// species, and temperature, density, pressure, potential energy, enthalpy and heat capacity (of the first stage), each
/// followed by its standard error; empty where a run has no such number. On one rank only. Throws RunTimeFailure
/// naming file and reason.
void write_state_table(const Comparison& comparison, const std::filesystem::path& file);

}  // namespace soret
