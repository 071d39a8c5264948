#pragma once
/// \file
/// The rows of the table-driven potential test: every shipped potential with several sets of parameters.

#include <soret/forces/shipped_potentials.hpp>

#include <string>
#include <vector>

namespace test_support {

using namespace soret;

/// What is continuous where the potential ends.
enum class Ending { nothing, energy, energy_and_force };

/// One potential with its cutoff and what the tests need to know about it.
template <class P>
struct PotentialRow {
  std::string name;
  P potential;
  double cutoff;
  Ending ending;
};

/// Rows of one potential. A potential in SORET_SHIPPED_POTENTIALS without rows does not link.
template <class P>
std::vector<PotentialRow<P>> rows_of();

template <>
inline std::vector<PotentialRow<LennardJones>> rows_of()
{
  return {{"cut", {1.0, 1.0, Truncation::cut}, 2.5, Ending::nothing},
          {"cut, other scales", {0.5, 0.88, Truncation::cut}, 3.0, Ending::nothing},
          {"shifted", {1.0, 1.0, Truncation::shifted}, 2.5, Ending::energy},
          {"shifted, other scales", {1.5, 1.1, Truncation::shifted}, 2.2, Ending::energy}};
}

template <>
inline std::vector<PotentialRow<ForceShiftedLennardJones>> rows_of()
{
  return {{"standard", {1.0, 1.0}, 2.5, Ending::energy_and_force},
          {"other scales", {1.5, 0.8}, 2.5, Ending::energy_and_force},
          {"long", {0.5, 0.88}, 3.0, Ending::energy_and_force}};
}

template <>
inline std::vector<PotentialRow<WeeksChandlerAndersen>> rows_of()
{
  return {{"standard", {1.0, 1.0}, 2.5, Ending::energy_and_force},
          {"other scales", {0.5, 0.88}, 2.5, Ending::energy_and_force}};
}

template <>
inline std::vector<PotentialRow<Mie>> rows_of()
{
  return {{"12-6 cut", {1.0, 1.0, 12.0, 6.0, Truncation::cut}, 2.5, Ending::nothing},
          {"14-7 shifted", {0.8, 1.1, 14.0, 7.0, Truncation::shifted}, 2.5, Ending::energy},
          {"9-6 cut", {1.2, 0.9, 9.0, 6.0, Truncation::cut}, 3.0, Ending::nothing},
          {"23.5-5.25 shifted", {1.0, 1.0, 23.5, 5.25, Truncation::shifted}, 2.0, Ending::energy},
          {"23.5-5.25 cut", {1.0, 1.0, 23.5, 5.25, Truncation::cut}, 2.0, Ending::nothing}};
}

template <>
inline std::vector<PotentialRow<SoftCoreLennardJones>> rows_of()
{
  return {{"on", {1.0, 1.0, 1.0, 0.5, 1.0}, 2.5, Ending::energy},
          {"half on", {1.0, 1.0, 0.5, 0.5, 1.0}, 2.5, Ending::energy},
          {"nearly off", {1.2, 0.9, 0.03, 0.5, 1.0}, 2.5, Ending::energy},
          {"off", {1.0, 1.0, 0.0, 0.5, 1.0}, 2.5, Ending::energy},
          {"square coupling", {0.7, 1.1, 0.4, 0.3, 2.0}, 3.0, Ending::energy},
          {"half on, cut", {1.0, 1.0, 0.5, 0.5, 1.0, Truncation::cut}, 2.5, Ending::nothing}};
}

}  // namespace test_support
