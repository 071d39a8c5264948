#pragma once
/// \file
/// What soret-nemd puts into results.nc.

#include <soret/core/quantity.hpp>
#include <soret/estimate/nemd_analysis.hpp>
#include <soret/estimate/profile_blocks.hpp>
#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/output/results_file.hpp>

#include <span>
#include <string>

namespace soret {

/// Where results come from.
struct Provenance {
  std::string program;
  std::string version;
  Seed seed{0};
  std::string configuration;  ///< the resolved configuration as INI text
};

/// Global attributes: title, source, history (the date), program, version, seed, configuration.
void add_provenance(ResultsFile& file, const Provenance& provenance);

/// Dimensions block, bin, species, direction (x y z), tensor (xx yy zz xy xz yz) and column; per block the replica, the
/// times, numbers of samples and energies exchanged (dimension `control`); per block and bin every profile that
/// SlabAverages knows; and the sums behind them, `profile_sums(block, bin, species, column)`, from which everything
/// else can be computed. `control_names` belong to ProfileBlock::energy_added, in order.
void add_profiles(ResultsFile& file, const ProfileBlocks& profile, std::span<const std::string> control_names);

/// The response between the slabs, along the dimension `place` (distance from the cold slab's centre over the box
/// length, 0.5 being the hot slab): temperature, its gradient and the potential energy, and per species mole fraction,
/// its gradient and the Soret coefficient, each as `local_NAME` and `local_NAME_standard_error`. Nothing without
/// places.
void add_places(ResultsFile& file, const std::vector<std::vector<LocalResponse>>& places);

/// Along the dimension `time`: kinetic, potential and conserved energy, box lengths, pressure tensor, momentum and the
/// energy added by each control. An empty table adds nothing.
void add_time_series(ResultsFile& file, const ThermodynamicTable& table, std::span<const std::string> control_names);

/// Along the dimension `estimate`, whose labels are "soret_coefficient(A)", "pressure", ...: estimate_value,
/// estimate_standard_error, estimate_degrees_of_freedom and estimate_unit.
void add_estimates(ResultsFile& file, std::span<const NamedEstimate> estimates);

}  // namespace soret
