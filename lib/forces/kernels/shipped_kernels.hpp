#pragma once
/// \file
/// The tables that shipped_kernels.cpp, shipped_fluxes.cpp, shipped_tallies.cpp and shipped_trials.cpp fill, one per
/// instruction set, in the order of SORET_SHIPPED_POTENTIALS.

#include <soret/forces/pair_kernel_set.hpp>
#include <soret/forces/shipped_potentials.hpp>

namespace soret {

#define SORET_DECLARE_TABLE(target)                \
  namespace kernels_##target                       \
  {                                                \
    const PairKernelSet* shipped_kernels();        \
    void add_shipped_fluxes(PairKernelSet* sets);  \
    void add_shipped_tallies(PairKernelSet* sets); \
    void add_shipped_trials(PairKernelSet* sets);  \
  }
SORET_DECLARE_TABLE(portable)
SORET_DECLARE_TABLE(sse4)
SORET_DECLARE_TABLE(avx2)
SORET_DECLARE_TABLE(avx512)
#undef SORET_DECLARE_TABLE

}  // namespace soret
