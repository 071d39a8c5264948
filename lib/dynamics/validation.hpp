#pragma once
/// \file
/// Checks of the numbers that controls are described by; each throws InputError with the name, the value and what is
/// accepted.

#include <soret/core/quantity.hpp>

#include <string>

namespace soret {

void require_positive(const std::string& what, double value);
void require_not_negative(const std::string& what, double value);
void require_at_least_one(const std::string& what, std::int64_t value);

/// Whether an action made every `interval` steps is due in `step`: the first step is number 1 (Motion::step).
bool is_due(Steps interval, std::int64_t step);

}  // namespace soret
