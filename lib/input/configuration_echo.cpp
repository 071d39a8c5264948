#include <soret/input/configuration.hpp>

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace soret {

/// The registered keys by section, sections in the order in which they first appear.
std::vector<std::pair<std::string, std::vector<const Configuration::Registered*>>> Configuration::sections() const
{
  std::vector<std::pair<std::string, std::vector<const Registered*>>> sections;
  for (const Registered& registered : registered_) {
    const std::string name = text::section_of(registered.key.name);
    auto section = std::find_if(sections.begin(), sections.end(), [&](const auto& one) { return one.first == name; });
    if (section == sections.end()) {
      section = sections.insert(sections.end(), {name, {}});
    }
    section->second.push_back(&registered);
  }
  return sections;
}

std::string Configuration::resolved(const std::set<std::string>& left_out) const
{
  std::string output;
  for (const auto& [section, keys] : sections()) {
    std::string lines;
    bool has_values = false;
    for (const Registered* registered : keys) {
      const std::string& name = registered->key.name;
      const auto entry = entries_.find(name);
      const bool has_value = entry != entries_.end() || registered->key.standard.has_value();
      has_values = has_values || has_value;
      if (has_value && !left_out.contains(name)) {
        lines += fmt::format("{} = {}\n", text::name_in_section(name),
                             entry != entries_.end() ? entry->second.value : *registered->key.standard);
      }
    }
    if (!lines.empty() || (!has_values && has_header(section))) {
      output += fmt::format("{}[{}]\n{}", output.empty() ? "" : "\n", section, lines);
    }
  }
  return output;
}

std::string Configuration::help() const
{
  std::string output;
  for (const auto& [section, keys] : sections()) {
    output += fmt::format("\n[{}]\n", section);
    for (const Registered* registered : keys) {
      const Key& key = registered->key;
      const std::string standard =
          key.standard ? fmt::format(" [{}]", key.standard->empty() ? "empty" : *key.standard) : "";
      output += fmt::format("  {:<24} {}\n  {:<24}   {}{}\n", text::name_in_section(key.name), key.about, "",
                            registered->accepted, standard);
    }
  }
  return output;
}

}  // namespace soret
