#include "validation.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

void require_positive(const std::string& what, double value)
{
  if (!(value > 0.0) || !std::isfinite(value)) {
    throw InputError(fmt::format("{} is {}; it must be positive and finite", what, value));
  }
}

void require_not_negative(const std::string& what, double value)
{
  if (!(value >= 0.0) || !std::isfinite(value)) {
    throw InputError(fmt::format("{} is {}; it must be zero or positive, and finite", what, value));
  }
}

void require_at_least_one(const std::string& what, std::int64_t value)
{
  if (value < 1) {
    throw InputError(fmt::format("{} is {}; it must be at least 1", what, value));
  }
}

bool is_due(Steps interval, std::int64_t step) { return step % interval.value() == 0; }

}  // namespace soret
