/// Files of a process that is killed, or whose disk is full: a child process writes, the parent looks at what is left.
/// left.
#include "sample_system.hpp"
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/checkpoint.hpp>
#include <soret/output/trajectory.hpp>

#include <doctest/doctest.h>

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>

using namespace soret;

namespace {

State numbered_state(std::int64_t step)
{
  State state;
  state.put("step", step);
  state.put("values", std::vector<double>(20'000, static_cast<double>(step)));
  return state;
}

void write_numbered(const std::filesystem::path& directory, std::int64_t step)
{
  write_checkpoint(test_world(), directory, {"test", "0", step, ""}, numbered_state(step));
}

/// Runs `work` in a child process; returns its identifier.
pid_t in_child(const auto& work)
{
  const pid_t child = fork();
  if (child == 0) {
    _exit(work());
  }
  return child;
}

int wait_for(pid_t child)
{
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return status;
}

}  // namespace

TEST_CASE("SIGKILL at any instant of a write leaves a valid checkpoint")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  const auto begin = std::chrono::steady_clock::now();
  write_numbered(directory.path(), 0);
  const std::chrono::duration<double, std::micro> one_write = std::chrono::steady_clock::now() - begin;
  std::int64_t last = 0;
  for (int round = 0; round < 60 || (last < 3 && round < 600); ++round) {
    const pid_t child = in_child([&] {
      for (std::int64_t step = last + 1;; ++step) {
        write_numbered(directory.path(), step);
      }
      return 0;
    });
    usleep(
        static_cast<useconds_t>(one_write.count() * 0.07 * (1 + round)));  // a different moment of the write each time
    kill(child, SIGKILL);
    CHECK(WIFSIGNALED(wait_for(child)));
    const LatestCheckpoint latest = open_latest_checkpoint(directory.path());
    const std::int64_t step = latest.file.header().step;
    CHECK(step >= last);
    CHECK(latest.file.read(0).integer("step") == step);
    CHECK(latest.file.read(0).doubles("values") == std::vector<double>(20'000, static_cast<double>(step)));
    last = step;
  }
  CHECK(last >= 3);  // the children did write
}

TEST_CASE("a full disk is reported with file and reason, and the present checkpoint stays")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  write_numbered(directory.path(), 1);
  const int status = wait_for(in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{50'000, 50'000};  // bytes in one file: as if the disk were full in the middle of the write
    setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_numbered(directory.path(), 2);
    }
    catch (const RunTimeFailure& failure) {
      return failure.what() == "cannot write '" + (directory / checkpoint_name).string() + "': File too large" ? 0 : 2;
    }
    return 1;
  }));
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  const LatestCheckpoint latest = open_latest_checkpoint(directory.path());
  CHECK(latest.warning == "");
  CHECK(latest.file.header().step == 1);
  CHECK(std::distance(std::filesystem::directory_iterator{directory.path()}, {}) == 1);  // no remains
}

TEST_CASE("a full disk under a trajectory is reported with file and reason")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  const int status = wait_for(in_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{20'000, 20'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    const Particles particles = sample_particles(test_world(), 100, 0.0);
    try {
      TrajectoryWriter writer{test_world(), directory.path(), sample_species(), sample_box(), particles};
      for (int frame = 0; frame < 1000; ++frame) {
        writer.write_frame(sample_box(), particles, frame);
      }
    }
    catch (const RunTimeFailure& failure) {
      return failure.what() == "cannot write '" + (directory / "trajectory.nc").string() + "': File too large" ? 0 : 2;
    }
    return 1;
  }));
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}
