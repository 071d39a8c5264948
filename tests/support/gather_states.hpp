#pragma once
/// \file
/// The saved states of all ranks in one place, as a program that reads checkpoints has them.

#include <soret/core/state.hpp>
#include <soret/mpi/communicator.hpp>

#include <string>
#include <vector>

namespace test_support {

using namespace soret;

/// On root one state per rank, elsewhere nothing. Every rank's state must have the same entries. Collective.
inline std::vector<State> gather_states(const mpi::Communicator& communicator, const State& mine)
{
  std::vector<State> states(communicator.is_root() ? static_cast<std::size_t>(communicator.size()) : 0);
  const auto file = [&states](const std::string& name, const auto& values) {
    for (std::size_t rank = 0; rank < states.size(); ++rank) {
      states[rank].put(name, values[rank]);
    }
  };
  for (const auto& [name, value] : mine.values()) {
    if (const auto* doubles = std::get_if<std::vector<double>>(&value)) {
      file(name, communicator.gather(*doubles));
    }
    else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value)) {
      file(name, communicator.gather(*integers));
    }
    else {
      file(name, communicator.gather(std::get<std::string>(value)));
    }
  }
  return states;
}

}  // namespace test_support
