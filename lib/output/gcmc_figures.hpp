#pragma once
/// \file
/// The pictures of soret-gcmc's report (private to the output module).

#include <soret/output/figure.hpp>
#include <soret/output/gcmc_report.hpp>

#include <cstddef>
#include <vector>

namespace soret {

/// Makes each picture on demand.
class GcmcFigures {
 public:
  explicit GcmcFigures(const GcmcRun& run);

  /// The number of every species along the first chain.
  Figure numbers() const;
  /// What is remembered longest, along up to six chains.
  Figure slowest() const;
  /// How often each number of a species occurred.
  Figure histogram(std::size_t species) const;
  Figure autocorrelations() const;
  const NamedMemory& slowest_memory() const { return *slowest_; }

 private:
  std::vector<double> along(std::size_t chain, const std::vector<double>& weights) const;
  std::vector<double> attempts(std::size_t chain) const;

  const GcmcRun& run_;
  GrandCanonicalBlocks blocks_;  // few enough to be drawn
  const NamedMemory* slowest_;
};

}  // namespace soret
