#include <soret/montecarlo/step_size.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

StepSize::StepSize(double value, double target_acceptance) : value_{value}, target_{target_acceptance}
{
  if (!(value > 0.0) || !std::isfinite(value)) {
    throw InputError(fmt::format("the step of a move is {:g}; it must be positive and finite", value));
  }
  if (!(target_ > 0.0) || !(target_ < 1.0)) {
    throw InputError(fmt::format("the wanted acceptance of a move is {:g}; it must lie between 0 and 1", target_));
  }
}

void StepSize::tune(double largest)
{
  constexpr std::int64_t fewest_attempts = 50;
  if (attempted_ < fewest_attempts) {
    return;
  }
  const double acceptance = static_cast<double>(accepted_) / static_cast<double>(attempted_);
  value_ = std::min(largest, value_ * std::clamp(acceptance / target_, 0.5, 1.5));
  attempted_ = 0;
  accepted_ = 0;
}

std::vector<double> StepSize::saved() const
{
  return {value_, static_cast<double>(attempted_), static_cast<double>(accepted_)};
}

void StepSize::restore(const std::vector<double>& saved)
{
  value_ = saved.at(0);
  attempted_ = static_cast<std::int64_t>(saved.at(1));
  accepted_ = static_cast<std::int64_t>(saved.at(2));
}

}  // namespace soret
