/// Every file of tests/data/bad-input says in its `# expect:` lines what the message about it must contain, and in a
/// line
/// `# program:` before them whose configuration it is, unless it is one of soret-nemd; of soret-emd on a trajectory,
/// all frames are read.
#include <soret/core/error.hpp>
#include <soret/input/emd_settings.hpp>
#include <soret/input/gcmc_settings.hpp>
#include <soret/input/nemd_settings.hpp>
#include <soret/input/trajectory_boxes.hpp>
#include <soret/input/trajectory_settings.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace soret;

namespace {

/// What the comments at the head of a file say.
struct Head {
  std::string program = "soret-nemd";
  std::vector<std::string> expected;
};

Head head_of(const std::filesystem::path& file)
{
  const std::string program_mark = "# program: ";
  const std::string expect_mark = "# expect: ";
  Head head;
  std::ifstream stream{file};
  for (std::string line; std::getline(stream, line) && line.starts_with('#');) {
    if (line.starts_with(program_mark)) {
      head.program = line.substr(program_mark.size());
    }
    if (line.starts_with(expect_mark)) {
      head.expected.push_back(line.substr(expect_mark.size()));
    }
  }
  return head;
}

void read_trajectory(Configuration& configuration)
{
  const TrajectorySettings settings = read_trajectory_settings(configuration);
  check_trajectory_files(configuration, settings.file);
  configuration.finish();
  const TrajectoryBoxes boxes = boxes_of(settings.file, settings.frame_stride, settings.last_frame);
  TrajectoryReader reader{settings.file, boxes.change ? FrameBoxes::own : FrameBoxes::same};
  while (reader.next_frame()) {
  }
}

/// The message that the configuration is refused with; empty if it is accepted.
std::vector<std::string> refusal(const std::string& program, const std::filesystem::path& file)
{
  Configuration configuration;
  try {
    configuration.add_file(file);
    if (program == "soret-emd") {
      read_emd_settings(configuration);
    }
    else if (program == "soret-emd on a trajectory") {
      read_trajectory(configuration);
    }
    else if (program == "soret-gcmc") {
      read_gcmc_settings(configuration);
    }
    else {
      read_nemd_settings(configuration);
    }
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
    const auto [program, expected] = head_of(entry.path());
    CHECK((program == "soret-nemd" || program == "soret-emd" || program == "soret-emd on a trajectory" ||
           program == "soret-gcmc"));
    const std::vector<std::string> messages = refusal(program, entry.path());
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
  CHECK(files > 120);
}
