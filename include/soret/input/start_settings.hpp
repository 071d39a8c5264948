#pragma once
/// \file
/// The section [start]: where the particles come from.

#include <soret/core/quantity.hpp>
#include <soret/input/composition.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/copies.hpp>
#include <soret/input/model.hpp>
#include <soret/input/samples.hpp>

#include <optional>
#include <string>
#include <vector>

namespace soret {

/// Melting at a high temperature and cooling at a constant rate to the temperature of the equilibration.
struct MeltAndQuench {
  Temperature melt_temperature;
  Duration melt_duration;
  Duration quench_duration;
};

/// A start that can be made: what is missing was derived, files were read.
struct StartSettings {
  enum class Kind { lattice, random, xyz, lammps_data };

  Kind kind = Kind::lattice;
  std::vector<SpeciesCount> counts;  ///< lattice, random
  std::optional<Box> box;            ///< of all copies; empty only after a mistake
  double minimum_distance = 0.0;     ///< random: that the packing keeps
  std::optional<System> loaded;      ///< xyz, lammps_data; of several samples the first
  std::vector<Sample> samples;       ///< xyz from a folder: one per replica
  Copies copies;                     ///< of what was loaded
  bool keep_velocities = false;      ///< of the file; else they are drawn
  std::optional<MeltAndQuench> melt;

  std::int64_t particles() const;
};

/// Reads the composition under the key `name`: one fraction per species of the model; a single species needs none.
/// Empty after a mistake, or if it is neither given nor needed.
std::vector<double> read_mole_fractions(Configuration& configuration, const Model& model, const std::string& name,
                                        bool needed);

/// What a start is for. Monte Carlo knows no velocities and does not melt; it may begin with an empty box, and with a
/// single particle.
enum class StartUse { dynamics, monte_carlo };

/// Reads the section. Mistakes, also those inside a file of particles, are recorded in `configuration`.
StartSettings read_start_settings(Configuration& configuration, const Model& model, StartUse use = StartUse::dynamics);

/// Why so many replicas cannot each start from a sample; empty if they can, or if there are no samples.
std::optional<std::string> why_samples_are_too_few(const StartSettings& start, int replicas);

/// The key that decided the box, for messages.
std::string key_of_box(const Configuration& configuration);

/// The start, without velocities unless the file's are kept. `seed` decides which particle is of which species, empty
/// lattice sites and random positions, `replica` which of several samples is taken. The same on every rank.
System make_start(const StartSettings& settings, const Model& model, Seed seed, int replica = 0);

}  // namespace soret
