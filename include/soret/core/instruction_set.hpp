#pragma once
/// \file
/// The vector instruction sets that the library's loops are compiled for, and the one chosen on this processor.

#include <string>
#include <vector>

namespace soret {

/// Worst to best.
enum class InstructionSet { portable, sse4, avx2, avx512 };

std::string name_of(InstructionSet set);

/// What the library was compiled for and this processor has, best first. Never empty.
std::vector<InstructionSet> available_instruction_sets();

/// The best available one, or the one that the environment variable SORET_INSTRUCTION_SET names (portable, SSE4, AVX2,
/// AVX512). Throws InputError if that is not available here.
InstructionSet chosen_instruction_set();

}  // namespace soret
