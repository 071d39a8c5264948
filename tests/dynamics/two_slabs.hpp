#pragma once
/// \file
/// What the tests of two-slab heat sources share.

#include "toy.hpp"

#include "test_session.hpp"

namespace two_slabs {

using namespace soret;

inline constexpr Slab hot{Axis::z, 0.25, 0.25};
inline constexpr Slab cold{Axis::z, 0.75, 0.25};

inline mpi::Communicator alone() { return test_world().split(test_world().rank()); }

inline double mass_of(const toy::Run& run, std::size_t i) { return run.species[index(run.particles.species[i])].mass; }

inline std::vector<std::size_t> inside(const toy::Run& run, const Slab& slab)
{
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < run.particles.size(); ++i) {
    if (slab.contains(run.particles.position[index(slab.axis)][i], run.box.length(slab.axis))) {
      found.push_back(i);
    }
  }
  return found;
}

/// One end_step of the only control, on particles that have forces.
inline void end_step(toy::Run& run)
{
  Motion motion{run.communicator, run.box, run.species, run.particles, run.integrator.time_step(), run.step, 0};
  run.controls.at(0)->end_step(motion);
}

}  // namespace two_slabs
