#include <soret/forces/dispatch.hpp>

#include "kernels/shipped_kernels.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
#include <array>

namespace soret {

namespace {

enum class ShippedPotential : std::size_t {
#define SORET_ENUMERATE(P) P,
  SORET_SHIPPED_POTENTIALS(SORET_ENUMERATE)
#undef SORET_ENUMERATE
      count
};

using ShippedSets = std::array<PairKernelSet, static_cast<std::size_t>(ShippedPotential::count)>;

template <class Forces, class... Others>
ShippedSets all_of(Forces forces, Others... add_others)
{
  ShippedSets sets;
  std::copy_n(forces(), sets.size(), sets.begin());
  (add_others(sets.data()), ...);
  return sets;
}

ShippedSets chosen_kernels()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return all_of(kernels_avx512::shipped_kernels, kernels_avx512::add_shipped_fluxes,
                    kernels_avx512::add_shipped_tallies, kernels_avx512::add_shipped_trials);
    case InstructionSet::avx2:
      return all_of(kernels_avx2::shipped_kernels, kernels_avx2::add_shipped_fluxes, kernels_avx2::add_shipped_tallies,
                    kernels_avx2::add_shipped_trials);
    case InstructionSet::sse4:
      return all_of(kernels_sse4::shipped_kernels, kernels_sse4::add_shipped_fluxes, kernels_sse4::add_shipped_tallies,
                    kernels_sse4::add_shipped_trials);
#endif
    default:
      return all_of(kernels_portable::shipped_kernels, kernels_portable::add_shipped_fluxes,
                    kernels_portable::add_shipped_tallies, kernels_portable::add_shipped_trials);
  }
}

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
