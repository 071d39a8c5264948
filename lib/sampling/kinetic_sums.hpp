#pragma once
/// \file
/// Sums over particles of what follows from masses and velocities alone.

#include <soret/core/vec3.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <vector>

namespace soret::detail {

/// Of one rank's particles.
struct KineticSums {
  std::array<double, 6> tensor{};  ///< sum of m v_a v_b, as symmetric_components
  Vec3 heat_flux;                  ///< sum of (m v²/2) v
  std::vector<double> mass;        ///< of every species
  std::vector<Vec3> momentum;      ///< of every species

  double energy() const { return 0.5 * (tensor[0] + tensor[1] + tensor[2]); }
};

KineticSums local_kinetic_sums(const Particles& particles, const SpeciesTable& species);

}  // namespace soret::detail
