#include <soret/estimate/heat_conduction.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <numeric>

namespace soret {

namespace {

double sum_of(const std::vector<double>& values, const std::vector<std::size_t>& entries)
{
  return std::accumulate(entries.begin(), entries.end(), 0.0,
                         [&](double sum, std::size_t entry) { return sum + values[entry]; });
}

}  // namespace

BathEntries sort_baths(const ProfileBlock& total, const std::vector<std::size_t>& entries)
{
  std::vector<std::size_t> chosen = entries;
  if (chosen.empty()) {
    chosen.resize(total.energy_added.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
  }
  BathEntries baths;
  for (const std::size_t entry : chosen) {
    if (entry >= total.energy_added.size()) {
      throw InputError(fmt::format("heat bath number {} does not exist: {} energies were recorded, numbered from 0",
                                   entry, total.energy_added.size()));
    }
    (total.energy_added[entry] >= 0.0 ? baths.sources : baths.sinks).push_back(entry);
  }
  return baths;
}

double bath_power(const ProfileBlock& block, const BathEntries& baths)
{
  return 0.5 * (sum_of(block.energy_added, baths.sources) - sum_of(block.energy_added, baths.sinks)) / block.duration;
}

double bath_imbalance(const ProfileBlock& block)
{
  return std::accumulate(block.energy_added.begin(), block.energy_added.end(), 0.0) / block.duration;
}

double heat_flux_of_baths(const ProfileShape& shape, double power) { return power / (2.0 * shape.cross_section()); }

double thermal_conductivity_of_baths(const ProfileShape& shape, double power, const std::array<LocalState, 2>& halves)
{
  return power / (shape.cross_section() * (halves[0].temperature_gradient + halves[1].temperature_gradient));
}

double thermal_conductivity_of_flux(const LocalState& mean) { return -mean.heat_flux / mean.temperature_gradient; }

}  // namespace soret
