#include <soret/system/parameters.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>
#include <vector>

namespace soret {

namespace {

constexpr double rounding = 1e-5;        // relative; of parameters that somebody typed with six digits
constexpr std::size_t longest_list = 4;  // of parameters in a sentence

std::string value_text(const ModelParameters& parameters, const std::string& name)
{
  const auto found = parameters.find(name);
  return found == parameters.end() ? "absent" : fmt::format("{:.6g}", found->second);
}

bool is_same(const ModelParameters& a, const ModelParameters& b, const std::string& name)
{
  const auto x = a.find(name);
  const auto y = b.find(name);
  return x != a.end() && y != b.end() &&
         std::abs(x->second - y->second) <= rounding * std::max(std::abs(x->second), std::abs(y->second));
}

}  // namespace

std::string difference_between(const ModelParameters& a, const ModelParameters& b)
{
  std::set<std::string> names;
  for (const ModelParameters* parameters : {&a, &b}) {
    for (const auto& [name, value] : *parameters) {
      names.insert(name);
    }
  }
  std::vector<std::string> differences;
  for (const std::string& name : names) {
    if (!is_same(a, b, name)) {
      differences.push_back(fmt::format("{} {} and {}", name, value_text(a, name), value_text(b, name)));
    }
  }
  if (differences.size() > longest_list) {
    const std::size_t left_out = differences.size() - longest_list;
    differences.resize(longest_list);
    differences.push_back(fmt::format("and {} more", left_out));
  }
  return fmt::format("{}", fmt::join(differences, ", "));
}

}  // namespace soret
