#include "gnuplot.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace soret {

namespace {

namespace fs = std::filesystem;

/// A new directory that vanishes with this object.
class ScratchDirectory {
 public:
  ScratchDirectory()
  {
    std::string name = (fs::temp_directory_path() / "soret-figure-XXXXXX").string();
    path_ = mkdtemp(name.data()) != nullptr ? name : "";
  }
  ~ScratchDirectory()
  {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string content(const fs::path& file)
{
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

/// Runs `gnuplot FILE` (posix_spawn, not fork: safe and cheap in an MPI process with much memory). Returns 0 or the
/// error number of the start, and the exit status.
std::pair<int, int> spawn_gnuplot(const fs::path& script, const fs::path& output, const fs::path& messages)
{
  constexpr int write_flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), write_flags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, messages.c_str(), write_flags, 0600);
  std::string program = "gnuplot";
  std::string argument = script.string();
  char* const arguments[] = {program.data(), argument.data(), nullptr};
  pid_t child = 0;
  const int start = posix_spawnp(&child, program.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  int status = 0;
  while (start == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {start, status};
}

}  // namespace

Drawing run_gnuplot(const std::string& script)
{
  const ScratchDirectory scratch;
  if (scratch.path().empty()) {
    return {"", std::string("no temporary directory for gnuplot: ") + std::strerror(errno)};
  }
  const fs::path script_file = scratch.path() / "figure.gp";
  const fs::path output = scratch.path() / "figure.svg";
  const fs::path messages = scratch.path() / "messages";
  std::ofstream{script_file} << script;
  const auto [start, status] = spawn_gnuplot(script_file, output, messages);
  if (start == ENOENT) {
    return {"", "gnuplot is not installed (Debian: apt install gnuplot-nox)"};
  }
  if (start != 0) {
    return {"", std::string("gnuplot could not be started: ") + std::strerror(start)};
  }
  if (status != 0) {
    return {"", "gnuplot failed: " + content(messages)};
  }
  return {content(output), ""};
}

}  // namespace soret
