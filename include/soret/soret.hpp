#pragma once
/// \file
/// Everything that a program of one's own usually needs; the order is that of the modules.

#include <soret/core/error.hpp>
#include <soret/core/quantity.hpp>
#include <soret/core/random.hpp>
#include <soret/core/temperature_course.hpp>
#include <soret/core/units.hpp>
#include <soret/core/vec3.hpp>
#include <soret/mpi/session.hpp>
#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <soret/input/composition.hpp>
#include <soret/input/model.hpp>
#include <soret/input/particle_files.hpp>
#include <soret/input/starts.hpp>

#include <soret/forces/force_field.hpp>
#include <soret/forces/shipped_potentials.hpp>

#include <soret/dynamics/centre_of_mass_removal.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/heat_exchange.hpp>
#include <soret/dynamics/langevin.hpp>
#include <soret/dynamics/martyna_tobias_klein.hpp>
#include <soret/dynamics/muller_plathe_swap.hpp>
#include <soret/dynamics/nose_hoover_chain.hpp>
#include <soret/dynamics/slab_rescaling.hpp>
#include <soret/dynamics/stochastic_cell_rescaling.hpp>
#include <soret/dynamics/velocity_rescaling.hpp>
#include <soret/dynamics/velocity_verlet.hpp>

#include <soret/estimate/bennett_acceptance_ratio.hpp>
#include <soret/estimate/cepstral.hpp>
#include <soret/estimate/chain_statistics.hpp>
#include <soret/estimate/chemical_potential_series.hpp>
#include <soret/estimate/coupling_ramps.hpp>
#include <soret/estimate/coupling_samples.hpp>
#include <soret/estimate/diffusion.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/exchange_difference.hpp>
#include <soret/estimate/exponential_averaging.hpp>
#include <soret/estimate/fluctuations.hpp>
#include <soret/estimate/free_energy_convergence.hpp>
#include <soret/estimate/gcmc_analysis.hpp>
#include <soret/estimate/green_kubo.hpp>
#include <soret/estimate/heat_conduction.hpp>
#include <soret/estimate/kirkwood_buff.hpp>
#include <soret/estimate/local_response.hpp>
#include <soret/estimate/multistate_bennett.hpp>
#include <soret/estimate/nonlinear_onset.hpp>
#include <soret/estimate/number_fluctuations.hpp>
#include <soret/estimate/onsager_soret.hpp>
#include <soret/estimate/profile_steadiness.hpp>
#include <soret/estimate/small_wave_number.hpp>
#include <soret/estimate/solvation_series.hpp>
#include <soret/estimate/soret_coefficient.hpp>
#include <soret/estimate/soret_theories.hpp>
#include <soret/estimate/thermodynamic_integration.hpp>
#include <soret/estimate/time_windows.hpp>
#include <soret/estimate/velocity_correlations.hpp>
#include <soret/estimate/widom.hpp>
#include <soret/sampling/coupling_energies.hpp>
#include <soret/sampling/coupling_ramps.hpp>
#include <soret/sampling/flux_correlations.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/slab_profile.hpp>
#include <soret/sampling/structure_factor.hpp>
#include <soret/sampling/test_exchange.hpp>
#include <soret/sampling/thermodynamic_moments.hpp>
#include <soret/sampling/thermodynamic_series.hpp>
#include <soret/sampling/velocity_correlation.hpp>
#include <soret/sampling/widom_insertion.hpp>

#include <soret/montecarlo/decomposed_chain.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/identity_exchange.hpp>
#include <soret/montecarlo/identity_swap.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/montecarlo/open_series.hpp>
#include <soret/montecarlo/transfer.hpp>
#include <soret/montecarlo/volume_change.hpp>

#include <soret/simulation/dynamics_burst.hpp>
#include <soret/simulation/simulation.hpp>
