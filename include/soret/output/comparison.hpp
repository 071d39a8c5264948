#pragma once
/// \file
/// What several runs found about the same quantities, side by side, and whether they agree.

#include <soret/estimate/estimate.hpp>
#include <soret/output/run_summary.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// One quantity in all runs. The vectors have one element for each run.
struct ComparedQuantity {
  std::string name;
  std::string of;  ///< species or pair; empty if it belongs to all
  std::string unit;
  std::vector<std::optional<Estimate>> values = {};     ///< empty where the run does not have the quantity
  std::vector<std::optional<double>> differences = {};  ///< from the reference, as `difference_in_errors` gives them
  /// Over the runs that measured it, if there are two or more. Values without a known error, and those that were
  /// imposed and do not scatter, are left out.
  std::optional<WeightedMean> mean = {};
  std::size_t averaged = 0;  ///< how many runs entered the mean; chi_squared is expected to be one less

  /// "soret_coefficient.light"
  std::string full_name() const { return of.empty() ? name : name + "." + of; }
};

/// A variable of state in which runs differ by more than is allowed: 0.01 in mole fraction, 1 % in temperature, 10 % in
/// the length of a box, and two combined standard errors. The temperature of a run in a gradient is that of its window,
/// that of an equilibrium run that of its stage transport if it has one. One value for each run, empty where it is not
/// known.
struct DifferingState {
  std::string name;  ///< "mole fraction of light", "temperature"
  std::string unit;
  std::vector<std::optional<double>> values;
  std::pair<std::size_t, std::size_t> farthest = {};  ///< the two runs that differ most
};

/// Runs with the quantities that at least two of them have.
struct Comparison {
  std::vector<RunSummary> runs;
  std::vector<std::string> labels;  ///< of the runs: "nemd (soret-nemd)", with the path where two would be the same
  std::size_t reference = 0;        ///< index of the run that the others are compared with
  std::vector<ComparedQuantity> quantities;
  std::vector<DifferingState> states;  ///< if any, a difference between runs is no sign of an error
  std::vector<std::string> chosen;     ///< names of quantities that alone were asked for; all if empty
  /// What `different_models` finds. If anything, no quantity has a mean, and there are neither series nor routes.
  std::vector<std::string> different_models = {};
};

/// (a - b) / sqrt(error_a² + error_b²), for independent estimates. Nothing if a value or an error is unknown. Two
/// imposed values, which do not scatter, give zero if they are equal up to rounding, else infinity with the sign of a -
/// b.
std::optional<double> difference_in_errors(const Estimate& a, const Estimate& b);

/// "*" beyond 2 standard errors in either direction, "**" beyond 3, else nothing.
std::string significance_mark(double standard_errors);

/// Aligns the runs by the names of quantities, species and pairs. Only the quantities that `chosen` names
/// ("soret_coefficient" or "soret_coefficient.light") are compared, all if it is empty. Throws InputError if there are
/// fewer than two runs, if a summary is given twice, if some but not all are of series of compositions, if a chosen
/// quantity or any quantity at all is not in two runs, or if a quantity has not the same unit in all runs.
Comparison compare(std::vector<RunSummary> runs, std::size_t reference, const std::vector<std::string>& chosen = {});

/// Throws InputError if `file` cannot be a new file: in a directory that does not exist, a directory itself, or one of
/// the files that a compared run has written.
void require_new_file(const std::filesystem::path& file, const std::vector<RunSummary>& runs);

}  // namespace soret
