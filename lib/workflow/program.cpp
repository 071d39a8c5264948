#include <soret/workflow/program.hpp>

#include <soret/core/memory.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>

namespace soret {

namespace {

/// The config that a run keeps beside its results.
constexpr const char* kept_config_name = "resolved-config.ini";

/// The keys of a configuration that refer to a place, but for the model's.
constexpr std::array file_keys{"start.file", "trajectory.file", "trajectory.topology"};

bool same_path(const std::filesystem::path& a, const std::filesystem::path& b)
{
  const auto normal = [](const std::filesystem::path& path) {
    return (std::filesystem::absolute(path) / "").lexically_normal();
  };
  return normal(a) == normal(b);
}

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
  // A limit on the size of files is then reported like a full disk instead of ending the program.
  std::signal(SIGXFSZ, SIG_IGN);
  return_freed_arrays();
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
                 Configuration& configuration)
{
  if (!communicator.is_root()) {
    return;
  }
  const std::filesystem::path kept = directory / kept_config_name;
  const std::filesystem::path partial = directory / (std::string{kept_config_name} + ".partial");
  std::ofstream file{partial};
  file << self_contained(configuration);
  file.close();
  if (!file) {
    throw RunTimeFailure(fmt::format("cannot write '{}': {}", kept.string(), std::strerror(errno)));
  }
  std::filesystem::rename(partial, kept);
}

std::string self_contained(Configuration& configuration)
{
  // The model's file has been read: all its keys stand in the resolved configuration.
  std::set<std::string> left_out{file_keys.begin(), file_keys.end()};
  left_out.insert("model.file");
  std::string text = configuration.resolved(left_out);
  for (const std::string key : file_keys) {
    if (!configuration.given(key)) {
      continue;
    }
    if (const auto path = configuration.optional_path({.name = key, .about = {}})) {
      const std::size_t dot = key.find('.');
      text += fmt::format("\n[{}]\n{} = {}\n", key.substr(0, dot), key.substr(dot + 1),
                          std::filesystem::absolute(*path).lexically_normal().string());
    }
  }
  return text;
}

void continue_in_place(CommandLine& command_line)
{
  const std::string directory = command_line.restart->string();
  std::erase_if(command_line.overrides, [&](const auto& given) {
    const auto& [key, value] = given;
    if (key == "output.directory" && !same_path(value, directory)) {
      throw InputError(
          fmt::format("command line: output.directory = '{}', but --restart continues in '{}': give one of the two",
                      value, directory));
    }
    return key == "output.directory";
  });
  command_line.overrides.emplace_back("output.directory", directory);
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
  std::string section;
  do {
    if (saved_line.starts_with('[')) {
      section = saved_line;
    }
    saved_line.clear();
    given_line.clear();
    std::getline(saved, saved_line);
    std::getline(given, given_line);
  } while (saved_line == given_line);
  throw InputError(
      fmt::format("{} belongs to a run with another configuration: in {} there '{}', here '{}'; continue with "
                  "the same configuration, or start a new run in another directory",
                  checkpoint.path().string(), section, saved_line, given_line));
}

}  // namespace soret
