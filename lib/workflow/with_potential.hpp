#pragma once
/// \file
/// From the description of a pair to its potential (private to the workflow module).

#include <soret/forces/shipped_potentials.hpp>
#include <soret/input/model.hpp>

namespace soret {

/// Calls `use` with the potential that the pair describes.
template <class Use>
auto with_potential(const PairDescription& pair, const Use& use)
{
  const Truncation truncation = pair.shifted ? Truncation::shifted : Truncation::cut;
  switch (pair.kind) {
    case PotentialKind::force_shifted_lennard_jones:
      return use(ForceShiftedLennardJones{pair.epsilon, pair.sigma});
    case PotentialKind::weeks_chandler_andersen:
      return use(WeeksChandlerAndersen{pair.epsilon, pair.sigma});
    case PotentialKind::mie:
      return use(Mie{pair.epsilon, pair.sigma, pair.repulsive_exponent, pair.attractive_exponent, truncation});
    case PotentialKind::soft_core_lennard_jones:
      return use(SoftCoreLennardJones{pair.epsilon, pair.sigma, pair.coupling, pair.softness});
    case PotentialKind::lennard_jones:
      break;
  }
  return use(LennardJones{pair.epsilon, pair.sigma, truncation});
}

}  // namespace soret
