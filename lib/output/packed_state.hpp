#pragma once
/// \file
/// A State as three flat arrays (private to the output module).

#include <soret/core/state.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// Arrays end to end, without a copy of them.
template <class T>
class Chain {
 public:
  /// `values` must stay where they are.
  void add(std::span<const T> values)
  {
    parts_.push_back(values);
    size_ += values.size();
  }
  std::size_t size() const { return size_; }
  const std::vector<std::span<const T>>& parts() const { return parts_; }
  /// The values [begin, begin + count), fewer where the chain ends before.
  std::vector<T> piece(std::size_t begin, std::size_t count) const;

 private:
  std::vector<std::span<const T>> parts_;
  std::size_t size_ = 0;
};

/// All values of a State end to end, so that a rank's whole state is three slabs of a file whatever the number of its
/// entries.
///
///   integers: number of entries n; n triples (kind, length of the name, number of values); then all int64 values
///   doubles:  all double values
///   text:     all names, then all texts
///
/// Entries come in the order of their names. Kinds: 0 doubles, 1 integers, 2 text.
class PackedState {
 public:
  /// `state` must outlive this and stay as it is.
  explicit PackedState(const State& state);
  PackedState(const PackedState&) = delete;
  PackedState& operator=(const PackedState&) = delete;

  const Chain<double>& doubles() const { return doubles_; }
  const Chain<std::int64_t>& integers() const { return integers_; }
  const std::string& text() const { return text_; }

 private:
  std::vector<std::int64_t> table_;
  Chain<double> doubles_;
  Chain<std::int64_t> integers_;
  std::string text_;
};

/// Consecutive values of the three slabs of one rank, read from somewhere. Each throws RunTimeFailure if there are not
/// so many.
class PackedSource {
 public:
  virtual ~PackedSource() = default;
  virtual std::vector<double> doubles(std::int64_t begin, std::int64_t count) = 0;
  virtual std::vector<std::int64_t> integers(std::int64_t begin, std::int64_t count) = 0;
  virtual std::string text(std::int64_t begin, std::int64_t count) = 0;
};

/// The inverse of PackedState; of the entries called `names` only, if there are any. Throws RunTimeFailure if the
/// lengths do not fit together.
State unpack(PackedSource& source, const std::vector<std::string>& names);

template <class T>
std::vector<T> Chain<T>::piece(std::size_t begin, std::size_t count) const
{
  std::vector<T> values;
  values.reserve(std::min(count, size_ - std::min(begin, size_)));
  std::size_t first = 0;  // of the part
  for (const std::span<const T>& part : parts_) {
    const std::size_t from = std::max(begin, first);
    const std::size_t to = std::min(begin + count, first + part.size());
    if (from < to) {
      const std::span<const T> wanted = part.subspan(from - first, to - from);
      values.insert(values.end(), wanted.begin(), wanted.end());
    }
    first += part.size();
  }
  return values;
}

}  // namespace soret
