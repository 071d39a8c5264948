/// \file
/// Compiled once per instruction set (see CMakeLists.txt): the loops with the energy and the heat flux of all pairs,
/// for all shipped potentials. The rules of shipped_kernels.cpp hold here too.

#include "shipped_kernels.hpp"

#include <soret/forces/pair_kernel.hpp>

namespace soret::SORET_KERNELS {

void add_shipped_fluxes(PairKernelSet* sets)
{
#define SORET_ADD(P) HWY_NAMESPACE::add_flux_kernels<P>(*sets++);
  SORET_SHIPPED_POTENTIALS(SORET_ADD)
#undef SORET_ADD
}

}  // namespace soret::SORET_KERNELS
