#pragma once
/// \file
/// Everything that a configuration of soret-nemd says, checked.

#include <soret/core/quantity.hpp>
#include <soret/core/vec3.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/model.hpp>
#include <soret/input/start_settings.hpp>
#include <soret/system/box.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// The number of steps nearest to a stretch of time.
Steps steps_in(Duration duration, TimeStep time_step);

/// The section [run].
struct RunSettings {
  enum class Precision { in_double, mixed };

  TimeStep time_step{0.0};
  Seed seed{1};
  int replicas = 1;
  Precision precision = Precision::in_double;
  std::optional<Skin> skin;                     ///< empty: chosen by the program
  std::optional<std::array<int, 3>> rank_grid;  ///< empty: chosen by the program
  bool zero_momentum = true;                    ///< whether centre-of-mass motion is removed where a control causes it
};

/// The section [equilibrate]: first the barostat, if a pressure is given, then constant volume.
struct EquilibrateSettings {
  enum class ThermostatKind { langevin, csvr, nose_hoover, rescale };
  /// At a target pressure.
  struct Barostat {
    Pressure pressure;
    Duration duration;
    RelaxationTime relaxation_time;
    std::optional<Axis> axis;  ///< the only axis that changes; empty: all, by the same factor
  };

  Duration duration{0.0};
  Temperature temperature{1.0};
  ThermostatKind thermostat = ThermostatKind::langevin;
  RelaxationTime relaxation_time{0.5};
  std::optional<Barostat> barostat;
};

/// A slab as configured, in fractions of the box or in lengths.
struct SlabSettings {
  Extent centre;
  Extent width;
  Slab in_box(Axis axis, const Box& box) const;
};

/// The section [gradient].
struct GradientSettings {
  enum class Source { langevin, rescale, hex, ehex, swap };

  Axis axis = Axis::z;
  Source source = Source::langevin;
  SlabSettings hot_slab;
  SlabSettings cold_slab;
  std::optional<Temperature> hot_temperature;   ///< langevin, rescale
  std::optional<Temperature> cold_temperature;  ///< langevin, rescale
  std::optional<Power> power;                   ///< hex, ehex
  std::optional<Steps> swap_interval;           ///< swap
  int swap_count = 1;                           ///< swap
  RelaxationTime relaxation_time{0.5};          ///< langevin
  Duration build_duration{0.0};
  std::vector<double> series;  ///< factors of the driving force; empty: one run, factor 1

  /// The same with the driving force times `factor`: the temperature difference about its mean, the power, or (rounded
  /// to whole steps) the rate of swaps.
  GradientSettings scaled(double factor) const;
};

/// The section [sample].
struct SampleSettings {
  Duration duration{0.0};
  Steps interval{10};
  Bins bins{60};
  Blocks blocks{20};
};

/// The section [estimate]. Exactly one of `window` and `state` holds.
struct EstimateSettings {
  /// Distances from the centre of the cold slab in fractions of the box length, 0.5 being the hot slab.
  struct Window {
    double low;
    double high;
  };
  /// All within `half_width` (a length) of where the temperature is `temperature`.
  struct State {
    Temperature temperature;
    double half_width;
  };

  std::vector<Species> species;  ///< reported; the first is the main one, which target_error watches
  std::optional<Window> window;
  std::optional<State> state;
  std::optional<Species> dilute_solute;  ///< its S_T is also estimated as -d ln c/dT
  std::optional<double> target_error;    ///< relative standard error at which a run may stop
};

/// The section [output].
struct OutputSettings {
  std::filesystem::path directory;
  std::optional<Duration> trajectory_interval;
  double checkpoint_wall_seconds = 600.0;
  bool report = true;
  std::string note;  ///< shown in the report
};

struct NemdSettings {
  Model model;
  StartSettings start;
  RunSettings run;
  EquilibrateSettings equilibrate;
  GradientSettings gradient;
  SampleSettings sample;
  EstimateSettings estimate;
  OutputSettings output;
};

/// Reads and checks everything, from the model to the output. Records mistakes in `configuration`; the settings are
/// usable only if its `finish` does not throw.
NemdSettings read_nemd_settings(Configuration& configuration);

/// A configuration in which every key is registered, for the help text; species A and B stand for the user's.
Configuration nemd_keys();

/// Throws InputError if `box` is shorter than two cutoffs anywhere, a slab does not fit, or the slabs overlap: for
/// boxes that have changed since the settings were read.
void check_geometry(const NemdSettings& settings, const Box& box);

}  // namespace soret
