#include <soret/sampling/insertion_blocks.hpp>

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <utility>

namespace soret {

namespace {

constexpr std::size_t numbers_per_sum = 4;

void append(const InsertionSums& sum, std::vector<double>& packed)
{
  packed.insert(packed.end(), {static_cast<double>(sum.samples), sum.weight, sum.weight_squared, sum.volume});
}

InsertionSums sums_from(std::span<const double> packed)
{
  return {static_cast<std::int64_t>(packed[0]), packed[1], packed[2], packed[3]};
}

}  // namespace

void InsertionBlocks::Block::add(const Block& later)
{
  samples += later.samples;
  for (std::size_t s = 0; s < sums.size(); ++s) {
    sums[s].add(later.sums[s]);
  }
}

InsertionBlocks::InsertionBlocks(std::size_t sums, std::size_t fewest_blocks) : sums_{sums}, blocks_{fewest_blocks}
{
  blocks_.current() = empty_block();
}

void InsertionBlocks::end_configuration()
{
  ++blocks_.current().samples;
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
}

std::vector<double> InsertionBlocks::pack(const Block& block)
{
  std::vector<double> packed{static_cast<double>(block.samples)};
  for (const InsertionSums& sum : block.sums) {
    append(sum, packed);
  }
  return packed;
}

InsertionBlocks::Block InsertionBlocks::unpack(std::span<const double> packed)
{
  Block block{static_cast<std::int64_t>(packed[0]), {}};
  for (packed = packed.subspan(1); !packed.empty(); packed = packed.subspan(numbers_per_sum)) {
    block.sums.push_back(sums_from(packed));
  }
  return block;
}

void InsertionBlocks::save(State& state) const
{
  state.put("shape",
            std::vector<std::int64_t>{static_cast<std::int64_t>(sums_), static_cast<std::int64_t>(blocks_.fewest())});
  state.put("samples_per_block", blocks_.samples_per_block());
  std::vector<double> full;
  for (const Block& block : blocks_.full()) {
    const std::vector<double> packed = pack(block);
    full.insert(full.end(), packed.begin(), packed.end());
  }
  state.put("full_blocks", std::move(full));
  state.put("current_block", pack(blocks_.current()));
}

void InsertionBlocks::load(const State& state)
{
  const std::vector<std::int64_t>& shape = state.integers("shape");
  if (shape.at(0) != static_cast<std::int64_t>(sums_) || shape.at(1) != static_cast<std::int64_t>(blocks_.fewest())) {
    throw RunTimeFailure(fmt::format("the saved insertions were {} sums in at least {} blocks, these are {} in {}",
                                     shape.at(0), shape.at(1), sums_, blocks_.fewest()));
  }
  std::vector<Block> full;
  const std::size_t stride = 1 + numbers_per_sum * sums_;
  for (std::span<const double> rest{state.doubles("full_blocks")}; !rest.empty(); rest = rest.subspan(stride)) {
    full.push_back(unpack(rest.first(stride)));
  }
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), std::move(full),
             unpack(state.doubles("current_block"))};
}

std::vector<InsertionSums> InsertionBlocks::all(std::size_t sum) const
{
  std::vector<InsertionSums> sums;
  for (const Block& block : blocks_.all()) {
    sums.push_back(block.sums.at(sum));
  }
  return sums;
}

ReplicaInsertions gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  std::span<const InsertionSums> blocks)
{
  std::vector<double> packed;
  for (const InsertionSums& sum : blocks) {
    append(sum, packed);
  }
  ReplicaInsertions all;
  const auto parts = mpi::gather_from_roots(world, replica, packed);
  for (std::size_t number = 0; number < parts.size(); ++number) {
    for (std::span<const double> rest{parts[number]}; !rest.empty(); rest = rest.subspan(numbers_per_sum)) {
      all.blocks.push_back(sums_from(rest));
      all.replica.push_back(number);
    }
  }
  return all;
}

}  // namespace soret
