#include <soret/workflow/program.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

namespace soret {

namespace {

/// The config that a run keeps beside its results.
constexpr const char* kept_config_name = "config.ini";

void print_all(const InputError& error)
{
  for (const std::string& message : error.messages()) {
    std::cerr << "soret: " << message << '\n';
  }
}

}  // namespace

int run_program(int argc, char** argv,
                const std::function<ExitStatus(const mpi::Session&, int argc, char** argv)>& body)
{
  const mpi::Session session{argc, argv};
  const mpi::Communicator world = session.world();
  try {
    return static_cast<int>(body(session, argc, argv));
  }
  catch (const InputError& error) {  // the input is the same on all ranks, so all of them are here
    if (world.is_root()) {
      print_all(error);
    }
    return static_cast<int>(ExitStatus::input_refused);
  }
  catch (const std::exception& error) {
    std::cerr << fmt::format("soret: rank {}: {}\n", world.rank(), error.what());
    const int status = static_cast<int>(ExitStatus::run_time_failure);
    if (world.size() > 1) {
      session.abort(status);
    }
    return status;
  }
}

void keep_config(const mpi::Communicator& communicator, const std::filesystem::path& directory,
                 const Configuration& configuration)
{
  if (communicator.is_root()) {
    std::ofstream file{directory / kept_config_name};
    file << configuration.resolved();
  }
}

void continue_in_place(CommandLine& command_line)
{
  command_line.overrides.emplace_back("output.directory", command_line.restart->string());
  if (!command_line.config) {
    command_line.config = *command_line.restart / kept_config_name;
  }
}

void require_same_configuration(const CheckpointFile& checkpoint, const std::string& configuration)
{
  if (checkpoint.header().configuration == configuration) {
    return;
  }
  std::istringstream saved{checkpoint.header().configuration};
  std::istringstream given{configuration};
  std::string saved_line;
  std::string given_line;
  do {
    saved_line.clear();
    given_line.clear();
    std::getline(saved, saved_line);
    std::getline(given, given_line);
  } while (saved_line == given_line);
  throw InputError(
      fmt::format("{} belongs to a run with another configuration: there '{}', here '{}'; continue with the "
                  "same configuration, or start a new run in another directory",
                  checkpoint.path().string(), saved_line, given_line));
}

}  // namespace soret
