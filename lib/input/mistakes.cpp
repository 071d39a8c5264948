#include "mistakes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace soret {

std::string no_such_species(const std::string& name, const Model& model)
{
  return fmt::format("the model has no species '{}', but {}", name, fmt::join(model.species_names(), ", "));
}

std::vector<Mistake> box_mistakes(const Model& model, const Box& box, const std::string& box_key)
{
  std::vector<Mistake> mistakes;
  const double two_cutoffs = 2.0 * model.largest_cutoff();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (box.lengths()[axis] < two_cutoffs) {
      mistakes.push_back({box_key, fmt::format("the box is {:.6g} long along {}, less than two cutoffs, {:.6g}",
                                               box.lengths()[axis], "xyz"[axis], two_cutoffs)});
    }
  }
  return mistakes;
}

}  // namespace soret
