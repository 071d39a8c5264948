#pragma once
/// \file
/// Lists of species in configurations.

#include <soret/input/configuration.hpp>
#include <soret/input/model.hpp>

#include <vector>

namespace soret {

/// The species that a key names, in its order, each at most once; all of the model if the key is absent.
std::vector<Species> read_species_list(Configuration& configuration, const Model& model, const Key& key);

}  // namespace soret
