#pragma once
/// \file
/// The sections that the programs have in common: [run], [equilibrate], [output].

#include <soret/core/quantity.hpp>
#include <soret/core/vec3.hpp>
#include <soret/input/configuration.hpp>

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

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
  std::optional<Skin> search_skin;              ///< the same
  std::int64_t tuning_steps = 0;                ///< of a trial of other buffers; zero: those above stay
  std::optional<std::array<int, 3>> rank_grid;  ///< empty: chosen by the program
  bool load_balance = true;                     ///< whether planes between domains shift to where ranks have even work
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

/// The section [output].
struct OutputSettings {
  std::filesystem::path directory;
  std::optional<Duration> trajectory_interval;
  double checkpoint_wall_seconds = 600.0;
  bool samples = false;  ///< whether the last configuration of every replica (soret-emd: of every stage) is kept
  bool report = true;
  std::string note;  ///< shown in the report
};

/// The key run.seed.
Seed read_seed(Configuration& configuration);

RunSettings read_run_settings(Configuration& configuration);

/// All but the trajectory. `standard_directory`: where results go unless something else is said.
OutputSettings read_result_settings(Configuration& configuration, const std::string& standard_directory);

/// read_result_settings and the trajectory.
OutputSettings read_output_settings(Configuration& configuration, const std::string& standard_directory);

/// Records a mistake unless `duration`, the value of `key`, is a number of steps from `fewest_steps` to 1e15.
void check_steps(Configuration& configuration, const std::string& key, Duration duration, TimeStep time_step,
                 double fewest_steps = 0.0);

}  // namespace soret
