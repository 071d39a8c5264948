#include <soret/output/run_log.hpp>

#include "root_task.hpp"

#include <soret/core/error.hpp>
#include <soret/output/output_directory.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <ostream>

namespace soret {

namespace {

constexpr std::chrono::milliseconds terminal_interval{500};
constexpr std::chrono::milliseconds first_line_interval{5000};
constexpr std::chrono::milliseconds longest_line_interval{300000};
constexpr const char* launched_by_openmpi = "OMPI_COMM_WORLD_SIZE";
constexpr const char* clear_line = "\r\033[K";

/// The first `columns` characters of UTF-8 text: a progress line that wraps could not be rewritten.
std::string shortened(const std::string& text, std::size_t columns)
{
  std::size_t end = 0;
  for (std::size_t shown = 0; end < text.size() && shown < columns; ++shown) {
    do {
      ++end;
    } while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u);
  }
  return text.substr(0, end);
}

std::size_t terminal_columns()
{
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1u : 119u;
}

std::string now() { return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr))); }

}  // namespace

std::string duration_text(double seconds)
{
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole >= 3600) {
    return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
  }
  return whole >= 60 ? fmt::format("{} min {:02} s", whole / 60, whole % 60) : fmt::format("{} s", whole);
}

std::string counted(std::int64_t count, const std::string& noun)
{
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string progress_line(const Progress& progress)
{
  const double work = progress.work_done + progress.work_left;
  const double share = work > 0.0 ? progress.work_done / work : 1.0;
  std::string line = fmt::format("[{:3.0f} %] {}  step {} of {}", std::floor(100.0 * share), progress.stage,
                                 progress.step, progress.last_step);
  if (progress.work_here > 0.0 && progress.wall_seconds > 0.0) {
    const double rate = progress.work_here / progress.wall_seconds;
    line += fmt::format("  {:.2g} {}/s  {} left", rate, progress.unit, duration_text(progress.work_left / rate));
  }
  if (progress.estimate) {
    line += "  " + progress.quantity + " = " + to_string(*progress.estimate);
  }
  return line;
}

Console detect_console(bool quiet)
{
  if (quiet) {
    return Console::silent;
  }
  const bool is_terminal = isatty(STDOUT_FILENO) == 1 && std::getenv(launched_by_openmpi) == nullptr;
  return is_terminal ? Console::terminal : Console::lines;
}

RunLog::RunLog(const mpi::Communicator& communicator, const std::filesystem::path& directory, Console kind,
               std::ostream& console)
    : rank_{communicator.rank()},
      is_root_{communicator.is_root()},
      kind_{kind},
      console_{console},
      file_{directory / run_log_name},
      refresh_interval_{kind == Console::terminal ? terminal_interval : first_line_interval}
{
  run_on_root(communicator, [&] {
    log_.open(file_, std::ios::app);
    if (!log_) {
      throw InputError("cannot write '" + file_.string() + "': " + std::strerror(errno));
    }
  });
}

void RunLog::print(const std::string& text)
{
  console_ << (line_is_open_ ? clear_line : "") << text << std::endl;
  line_is_open_ = false;
}

void RunLog::note(const std::string& text)
{
  if (is_root_) {
    log_ << now() << "  " << text << std::endl;
  }
}

void RunLog::failure(const std::string& text)
{
  std::ofstream{file_, std::ios::app} << now() << "  failure: rank " << rank_ << ": " << text << std::endl;
}

void RunLog::say(const std::string& text)
{
  note(text);
  if (is_root_ && kind_ != Console::silent) {
    print(text);
  }
}

void RunLog::warn(const std::string& text)
{
  note("warning: " + text);
  if (is_root_) {
    print("warning: " + text);
  }
}

void RunLog::progress(const Progress& progress)
{
  if (!is_root_ || kind_ == Console::silent) {
    return;
  }
  const auto present = std::chrono::steady_clock::now();
  if (last_refresh_ && present - *last_refresh_ < refresh_interval_) {
    return;
  }
  if (kind_ == Console::lines) {
    refresh_interval_ = std::min(refresh_interval_ * (last_refresh_ ? 2 : 1), longest_line_interval);
    print(progress_line(progress));
  }
  else {
    console_ << clear_line << shortened(progress_line(progress), terminal_columns()) << std::flush;
    line_is_open_ = true;
  }
  last_refresh_ = present;
}

void RunLog::checkpoint(const Progress& progress)
{
  note("checkpoint: " + progress_line(progress));
  if (is_root_ && kind_ == Console::lines) {
    print(progress_line(progress));
  }
}

}  // namespace soret
