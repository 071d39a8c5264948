#pragma once
/// \file
/// Curves with no more points than a picture can show (private to the output module).

#include <algorithm>
#include <cstddef>
#include <vector>

namespace soret {

/// Every n-th value, so that no more than twice 400 are left.
template <class Value>
std::vector<Value> thinned(const std::vector<Value>& values)
{
  constexpr std::size_t most_points = 400;
  const std::size_t stride = std::max<std::size_t>(1, values.size() / most_points);
  std::vector<Value> kept;
  for (std::size_t i = 0; i < values.size(); i += stride) {
    kept.push_back(values[i]);
  }
  return kept;
}

}  // namespace soret
