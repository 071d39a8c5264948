/// What all programs share: exit statuses, continuing a run, comparing its configuration.
#include "output/temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/workflow/program.hpp>

#include <doctest/doctest.h>

#include <stdexcept>

using namespace soret;

namespace {

int status_of(const std::function<ExitStatus()>& body)
{
  std::string name = "program";
  char* arguments[] = {name.data(), nullptr};
  return run_program(1, arguments, [&](const mpi::Session&, int, char**) { return body(); });
}

CommandLine restart_of(const std::filesystem::path& directory)
{
  CommandLine command_line;
  command_line.restart = directory;
  return command_line;
}

std::string refusal_of(const CheckpointFile& checkpoint, const std::string& configuration)
{
  try {
    require_same_configuration(checkpoint, configuration);
  }
  catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("every outcome has its exit status")
{
  CHECK(status_of([] { return ExitStatus::done; }) == 0);
  CHECK(status_of([] { return ExitStatus::stopped_early; }) == 3);
  CHECK(status_of([]() -> ExitStatus { throw InputError("refused on purpose by a test"); }) == 2);
  if (test_world().size() == 1) {  // a failure ends all ranks
    CHECK(status_of([]() -> ExitStatus { throw RunTimeFailure("failed on purpose by a test"); }) == 1);
    CHECK(status_of([]() -> ExitStatus { throw std::logic_error("failed on purpose by a test"); }) == 1);
  }
}

TEST_CASE("a run is continued in its own directory, with its own configuration unless another is given")
{
  CommandLine command_line = restart_of("results");
  continue_in_place(command_line);
  CHECK(command_line.config == std::filesystem::path{"results/resolved-config.ini"});
  REQUIRE(command_line.overrides.size() == 1);
  CHECK(command_line.overrides[0].first == "output.directory");
  CHECK(command_line.overrides[0].second == "results");

  command_line = restart_of("results");
  command_line.config = "mine.ini";
  continue_in_place(command_line);
  CHECK(command_line.config == std::filesystem::path{"mine.ini"});
}

TEST_CASE("naming the directory twice is no contradiction, naming two is")
{
  CommandLine command_line = restart_of("results");
  command_line.overrides.emplace_back("output.directory", "./results/");
  continue_in_place(command_line);
  REQUIRE(command_line.overrides.size() == 1);

  command_line = restart_of("results");
  command_line.overrides.emplace_back("output.directory", "elsewhere");
  CHECK_THROWS_WITH_AS(continue_in_place(command_line), doctest::Contains("'elsewhere'"), InputError);
}

TEST_CASE("another configuration is refused with the first line that differs")
{
  TemporaryDirectory directory;
  const std::string saved = "[run]\ntime_step = 0.004\nseed = 1\n";
  write_checkpoint(test_world(), directory.path(), {"test", "0", 5, saved}, State{});
  const CheckpointFile checkpoint{directory / checkpoint_name};
  CHECK(refusal_of(checkpoint, saved) == "");
  const std::string other_seed = refusal_of(checkpoint, "[run]\ntime_step = 0.004\nseed = 2\n");
  CHECK(other_seed.find("in [run] there 'seed = 1', here 'seed = 2'") != std::string::npos);
  CHECK(other_seed.find(checkpoint.path().string()) != std::string::npos);
  CHECK(refusal_of(checkpoint, saved + "skin = 1\n").find("there '', here 'skin = 1'") != std::string::npos);
  CHECK(refusal_of(checkpoint, "[run]\n").find("there 'time_step = 0.004', here ''") != std::string::npos);
}
