#pragma once
/// \file
/// A result with its name and dimension.

#include <soret/core/units.hpp>
#include <soret/estimate/estimate.hpp>

#include <string>

namespace soret {

/// One result under its name in summary.json.
struct NamedEstimate {
  std::string name;
  std::string of;  ///< the species or pair ("A-B") it belongs to; empty if it belongs to all
  Dimension dimension;
  Estimate estimate;

  /// Its reduced unit as text.
  std::string unit() const { return reduced_unit(dimension); }
};

}  // namespace soret
