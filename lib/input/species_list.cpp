#include "species_list.hpp"

#include "mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace soret {

std::vector<Species> read_species_list(Configuration& configuration, const Model& model, const Key& key)
{
  std::vector<std::string> names = configuration.words(key);
  if (!configuration.given(key.name)) {
    names = model.species_names();
  }
  std::vector<Species> list;
  for (const std::string& name : names) {
    const auto species = model.find(name);
    if (species && std::ranges::find(list, *species) == list.end()) {
      list.push_back(*species);
    }
    else if (species) {
      configuration.refuse(key.name, fmt::format("{} stands there twice", name));
    }
    else if (!model.species.empty()) {
      configuration.refuse(key.name, no_such_species(name, model));
    }
  }
  return list;
}

}  // namespace soret
