#pragma once
/// \file
/// Everything that a configuration of soret-nemd says, checked.

#include <soret/core/quantity.hpp>
#include <soret/input/activity_settings.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/model.hpp>
#include <soret/input/protocol_settings.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/input/start_settings.hpp>
#include <soret/system/box.hpp>

#include <optional>
#include <vector>

namespace soret {

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
  std::optional<Temperature> hot_temperature;   ///< langevin, rescale; empty with a protocol
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
  Duration duration{0.0};  ///< zero with a protocol, whose windows are sampled
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

struct NemdSettings {
  Model model;
  StartSettings start;
  RunSettings run;
  std::optional<ActivitySettings> activity;
  EquilibrateSettings equilibrate;
  GradientSettings gradient;
  std::optional<ProtocolSettings> protocol;  ///< instead of a steady gradient: building and sampling do not occur
  SampleSettings sample;
  EstimateSettings estimate;
  OutputSettings output;
};

/// Reads and checks everything, from the model to the output. Records mistakes in `configuration`; the settings are
/// usable only if its `finish` does not throw.
NemdSettings read_nemd_settings(Configuration& configuration);

/// A configuration in which every key is registered, for the help text; species A and B and the leg LEG stand for the
/// user's.
Configuration nemd_keys();

/// Throws InputError if `box` is shorter than two cutoffs anywhere, a slab does not fit, or the slabs overlap: for
/// boxes that have changed since the settings were read.
void check_geometry(const NemdSettings& settings, const Box& box);

}  // namespace soret
