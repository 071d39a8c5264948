#pragma once
/// \file
/// How an analysis collects its results (private to the estimate module).

#include <soret/core/error.hpp>
#include <soret/estimate/named_estimate.hpp>

#include <string>

namespace soret {

/// Collects estimates and warnings in a `Found`, which has members of these names.
template <class Found>
class Collector {
 public:
  explicit Collector(Found& found) : found_{found} {}

  void add(const std::string& name, Dimension dimension, const Estimate& estimate, const std::string& of = {})
  {
    found_.estimates.push_back({name, of, dimension, estimate});
  }
  /// What a rule or the user chose: a number without an error.
  void add_choice(const std::string& name, Dimension dimension, double value, const std::string& of = {})
  {
    add(name, dimension, {value, 0.0}, of);
  }
  void warn(const std::string& warning) { found_.warnings.push_back(warning); }
  /// Adds what `part` adds; what cannot be had from these samples becomes a warning, "no WHAT: reason".
  template <class Part>
  void attempt(const std::string& what, const Part& part)
  {
    try {
      part();
    }
    catch (const RunTimeFailure& failure) {
      warn("no " + what + ": " + failure.what());
    }
    catch (const InputError& failure) {
      warn("no " + what + ": " + failure.what());
    }
  }
  Found& found() { return found_; }

 private:
  Found& found_;
};

}  // namespace soret
