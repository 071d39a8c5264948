#pragma once
/// \file
/// Which compared runs are of one system: what may be drawn against temperature.

#include <soret/output/run_summary.hpp>

#include <optional>
#include <string>

namespace soret {

/// A quantity of a run, if it is known.
std::optional<double> value_of(const RunSummary& run, const std::string& name);

/// Whether two runs have the same model, composition and density (within 1 %), as far as these are known.
bool is_one_system(const RunSummary& a, const RunSummary& b);

/// Model, density and activity of a run; empty if its model is not known.
std::string system_name(const RunSummary& run);

}  // namespace soret
