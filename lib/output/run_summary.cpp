#include <soret/output/run_summary.hpp>

#include <soret/core/error.hpp>
#include <soret/output/output_directory.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>

namespace soret {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// The file that `run` means.
fs::path summary_file(const fs::path& run)
{
  std::error_code unreadable;
  const fs::file_status status = fs::status(run, unreadable);
  if (!fs::exists(status)) {
    throw InputError(fmt::format("'{}': {}; accepted: the directory of a run or its {}", run.string(),
                                 unreadable ? unreadable.message() : "no such file or directory", summary_name));
  }
  if (!fs::is_directory(status)) {
    return run;
  }
  fs::path file = run / summary_name;
  if (!fs::exists(file, unreadable)) {
    throw InputError(
        fmt::format("'{}' holds no {}: it is not the directory of a run, or the run has not written its results yet",
                    run.string(), summary_name));
  }
  return file;
}

/// The last name of the path, also of "." and "run/".
std::string last_name(const fs::path& path)
{
  return (fs::absolute(path) / "").lexically_normal().parent_path().filename().string();
}

std::string name_of_run(const fs::path& file)
{
  return last_name(file.filename() == summary_name ? fs::absolute(file).parent_path() : file);
}

Json parsed(const fs::path& file)
{
  std::ifstream stream{file, std::ios::binary};
  if (!stream) {
    throw InputError(fmt::format("cannot read '{}': {}", file.string(), std::strerror(errno)));
  }
  try {
    return Json::parse(stream);
  }
  catch (const Json::exception& error) {
    throw InputError(fmt::format("'{}' is not JSON: {}", file.string(), error.what()));
  }
  catch (const std::ios_base::failure& error) {  // a directory opens, but cannot be read
    throw InputError(fmt::format("cannot read '{}': {}", file.string(), error.what()));
  }
}

bool is_number_or_null(const Json& object, const char* member)
{
  return object.contains(member) && (object[member].is_number() || object[member].is_null());
}

/// A species may be called "value": what counts is that a number or a null stands there.
bool is_estimate(const Json& item)
{
  return item.is_object() && is_number_or_null(item, "value") && is_number_or_null(item, "standard_error") &&
         item.contains("unit") && item["unit"].is_string();
}

double number_or(const Json& item, double unknown) { return item.is_null() ? unknown : item.get<double>(); }

/// Reads the entries of one file and complains in its name.
class EntryReader {
 public:
  explicit EntryReader(const fs::path& file) : file_{file} {}

  void read(const std::string& name, const Json& item)
  {
    if (is_estimate(item)) {
      add(name, "", item);
      return;
    }
    for (const auto& [of, part] : item.items()) {
      if (!is_estimate(part)) {
        throw InputError(
            fmt::format("'{}': '{}' is no estimate; accepted: an object with value, standard_error and "
                        "unit, or one such object for each species or pair",
                        file_.string(), name));
      }
      add(name, of, part);
    }
  }

  const std::vector<SummaryEntry>& entries() const { return entries_; }

 private:
  void add(const std::string& name, const std::string& of, const Json& item)
  {
    const Estimate estimate{number_or(item["value"], std::numeric_limits<double>::quiet_NaN()),
                            number_or(item["standard_error"], std::numeric_limits<double>::infinity())};
    if (estimate.standard_error < 0.0) {
      throw InputError(fmt::format("'{}': the standard error of '{}' is {}; accepted: numbers >= 0 and null",
                                   file_.string(), name, estimate.standard_error));
    }
    entries_.push_back({name, of, item["unit"].get<std::string>(), estimate});
  }

  const fs::path& file_;
  std::vector<SummaryEntry> entries_;
};

std::string text_of(const Json& summary, const char* fact)
{
  return summary.contains(fact) && summary[fact].is_string() ? summary[fact].get<std::string>() : "";
}

/// What an open mixture found.
std::vector<std::pair<std::string, double>> measured_composition(const std::vector<SummaryEntry>& entries)
{
  std::vector<std::pair<std::string, double>> composition;
  for (const SummaryEntry& entry : entries) {
    if (entry.name == "mole_fraction" && std::isfinite(entry.estimate.value)) {
      composition.emplace_back(entry.of, entry.estimate.value);
    }
  }
  return composition;
}

}  // namespace

const SummaryEntry* RunSummary::find(const std::string& entry_name, const std::string& of) const
{
  const auto found = std::ranges::find_if(
      entries, [&](const SummaryEntry& entry) { return entry.name == entry_name && entry.of == of; });
  return found == entries.end() ? nullptr : &*found;
}

RunSummary read_summary(const fs::path& run)
{
  const fs::path file = summary_file(run);
  const Json summary = parsed(file);
  if (!summary.is_object() || text_of(summary, "program").empty()) {
    throw InputError(
        fmt::format("'{}' is not the summary of a run: it does not say which program wrote it", file.string()));
  }
  EntryReader reader{file};
  for (const auto& [name, item] : summary.items()) {
    if (item.is_object()) {  // everything else is a fact about the run
      reader.read(name, item);
    }
  }
  return {.file = file,
          .name = name_of_run(file),
          .program = text_of(summary, "program"),
          .version = text_of(summary, "version"),
          .entries = reader.entries(),
          .mole_fractions = measured_composition(reader.entries()),
          .complete = summary.value("complete", Json(true)) != Json(false)};
}

}  // namespace soret
