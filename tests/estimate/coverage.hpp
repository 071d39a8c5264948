#pragma once
/// \file
/// Whether error bars are as long as they say.

#include <soret/estimate/estimate.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string_view>

/// Counts how often an interval of one standard error holds the truth, over many made-up runs.
class Coverage {
 public:
  explicit Coverage(double expected) : expected_{expected} {}
  void add(const soret::Estimate& estimate)
  {
    const double off = estimate.standard_errors_from(expected_);
    ++runs_;
    inside_ += std::abs(off) < 1.0 ? 1.0 : 0.0;
    sum_ += off;
    squares_ += off * off;
  }
  /// Four binomial standard deviations about the 68 % of a normal distribution, less what an error of few independent
  /// samples loses.
  void check_closely(std::string_view what, double lost = 0.01) const
  {
    constexpr double normal = 0.6827;
    MESSAGE(what << ": inside " << inside_ / runs_ << ", mean " << sum_ / runs_ << ", squares " << squares_ / runs_);
    CHECK(std::abs(inside_ / runs_ - (normal - lost)) < 4.0 * std::sqrt(normal * (1.0 - normal) / runs_));
  }
  /// 60 to 76 % of the intervals, and hardly any bias.
  void check(std::string_view what) const
  {
    MESSAGE(what << ": inside " << inside_ / runs_ << ", mean " << sum_ / runs_ << ", squares " << squares_ / runs_);
    CHECK(inside_ / runs_ >= 0.60);
    CHECK(inside_ / runs_ <= 0.76);
    CHECK(std::abs(sum_ / runs_) < 0.3);
  }

 private:
  double expected_;
  double runs_ = 0.0;
  double inside_ = 0.0;
  double sum_ = 0.0;
  double squares_ = 0.0;
};
