#pragma once
/// \file
/// The configurations in data/examples.

#include <soret/input/configuration.hpp>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace test_support {

inline std::string example_file(const std::string& name) { return SORET_DATA "/examples/" + name + ".ini"; }

/// Names of the examples that have a certain section and lack another, which tells one program from the other.
inline std::vector<std::string> examples_with_section(const std::string& section, const std::string& lacked = "none")
{
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(SORET_DATA "/examples")) {
    soret::Configuration configuration;
    configuration.add_file(entry.path());
    if (configuration.has_section(section) && !configuration.has_section(lacked)) {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace test_support
