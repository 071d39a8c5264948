#pragma once
/// \file
/// Strong types for the scalars of public signatures: a `TimeStep` cannot be passed where a `Temperature` is meant.
/// All values are in the internal (reduced) units described in units.hpp.

#include <compare>
#include <cstdint>

namespace soret {

/// A scalar with a meaning. `Tag` makes each alias a type of its own; `T` is the representation.
template <class Tag, class T = double>
class Quantity {
 public:
  using value_type = T;
  constexpr explicit Quantity(T value) : value_{value} {}
  constexpr T value() const { return value_; }
  friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;

 private:
  T value_;
};

using TimeStep = Quantity<struct TimeStepTag>;              ///< integration step
using Duration = Quantity<struct DurationTag>;              ///< a stretch of simulated time
using Temperature = Quantity<struct TemperatureTag>;        ///< k_B T in energy units
using Pressure = Quantity<struct PressureTag>;              ///< energy / length³
using NumberDensity = Quantity<struct NumberDensityTag>;    ///< particles / length³
using Cutoff = Quantity<struct CutoffTag>;                  ///< interaction range
using Skin = Quantity<struct SkinTag>;                      ///< neighbour-list buffer beyond the cutoff
using RelaxationTime = Quantity<struct RelaxationTimeTag>;  ///< time constant of a thermostat, a barostat or a memory
using Force = Quantity<struct ForceTag>;                    ///< energy / length
using Power = Quantity<struct PowerTag>;                    ///< energy / time
using Seed = Quantity<struct SeedTag, std::uint64_t>;       ///< the one seed of a run
using Steps = Quantity<struct StepsTag, std::int64_t>;      ///< a number of integration steps
using Bins = Quantity<struct BinsTag, int>;                 ///< number of bins of a profile
using Blocks = Quantity<struct BlocksTag, int>;             ///< number of averaging blocks

}  // namespace soret
