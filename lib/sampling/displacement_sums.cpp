#include "displacement_sums.hpp"

#include <soret/core/instruction_set.hpp>

namespace soret::detail {

namespace {

using Kernel = void (*)(const ComparedConfigurations& compared, const DisplacementQuestions& questions, double* sums);

Kernel chosen_kernel()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::add_displacement_sums;
    case InstructionSet::avx2:
      return kernels_avx2::add_displacement_sums;
    case InstructionSet::sse4:
      return kernels_sse4::add_displacement_sums;
#endif
    default:
      return kernels_portable::add_displacement_sums;
  }
}

}  // namespace

DisplacementSums local_displacement_sums(const ComparedConfigurations& compared, const DisplacementQuestions& questions)
{
  DisplacementSums sums{};
  chosen_kernel()(compared, questions, sums.data());
  return sums;
}

}  // namespace soret::detail
