/// \file
/// Compiled once per instruction set (see CMakeLists.txt): the trial loops of all shipped potentials. The rules of
/// shipped_kernels.cpp hold here too.

#include "shipped_kernels.hpp"

#include <soret/forces/trial_kernel.hpp>

namespace soret::SORET_KERNELS {

void add_shipped_trials(PairKernelSet* sets)
{
#define SORET_ADD(P) HWY_NAMESPACE::add_trial_kernel<P>(*sets++);
  SORET_SHIPPED_POTENTIALS(SORET_ADD)
#undef SORET_ADD
}

}  // namespace soret::SORET_KERNELS
