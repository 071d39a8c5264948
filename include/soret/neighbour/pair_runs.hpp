#pragma once
/// \file
/// A long list of cluster pairs in little memory.

#include <soret/core/aligned.hpp>
#include <soret/neighbour/cluster_pairs.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// The rows and partners of ClusterPairs.
struct PairLists {
  std::vector<ClusterRow> rows;
  UninitialisedVector<std::int32_t> partners;  ///< there may be more behind those of the last row
  ClusterPairs view() const { return {rows.data(), rows.size(), partners.data()}; }
};

/// The rows and runs of WidePairs.
class PairRuns {
 public:
  /// Forgets all rows; so many are expected.
  void clear(std::size_t expected_rows);
  /// A row with these runs, in which there are so many partners.
  void add_row(std::int32_t cluster, bool with_itself, std::span<const std::uint32_t> runs, std::size_t partners);

  /// May be put into another order.
  std::vector<WideRow>& rows() { return rows_; }
  WidePairs view() const { return {rows_.data(), rows_.size(), runs_.data()}; }
  /// Of all rows together, and of the row that has most.
  std::size_t partner_count() const { return partner_count_; }
  std::size_t longest_row() const { return longest_row_; }
  /// Whether the row has a partner that is `cluster` or a later one.
  bool has_partner_from(const WideRow& row, std::int32_t cluster) const;

 private:
  void make_room(std::size_t more);

  std::vector<WideRow> rows_;
  UninitialisedVector<std::uint32_t> runs_;
  std::size_t expected_rows_ = 0;
  std::size_t partner_count_ = 0;
  std::size_t longest_row_ = 0;
};

}  // namespace soret
