#include "one_system.hpp"

#include <soret/output/comparison_models.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

bool is_one_composition(const RunSummary& a, const RunSummary& b)
{
  constexpr double allowed = 0.01;
  return std::ranges::all_of(a.mole_fractions, [&](const auto& of_a) {
    return std::ranges::all_of(b.mole_fractions, [&](const auto& of_b) {
      return of_a.first != of_b.first || std::abs(of_a.second - of_b.second) <= allowed;
    });
  });
}

}  // namespace

std::optional<double> value_of(const RunSummary& run, const std::string& name)
{
  const SummaryEntry* entry = run.find(name);
  return entry != nullptr && std::isfinite(entry->estimate.value) ? std::optional{entry->estimate.value} : std::nullopt;
}

bool is_one_system(const RunSummary& a, const RunSummary& b)
{
  constexpr double allowed = 0.01;
  const std::optional<double> density_a = value_of(a, "density");
  const std::optional<double> density_b = value_of(b, "density");
  const bool is_one_density =
      !density_a || !density_b || std::abs(*density_a - *density_b) <= allowed * std::max(*density_a, *density_b);
  return is_one_density && is_one_composition(a, b) && different_models({a, b}).empty();
}

std::string system_name(const RunSummary& run)
{
  if (!run.model || run.model->name.empty()) {
    return "";
  }
  const std::optional<double> density = value_of(run, "density");
  const auto force = run.model->parameters.find(activity_parameter);
  return run.model->name + (density ? fmt::format(" {:.4g}", *density) : "") +
         (force != run.model->parameters.end() ? fmt::format(", active, f_0 = {:g}", force->second) : "");
}

}  // namespace soret
