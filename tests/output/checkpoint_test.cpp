#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/checkpoint.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <chrono>
#include <cmath>
#include <limits>

using namespace soret;

namespace {

/// A state whose arrays depend on the rank in length and content; some are empty.
State state_of(int rank, std::int64_t step)
{
  State state;
  std::vector<double> values;
  for (int i = 0; i < 100 * rank + 3; ++i) {
    values.push_back(std::sin(static_cast<double>(i) + 0.1 * rank) / static_cast<double>(step + 1));
  }
  state.put("particles/position", values);
  state.put("particles/id", std::vector<std::int64_t>{rank, -rank, std::numeric_limits<std::int64_t>::min()});
  state.put("special", std::vector<double>{-0.0, std::numeric_limits<double>::infinity(), 5e-324,
                                           std::numeric_limits<double>::quiet_NaN()});
  state.put("empty/doubles", std::vector<double>{});
  state.put("empty/integers", std::vector<std::int64_t>{});
  state.put("empty/text", std::string{});
  state.put("name", "rank " + std::to_string(rank) + "\nµ");
  state.put("step", step);
  return state;
}

/// Bit for bit: NaN equals NaN, -0 differs from 0.
bool identical(const State& a, const State& b)
{
  if (a.values().size() != b.values().size()) {
    return false;
  }
  for (const auto& [name, value] : a.values()) {
    if (!b.contains(name) || b.values().at(name).index() != value.index()) {
      return false;
    }
    if (const auto* doubles = std::get_if<std::vector<double>>(&value)) {
      const std::vector<double>& others = b.doubles(name);
      if (!std::equal(doubles->begin(), doubles->end(), others.begin(), others.end(), [](double x, double y) {
            return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
          })) {
        return false;
      }
    }
    else if (value != b.values().at(name)) {
      return false;
    }
  }
  return true;
}

CheckpointHeader header_at(std::int64_t step) { return {"soret-nemd", "0.1.0", step, "N = 5\nT = 1"}; }

std::string refusal(const auto& action)
{
  try {
    action();
  }
  catch (const InputError& error) {
    return error.what();
  }
  return "";
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a checkpoint gives every rank's state back bit for bit")
{
  const mpi::Communicator world = test_world();
  TemporaryDirectory directory;
  write_checkpoint(world, directory.path(), header_at(7), state_of(world.rank(), 7));
  const CheckpointFile file{directory / checkpoint_name};
  CHECK(file.ranks() == world.size());
  CHECK(file.header().program == "soret-nemd");
  CHECK(file.header().version == "0.1.0");
  CHECK(file.header().step == 7);
  CHECK(file.header().configuration == "N = 5\nT = 1");
  for (int rank = 0; rank < file.ranks(); ++rank) {  // any rank may read any state
    CHECK(identical(file.read(rank), state_of(rank, 7)));
  }
  CHECK(holds(refusal([&] { file.read(world.size()); }), "there is no rank " + std::to_string(world.size())));
}

TEST_CASE("only some entries are read if that is wanted")
{
  const mpi::Communicator world = test_world();
  TemporaryDirectory directory;
  write_checkpoint(world, directory.path(), header_at(7), state_of(world.rank(), 7));
  const State state = CheckpointFile{directory / checkpoint_name}.read(world.rank(), {"step", "name"});
  CHECK(state.values().size() == 2);
  CHECK(state.integer("step") == 7);
  CHECK(state.text("name") == state_of(world.rank(), 7).text("name"));
}

TEST_CASE("arrays that reach root in several pieces come back whole, of ranks with different lengths")
{
  const mpi::Communicator world = test_world();
  TemporaryDirectory directory;
  const auto large_state = [](int rank) {
    State state;
    for (std::size_t array = 0; array < 3; ++array) {
      std::vector<double> values(700'000 + 1000 * static_cast<std::size_t>(rank) + array);
      std::vector<std::int64_t> numbers(values.size() / 2);
      for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(i) + 0.1 * static_cast<double>(array) + 0.01 * rank;
      }
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        numbers[i] = static_cast<std::int64_t>(10 * i + array) - rank;
      }
      state.put("values/" + std::to_string(array), std::move(values));
      state.put("numbers/" + std::to_string(array), std::move(numbers));
    }
    return state;
  };
  write_checkpoint(world, directory.path(), header_at(1), large_state(world.rank()));
  const CheckpointFile file{directory / checkpoint_name};
  for (int rank = 0; rank < file.ranks(); ++rank) {
    CHECK(identical(file.read(rank), large_state(rank)));
  }
}

TEST_CASE("the predecessor stays, and stands in for a damaged or missing checkpoint")
{
  const mpi::Communicator world = test_world();
  TemporaryDirectory directory;
  for (std::int64_t step = 1; step <= 3; ++step) {
    write_checkpoint(world, directory.path(), header_at(step), state_of(world.rank(), step));
  }
  CHECK(CheckpointFile{directory / checkpoint_name}.header().step == 3);
  CHECK(CheckpointFile{directory / previous_checkpoint_name}.header().step == 2);
  CHECK(open_latest_checkpoint(directory.path()).warning == "");
  world.barrier();

  if (world.is_root()) {
    std::filesystem::remove(directory / checkpoint_name);
    const LatestCheckpoint latest = open_latest_checkpoint(directory.path());
    CHECK(latest.file.header().step == 2);
    CHECK(holds(latest.warning, "there is no checkpoint '" + (directory / checkpoint_name).string() + "'"));
    CHECK(holds(latest.warning, "at step 2"));
    std::filesystem::remove(directory / previous_checkpoint_name);
    const std::string message = refusal([&] { open_latest_checkpoint(directory.path()); });
    CHECK(holds(message, (directory / checkpoint_name).string()));
    CHECK(holds(message, (directory / previous_checkpoint_name).string()));
  }
}

TEST_CASE("a flipped bit anywhere and a shortened file are recognised")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  const State state = state_of(1, 4);
  write_checkpoint(test_world(), directory.path(), header_at(3), state);
  write_checkpoint(test_world(), directory.path(), header_at(4), state);
  const std::string good = file_content(directory / checkpoint_name);
  const auto message_for = [&](const std::string& content) {
    write_content(directory / checkpoint_name, content);
    return refusal([&] { CheckpointFile{directory / checkpoint_name}; });
  };
  CHECK(message_for(good) == "");
  int unnoticed = 0;
  for (std::size_t at = 0; at < good.size(); at += 131) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    unnoticed += holds(message_for(bad), "checkpoint.nc' is damaged") ? 0 : 1;
  }
  for (std::size_t length = 0; length < good.size(); length += 997) {
    unnoticed += holds(message_for(good.substr(0, length)), "checkpoint.nc' is damaged") ? 0 : 1;
  }
  CHECK(unnoticed == 0);
  CHECK(
      holds(message_for("x" + good), "the previous one is '" + (directory / previous_checkpoint_name).string() + "'"));
}

TEST_CASE("a changed value is refused with both checksums, and the predecessor is taken instead")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  State state;
  state.put("marker", 1234.5678);
  write_checkpoint(test_world(), directory.path(), header_at(1), state);
  write_checkpoint(test_world(), directory.path(), header_at(2), state);
  std::string content = file_content(directory / checkpoint_name);
  const double marker = 1234.5678;
  const std::string bytes{reinterpret_cast<const char*>(&marker), sizeof marker};
  const std::size_t at = content.find(bytes);
  REQUIRE(at != std::string::npos);
  content[at] = static_cast<char>(content[at] ^ 1);
  write_content(directory / checkpoint_name, content);
  const std::string message = refusal([&] { CheckpointFile{directory / checkpoint_name}; });
  CHECK(holds(message, "checkpoint.nc' is damaged or not a checkpoint: checksum "));
  const LatestCheckpoint latest = open_latest_checkpoint(directory.path());
  CHECK(latest.file.header().step == 1);
  CHECK(holds(latest.warning, "is damaged"));
}

TEST_CASE("something else than a checkpoint is refused by name")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  write_content(directory / checkpoint_name, "not NetCDF at all");
  CHECK(holds(refusal([&] { CheckpointFile{directory / checkpoint_name}; }), "damaged or not a checkpoint"));
  CHECK(holds(refusal([&] { CheckpointFile{directory.path()}; }), "there is no checkpoint"));
}

TEST_CASE("a directory that is gone fails on every rank with its name")
{
  const mpi::Communicator world = test_world();
  TemporaryDirectory directory;
  const std::filesystem::path absent = directory / "absent";
  CHECK_THROWS_WITH_AS(
      write_checkpoint(world, absent, header_at(1), State{}),
      ("cannot write '" + (absent / checkpoint_name).string() + "': No such file or directory").c_str(),
      RunTimeFailure);
}

TEST_CASE("fourteen million values are written in well under a second")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  State state;
  for (int array = 0; array < 14; ++array) {
    state.put("array/" + std::to_string(array), std::vector<double>(1'000'000, 0.5 * array));
  }
  const auto start = std::chrono::steady_clock::now();
  write_checkpoint(test_world(), directory.path(), header_at(1), state);
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  MESSAGE("112 MB in " << elapsed.count() << " s");
  CHECK(elapsed.count() < 5.0);  // generous: a loaded machine with a slow disk
}
