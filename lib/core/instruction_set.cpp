#include <soret/core/instruction_set.hpp>

#include <soret/core/error.hpp>

#include <hwy/targets.h>

#include <algorithm>
#include <cstdlib>

namespace soret {

std::string name_of(InstructionSet set)
{
  switch (set) {
    case InstructionSet::avx512:
      return "AVX512";
    case InstructionSet::avx2:
      return "AVX2";
    case InstructionSet::sse4:
      return "SSE4";
    case InstructionSet::portable:
      break;
  }
  return "portable";
}

namespace {

std::vector<InstructionSet> found_instruction_sets()
{
  std::vector<InstructionSet> sets;
#ifdef SORET_X86_KERNELS
  const auto supported = hwy::SupportedTargets();
  if ((supported & HWY_AVX3) != 0) {
    sets.push_back(InstructionSet::avx512);
  }
  if ((supported & HWY_AVX2) != 0) {
    sets.push_back(InstructionSet::avx2);
  }
  if ((supported & HWY_SSE4) != 0) {
    sets.push_back(InstructionSet::sse4);
  }
#endif
  sets.push_back(InstructionSet::portable);
  return sets;
}

}  // namespace

std::vector<InstructionSet> available_instruction_sets()
{
  static const std::vector<InstructionSet> sets = found_instruction_sets();  // to ask a virtual machine takes 15 us
  return sets;
}

InstructionSet chosen_instruction_set()
{
  const std::vector<InstructionSet> sets = available_instruction_sets();
  const char* wanted = std::getenv("SORET_INSTRUCTION_SET");
  if (wanted == nullptr) {
    return sets.front();
  }
  const auto found =
      std::find_if(sets.begin(), sets.end(), [wanted](InstructionSet set) { return name_of(set) == wanted; });
  if (found != sets.end()) {
    return *found;
  }
  std::string accepted;
  for (const InstructionSet set : sets) {
    accepted += (accepted.empty() ? "" : ", ") + name_of(set);
  }
  throw InputError("SORET_INSTRUCTION_SET is '" + std::string{wanted} + "'; accepted here: " + accepted);
}

}  // namespace soret
