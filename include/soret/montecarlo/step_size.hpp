#pragma once
/// \file
/// A step that adapts itself to a wanted acceptance.

#include <cstdint>
#include <vector>

namespace soret {

/// A step size with its own count of attempts since it was last tuned.
class StepSize {
 public:
  /// Throws InputError unless the step is positive and finite and the target lies in (0, 1).
  StepSize(double value, double target_acceptance);

  double value() const { return value_; }
  void count(bool accepted)
  {
    ++attempted_;
    accepted_ += accepted ? 1 : 0;
  }
  /// After at least 50 attempts: multiplies the step by acceptance/target, at least 1/2 and at most 3/2, keeps it at
  /// or below `largest`, and starts counting anew. Fewer attempts change nothing.
  void tune(double largest);

  std::vector<double> saved() const;
  void restore(const std::vector<double>& saved);

 private:
  double value_;
  double target_;
  std::int64_t attempted_ = 0;
  std::int64_t accepted_ = 0;
};

}  // namespace soret
