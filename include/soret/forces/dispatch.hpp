#pragma once
/// \file
/// Which compiled pair loop a potential gets: the shipped potentials the best one for this processor, chosen at run
/// time; a potential defined elsewhere the one that its own translation unit compiles.

#include <soret/forces/pair_kernel.hpp>
#include <soret/forces/pair_kernel_set.hpp>
#include <soret/forces/shipped_potentials.hpp>
#include <soret/forces/trial_kernel.hpp>

namespace soret {

/// The pair loops of potential P for the instruction set of this translation unit.
template <class P>
PairKernelSet pair_kernels()
{
  PairKernelSet kernels = HWY_NAMESPACE::make_pair_kernels<P>();
  HWY_NAMESPACE::add_trial_kernel<P>(kernels);
  return kernels;
}

#define SORET_DECLARE_DISPATCH(P) \
  template <>                     \
  PairKernelSet pair_kernels<P>();
SORET_SHIPPED_POTENTIALS(SORET_DECLARE_DISPATCH)
#undef SORET_DECLARE_DISPATCH

}  // namespace soret
