#pragma once
/// \file
/// A State as three flat arrays (private to the output module).

#include <soret/core/state.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace soret {

/// All values of a State end to end, so that a rank's whole state is three messages and three slabs of a file whatever
/// the number of its entries.
///
///   integers: number of entries n; n triples (kind, length of the name, number of values); then all int64 values
///   doubles:  all double values
///   text:     all names, then all texts
///
/// Entries come in the order of their names. Kinds: 0 doubles, 1 integers, 2 text.
struct PackedState {
  std::vector<double> doubles;
  std::vector<std::int64_t> integers;
  std::string text;
};

PackedState pack(const State& state);

/// The inverse of pack. Throws RunTimeFailure if the lengths do not fit together.
State unpack(const PackedState& packed);

}  // namespace soret
