#pragma once
/// \file
/// Particle data as a structure of arrays, and the system they form.

#include <soret/core/vec3.hpp>
#include <soret/system/box.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace soret {

/// A species, as an index into the SpeciesTable. A strong type: it does not convert to or from integers silently.
enum class Species : std::uint8_t {};

constexpr std::size_t index(Species species) { return static_cast<std::size_t>(species); }

/// What distinguishes one species from another besides its interactions.
struct SpeciesInfo {
  std::string name;
  double mass = 1.0;
};

/// All species of a run, in the order of their indices.
using SpeciesTable = std::vector<SpeciesInfo>;

/// One array per component. All arrays have the same length. In a parallel run each rank holds the particles it owns.
struct Particles {
  std::array<std::vector<double>, 3> position;  ///< may leave the box between neighbour-list rebuilds
  std::array<std::vector<double>, 3> velocity;
  std::array<std::vector<double>, 3> force;
  std::array<std::vector<std::int32_t>, 3> image;  ///< box crossings: unwrapped = position + image * box length
  std::vector<Species> species;
  std::vector<std::int64_t> id;  ///< unique over all ranks, constant during a run

  std::size_t size() const { return id.size(); }
  void resize(std::size_t count);
  void reserve(std::size_t count);
  /// Gives memory back that is reserved for more particles.
  void shrink_to_fit();
  /// Appends a particle with zero force and image.
  void add(std::int64_t particle_id, Species particle_species, const Vec3& at, const Vec3& moving = {});
  Vec3 position_of(std::size_t i) const { return {position[0][i], position[1][i], position[2][i]}; }
  Vec3 velocity_of(std::size_t i) const { return {velocity[0][i], velocity[1][i], velocity[2][i]}; }
  Vec3 force_of(std::size_t i) const { return {force[0][i], force[1][i], force[2][i]}; }
};

/// A box with particles in it: what starts produce and what a Simulation takes. Identical on every rank; the Simulation
/// keeps each rank's share.
struct System {
  Box box;
  SpeciesTable species;
  Particles particles;
};

/// Kinetic energy sum_i m_i v_i² / 2 of the particles in the arrays (rank-local).
double local_kinetic_energy(const Particles& particles, const SpeciesTable& species);

/// Momentum sum_i m_i v_i of the particles in the arrays (rank-local).
Vec3 local_momentum(const Particles& particles, const SpeciesTable& species);

}  // namespace soret
