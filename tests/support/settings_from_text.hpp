#pragma once
/// \file
/// Settings of a program, made from text as users write it.

#include <soret/input/configuration.hpp>

#include <string>
#include <utility>
#include <vector>

namespace test_support {

/// Keys that replace others or come in addition.
using Overrides = std::vector<std::pair<std::string, std::string>>;

/// What `read` makes of all texts together.
template <class Read>
auto settings_from_text(const Read& read, const std::vector<const char*>& texts, const Overrides& overrides)
{
  soret::Configuration configuration;
  for (const auto& [key, value] : overrides) {
    configuration.add_override(key, value);
  }
  for (const char* text : texts) {
    configuration.add_text(text, "small run");
  }
  auto settings = read(configuration);
  configuration.finish();
  return settings;
}

}  // namespace test_support
