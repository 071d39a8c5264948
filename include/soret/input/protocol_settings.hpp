#pragma once
/// \file
/// The section [protocol]: what the heat baths do in time, leg by leg, and when profiles are averaged.

#include <soret/core/quantity.hpp>
#include <soret/core/temperature_course.hpp>
#include <soret/input/configuration.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// The baths of a protocol: those of the two slabs, and one for all particles.
enum class ProtocolBath { hot, cold, box };

inline constexpr std::size_t protocol_baths = 3;
inline constexpr std::array<ProtocolBath, protocol_baths> all_protocol_baths{ProtocolBath::hot, ProtocolBath::cold,
                                                                             ProtocolBath::box};

/// "hot", "cold", "box": as configurations have it.
const char* name_of(ProtocolBath bath);

/// The temperature of a bath during a leg: a straight line in time, constant if both are the same.
struct TemperatureRamp {
  Temperature from;
  Temperature to;
};

/// A stretch of a leg over which profiles are averaged. Times count from the beginning of the leg.
struct ProfileWindowSettings {
  Duration from;
  Duration to;
};

/// The section [protocol.NAME].
struct ProtocolLeg {
  std::string name;
  Duration duration{0.0};
  /// By ProtocolBath; empty: the bath rests.
  std::array<std::optional<TemperatureRamp>, protocol_baths> baths;
  std::vector<ProfileWindowSettings> windows;  ///< in the order of time, apart from each other; may be empty

  const std::optional<TemperatureRamp>& bath(ProtocolBath which) const
  {
    return baths[static_cast<std::size_t>(which)];
  }
};

/// The section [protocol] with its legs, which follow each other without a gap.
struct ProtocolSettings {
  std::vector<ProtocolLeg> legs;
  std::size_t zero_leg = 0;  ///< times of results count from the beginning of this one

  /// Of all legs; rests where the bath does not act. Every leg counts as long as it is in whole steps.
  TemperatureCourse course_of(ProtocolBath bath, TimeStep time_step) const;
  /// Time from the beginning of the protocol to that of a leg, in whole steps.
  Steps steps_before(std::size_t leg, TimeStep time_step) const;
};

/// Empty without a key of the section. Mistakes are recorded in `configuration`. Windows must hold at least
/// `fewest_samples` samples, one every `interval` steps.
std::optional<ProtocolSettings> read_protocol_settings(Configuration& configuration, TimeStep time_step, Steps interval,
                                                       Blocks fewest_samples);

}  // namespace soret
