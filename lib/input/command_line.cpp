#include <soret/input/command_line.hpp>

#include "text.hpp"

#include <fmt/format.h>
#include <boost/program_options.hpp>

#include <algorithm>
#include <array>
#include <sstream>

namespace soret {

namespace {

namespace po = boost::program_options;

/// A common option that is another name for a configuration key.
struct KeyOption {
  const char* option;
  const char* key;
  const char* about;
};

constexpr auto key_options = std::to_array<KeyOption>({
    {"output", "output.directory", "directory of the results"},
    {"seed", "run.seed", "seed of all random numbers"},
    {"replicas", "run.replicas", "independent copies; the ranks are shared among them"},
    {"precision", "run.precision", "double or mixed"},
    {"checkpoint-interval", "output.checkpoint_interval", "wall time between checkpoints, e.g. 10m"},
    {"target-error", "estimate.target_error", "stop when the main estimate's relative standard error is below this"},
});

po::options_description common_options()
{
  po::options_description options{"Options", 100};
  auto add = options.add_options();
  add("help", "print this text and stop");
  add("version", "print the version and stop");
  add("check", "validate the configuration and stop");
  add("quiet", "print warnings only");
  for (const KeyOption& option : key_options) {
    add(option.option, po::value<std::string>(), fmt::format("{} ({})", option.about, option.key).c_str());
  }
  add("max-time", po::value<std::string>(), "stop with a checkpoint after this wall time, e.g. 1h30m");
  add("restart", po::value<std::string>(), "continue the run whose results are in this directory");
  return options;
}

std::string usage(const std::string& program)
{
  return fmt::format("Usage: {} CONFIG.ini [options] [--section.key=value ...]", program);
}

[[noreturn]] void refuse_argument(const std::string& argument, const po::options_description& options)
{
  std::vector<std::string> known;
  for (const auto& option : options.options()) {
    known.push_back("--" + option->long_name());
  }
  const std::string meant = text::nearest(argument.substr(0, argument.find('=')), known);
  throw InputError(
      fmt::format("command line: unknown argument '{}'; accepted: one config file, --section.key=value, {}{}", argument,
                  text::joined(known, ", "), meant.empty() ? "" : fmt::format("; perhaps meant: {}", meant)));
}

void take_option(CommandLine& command_line, const std::string& name, const std::string& value)
{
  if (name == "help") {
    command_line.help = true;
  }
  else if (name == "version") {
    command_line.version = true;
  }
  else if (name == "check") {
    command_line.check = true;
  }
  else if (name == "quiet") {
    command_line.quiet = true;
  }
  else if (name == "restart") {
    command_line.restart = value;
  }
  else if (name == "max-time") {
    try {
      command_line.max_wall_seconds = text::to_wall_seconds(value);
    }
    catch (const InputError& error) {
      throw InputError(fmt::format("command line: --max-time: {}; accepted: 1h30m, 10m, 45s or seconds", error.what()));
    }
  }
  for (const KeyOption& option : key_options) {
    if (name == option.option) {
      command_line.overrides.emplace_back(option.key, value);
    }
  }
}

}  // namespace

CommandLine parse_command_line(int argc, const char* const* argv)
{
  const po::options_description options = common_options();
  constexpr int style = po::command_line_style::unix_style & ~po::command_line_style::allow_guessing;
  CommandLine command_line;
  try {
    const auto arguments = po::command_line_parser(argc, argv).options(options).style(style).allow_unregistered().run();
    for (const auto& option : arguments.options) {
      const std::string value = option.value.empty() ? "" : option.value.front();
      const std::string original = option.original_tokens.empty() ? value : option.original_tokens.front();
      if (option.position_key >= 0 && option.string_key.empty()) {
        if (command_line.config) {
          refuse_argument(value, options);
        }
        command_line.config = value;
      }
      else if (!option.unregistered) {
        take_option(command_line, option.string_key, value);
      }
      else if (option.string_key.find('.') != std::string::npos && original.find('=') != std::string::npos) {
        command_line.overrides.emplace_back(option.string_key, value);
      }
      else {
        refuse_argument(original, options);
      }
    }
  }
  catch (const po::error& error) {
    throw InputError(fmt::format("command line: {}; --help lists the options", error.what()));
  }
  return command_line;
}

void require_configuration(const CommandLine& command_line, const std::string& program)
{
  const auto is_of_common_option = [](const auto& given) {
    return std::ranges::any_of(key_options, [&](const KeyOption& option) { return given.first == option.key; });
  };
  if (!command_line.config && std::ranges::all_of(command_line.overrides, is_of_common_option)) {
    throw InputError(fmt::format("no configuration file given. {}; --help tells more", usage(program)));
  }
}

Configuration load_configuration(const CommandLine& command_line)
{
  Configuration configuration;
  for (const auto& [key, value] : command_line.overrides) {
    configuration.add_override(key, value);
  }
  if (command_line.config) {
    configuration.add_file(*command_line.config);
  }
  return configuration;
}

std::string help_text(const std::string& program, const std::string& purpose, const Configuration& configuration)
{
  std::ostringstream options;
  options << common_options();
  return fmt::format(
      "{}: {}\n\n{}\n\n{}\n"
      "Configuration: sections in brackets, one key = value a line, comments from # or ;.\n"
      "Each key is listed with what it accepts and [its standard value].\n{}",
      program, purpose, usage(program), options.str(), configuration.help());
}

}  // namespace soret
