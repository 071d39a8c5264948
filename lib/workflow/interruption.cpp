#include <soret/workflow/interruption.hpp>

#include <fmt/format.h>

#include <csignal>

namespace soret {

namespace {

/// Signal handlers can reach nothing but a variable like this one.
volatile std::sig_atomic_t received_signal = 0;

extern "C" void remember_signal(int signal) { received_signal = signal; }

constexpr int handled_signals[] = {SIGTERM, SIGINT, SIGUSR1};

}  // namespace

Interruption::Interruption(std::optional<double> max_wall_seconds) : max_wall_seconds_{max_wall_seconds}
{
  received_signal = 0;
  for (const int signal : handled_signals) {
    std::signal(signal, &remember_signal);
  }
}

Interruption::~Interruption()
{
  for (const int signal : handled_signals) {
    std::signal(signal, SIG_DFL);
  }
}

double Interruption::wall_seconds() const
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

std::string Interruption::all_reason(const mpi::Communicator& communicator) const
{
  constexpr double time_is_up = 1000.0;  // above any signal's number
  double mine = static_cast<double>(received_signal);
  if (communicator.is_root() && max_wall_seconds_ && wall_seconds() > *max_wall_seconds_) {
    mine = time_is_up;
  }
  const double reason = communicator.all_max(mine);
  if (reason == 0.0) {
    return {};
  }
  return reason == time_is_up ? "--max-time is over" : fmt::format("signal {:.0f} was received", reason);
}

}  // namespace soret
