#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace soret {

/// What a key takes where other keys narrow it, for Configuration::refuse; six digits, rounded to the accepted side.
namespace accepted_bound {

inline double rounded(double bound, double (*to_whole)(double))
{
  if (bound == 0.0) {
    return 0.0;
  }
  constexpr double digits_behind_first = 5.0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(bound))) - digits_behind_first);
  const double units = bound / unit;
  constexpr double noise = 1e-9;  // so that 0.032 stays 0.032
  const bool is_whole = std::abs(units - std::round(units)) < noise * std::abs(units);
  return (is_whole ? std::round(units) : to_whole(units)) * unit;
}

inline std::string at_most(double bound) { return fmt::format("at most {:.6g}", rounded(bound, std::floor)); }
inline std::string at_least(double bound) { return fmt::format("at least {:.6g}", rounded(bound, std::ceil)); }

}  // namespace accepted_bound

}  // namespace soret
