#include <soret/output/summary.hpp>

#include "atomic_file.hpp"

#include <soret/core/error.hpp>
#include <soret/output/output_directory.hpp>

#include <nlohmann/json.hpp>

#include <utility>

namespace soret {

namespace {

using Json = nlohmann::ordered_json;  // dumps numbers that are not finite as null

Json to_json(const RunFacts& facts)
{
  return {{"program", facts.program},
          {"version", facts.version},
          {"ranks", facts.ranks},
          {"replicas", facts.replicas},
          {"particles", facts.particles},
          {"steps", facts.steps},
          {"wall_seconds", facts.wall_seconds},
          {"atom_steps_per_second", facts.atom_steps_per_second},
          {"complete", facts.complete},
          {"warnings", facts.warnings}};
}

}  // namespace

void Summary::add(const std::string& name, const Estimate& estimate, const std::string& unit)
{
  insert({name, "", estimate, unit});
}

void Summary::add(const std::string& name, const std::string& of, const Estimate& estimate, const std::string& unit)
{
  insert({name, of, estimate, unit});
}

void Summary::insert(Entry entry)
{
  bool taken = to_json(facts_).contains(entry.name);
  for (const Entry& other : entries_) {
    taken = taken || (other.name == entry.name && (other.of == entry.of || other.of.empty() || entry.of.empty()));
  }
  if (taken) {
    throw RunTimeFailure("two entries of " + std::string(summary_name) + " have the name '" + entry.name +
                         (entry.of.empty() ? "" : "." + entry.of) + "'");
  }
  entries_.push_back(std::move(entry));
}

std::string Summary::json() const
{
  Json summary = to_json(facts_);
  for (const Entry& entry : entries_) {
    Json& place = entry.of.empty() ? summary[entry.name] : summary[entry.name][entry.of];
    place = {{"value", entry.estimate.value}, {"standard_error", entry.estimate.standard_error}, {"unit", entry.unit}};
  }
  return summary.dump(2) + "\n";
}

void Summary::write(const std::filesystem::path& directory) const
{
  write_file_atomically(directory / summary_name, json());
}

}  // namespace soret
