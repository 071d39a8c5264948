#pragma once
/// \file
/// Mistakes that configurations of several programs can hold.

#include <soret/input/model.hpp>
#include <soret/system/box.hpp>

#include <string>
#include <vector>

namespace soret {

/// Something that is wrong with the value of a key.
struct Mistake {
  std::string key;
  std::string reason;
};

/// Why a species' name is refused.
std::string no_such_species(const std::string& name, const Model& model);

/// The axes along which the box is shorter than two cutoffs. `box_key` is the key that decides the box.
std::vector<Mistake> box_mistakes(const Model& model, const Box& box, const std::string& box_key);

}  // namespace soret
