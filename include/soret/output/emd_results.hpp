#pragma once
/// \file
/// What soret-emd puts into results.nc besides provenance and estimates.

#include <soret/estimate/emd_analysis.hpp>
#include <soret/output/results_file.hpp>

#include <string>
#include <vector>

namespace soret {

/// What every stage's system went through while it was sampled, all replicas one after the other. The names begin with
/// STAGE: `isobaric`, `isobaric_below` and `isobaric_above` (compositions), `transport`, `structure`, `relaxation`,
/// `insertion_1` and so on, as insertions are ordered. Along the dimension STAGE_row: STAGE_replica, STAGE_time,
/// STAGE_kinetic_energy, STAGE_potential_energy, STAGE_pressure (also along `tensor`: xx yy zz xy xz yz) and
/// STAGE_box_length (`direction`: x y z); STAGE_conserved_energy, total energy minus all that
/// controls added, at constant volume and where a control moves the box; STAGE_volume unless it is constant. Stages
/// without rows are left out.
void add_stage_series(ResultsFile& file, const EmdMeasurements& measured);

/// Time correlations: dimensions `lag` (coordinate: time) and `flux_pair` (labels "heat flux, mass flux 0");
/// correlation of the totals of the box, and the coefficient that its integral up to the lag makes, with standard
/// errors, shape (flux_pair, lag). If there are spectra, dimensions `frequency` and `spectrum_of` (labels
/// "shear_viscosity"): averaged and smoothed spectra in units of their coefficients, shape (spectrum_of, frequency).
void add_correlations(ResultsFile& file, const CorrelationBlocks& correlations, const TransportCurves& transport);

/// The same at doubling lags: dimension `long_lag` (coordinate: time), shape (flux_pair, long_lag). After
/// add_correlations, whose dimension `flux_pair` they share.
void add_long_correlations(ResultsFile& file, const MultipleTauBlocks& correlations, const TransportCurves& transport);

/// Displacements: dimensions `displacement_lag` and `species`; mean squared displacement, non-Gaussian parameter and
/// mean squared displacement of the species' centre, with errors, shape (species, displacement_lag).
void add_displacements(ResultsFile& file, const DisplacementBlocks& displacements);

/// Autocorrelations of velocities: dimensions `velocity_lag` (coordinate: time) and `species`; <v(t).v(0)>/3 and its
/// running integral with standard errors, shape (species, velocity_lag).
void add_velocity_correlations(ResultsFile& file, const CorrelationBlocks& velocities,
                               const std::vector<std::string>& species_names);

/// Distribution functions: dimensions `distance` and `species_pair`; g_ij, n_ij with errors, and if given the
/// finite-volume Kirkwood-Buff integrals, shape (species_pair, distance).
void add_distributions(ResultsFile& file, const PairDistributionBlocks& pairs, const KirkwoodBuff* integrals);

/// Structure factors: dimension `wave_number`; the partials divided by N, shape (species_pair, wave_number), and S_cc.
/// After add_distributions, whose dimension `species_pair` they share.
void add_structure_factors(ResultsFile& file, const StructureFactorBlocks& modes);

/// Insertions from windows: dimensions `insertion` (labels "A", "A, composition +0.05"), `coupling` (coordinate:
/// lambda), `coupling_of_sample` and `fraction`. In units of k_B T: mean force and free energy from the first coupling,
/// shape (insertion, coupling), overlap matrix, shape (insertion, coupling_of_sample, coupling), and the free energy
/// from the first and from the last samples, shape (insertion, fraction). Those without curves are left out; nothing is
/// added if none has any.
void add_insertions(ResultsFile& file, const EmdMeasurements& measured, const EmdEstimates& found);

}  // namespace soret
