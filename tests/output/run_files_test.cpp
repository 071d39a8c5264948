/// The directory guard, summary.json and the run log.
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/run_log.hpp>
#include <soret/output/summary.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <sstream>

using namespace soret;

namespace {

void check_refused(const std::filesystem::path& directory, RunStart start, const std::string& expected)
{
  std::string message;
  try {
    prepare_output_directory(test_world(), directory, start);
  }
  catch (const InputError& error) {
    message = error.what();
  }
  CHECK(message == expected);
}

}  // namespace

TEST_CASE("a fresh run takes a new or unrelated directory, a continued one its own")
{
  TemporaryDirectory directory;
  const std::filesystem::path output = directory / "a/b";
  CHECK_NOTHROW(prepare_output_directory(test_world(), output, RunStart::fresh));
  CHECK(std::filesystem::is_directory(output));
  test_world().barrier();
  if (test_world().is_root()) {
    write_content(output / "config.ini", "");
  }
  CHECK_NOTHROW(prepare_output_directory(test_world(), output, RunStart::fresh));
  test_world().barrier();
  if (test_world().is_root()) {
    write_content(output / run_log_name, "precious");
    write_content(output / "checkpoint.nc", "precious");
  }
  test_world().barrier();
  check_refused(output, RunStart::fresh,
                "the output directory '" + output.string() +
                    "' holds another run (run.log, checkpoint.nc); choose another with --output, continue that run "
                    "with --restart " +
                    output.string() + ", or move its files away");
  CHECK_NOTHROW(prepare_output_directory(test_world(), output, RunStart::continued));
  CHECK(file_content(output / run_log_name) == "precious");
  test_world().barrier();
}

TEST_CASE("a directory that cannot be made or written is refused by name")
{
  TemporaryDirectory directory;
  const std::filesystem::path file = directory / "file";
  if (test_world().is_root()) {
    write_content(file, "");
  }
  test_world().barrier();
  check_refused(
      file, RunStart::fresh,
      "cannot create the output directory '" + file.string() + "': Not a directory; choose another with --output");
  check_refused(file / "below", RunStart::fresh,
                "cannot create the output directory '" + (file / "below").string() +
                    "': Not a directory; choose another with --output");
  check_refused("/proc/self", RunStart::fresh,  // exists, and not even root may create files there
                "cannot write in the output directory '/proc/self': No such file or directory; choose another with "
                "--output");
}

TEST_CASE("summary.json holds facts and estimates, with null for what is not a number")
{
  if (test_world().size() > 1) {
    return;
  }
  Summary summary{{.program = "soret-nemd",
                   .version = "0.1.0",
                   .ranks = 4,
                   .replicas = 2,
                   .particles = 1000,
                   .steps = 5000,
                   .wall_seconds = 12.5,
                   .atom_steps_per_second = 8e5,
                   .complete = false,
                   .warnings = {"too \"short\"", "too small"}}};
  summary.add("soret_coefficient", "Ar", {-0.5, 0.25}, "k_B/epsilon");
  summary.add("density", {0.75, 0.0}, "1/sigma^3");
  summary.add("soret_coefficient", "Kr", {0.5, std::numeric_limits<double>::infinity()}, "k_B/epsilon");
  summary.add("pressure", {std::nan(""), 1.0}, "epsilon/sigma^3");
  const std::string expected = R"({
  "program": "soret-nemd",
  "version": "0.1.0",
  "ranks": 4,
  "replicas": 2,
  "particles": 1000,
  "steps": 5000,
  "wall_seconds": 12.5,
  "atom_steps_per_second": 800000.0,
  "complete": false,
  "warnings": [
    "too \"short\"",
    "too small"
  ],
  "soret_coefficient": {
    "Ar": {
      "value": -0.5,
      "standard_error": 0.25,
      "unit": "k_B/epsilon"
    },
    "Kr": {
      "value": 0.5,
      "standard_error": null,
      "unit": "k_B/epsilon"
    }
  },
  "density": {
    "value": 0.75,
    "standard_error": 0.0,
    "unit": "1/sigma^3"
  },
  "pressure": {
    "value": null,
    "standard_error": 1.0,
    "unit": "epsilon/sigma^3"
  }
}
)";
  CHECK(summary.json() == expected);
  CHECK_THROWS_AS(summary.add("warnings", {1.0, 0.0}, ""), RunTimeFailure);
  CHECK_THROWS_AS(summary.add("steps", {1.0, 0.0}, ""), RunTimeFailure);
  CHECK_THROWS_AS(summary.add("density", {1.0, 0.0}, ""), RunTimeFailure);
  CHECK_THROWS_AS(summary.add("density", "Ar", {1.0, 0.0}, ""), RunTimeFailure);
  CHECK_THROWS_AS(summary.add("soret_coefficient", {1.0, 0.0}, ""), RunTimeFailure);

  TemporaryDirectory directory;
  summary.write(directory.path());
  CHECK(file_content(directory / summary_name) == expected);
  CHECK(std::distance(std::filesystem::directory_iterator{directory.path()}, {}) == 1);
}

namespace {

Progress sample_progress()
{
  return {.stage = "sampling",
          .step = 25'000,
          .last_step = 100'000,
          .work_done = 1e8,
          .work_left = 6e8,
          .work_here = 8e7,
          .wall_seconds = 20.0,
          .quantity = "S_T(Kr)",
          .estimate = Estimate{0.913, 0.081}};
}

}  // namespace

TEST_CASE("the progress line gives share, rate, time left and the estimate")
{
  CHECK(progress_line(sample_progress()) ==
        "[ 14 %] sampling  step 25000 of 100000  4e+06 particle-steps/s  2 min 30 s left  S_T(Kr) = 0.913 ± 0.081");
  CHECK(progress_line({.stage = "melting", .last_step = 10, .work_left = 40.0}) == "[  0 %] melting  step 0 of 10");
  CHECK(counted(1, "rank") == "1 rank");
  CHECK(counted(2, "rank") == "2 ranks");
  CHECK(duration_text(7.6) == "8 s");
  CHECK(duration_text(3600 * 26 + 61) == "26 h 01 min");
}

TEST_CASE("log and console say what belongs to each")
{
  TemporaryDirectory directory;
  const auto said_on = [&](Console kind) {
    std::ostringstream console;
    RunLog log{test_world(), directory.path(), kind, console};
    log.say("hello");
    log.note("for the file");
    log.progress(sample_progress());
    log.progress(sample_progress());  // too soon
    log.checkpoint(sample_progress());
    log.warn("careful");
    return console.str();
  };
  const std::string line = progress_line(sample_progress());
  const bool root = test_world().is_root();
  CHECK(said_on(Console::lines) == (root ? "hello\n" + line + "\n" + line + "\nwarning: careful\n" : ""));
  CHECK(said_on(Console::silent) == (root ? "warning: careful\n" : ""));
  CHECK(said_on(Console::terminal) == (root ? "hello\n\r\033[K" + line + "\r\033[Kwarning: careful\n" : ""));
  if (root) {
    std::istringstream log{file_content(directory / run_log_name)};
    std::vector<std::string> texts;
    for (std::string entry; std::getline(log, entry);) {
      texts.push_back(entry.substr(entry.find("  ") + 2));
    }
    const std::vector<std::string> once{"hello", "for the file", "checkpoint: " + line, "warning: careful"};
    REQUIRE(texts.size() == 12);  // appended, not overwritten
    CHECK(std::equal(once.begin(), once.end(), texts.begin() + 8));
  }
  test_world().barrier();
  std::ostringstream console;
  CHECK_THROWS_AS((RunLog{test_world(), directory / "absent", Console::lines, console}), InputError);
}
