#pragma once
/// \file
/// The section [activity]: particles that propel themselves.

#include <soret/core/quantity.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/model.hpp>

#include <optional>
#include <vector>

namespace soret {

struct ActivitySettings {
  enum class Kind { run_and_tumble, brownian, ornstein_uhlenbeck };

  Kind kind = Kind::run_and_tumble;
  Force force{0.0};
  RelaxationTime persistence_time{1.0};
  std::vector<Species> species;
};

/// Nothing unless the section is given. Records mistakes in `configuration`.
std::optional<ActivitySettings> read_activity_settings(Configuration& configuration, const Model& model,
                                                       TimeStep time_step);

}  // namespace soret
