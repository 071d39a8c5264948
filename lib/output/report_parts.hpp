#pragma once
/// \file
/// Parts that reports of several programs have (private to the output module).

#include <soret/core/units.hpp>
#include <soret/estimate/named_estimate.hpp>
#include <soret/output/report.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// A card for every estimate whose name is among `names`, in their order.
std::vector<ReportCard> key_numbers(std::span<const char* const> names, std::span<const NamedEstimate> estimates,
                                    const Units& units);

/// All estimates with errors, in real units if there are any, and under which name they stand in the summary.
ReportTable estimate_table(std::span<const NamedEstimate> estimates, const Units& units);

/// "A, B".
std::string listed(const std::vector<std::string>& names);

/// A unit of a summary in the markup of Report and Figure: "k_B/epsilon" → "k_{B}/ε".
std::string unit_markup(const std::string& unit);

/// A quantity of soret-compare in words: "self_diffusion.light" → "self diffusion, light".
std::string quantity_words(const std::string& full_name);

/// "1/T / (k_{B}/ε)" for words in markup and a unit of a summary; the words alone for pure numbers.
std::string axis_label_of(const std::string& words, const std::string& unit);

/// A difference in standard errors with its mark: "-2.4 *"; "not equal" if infinite, "unknown" if there is none.
std::string difference_text(const std::optional<double>& standard_errors);

/// "2 min 05 s of computing on 4 cores".
std::string effort(double wall_seconds, int ranks);

}  // namespace soret
