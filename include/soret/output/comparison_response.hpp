#pragma once
/// \file
/// The state diagram of compared runs: at which temperatures and gradients the response is linear.

#include <soret/estimate/nonlinear_onset.hpp>
#include <soret/output/comparison.hpp>
#include <soret/output/report.hpp>

#include <string>
#include <vector>

namespace soret {

/// Runs of soret-nemd around one temperature, as nonlinear_onset judges them.
struct ResponseState {
  std::string species;  ///< the first one whose mole_fraction_gradient the runs have
  double temperature = 0.0;
  std::vector<std::size_t> runs;  ///< indices, in the order of their gradients
  std::vector<ResponsePoint> points;
  NonlinearOnset found;
};

/// By rising temperature. Runs belong together whose mean temperatures differ by less than 2 % from the first of them;
/// a run counts if it has a temperature gradient, and a gradient of the mole fraction with a known error. Empty if
/// fewer than two runs count or the models differ.
std::vector<ResponseState> response_states(const Comparison& comparison);

/// Lines for the terminal; empty if nothing was found.
std::string response_text(const std::vector<ResponseState>& states);

/// Adds the state diagram, temperature against gradient, and a table; nothing if nothing was found.
void add_responses(Report& report, const std::vector<ResponseState>& states);

}  // namespace soret
