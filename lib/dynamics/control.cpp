#include <soret/core/error.hpp>
#include <soret/dynamics/control.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace soret {

double Control::local_energy_added() const { return std::accumulate(ledger_.begin(), ledger_.end(), 0.0); }

void Control::save(State& state) const { state.put("ledger", ledger_); }

void Control::load(const State& state)
{
  const std::vector<double>& saved = state.doubles("ledger");
  if (saved.size() != ledger_.size()) {
    throw RunTimeFailure(
        fmt::format("the saved ledger of {} has {} entries instead of {}", name(), saved.size(), ledger_.size()));
  }
  ledger_ = saved;
}

std::int64_t degrees_of_freedom(std::int64_t particle_count, std::span<const std::unique_ptr<Control>> controls)
{
  const bool conserved =
      std::all_of(controls.begin(), controls.end(), [](const auto& control) { return control->conserves_momentum(); });
  const bool zeroed =
      std::any_of(controls.begin(), controls.end(), [](const auto& control) { return control->zeroes_momentum(); });
  return 3 * particle_count - (conserved || zeroed ? 3 : 0);
}

}  // namespace soret
