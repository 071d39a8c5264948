#include <soret/estimate/thermodynamic_table.hpp>

#include <numeric>

namespace soret {

double ThermodynamicRow::conserved_energy() const
{
  return total_energy() - std::accumulate(energy_added.begin(), energy_added.end(), 0.0);
}

double ThermodynamicRow::temperature(std::int64_t degrees_of_freedom) const
{
  return 2.0 * kinetic_energy / static_cast<double>(degrees_of_freedom);
}

}  // namespace soret
