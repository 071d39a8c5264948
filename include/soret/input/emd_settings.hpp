#pragma once
/// \file
/// Everything that a configuration of soret-emd says, checked.

#include <soret/core/quantity.hpp>
#include <soret/input/activity_settings.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/copies.hpp>
#include <soret/input/distribution_settings.hpp>
#include <soret/input/model.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/input/samples.hpp>
#include <soret/input/softness_settings.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// The section [state]: the mixture and where it is looked at.
struct StatePoint {
  /// Melting the lattice that every stage starts from.
  struct Melt {
    Temperature temperature;
    Duration duration;
    Duration quench_duration;
  };

  /// Compositions, one mole fraction per species of the model; more than one: a series, each with all stages.
  std::vector<std::vector<double>> compositions;
  Temperature temperature{1.0};
  NumberDensity density{1.0};        ///< with a pressure: to start from
  std::optional<Pressure> pressure;  ///< empty: constant density
  std::optional<Melt> melt;
  std::vector<Sample> samples;  ///< to start from instead of a lattice, one per replica; empty: none
  Copies copies;                ///< of each sample
};

/// How temperature and pressure are kept where they are: the section [ensemble].
struct EnsembleSettings {
  EquilibrateSettings::ThermostatKind thermostat = EquilibrateSettings::ThermostatKind::nose_hoover;
  enum class BarostatKind { cell_rescaling, martyna_tobias_klein };

  RelaxationTime relaxation_time{1.0};
  BarostatKind barostat = BarostatKind::cell_rescaling;
  RelaxationTime barostat_relaxation_time{1.0};
  std::optional<Axis> barostat_axis;  ///< the box length that changes; empty: all three alike
};

/// What all stages have.
struct StageSettings {
  std::int64_t particles = 0;
  Duration equilibration{0.0};
  Duration duration{0.0};
  Steps interval{10};  ///< steps from one sample to the next
};

/// The section [isobaric]: volume, energy and enthalpy at constant pressure, at the composition and around it.
struct IsobaricSettings : StageSettings {
  std::optional<double> composition_step;  ///< of the first species' mole fraction; empty: the composition alone
  std::int64_t exchanges = 0;              ///< particles of a configuration that are tried as the other species
};

/// The section [transport]: time correlations and displacements.
struct TransportSettings : StageSettings {
  enum class Ensemble { nve, nvt };
  Ensemble ensemble = Ensemble::nve;
  Duration correlation_time{10.0};            ///< longest lag of time correlations
  Duration long_correlation_time{0.0};        ///< longest lag of those at doubling lags; 0: there are none
  std::optional<Duration> integration_limit;  ///< upper limit of their integrals; empty: found by rule
  Duration tuning_duration{0.0};              ///< nve: of each trial of the energy
  int tuning_trials = 0;                      ///< nve: how often the energy is corrected
  double temperature_window = 0.0;            ///< nve: how far the mean temperature may be off before a warning
  bool reject_replicas = false;               ///< nve: whether replicas farther off are left out
  Duration displacement_time{100.0};          ///< longest lag of displacements
  Steps displacement_interval{50};
  std::int64_t velocity_interval = 10;      ///< steps between velocities that are correlated; 0: none are
  std::optional<Duration> diffusive_time;   ///< displacements are fitted from here on; empty: found by rule
  std::optional<Duration> displacement_at;  ///< lag at which mean squared displacements are wanted as numbers
  Blocks blocks{20};
};

/// The section [structure]: distribution functions and structure factors.
struct StructureSettings : StageSettings, DistributionSettings {};

/// The section [relaxation]: how long particles and their pattern stay, at constant volume and temperature.
struct RelaxationSettings : StageSettings {  // the interval is that of the motion of single particles
  Duration ageing{0.0};                      ///< at the temperature, before sampling
  Duration longest_time{0.0};                ///< longest lag
  double overlap_distance = 0.3;
  std::vector<double> wave_numbers;
  Steps collective_interval{200};  ///< of all that is collective, energy and pressure included
  Blocks blocks{20};
};

/// The section [insertion]: one particle of a species is coupled to the mixture by degrees.
struct InsertionSettings : StageSettings {
  enum class Mode { windows, ramp };
  enum class Ensemble { nvt, npt };

  std::vector<Species> species;  ///< each is inserted in a run of its own
  Mode mode = Mode::windows;
  Ensemble ensemble = Ensemble::nvt;
  std::vector<double> couplings;            ///< the ladder, from 0 to 1
  double softness = 0.5;                    ///< alpha of the soft core
  Duration window_equilibration{0.0};       ///< windows: at every coupling, before it is sampled
  int ramps = 4;                            ///< ramp: how often there and back
  std::int64_t most_samples = 8192;         ///< windows: kept of each
  std::int64_t test_insertions = 0;         ///< per configuration of the uncoupled system (Widom)
  std::optional<double> composition_shift;  ///< of the first species' mole fraction; empty: the composition alone
  std::vector<Temperature> temperatures;    ///< besides that of the state

  /// Steps at each coupling of a ramp: whole chunks of ten, so that couplings change between them.
  Steps steps_per_coupling(TimeStep time_step) const;
};

/// The section [theories]: parameters of theories of the Soret coefficient, of the two species.
struct TheorySettings {
  std::optional<std::array<double, 2>> flow_ratios;
  std::optional<std::array<double, 2>> activation_energies;
  std::array<double, 2> flow_ratio_errors{};  ///< standard errors
  std::array<double, 2> activation_energy_errors{};
};

struct EmdSettings {
  Model model;
  RunSettings run;
  std::optional<ActivitySettings> activity;
  StatePoint state;
  EnsembleSettings ensemble;
  std::optional<IsobaricSettings> isobaric;
  std::optional<TransportSettings> transport;
  std::optional<StructureSettings> structure;
  std::optional<RelaxationSettings> relaxation;
  std::optional<SoftnessSettings> softness;  ///< empty: of no interest
  std::optional<InsertionSettings> insertion;
  TheorySettings theories;
  std::optional<double> target_error;  ///< relative standard error at which the stages that sample may stop
  OutputSettings output;
};

/// Reads and checks everything. Records mistakes in `configuration`; the settings are usable only if its `finish` does
/// not throw.
EmdSettings read_emd_settings(Configuration& configuration);

/// What the folder of one composition of state.series is called: "x-0.25" for a quarter of the first species.
std::string folder_of_composition(double mole_fraction);

/// A configuration in which every key is registered, for the help text.
Configuration emd_keys();

}  // namespace soret
