#pragma once
/// \file
/// What a run says while it runs: run.log and the console.

#include <soret/estimate/estimate.hpp>
#include <soret/mpi/communicator.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iosfwd>
#include <optional>
#include <string>

namespace soret {

/// How far a run has come.
struct Progress {
  std::string stage{};                  ///< "equilibration", "sampling"
  std::int64_t step = 0;                ///< done
  std::int64_t last_step = 0;           ///< where it will end
  std::string unit = "particle-steps";  ///< what work is counted in, of all replicas; stages may differ in particles
  double work_done = 0.0;
  double work_left = 0.0;
  double work_here = 0.0;              ///< done by this process (a restart does not begin at 0)
  double wall_seconds = 0.0;           ///< that this took
  std::string quantity{};              ///< name of the main estimate, "S_T(Kr)"
  std::optional<Estimate> estimate{};  ///< its present value
};

/// "[ 25 %] sampling  step 25000 of 100000  2.1e+06 particle-steps/s  1 min 12 s left  S_T(Kr) = 0.91 ± 0.08"
std::string progress_line(const Progress& progress);

/// "2 h 05 min", "1 min 12 s", "8 s".
std::string duration_text(double seconds);

/// "1 rank", "2 ranks".
std::string counted(std::int64_t count, const std::string& noun);

/// What the console is.
enum class Console {
  terminal,  ///< one progress line that rewrites itself
  lines,     ///< progress lines at growing intervals, and one per checkpoint
  silent     ///< nothing but warnings
};

/// `silent` if quiet, else `terminal` if standard output is one and the program was not started by mpirun: that of
/// OpenMPI gives its processes pseudo-terminals even if its own output goes into a file.
Console detect_console(bool quiet);

/// The log of a run and its console, on the root rank; on other ranks every call but failure() does nothing. Not
/// collective, but for the constructor.
class RunLog {
 public:
  /// Appends to DIRECTORY/run.log. Throws InputError, on every rank, if that cannot be opened. Collective.
  RunLog(const mpi::Communicator& communicator, const std::filesystem::path& directory, Console kind,
         std::ostream& console);

  /// A line for log and console.
  void say(const std::string& text);
  /// A line for log and console that is shown even to those who want silence.
  void warn(const std::string& text);
  /// A line for the log alone.
  void note(const std::string& text);
  /// A line for the log alone about what ends the run, from any rank.
  void failure(const std::string& text);
  /// Refreshes the progress line of a terminal, at most twice a second; elsewhere adds a line, the second 5 s after the
  /// first and each interval twice the one before, up to 5 minutes. Cheap to call often.
  void progress(const Progress& progress);
  /// A progress line at a checkpoint: into the log, and to a console that is no terminal.
  void checkpoint(const Progress& progress);

 private:
  void print(const std::string& text);

  int rank_;
  bool is_root_;
  Console kind_;
  std::ostream& console_;
  std::filesystem::path file_;
  std::ofstream log_;
  bool line_is_open_ = false;  ///< the terminal's cursor stands behind a progress line
  std::chrono::milliseconds refresh_interval_;
  std::optional<std::chrono::steady_clock::time_point> last_refresh_;
};

}  // namespace soret
