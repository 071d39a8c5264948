#pragma once
/// \file
/// A check of arguments.

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace soret::detail {

/// Throws InputError unless the value is positive and finite.
inline void require_positive(double value, std::string_view name)
{
  if (!(value > 0.0) || !std::isfinite(value)) {
    throw InputError(fmt::format("{} is {}; it must be positive", name, value));
  }
}

}  // namespace soret::detail
