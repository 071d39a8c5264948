#pragma once
/// \file
/// The summary.json of a run, read back.

#include <soret/estimate/estimate.hpp>
#include <soret/system/parameters.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// One estimate as it stands in a summary.
struct SummaryEntry {
  std::string name;
  std::string of;  ///< the species or pair it belongs to; empty if it belongs to all
  std::string unit;
  Estimate estimate;  ///< a null became NaN as a value and infinity as an error
};

/// The parameter of a run's model that says how hard its particles propel themselves; absent if they do not.
inline constexpr const char* activity_parameter = "self-propulsion force";

/// The model of a run, complete.
struct RunModel {
  std::string name;
  std::vector<std::string> species;
  ModelParameters parameters;
};

/// What a summary says, and where it was found.
struct RunSummary {
  std::filesystem::path file;
  std::string name;  ///< of the run's directory, or of the file if it is not called summary.json
  std::string program;
  std::string version;
  std::vector<SummaryEntry> entries;  ///< in the order of the file

  /// The composition of the run: that which an open mixture found (`mole_fraction`), else, where somebody fills it in,
  /// what its configuration asks for; the summary of a closed system does not tell.
  std::vector<std::pair<std::string, double>> mole_fractions = {};

  std::optional<RunModel> model = {};  ///< if somebody fills it in: the summary does not tell
  bool complete = true;                ///< false: the summary says that the run was stopped before its end

  /// Null if there is no such entry.
  const SummaryEntry* find(const std::string& entry_name, const std::string& of = {}) const;
};

/// Reads the summary of a run, given its directory or the file itself. Throws InputError, naming the path, if it is
/// absent or unreadable, is not JSON, or is not what Summary writes.
RunSummary read_summary(const std::filesystem::path& run);

}  // namespace soret
