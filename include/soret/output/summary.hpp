#pragma once
/// \file
/// summary.json: the numbers of a run for scripts.

#include <soret/estimate/estimate.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace soret {

/// What a run was and what it cost.
struct RunFacts {
  std::string program;
  std::string version;
  int ranks = 1;
  int replicas = 1;
  std::int64_t particles = 0;  ///< of one replica
  std::int64_t steps = 0;      ///< of one replica, since the very start
  double wall_seconds = 0.0;
  double atom_steps_per_second = 0.0;  ///< of all replicas together
  bool complete = true;                ///< false: stopped before its end
  std::vector<std::string> warnings = {};
};

/// Collects estimates and writes them beside the facts:
///
///     {"program": ..., "version": ..., "ranks": ..., "replicas": ..., "particles": ..., "steps": ..., "wall_seconds":
///     ...,
///      "atom_steps_per_second": ..., "complete": true or false, "warnings": ["...", ...], NAME: {"value": v,
///      "standard_error": e, "unit": "..."}, ..., NAME: {"A": {"value": ...}, "B": {...}}, ...}
///
/// in the order in which they were added. Numbers that are not finite become null.
class Summary {
 public:
  explicit Summary(RunFacts facts) : facts_{std::move(facts)} {}

  /// Throws RunTimeFailure if the name is taken by a fact or another estimate.
  void add(const std::string& name, const Estimate& estimate, const std::string& unit);
  /// An estimate of one species ("A") or pair ("A-B") among several under one name.
  void add(const std::string& name, const std::string& of, const Estimate& estimate, const std::string& unit);

  std::string json() const;
  /// Replaces DIRECTORY/summary.json atomically. On one rank only. Throws RunTimeFailure naming file and reason.
  void write(const std::filesystem::path& directory) const;

 private:
  struct Entry {
    std::string name;
    std::string of;  ///< empty: the estimate belongs to the whole system
    Estimate estimate;
    std::string unit;
  };
  void insert(Entry entry);

  RunFacts facts_;
  std::vector<Entry> entries_;
};

}  // namespace soret
