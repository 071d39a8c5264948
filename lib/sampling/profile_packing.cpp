#include "profile_packing.hpp"

#include <soret/core/error.hpp>

#include <cstdint>

namespace soret::detail {

namespace {

constexpr std::size_t block_header = 4;
constexpr std::size_t row_header = 2;

void append(std::vector<double>& target, std::span<const double> values)
{
  target.insert(target.end(), values.begin(), values.end());
}

std::vector<double> copy_of(std::span<const double> values) { return {values.begin(), values.end()}; }

/// Cuts an array into pieces of equal length.
std::vector<std::span<const double>> pieces_of(std::span<const double> packed, std::size_t length)
{
  if (packed.size() % length != 0) {
    throw RunTimeFailure("a saved profile has an unexpected length");
  }
  std::vector<std::span<const double>> pieces;
  for (std::size_t start = 0; start < packed.size(); start += length) {
    pieces.push_back(packed.subspan(start, length));
  }
  return pieces;
}

}  // namespace

std::vector<double> pack(std::span<const ProfileBlock> blocks)
{
  std::vector<double> packed;
  for (const ProfileBlock& block : blocks) {
    packed.insert(packed.end(), {static_cast<double>(block.samples), block.start_time, block.end_time, block.duration});
    append(packed, block.energy_added);
    append(packed, block.sums);
  }
  return packed;
}

std::vector<double> pack(std::span<const ModeBlock> rows)
{
  std::vector<double> packed;
  for (const ModeBlock& row : rows) {
    packed.insert(packed.end(), {static_cast<double>(row.samples), row.duration});
    append(packed, row.sums);
  }
  return packed;
}

std::vector<ProfileBlock> unpack_blocks(std::span<const double> packed, std::size_t energies, std::size_t sums)
{
  std::vector<ProfileBlock> blocks;
  for (const std::span<const double> numbers : pieces_of(packed, block_header + energies + sums)) {
    blocks.push_back({static_cast<std::int64_t>(numbers[0]), numbers[1], numbers[2], numbers[3],
                      copy_of(numbers.subspan(block_header, energies)),
                      copy_of(numbers.subspan(block_header + energies))});
  }
  return blocks;
}

ModeSeries unpack_modes(std::span<const double> packed, std::size_t species)
{
  ModeSeries rows;
  for (const std::span<const double> numbers : pieces_of(packed, row_header + species)) {
    rows.push_back({static_cast<std::int64_t>(numbers[0]), numbers[1], copy_of(numbers.subspan(row_header))});
  }
  return rows;
}

}  // namespace soret::detail
