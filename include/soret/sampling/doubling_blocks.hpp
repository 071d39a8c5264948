#pragma once
/// \file
/// Blocks of bounded number for runs of unknown length.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace soret {

/// A list of between B and 2B full blocks (fewer at the very beginning) and one being filled. Blocks start with one
/// sample; whenever 2B are full, neighbours merge, which leaves B blocks of twice the length. `Block` has a member
/// `samples` and `add(const Block&)`, which appends a later block.
template <class Block>
class DoublingBlocks {
 public:
  explicit DoublingBlocks(std::size_t fewest) : fewest_{fewest} {}
  /// Blocks as they were when saved.
  DoublingBlocks(std::size_t fewest, std::int64_t samples_per_block, std::vector<Block> full, Block current)
      : fewest_{fewest}, samples_per_block_{samples_per_block}, full_{std::move(full)}, current_{std::move(current)}
  {
  }

  std::size_t fewest() const { return fewest_; }
  std::int64_t samples_per_block() const { return samples_per_block_; }
  const std::vector<Block>& full() const { return full_; }
  const Block& current() const { return current_; }
  /// The block being filled; whoever adds a sample to it closes it when it `is_full`.
  Block& current() { return current_; }
  bool is_full() const { return current_.samples >= samples_per_block_; }

  /// Files the current block, puts `empty` in its place and merges if there are too many.
  void close(Block empty)
  {
    full_.push_back(std::exchange(current_, std::move(empty)));
    if (full_.size() == 2 * fewest_) {
      merge_neighbours();
    }
  }

  /// The full blocks and what was sampled since: as a block of its own if at least half full, else added to the last
  /// one, so that no block is much shorter than the others.
  std::vector<Block> all() const
  {
    std::vector<Block> blocks = full_;
    if (current_.samples > 0) {
      if (blocks.empty() || 2 * current_.samples >= samples_per_block_) {
        blocks.push_back(current_);
      }
      else {
        blocks.back().add(current_);
      }
    }
    return blocks;
  }

 private:
  void merge_neighbours()
  {
    for (std::size_t k = 0; k < fewest_; ++k) {
      Block merged = std::move(full_[2 * k]);
      merged.add(full_[2 * k + 1]);
      full_[k] = std::move(merged);
    }
    full_.resize(fewest_);
    samples_per_block_ *= 2;
  }

  std::size_t fewest_;
  std::int64_t samples_per_block_ = 1;
  std::vector<Block> full_;
  Block current_;
};

}  // namespace soret
