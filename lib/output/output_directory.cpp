#include <soret/output/output_directory.hpp>

#include "root_task.hpp"

#include <soret/core/error.hpp>
#include <soret/output/checkpoint.hpp>

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace soret {

namespace {

namespace fs = std::filesystem;

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

/// Tries to create a file: permissions, read-only file systems and full disks all show here.
void require_writable(const fs::path& directory)
{
  std::string probe = (directory / ".soret-probe-XXXXXX").string();
  const int descriptor = mkstemp(probe.data());
  if (descriptor < 0) {
    throw InputError("cannot write in the output directory " + quoted(directory) + ": " + std::strerror(errno) +
                     "; choose another with --output");
  }
  close(descriptor);
  unlink(probe.c_str());
}

void prepare(const fs::path& directory, RunStart start)
{
  std::error_code problem;
  fs::create_directories(directory, problem);
  if (problem && !fs::is_directory(directory)) {
    throw InputError("cannot create the output directory " + quoted(directory) + ": " + problem.message() +
                     "; choose another with --output");
  }
  if (start == RunStart::fresh) {
    std::string found;
    for (const std::string& name : run_files_in(directory)) {
      found += (found.empty() ? "" : ", ") + name;
    }
    if (!found.empty()) {
      const bool can_continue = found.find(checkpoint_name) != std::string::npos;
      throw InputError("the output directory " + quoted(directory) + " holds another run (" + found +
                       "); choose another with --output, " +
                       (can_continue ? "continue that run with --restart " + directory.string() + ", " : "") +
                       "or move its files away");
    }
  }
  require_writable(directory);
}

}  // namespace

std::vector<std::string> run_files_in(const fs::path& directory)
{
  constexpr std::array names{summary_name, results_name, trajectory_name, topology_name,
                             run_log_name, report_name,  checkpoint_name, previous_checkpoint_name};
  std::vector<std::string> found;
  for (const char* name : names) {
    std::error_code unreadable;
    if (fs::exists(directory / name, unreadable)) {
      found.emplace_back(name);
    }
  }
  return found;
}

void prepare_output_directory(const mpi::Communicator& communicator, const fs::path& directory, RunStart start)
{
  run_on_root(communicator, [&] { prepare(directory, start); });
}

}  // namespace soret
