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

/// A growing list of cluster pairs.
struct PairLists {
  std::vector<ClusterRow> rows;
  UninitialisedVector<std::int32_t> partners;  ///< with list_padding more behind those of the last row
  ClusterPairs view() const { return {rows.data(), rows.size(), partners.data()}; }
};

/// A list of cluster pairs that is only read through: partners are consecutive clusters of a column mostly, of which
/// only the first and the number are kept. A third of the memory of PairLists.
class PairRuns {
 public:
  /// The partners of one cluster.
  struct Row {
    std::int32_t cluster;
    std::int32_t with_itself;  ///< as in ClusterRow
    std::uint32_t begin;       ///< of its runs
    std::uint32_t end;
  };

  /// Forgets all rows; so many are expected.
  void clear(std::size_t expected_rows);
  /// The order of `partners` is kept.
  void add_row(std::int32_t cluster, bool with_itself, std::span<const std::int32_t> partners);

  /// May be put into another order.
  std::vector<Row>& rows() { return rows_; }
  const std::vector<Row>& rows() const { return rows_; }
  /// Of all rows together.
  std::size_t partner_count() const { return partner_count_; }
  /// Whether the row has a partner that is `cluster` or a later one.
  bool has_partner_from(const Row& row, std::int32_t cluster) const;
  /// Puts the rows [begin, end) in place of what `list` holds, all partners in the first group.
  void expand(std::size_t begin, std::size_t end, PairLists& list) const;

 private:
  void make_room(std::size_t more);

  std::vector<Row> rows_;
  UninitialisedVector<std::uint32_t> runs_;  ///< first cluster, and in the lowest bits the number of further ones
  std::size_t expected_rows_ = 0;
  std::size_t partner_count_ = 0;
};

}  // namespace soret
