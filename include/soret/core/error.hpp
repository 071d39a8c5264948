#pragma once
/// \file
/// The two ways a run can fail, and the exit status of each.

#include <stdexcept>
#include <string>
#include <vector>

namespace soret {

/// What a program returns to the shell.
enum class ExitStatus : int {
  done = 0,              ///< everything asked for was computed
  run_time_failure = 1,  ///< a particle lost, a number not finite: step and particle are named
  input_refused = 2,     ///< the input was refused: nothing was computed, nothing overwritten
  stopped_early = 3      ///< a signal or --max-time: a checkpoint was written
};

/// The input cannot be accepted. Carries every mistake that was found, one message each.
class InputError : public std::runtime_error {
 public:
  explicit InputError(const std::string& message);
  explicit InputError(std::vector<std::string> messages);
  const std::vector<std::string>& messages() const { return messages_; }

 private:
  std::vector<std::string> messages_;
};

/// The simulation itself broke down (a blown-up trajectory, a lost particle, a full disk).
class RunTimeFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace soret
