#pragma once
/// \file
/// The mixture with one more particle that is coupled by degrees.

#include <soret/forces/force_field.hpp>
#include <soret/input/composition.hpp>
#include <soret/input/emd_settings.hpp>
#include <soret/input/model.hpp>
#include <soret/sampling/coupled_particle.hpp>
#include <soret/sampling/widom_insertion.hpp>

#include <vector>

namespace soret {

/// A particle of `species` in the mixture: of a species of its own, behind those of the model, with the interactions of
/// `species` as soft cores. Of pairs that can be coupled (see InsertionSettings).
CoupledParticle coupled_particle_of(const Model& model, Species species, double softness);

/// The force field of the model with the species of `particle`, coupled by `lambda`; its particles have the mass of
/// `species`.
ForceField force_field_of(const Model& model, Species species, const CoupledParticle& particle, double lambda);

/// The species that `force_field_of` has.
SpeciesTable species_with_inserted(const Model& model, Species species);

/// Energies of a test particle of `species` with every species of the mixture.
InsertedSpecies test_particle_of(const Model& model, Species species);

/// The same for all species.
std::vector<InsertedSpecies> test_particles_of(const Model& model);

}  // namespace soret
