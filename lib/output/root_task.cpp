#include "root_task.hpp"

#include <soret/core/error.hpp>

#include <exception>
#include <string>

namespace soret {

void run_on_root(const mpi::Communicator& communicator, const std::function<void()>& task)
{
  std::string report;  // empty: no failure; else one letter for the kind and the message
  if (communicator.is_root()) {
    try {
      task();
    }
    catch (const InputError& refused) {
      report = std::string("I") + refused.what();
    }
    catch (const std::exception& failure) {
      report = std::string("R") + failure.what();
    }
  }
  communicator.broadcast(report);
  if (report.empty()) {
    return;
  }
  if (report.front() == 'I') {
    throw InputError(report.substr(1));
  }
  throw RunTimeFailure(report.substr(1));
}

}  // namespace soret
