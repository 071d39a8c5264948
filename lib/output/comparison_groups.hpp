#pragma once
/// \file
/// Which compared runs form a series (private to the output module).

#include <soret/output/comparison.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// Values and temperatures that differ by less than this, relative, count as one within a series.
inline constexpr double same_in_series = 0.01;

/// Whether there is a value with a positive, finite error.
bool is_usable(const std::optional<Estimate>& value);

/// That of the stage transport, or else the mean one; nothing if neither is known.
std::optional<double> series_temperature(const RunSummary& run);

/// The differing variable whose name begins so; null if the runs do not differ in it.
const DifferingState* find_state(const Comparison& comparison, const std::string& beginning);

/// Runs at the same values of `fixed`, in groups of two and more; null pointers are ignored.
std::vector<std::vector<std::size_t>> groups_at(const Comparison& comparison,
                                                const std::vector<const DifferingState*>& fixed);

/// Whether values differ by more than same_in_series.
bool differ(const std::vector<double>& values);

}  // namespace soret
