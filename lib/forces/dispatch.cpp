#include <soret/forces/dispatch.hpp>

#include "kernels/shipped_kernels.hpp"

#include <soret/core/instruction_set.hpp>

namespace soret {

namespace {

const PairKernelSet* chosen_kernels()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::shipped_kernels();
    case InstructionSet::avx2:
      return kernels_avx2::shipped_kernels();
    case InstructionSet::sse4:
      return kernels_sse4::shipped_kernels();
#endif
    default:
      return kernels_portable::shipped_kernels();
  }
}

enum class ShippedPotential : std::size_t {
#define SORET_ENUMERATE(P) P,
  SORET_SHIPPED_POTENTIALS(SORET_ENUMERATE)
#undef SORET_ENUMERATE
};

}  // namespace

#define SORET_DEFINE_DISPATCH(P)                                            \
  template <>                                                               \
  PairKernelSet pair_kernels<P>()                                           \
  {                                                                         \
    return chosen_kernels()[static_cast<std::size_t>(ShippedPotential::P)]; \
  }
SORET_SHIPPED_POTENTIALS(SORET_DEFINE_DISPATCH)
#undef SORET_DEFINE_DISPATCH

}  // namespace soret
