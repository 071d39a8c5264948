#pragma once
/// \file
/// Estimates and units in words for people (private to the output module).

#include <soret/core/units.hpp>
#include <soret/estimate/nemd_analysis.hpp>

#include <string>
#include <vector>

namespace soret {

/// The reduced unit with Greek letters in the markup of Report and Figure: "ε/(k_{B} σ)"; empty for a pure number.
std::string unit_text(Dimension dimension);

/// "{/:Italic T} / (ε/k_{B})": the label of an axis.
std::string axis_label(const std::string& symbol, Dimension dimension);

/// "0.913 ± 0.081 k_{B}/ε"
std::string with_unit(const Estimate& estimate, Dimension dimension);

/// The same in real units where that is usual ("(7.6 ± 0.7)e-3 K^{-1}"); empty without real scales.
std::string in_real_units(const Estimate& estimate, Dimension dimension, const Units& units);

/// Whether the estimate of that name is zero if all is well, so that its error relative to its value says nothing.
bool is_ideally_zero(const std::string& estimate_name);

/// What an estimate of `analyse_nemd` or `analyse_emd` is, in a few words; its name with blanks if there are none.
std::string meaning(const std::string& estimate_name);

}  // namespace soret
