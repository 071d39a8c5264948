/// Every file of tests/data/bad-input says in its `# expect:` lines what the message about it must contain.
#include <soret/core/error.hpp>
#include <soret/input/nemd_settings.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace soret;

namespace {

std::vector<std::string> expected_messages(const std::filesystem::path& file)
{
  const std::string mark = "# expect: ";
  std::vector<std::string> expected;
  std::ifstream stream{file};
  for (std::string line; std::getline(stream, line) && line.starts_with(mark);) {
    expected.push_back(line.substr(mark.size()));
  }
  return expected;
}

/// The message that the configuration is refused with; empty if it is accepted.
std::vector<std::string> refusal(const std::filesystem::path& file)
{
  Configuration configuration;
  try {
    configuration.add_file(file);
    read_nemd_settings(configuration);
    configuration.finish();
  }
  catch (const InputError& error) {
    return error.messages();
  }
  return {};
}

}  // namespace

TEST_CASE("every bad input is refused with the message it carries, and with nothing else")
{
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(SORET_TEST_DATA "/bad-input")) {
    if (entry.path().extension() != ".ini") {
      continue;
    }
    ++files;
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    const std::vector<std::string> expected = expected_messages(entry.path());
    const std::vector<std::string> messages = refusal(entry.path());
    std::string all;
    for (const std::string& message : messages) {
      all += message + "\n";
    }
    CAPTURE(all);
    CHECK(!expected.empty());
    for (const std::string& part : expected) {
      CAPTURE(part);
      CHECK(all.find(part) != std::string::npos);
    }
    // each message is one that was expected
    for (const std::string& message : messages) {
      CAPTURE(message);
      CHECK(std::any_of(expected.begin(), expected.end(),
                        [&](const std::string& part) { return message.find(part) != std::string::npos; }));
    }
  }
  CHECK(files > 60);
}
