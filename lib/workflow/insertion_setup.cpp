#include <soret/workflow/insertion_setup.hpp>

#include "with_potential.hpp"

#include <soret/workflow/engine_setup.hpp>

namespace soret {

namespace {

Species species_of(std::size_t number) { return Species{static_cast<std::uint8_t>(number)}; }

CoupledParticle::Interaction interaction_of(const PairDescription& pair, double softness)
{
  const bool is_repulsive = pair.kind == PotentialKind::weeks_chandler_andersen;
  return {.potential = {.epsilon = pair.epsilon,
                        .sigma = pair.sigma,
                        .alpha = softness,
                        .truncation = is_repulsive || pair.shifted ? Truncation::shifted : Truncation::cut},
          .cutoff = is_repulsive ? WeeksChandlerAndersen{pair.epsilon, pair.sigma}.natural_cutoff() : pair.cutoff};
}

}  // namespace

CoupledParticle coupled_particle_of(const Model& model, Species species, double softness)
{
  CoupledParticle particle{species_of(model.species.size()), {}};
  for (std::size_t s = 0; s < model.species.size(); ++s) {
    particle.with.push_back(interaction_of(model.pair(species, species_of(s)), softness));
  }
  return particle;
}

SpeciesTable species_with_inserted(const Model& model, Species species)
{
  SpeciesTable table = model.species;
  table.push_back({model.species.at(index(species)).name + " inserted", model.species.at(index(species)).mass});
  return table;
}

ForceField force_field_of(const Model& model, Species species, const CoupledParticle& particle, double lambda)
{
  ForceField field = force_field_of(model);
  field.add(species_with_inserted(model, species).back());
  const auto set = [&](Species other, const CoupledParticle::Interaction& with) {
    SoftCoreLennardJones potential = with.potential;
    potential.lambda = lambda;
    field.pair(other, particle.species, potential, Cutoff{with.cutoff});
  };
  for (std::size_t s = 0; s < particle.with.size(); ++s) {
    set(species_of(s), particle.with[s]);
  }
  set(particle.species, particle.with[index(species)]);  // there is one such particle, but every pair has a potential
  return field;
}

InsertedSpecies test_particle_of(const Model& model, Species species)
{
  InsertedSpecies particle;
  for (std::size_t s = 0; s < model.species.size(); ++s) {
    const PairDescription& pair = model.pair(species, species_of(s));
    particle.with.push_back(
        with_potential(pair, [&](const auto& potential) { return PairEnergy::of(potential, pair.cutoff); }));
  }
  return particle;
}

std::vector<InsertedSpecies> test_particles_of(const Model& model)
{
  std::vector<InsertedSpecies> particles;
  for (std::size_t s = 0; s < model.species.size(); ++s) {
    particles.push_back(test_particle_of(model, species_of(s)));
  }
  return particles;
}

}  // namespace soret
