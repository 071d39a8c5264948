#include "gaussian_noise.hpp"

#include "kernels/box_muller.hpp"

#include <soret/core/instruction_set.hpp>

namespace soret {

namespace {

using BoxMuller = void (*)(const BoxMullerArrays&, std::size_t);

BoxMuller chosen_box_muller()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::box_muller;
    case InstructionSet::avx2:
      return kernels_avx2::box_muller;
    case InstructionSet::sse4:
      return kernels_sse4::box_muller;
#endif
    default:
      return kernels_portable::box_muller;
  }
}

}  // namespace

void gaussian_noise(const RandomStream& stream, std::int64_t step, std::span<const std::int64_t> ids,
                    std::array<std::array<double, noise_block>, 3>& noise)
{
  static const BoxMuller box_muller = chosen_box_muller();
  std::array<std::array<std::uint64_t, noise_block>, 4> bits{};
  for (std::size_t k = 0; k < ids.size(); ++k) {
    const auto drawn = stream.bits(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(ids[k]));
    for (std::size_t word = 0; word < 4; ++word) {
      bits[word][k] = drawn[word];
    }
  }
  constexpr std::size_t widest = 8;
  const std::size_t rounded_up = (ids.size() + widest - 1) / widest * widest;
  box_muller({{bits[0].data(), bits[1].data(), bits[2].data(), bits[3].data()},
              {noise[0].data(), noise[1].data(), noise[2].data()}},
             rounded_up);
}

}  // namespace soret
