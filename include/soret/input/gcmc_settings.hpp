#pragma once
/// \file
/// Everything that a configuration of soret-gcmc says, checked.

#include <soret/core/quantity.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/model.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/input/start_settings.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// The section [state] of soret-gcmc: what is fixed from outside.
struct GcmcState {
  /// grand_canonical: volume and chemical potentials; canonical: volume and numbers; isobaric: pressure and numbers.
  enum class Ensemble { grand_canonical, canonical, isobaric };

  Ensemble ensemble = Ensemble::grand_canonical;
  Temperature temperature{1.0};
  /// Grand canonical: one per species, z_i = exp(mu_i/k_B T)/Lambda_i³, a number density: that of an ideal gas.
  std::vector<double> activities;
  /// Lambda_i, one per species: where mu_i has its zero.
  std::vector<double> thermal_wavelengths;
  std::optional<Pressure> pressure;    ///< isobaric
  bool tail_corrections = false;       ///< of potentials that are simply cut
  NumberDensity largest_density{0.0};  ///< a run whose box is fuller fails
};

/// The section [moves]: how often each move is attempted, relative to the others, and how far it goes.
struct MoveSettings {
  double displacements = 0.0;
  double exchanges = 0.0;         ///< insertions and deletions, as often as each other
  double identity_changes = 0.0;  ///< a particle becomes one of another species
  double swaps = 0.0;             ///< two unlike particles trade places
  double volume_changes = 0.0;

  int insertion_trials = 1;                ///< positions among which a biased insertion chooses; 1: no bias
  double displacement = 0.0;               ///< largest, along each axis; tuned unless `tuning` is off
  double volume_change = 0.0;              ///< largest, of ln V; tuned likewise
  bool tuning = true;                      ///< steps are adapted during equilibration, never while sampling
  double target_acceptance = 0.0;          ///< that tuning aims at
  std::optional<Steps> dynamics_interval;  ///< every so many attempts a burst of molecular dynamics; empty: never
  Steps dynamics_steps{0};                 ///< of a burst
  TimeStep dynamics_time_step{0.0};        ///< of a burst
};

/// The section [run] of soret-gcmc. Lengths are numbers of attempted moves of one chain.
struct GcmcRunSettings {
  /// How a chain goes through its box: any particle may be next, or region by region.
  enum class Order { automatic, whole_box, regions };

  Seed seed{1};
  std::optional<int> replicas;  ///< independent chains; empty: one per rank
  Order order = Order::automatic;
  std::int64_t settling = 0;  ///< displacements at fixed numbers, before anything is inserted or deleted
  std::int64_t equilibration = 0;
  std::int64_t attempts = 0;
  std::int64_t sample_interval = 0;
  int ghost_insertions = 0;            ///< per species and sample
  std::optional<double> target_error;  ///< relative standard error of the main estimate at which a run may stop
};

struct GcmcSettings {
  Model model;
  GcmcState state;
  StartSettings start;
  MoveSettings moves;
  GcmcRunSettings run;
  OutputSettings output;

  bool is_open() const { return state.ensemble == GcmcState::Ensemble::grand_canonical; }
  bool is_isobaric() const { return state.ensemble == GcmcState::Ensemble::isobaric; }
  /// The first key that only a chain of the whole box can serve, and why; empty if there is none.
  std::optional<std::pair<std::string, std::string>> need_of_whole_box() const;
};

/// Reads and checks everything. Records mistakes in `configuration`; the settings are usable only if its `finish` does
/// not throw.
GcmcSettings read_gcmc_settings(Configuration& configuration);

/// A configuration in which every key is registered, for the help text; species A and B stand for the user's.
Configuration gcmc_keys();

}  // namespace soret
