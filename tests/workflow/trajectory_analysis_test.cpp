/// Measuring on a file must give what measuring on the configurations themselves gives.
#include "output/temporary_directory.hpp"
#include "workflow/trajectory_settings.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/output/trajectory.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/structure_factor.hpp>
#include <soret/workflow/trajectory_analysis.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numeric>
#include <regex>
#include <string>

using namespace soret;

namespace {

constexpr std::int64_t particles = 60;
constexpr int frames = 25;
constexpr double frame_time = 0.25;
const Vec3 lengths{8.0, 7.0, 9.0};
const SpeciesTable species{{"A", 1.0}, {"B", 2.5}};

/// Brownian particles with a drift that differs from one to the next. All coordinates are multiples of 1/1024, which
/// files in single precision and in few digits hold exactly.
class Walk {
 public:
  explicit Walk(std::int64_t count = particles, double deviation = 0.4, Vec3 box = lengths)
      : box_{box}, deviation_{deviation}, positions_(static_cast<std::size_t>(count))
  {
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      const auto u = stream_.uniform4(0, i, 0);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        positions_[i][axis] = rounded(u[axis] * box_.lengths()[axis]);
      }
    }
  }
  void advance()
  {
    ++step_;
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      const Vec3 way = stream_.normal3(step_, i, 1);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        positions_[i][axis] += rounded(deviation_ * way[axis]);
      }
    }
  }
  /// This rank's particles, unwrapped.
  Particles share() const
  {
    Particles share;
    for (std::size_t i = 0; i < positions_.size(); ++i) {
      if (static_cast<int>(i) % test_world().size() == test_world().rank()) {
        share.add(static_cast<std::int64_t>(i), Species{static_cast<std::uint8_t>(i % 3 == 0)}, positions_[i]);
      }
    }
    return share;
  }
  const Box& box() const { return box_; }
  const Vec3& unwrapped(std::size_t i) const { return positions_[i]; }
  Vec3 wrapped(std::size_t i) const { return box_.wrapped(positions_[i]); }
  std::size_t size() const { return positions_.size(); }
  static const char* name(std::size_t i) { return i % 3 == 0 ? "B" : "A"; }

 private:
  static double rounded(double value) { return std::round(value * 1024.0) / 1024.0; }

  RandomStream stream_{Seed{11}, Stream::placement};
  Box box_;
  double deviation_;
  std::uint64_t step_ = 0;
  std::vector<Vec3> positions_;
};

/// What the samplers say about the configurations themselves, every `stride`-th from `first` on.
TrajectoryMeasurements direct(int first = 0, int stride = 1)
{
  PairDistribution pairs{test_world(), Cutoff{3.5}, Bins{70}, Blocks{5}};
  StructureFactor modes{test_world(), WaveNumber{4.0}, WaveNumber{0.5}, Blocks{5}};
  MeanSquareDisplacement displacements{test_world(), TimeStep{frame_time * stride}, Steps{1}, Duration{4.0}, Blocks{5}};
  Walk walk;
  std::int64_t number = 0;
  for (int k = 0; k < frames; ++k, walk.advance()) {
    if (k >= first && (k - first) % stride == 0) {
      const Particles share = walk.share();
      const Snapshot snapshot{walk.box(), species, share, {}, {}, number++, 0.0, {}};
      pairs.sample(snapshot);
      modes.sample(snapshot);
      displacements.sample(snapshot);
    }
  }
  TrajectoryMeasurements result;
  result.measured.structure.emplace();
  result.measured.structure->pairs = pairs.reduce(test_world());
  result.measured.structure->modes = modes.reduce();
  result.measured.transport.emplace();
  result.measured.transport->displacements = displacements.reduce(test_world());
  return result;
}

void check_equal(const TrajectoryMeasurements& found, const TrajectoryMeasurements& expected)
{
  const PairDistributionBlocks& pairs = found.measured.structure->pairs;
  const PairDistributionBlocks& expected_pairs = expected.measured.structure->pairs;
  CHECK(pairs.shape == expected_pairs.shape);
  REQUIRE(pairs.blocks.size() == expected_pairs.blocks.size());
  double counted = 0.0;
  for (std::size_t b = 0; b < pairs.blocks.size(); ++b) {
    CHECK(pairs.blocks[b].samples == expected_pairs.blocks[b].samples);
    CHECK(pairs.blocks[b].counts == expected_pairs.blocks[b].counts);
    counted += std::accumulate(pairs.blocks[b].counts.begin(), pairs.blocks[b].counts.end(), 0.0);
  }
  CHECK(counted > 1000.0);

  const StructureFactorBlocks& modes = *found.measured.structure->modes;
  const StructureFactorBlocks& expected_modes = *expected.measured.structure->modes;
  REQUIRE(modes.blocks.size() == expected_modes.blocks.size());
  for (std::size_t b = 0; b < modes.blocks.size(); ++b) {
    for (std::size_t k = 0; k < modes.blocks[b].sums.size(); ++k) {
      CHECK(modes.blocks[b].sums[k] == doctest::Approx(expected_modes.blocks[b].sums[k]).epsilon(1e-9));
    }
  }

  const DisplacementBlocks& displacements = found.measured.transport->displacements;
  const DisplacementBlocks& expected_displacements = expected.measured.transport->displacements;
  CHECK(displacements.shape.lag_times == expected_displacements.shape.lag_times);
  CHECK(displacements.shape.counts == expected_displacements.shape.counts);
  CHECK(displacements.shape.masses == expected_displacements.shape.masses);
  REQUIRE(displacements.blocks.size() == expected_displacements.blocks.size());
  for (std::size_t b = 0; b < displacements.blocks.size(); ++b) {
    CHECK(displacements.blocks[b].origins == expected_displacements.blocks[b].origins);
    CHECK(displacements.blocks[b].sums == expected_displacements.blocks[b].sums);
  }
}

/// Displacements over lags as `direct` takes them.
TrajectorySettings short_settings_for(const std::filesystem::path& file)
{
  TrajectorySettings settings = settings_for(file);
  settings.displacements->longest_lag = Duration{4.0};
  return settings;
}

TrajectoryMeasurements measured(const TrajectorySettings& settings)
{
  const Interruption interruption{std::nullopt};
  return measure_trajectory(test_world(), settings, interruption);
}

std::string refusal(const TrajectorySettings& settings)
{
  try {
    measured(settings);
  }
  catch (const InputError& error) {
    return error.what();
  }
  return "";
}

void contains(const std::string& message, const std::string& part)
{
  CAPTURE(message);
  CAPTURE(part);
  CHECK(message.find(part) != std::string::npos);
}

/// Writes a file of the walk, one frame after the other, on root.
void write_text(const std::filesystem::path& file, const std::function<std::string(const Walk&, int)>& frame)
{
  std::string text;
  Walk walk;
  for (int k = 0; k < frames; ++k, walk.advance()) {
    text += frame(walk, k);
  }
  if (test_world().is_root()) {
    write_content(file, text);
  }
  test_world().barrier();
}

std::string dump_frame(const Walk& walk, std::int64_t step, const std::string& columns,
                       const std::function<std::string(std::size_t)>& row)
{
  std::string text =
      fmt::format("ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp pp\n0 {}\n0 {}\n0 {}\n", step,
                  walk.size(), lengths.x, lengths.y, lengths.z);
  text += "ITEM: ATOMS " + columns + "\n";
  for (std::size_t i = 0; i < walk.size(); ++i) {  // in another order in every frame
    text += row((i * 7 + static_cast<std::size_t>(step)) % walk.size()) + "\n";
  }
  return text;
}

/// A dump with wrapped positions alone; steps 100 apart.
std::string wrapped_dump(const Walk& walk, int k)
{
  return dump_frame(walk, 100 * k, "id type x y z", [&](std::size_t i) {
    const Vec3 r = walk.wrapped(i);
    return fmt::format("{} {} {} {} {}", i, i % 3 == 0 ? 2 : 1, r.x, r.y, r.z);
  });
}

}  // namespace

TEST_CASE("soret's own trajectory, wrapped and unwrapped, gives what the configurations give")
{
  for (const bool wrapped : {true, false}) {
    CAPTURE(wrapped);
    TemporaryDirectory directory;
    {
      Walk walk;
      TrajectoryOptions options;
      options.wrapped = wrapped;
      TrajectoryWriter writer{test_world(), directory.path(), species, walk.box(), walk.share(), options};
      for (int k = 0; k < frames; ++k, walk.advance()) {
        writer.write_frame(walk.box(), walk.share(), 100.0 + frame_time * k);
      }
    }
    test_world().barrier();
    TrajectorySettings settings = short_settings_for(directory / "trajectory.nc");
    settings.file.unwrapped = !wrapped;
    const TrajectoryMeasurements found = measured(settings);
    check_equal(found, direct());
    CHECK(found.frames == frames);
    CHECK(found.interval == Duration{frame_time});
    CHECK(found.finished);
    CHECK(found.warnings.empty());
    CHECK(found.measured.species_names == std::vector<std::string>{"A", "B"});
    CHECK(found.measured.structure->counts == std::vector<std::int64_t>{40, 20});
  }
}

TEST_CASE("LAMMPS dumps of all kinds give what the configurations give")
{
  TemporaryDirectory directory;
  TrajectorySettings settings = short_settings_for(directory / "run.dump");
  settings.file.time_step = TimeStep{frame_time / 100.0};
  write_text(settings.file.path, wrapped_dump);
  check_equal(measured(settings), direct());
  write_text(settings.file.path, [](const Walk& walk, int k) {
    return dump_frame(walk, 100 * k, "id element xu yu zu", [&](std::size_t i) {
      const Vec3& r = walk.unwrapped(i);
      return fmt::format("{} {} {} {} {}", i, Walk::name(i), r.x, r.y, r.z);
    });
  });
  check_equal(measured(settings), direct());
  write_text(settings.file.path, [](const Walk& walk, int k) {
    return dump_frame(walk, 100 * k, "type id x y z ix iy iz", [&](std::size_t i) {
      const Vec3 r = walk.wrapped(i);
      const Vec3 image = walk.unwrapped(i) - r;
      return fmt::format("{} {} {} {} {} {} {} {}", i % 3 == 0 ? 2 : 1, i, r.x, r.y, r.z,
                         std::lround(image.x / lengths.x), std::lround(image.y / lengths.y),
                         std::lround(image.z / lengths.z));
    });
  });
  check_equal(measured(settings), direct());
}

TEST_CASE("extended XYZ without ids gives what the configurations give")
{
  TemporaryDirectory directory;
  TrajectorySettings settings = short_settings_for(directory / "run.xyz");
  write_text(settings.file.path, [](const Walk& walk, int k) {
    std::string text = fmt::format("{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" Properties=species:S:1:pos:R:3 Time={}\n",
                                   walk.size(), lengths.x, lengths.y, lengths.z, frame_time * k);
    for (std::size_t i = 0; i < walk.size(); ++i) {
      const Vec3 r = walk.wrapped(i);
      text += fmt::format("{} {} {} {}\n", Walk::name(i), r.x, r.y, r.z);
    }
    return text;
  });
  check_equal(measured(settings), direct());
}

TEST_CASE("first frame, stride and last frame choose; frames between are used to unwrap")
{
  TemporaryDirectory directory;
  TrajectorySettings settings = short_settings_for(directory / "run.dump");
  write_text(settings.file.path, wrapped_dump);
  settings.file.time_step = TimeStep{frame_time / 100.0};
  settings.file.first_frame = 3;
  settings.frame_stride = 4;
  check_equal(measured(settings), direct(2, 4));
  settings.last_frame = 15;
  CHECK(measured(settings).frames == 4);  // 3, 7, 11, 15
  settings.last_frame = 6;
  contains(refusal(settings), "frames to measure on: 1; at least 2 are needed");
}

TEST_CASE("unequal times are refused where displacements are asked for")
{
  TemporaryDirectory directory;
  TrajectorySettings settings = short_settings_for(directory / "run.dump");
  write_text(settings.file.path, [](const Walk& walk, int k) { return wrapped_dump(walk, k < 10 ? k : k + 1); });
  contains(refusal(settings), "frame 1 has no time, which displacements need; give trajectory.time_between_frames");
  settings.file.time_step = TimeStep{0.01};
  contains(refusal(settings),
           "frames come at unequal times: frame 10 at 9 (step 900), frame 11 at 11 (step 1100), but 1 lay between the "
           "first two");
  settings.file.time_between_frames = Duration{1.0};  // does not hide what the steps say
  contains(refusal(settings), "frame 11 at 10 (step 1100)");
  settings.displacements.reset();
  CHECK(measured(settings).frames == frames);
  CHECK_FALSE(measured(settings).measured.transport.has_value());
}

TEST_CASE("single precision of times is no inequality, and their mean interval is precise")
{
  TemporaryDirectory directory;
  const double start = 30000.0;
  const double interval = 0.1;
  {
    Walk walk;
    TrajectoryWriter writer{test_world(), directory.path(), species, walk.box(), walk.share()};
    for (int k = 0; k < frames; ++k, walk.advance()) {
      writer.write_frame(walk.box(), walk.share(), start + interval * k);
    }
  }
  test_world().barrier();
  const TrajectoryMeasurements found = measured(short_settings_for(directory / "trajectory.nc"));
  const double rounding = start * 6e-8;  // of a single time
  CHECK(std::abs(found.interval->value() - interval) < 2.0 * rounding / (frames - 1));
  CHECK(found.measured.transport->displacements.shape.lag_times.front() ==
        doctest::Approx(found.interval->value()).epsilon(1e-12));
}

TEST_CASE("a long way between frames and masses that nobody gave are reported")
{
  TemporaryDirectory directory;
  TrajectorySettings settings = short_settings_for(directory / "run.dump");
  settings.file.time_step = TimeStep{1.0};
  write_text(settings.file.path, [](const Walk& walk, int k) {
    return dump_frame(walk, k, "id type x y z", [&](std::size_t i) {
      const Vec3 r = walk.wrapped(i);
      return fmt::format("{} 1 {} {} {}", i, i == 5 && k >= 7 ? std::fmod(r.x + 0.4 * lengths.x, lengths.x) : r.x, r.y,
                         r.z);
    });
  });
  settings.file.species = {};
  settings.file.masses = {};
  const TrajectoryMeasurements found = measured(settings);
  REQUIRE(found.warnings.size() == 1);  // one species: masses do not matter
  contains(found.warnings[0], "on its way to frame 8: the frames are too far apart");
  contains(found.warnings[0], "particle 5 moved by 0.");
  write_text(settings.file.path, wrapped_dump);
  const TrajectoryMeasurements two = measured(settings);
  REQUIRE(two.warnings.size() == 1);
  contains(two.warnings[0], "the species were taken to have equal masses");
}

TEST_CASE("the whole program: a Brownian trajectory's diffusion coefficient in summary.json")
{
  constexpr double deviation = 0.15;
  constexpr double interval = 0.5;
  const double diffusion = deviation * deviation / (2.0 * interval);
  TemporaryDirectory directory;
  {
    Walk walk{120, deviation, {10.0, 10.0, 10.0}};
    TrajectoryWriter writer{test_world(), directory.path(), species, walk.box(), walk.share()};
    for (int k = 0; k < 400; ++k, walk.advance()) {
      writer.write_frame(walk.box(), walk.share(), interval * k);
    }
  }
  test_world().barrier();
  Configuration configuration;
  configuration.add_text(
      fmt::format("[trajectory]\nfile = {}\nspecies = A B\nmasses = 1 2.5\n[transport]\nblocks = 10\n[structure]\n"
                  "largest_wave_number = 3\nbin_width = 0.05\n[output]\ndirectory = {}\n",
                  (directory / "trajectory.nc").string(), (directory / "results").string()),
      "test");
  const TrajectorySettings settings = read_trajectory_settings(configuration);
  configuration.finish();
  CommandLine command_line;
  command_line.quiet = true;
  const Ranks ranks = split_into_replicas(test_world(), 1);
  CHECK(analyse_trajectory(ranks, settings, command_line, configuration) == ExitStatus::done);
  test_world().barrier();
  for (const char* name : {"results/results.nc", "results/report.html", "results/run.log"}) {
    CHECK(std::filesystem::exists(directory / name));
  }
  const std::string summary = file_content(directory / "results/summary.json");
  CAPTURE(summary);
  std::smatch found;
  const std::regex self_diffusion{
      R"x("self_diffusion":\s*\{\s*"A":\s*\{\s*"value":\s*([-+.e0-9]+),\s*"standard_error":\s*([-+.e0-9]+))x"};
  REQUIRE(std::regex_search(summary, found, self_diffusion));
  const double value = std::stod(found[1]);
  const double error = std::stod(found[2]);
  CHECK(error < 0.15 * diffusion);
  CHECK(std::abs(value - diffusion) < 4.0 * error);
  CHECK(summary.find("thermodynamic_factor") != std::string::npos);
  CHECK(summary.find("pressure") == std::string::npos);  // nothing that positions alone do not tell
  CHECK_THROWS_AS(analyse_trajectory(ranks, settings, command_line, configuration), InputError);  // not twice
  command_line.restart = directory.path();
  CHECK_THROWS_AS(analyse_trajectory(ranks, settings, command_line, configuration), InputError);
}

TEST_CASE("a trajectory that breaks off, or whose last line is wrong, leaves nothing behind")
{
  for (const bool breaks_off : {true, false}) {  // the one is seen when boxes are read, the other when particles are
    CAPTURE(breaks_off);
    TemporaryDirectory directory;
    TrajectorySettings settings = short_settings_for(directory / "run.dump");
    settings.file.time_step = TimeStep{1.0};
    settings.output.directory = directory / "results";
    write_text(settings.file.path, wrapped_dump);
    if (test_world().is_root()) {
      const std::string whole = file_content(settings.file.path);
      write_content(settings.file.path,
                    breaks_off ? whole.substr(0, whole.size() - 300) : whole.substr(0, whole.size() - 1) + " 1\n");
    }
    test_world().barrier();
    Configuration configuration;
    CommandLine command_line;
    command_line.quiet = true;
    CHECK_THROWS_AS(analyse_trajectory(split_into_replicas(test_world(), 1), settings, command_line, configuration),
                    InputError);
    CHECK((!std::filesystem::exists(directory / "results") || std::filesystem::is_empty(directory / "results")));
  }
}
