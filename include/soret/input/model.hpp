#pragma once
/// \file
/// What a model of a mixture is: its species and the interaction of every pair of them, as plain data.

#include <soret/core/quantity.hpp>
#include <soret/core/units.hpp>
#include <soret/input/configuration.hpp>
#include <soret/system/particles.hpp>

#include <optional>
#include <string>
#include <vector>

namespace soret {

/// The pair potentials that models are made of.
enum class PotentialKind {
  lennard_jones,                ///< cut, or cut and shifted
  force_shifted_lennard_jones,  ///< energy and force continuous at the cutoff
  weeks_chandler_andersen,      ///< purely repulsive, cut at 2^(1/6) sigma
  mie,                          ///< free exponents
  soft_core_lennard_jones       ///< can be switched off continuously
};

/// The interaction of one pair of species, complete: mixing rules and relative cutoffs are already applied.
struct PairDescription {
  Species first{};
  Species second{};
  PotentialKind kind = PotentialKind::lennard_jones;
  double epsilon = 1.0;
  double sigma = 1.0;
  double cutoff = 2.5;
  bool shifted = true;               ///< whether the energy at the cutoff is subtracted (lennard_jones, mie)
  double repulsive_exponent = 12.0;  ///< mie
  double attractive_exponent = 6.0;  ///< mie
  double coupling = 1.0;             ///< soft core: lambda, from 0 (absent) to 1 (full)
  double softness = 0.5;             ///< soft core: alpha
};

/// A mixture. `pairs` holds every unordered pair once, (a, b) with a <= b, in lexicographic order.
struct Model {
  std::string name;
  std::string source;  ///< where the parameters were published
  SpeciesTable species;
  std::vector<PairDescription> pairs;
  /// Below it the composition settles too slowly to be followed (the mode-coupling temperature, say).
  std::optional<Temperature> glass_temperature = {};

  const PairDescription& pair(Species a, Species b) const;
  std::optional<Species> find(const std::string& species_name) const;
  std::vector<std::string> species_names() const;
  double largest_cutoff() const;
  double smallest_sigma() const;
};

/// Whether the energy of some pair jumps at its cutoff: cut without a shift.
bool energies_jump(const Model& model);

/// Reads the section [units] (epsilon, sigma, mass with real units; all or none) and makes it the configuration's
/// units. `read_model` does it, because a model file may hold the section.
void read_units(Configuration& configuration);

/// Reads a model from the sections [model], [species.NAME] and [pair.NAME-NAME]. If `model.file` is given, that file (a
/// path or the name of a shipped model) is added behind the configuration, whose own keys win. Call it before any
/// getter of a key with a dimension: it reads the units too. Mistakes are recorded in `configuration`; the model is
/// complete if none was.
Model read_model(Configuration& configuration);

/// The model of a file or of a shipped model by name. Throws InputError with all mistakes.
Model load_model(const std::string& file_or_name);

}  // namespace soret
