/// \file
/// Compiled once per instruction set (see CMakeLists.txt): the force loops of all shipped potentials. To keep code of
/// one instruction set from being linked into another's path, nothing here may define inline functions outside the
/// namespace of the target: no standard containers, no shared inline members. The test kernel_symbols checks it.

#include "shipped_kernels.hpp"

#include <soret/forces/pair_kernel.hpp>

namespace soret::SORET_KERNELS {

#define SORET_FILL(P) HWY_NAMESPACE::make_force_kernels<P>(),
const PairKernelSet* shipped_kernels()
{
  static const PairKernelSet sets[] = {SORET_SHIPPED_POTENTIALS(SORET_FILL)};
  return sets;
}
#undef SORET_FILL

}  // namespace soret::SORET_KERNELS
