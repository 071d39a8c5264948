#include <soret/sampling/coupled_particle.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace soret {

CoupledParticleEnergies::CoupledParticleEnergies(CoupledParticle particle, std::span<const double> lambdas,
                                                 Temperature temperature)
    : particle_{std::move(particle)},
      lambdas_(lambdas.begin(), lambdas.end()),
      inverse_temperature_{1.0 / temperature.value()}
{
  if (lambdas_.empty() || particle_.with.empty() || !(temperature.value() > 0.0)) {
    throw InputError(
        fmt::format("a coupled particle with {} couplings, {} interactions, at temperature {:g}: there "
                    "must be some, and the temperature positive",
                    lambdas_.size(), particle_.with.size(), temperature.value()));
  }
  for (const CoupledParticle::Interaction& with : particle_.with) {
    cutoff_squared_.push_back(with.cutoff * with.cutoff);
    SoftCoreLennardJones potential = with.potential;
    for (const double lambda : lambdas_) {
      potential.lambda = lambda;
      coefficients_.push_back(potential.coefficients(with.cutoff));
    }
  }
}

Vec3 CoupledParticleEnergies::position(const Snapshot& snapshot, const mpi::Communicator& communicator) const
{
  const Particles& particles = snapshot.particles;
  std::array<double, 4> found{};  // number, and sum of positions
  for (std::size_t i = 0; i < particles.size(); ++i) {
    if (particles.species[i] == particle_.species) {
      found[0] += 1.0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        found[1 + axis] += particles.position[axis][i];
      }
    }
  }
  communicator.all_sum(found);
  if (found[0] != 1.0) {
    throw RunTimeFailure(fmt::format("step {}: there are {:g} particles of the coupled species; there must be one",
                                     snapshot.step, found[0]));
  }
  return {found[1], found[2], found[3]};
}

void CoupledParticleEnergies::add_partner(double r_squared, std::size_t species, std::size_t own,
                                          std::span<double> sums) const
{
  const Coefficients* of_lambda = coefficients_.data() + species * lambdas_.size();
  for (std::size_t l = 0; l < lambdas_.size(); ++l) {
    sums[l] += SoftCoreLennardJones::evaluate(r_squared, of_lambda[l].data()).energy;
  }
  sums[lambdas_.size()] += SoftCoreLennardJones::evaluate(r_squared, of_lambda[own].data()).lambda_derivative;
}

CoupledEnergies CoupledParticleEnergies::evaluate(const Snapshot& snapshot, const mpi::Communicator& communicator,
                                                  std::size_t own) const
{
  const Vec3 centre = position(snapshot, communicator);
  const Particles& particles = snapshot.particles;
  std::vector<double> sums(lambdas_.size() + 1);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const std::size_t species = index(particles.species[i]);
    if (species >= cutoff_squared_.size()) {
      continue;  // the particle itself
    }
    const double r_squared = norm_squared(snapshot.box.minimum_image(particles.position_of(i) - centre));
    if (r_squared < cutoff_squared_[species]) {
      add_partner(r_squared, species, own, sums);
    }
  }
  communicator.all_sum(sums);
  for (double& sum : sums) {
    sum *= inverse_temperature_;
  }
  const double slope = sums.back();
  sums.pop_back();
  return {std::move(sums), slope};
}

}  // namespace soret
