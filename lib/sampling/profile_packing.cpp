#include "profile_packing.hpp"

#include <soret/core/error.hpp>

#include <cstdint>

namespace soret::detail {

namespace {

constexpr std::size_t header = 4;

}  // namespace

std::vector<double> pack(std::span<const ProfileBlock> blocks)
{
  std::vector<double> packed;
  for (const ProfileBlock& block : blocks) {
    packed.insert(packed.end(), {static_cast<double>(block.samples), block.start_time, block.end_time, block.duration});
    packed.insert(packed.end(), block.energy_added.begin(), block.energy_added.end());
    packed.insert(packed.end(), block.sums.begin(), block.sums.end());
  }
  return packed;
}

std::vector<ProfileBlock> unpack(std::span<const double> packed, std::size_t energies, std::size_t sums)
{
  const std::size_t stride = header + energies + sums;
  if (packed.size() % stride != 0) {
    throw RunTimeFailure("saved profile blocks have an unexpected length");
  }
  std::vector<ProfileBlock> blocks;
  for (std::size_t start = 0; start < packed.size(); start += stride) {
    const std::span<const double> numbers = packed.subspan(start, stride);
    const std::span<const double> energy = numbers.subspan(header, energies);
    const std::span<const double> sum = numbers.subspan(header + energies);
    blocks.push_back({static_cast<std::int64_t>(numbers[0]), numbers[1], numbers[2], numbers[3],
                      std::vector<double>(energy.begin(), energy.end()), std::vector<double>(sum.begin(), sum.end())});
  }
  return blocks;
}

}  // namespace soret::detail
