/// Trajectories at constant pressure, made by hand: boxes, distances, modes and displacements of known answer.
#include "output/temporary_directory.hpp"
#include "workflow/trajectory_settings.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/estimate/diffusion.hpp>
#include <soret/input/trajectory_boxes.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/workflow/trajectory_analysis.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

using namespace soret;

namespace {

constexpr double frame_time = 0.25;
const SpeciesTable species{{"A", 1.0}, {"B", 2.5}};

/// Particles that make known displacements in a box whose sides scatter by 4 % around (8, 7, 9), its lower corner at
/// (-1, 0, 2). After each displacement a particle is folded into the new box.
class BreathingWalk {
 public:
  using Move = std::function<Vec3(const RandomStream& stream, std::uint64_t step, std::size_t particle)>;

  explicit BreathingWalk(std::size_t count, Move move) : move_{std::move(move)}, folded_(count), travelled_(count)
  {
    images_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto u = stream_.uniform4(0, i, 0);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        folded_[i][axis] = u[axis] * box_.lengths()[axis];
      }
    }
  }
  void advance()
  {
    ++step_;
    const Vec3 change = stream_.normal3(step_, 0, 2);
    const auto length = [&](std::size_t axis) {
      return mean_[axis] * (1.0 + 0.04 * std::clamp(change[axis], -3.0, 3.0));
    };
    box_ = Box{length(0), length(1), length(2)};
    for (std::size_t i = 0; i < folded_.size(); ++i) {
      const Vec3 way = move_(stream_, step_, i);
      travelled_[i] += way;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double to = folded_[i][axis] + way[axis];
        const double outside = std::floor(to / box_.lengths()[axis]);
        folded_[i][axis] = to - outside * box_.lengths()[axis];
        images_[i][axis] += outside;
      }
    }
  }
  std::size_t size() const { return folded_.size(); }
  const Box& box() const { return box_; }
  Vec3 corner() const { return {-1.0, 0.0, 2.0}; }
  Vec3 wrapped(std::size_t i) const { return folded_[i] + corner(); }
  const Vec3& images(std::size_t i) const { return images_[i]; }
  /// Position + image × length of the present box.
  Vec3 lattice_view(std::size_t i) const
  {
    Vec3 position = wrapped(i);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      position[axis] += images_[i][axis] * box_.lengths()[axis];
    }
    return position;
  }
  /// The sum of all displacements.
  const Vec3& travelled(std::size_t i) const { return travelled_[i]; }
  static const char* name(std::size_t i) { return i % 3 == 0 ? "B" : "A"; }

 private:
  RandomStream stream_{Seed{31}, Stream::placement};
  Move move_;
  Vec3 mean_{8.0, 7.0, 9.0};
  Box box_{mean_};
  std::uint64_t step_ = 0;
  std::vector<Vec3> folded_;
  std::vector<Vec3> images_;
  std::vector<Vec3> travelled_;
};

/// Goes on and on, each particle in its own direction, at most `fastest` per frame and axis.
BreathingWalk::Move steady(double fastest)
{
  return [fastest](const RandomStream& stream, std::uint64_t, std::size_t particle) {
    const auto u = stream.uniform4(0, particle, 3);
    return fastest * Vec3{2.0 * u[0] - 1.0, 2.0 * u[1] - 1.0, 2.0 * u[2] - 1.0};
  };
}

BreathingWalk::Move brownian(double deviation)
{
  return [deviation](const RandomStream& stream, std::uint64_t step, std::size_t particle) {
    return deviation * stream.normal3(step, particle, 4);
  };
}

/// Writes `frames` frames of a walk as text on root; `frame` makes one.
void write_frames(const std::filesystem::path& file, BreathingWalk walk, int frames,
                  const std::function<std::string(const BreathingWalk&, int)>& frame)
{
  std::string text;
  for (int k = 0; k < frames; ++k, walk.advance()) {
    text += frame(walk, k);
  }
  if (test_world().is_root()) {
    write_content(file, text);
  }
  test_world().barrier();
}

using Row = std::function<std::string(const BreathingWalk&, std::size_t)>;

std::string numbers(const Vec3& v) { return fmt::format("{} {} {}", v.x, v.y, v.z); }

/// A LAMMPS dump with these columns behind id and element.
std::function<std::string(const BreathingWalk&, int)> dump_frame(const std::string& columns, const Row& row)
{
  return [columns, row](const BreathingWalk& walk, int k) {
    const Vec3 low = walk.corner();
    const Vec3 high = low + walk.box().lengths();
    std::string text =
        fmt::format("ITEM: TIMESTEP\n{}\nITEM: NUMBER OF ATOMS\n{}\nITEM: BOX BOUNDS pp pp pp\n{} {}\n{} {}\n{} {}\n",
                    k, walk.size(), low.x, high.x, low.y, high.y, low.z, high.z);
    text += "ITEM: ATOMS id element " + columns + "\n";
    for (std::size_t i = 0; i < walk.size(); ++i) {
      text += fmt::format("{} {} {}\n", i, BreathingWalk::name(i), row(walk, i));
    }
    return text;
  };
}

const Row wrapped_row = [](const BreathingWalk& walk, std::size_t i) { return numbers(walk.wrapped(i)); };
const Row image_row = [](const BreathingWalk& walk, std::size_t i) {
  const Vec3& n = walk.images(i);
  return fmt::format("{} {:.0f} {:.0f} {:.0f}", numbers(walk.wrapped(i)), n.x, n.y, n.z);
};
const Row unwrapped_row = [](const BreathingWalk& walk, std::size_t i) { return numbers(walk.lattice_view(i)); };

std::string xyz_frame(const BreathingWalk& walk, int k)
{
  const Vec3& l = walk.box().lengths();
  std::string text =
      fmt::format("{}\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" Origin=\"{}\" Properties=species:S:1:pos:R:3 Time={}\n",
                  walk.size(), l.x, l.y, l.z, numbers(walk.corner()), frame_time * k);
  for (std::size_t i = 0; i < walk.size(); ++i) {
    text += fmt::format("{} {}\n", BreathingWalk::name(i), numbers(walk.wrapped(i)));
  }
  return text;
}

TrajectorySettings timed_settings_for(const std::filesystem::path& file)
{
  TrajectorySettings settings = settings_for(file);
  if (settings.file.format == TrajectoryFormat::lammps) {
    settings.file.time_step = TimeStep{frame_time};
  }
  return settings;
}

TrajectoryMeasurements measured(const TrajectorySettings& settings)
{
  return measure_trajectory(test_world(), settings, Interruption{std::nullopt});
}

/// The mean squared displacements of both species at all lags must be those of what was truly travelled.
void check_displacements(const DisplacementBlocks& found, BreathingWalk walk, int frames)
{
  std::vector<std::vector<Vec3>> travelled;
  for (int k = 0; k < frames; ++k, walk.advance()) {
    travelled.emplace_back();
    for (std::size_t i = 0; i < walk.size(); ++i) {
      travelled.back().push_back(walk.travelled(i));
    }
  }
  MeanSquareDisplacement direct{test_world(), TimeStep{frame_time}, Steps{1}, Duration{1e6 * frame_time}, Blocks{5}};
  for (std::size_t k = 0; k < travelled.size(); ++k) {
    Particles share;
    for (std::size_t i = 0; i < walk.size(); ++i) {
      if (static_cast<int>(i) % test_world().size() == test_world().rank()) {
        share.add(static_cast<std::int64_t>(i), Species{static_cast<std::uint8_t>(i % 3 == 0)}, travelled[k][i]);
      }
    }
    const Box any{1.0, 1.0, 1.0};
    direct.sample({any, species, share, {}, {}, static_cast<std::int64_t>(k), 0.0, {}});
  }
  const DisplacementBlocks expected = direct.reduce(test_world());
  const DisplacementBlock found_total = found.total();
  const DisplacementBlock expected_total = expected.total();
  REQUIRE(found_total.sums.size() == expected_total.sums.size());
  CHECK(found_total.origins == expected_total.origins);
  double largest = 0.0;
  for (std::size_t k = 0; k < found_total.sums.size(); ++k) {
    const double scale = std::max(1.0, std::abs(expected_total.sums[k]));
    largest = std::max(largest, std::abs(found_total.sums[k] - expected_total.sums[k]) / scale);
  }
  CHECK(largest < 1e-9);
}

bool warns(const TrajectoryMeasurements& found, const std::string& part)
{
  return std::any_of(found.warnings.begin(), found.warnings.end(),
                     [&](const std::string& warning) { return warning.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("in a breathing box, files of all kinds give the displacements that were made")
{
  constexpr int frames = 120;
  const BreathingWalk walk{30, steady(2.5)};  // less than half of the shortest side; through the box forty times
  TemporaryDirectory directory;
  const TrajectorySettings dump = timed_settings_for(directory / "run.dump");
  for (const auto& [columns, row] : {std::pair{"x y z", wrapped_row}, std::pair{"x y z ix iy iz", image_row},
                                     std::pair{"xu yu zu", unwrapped_row}}) {
    CAPTURE(columns);
    write_frames(dump.file.path, walk, frames, dump_frame(columns, row));
    const TrajectoryMeasurements found = measured(dump);
    check_displacements(found.measured.transport->displacements, walk, frames);
    CHECK(found.frames == frames);
  }
  const TrajectorySettings xyz = timed_settings_for(directory / "run.xyz");
  write_frames(xyz.file.path, walk, frames, xyz_frame);
  check_displacements(measured(xyz).measured.transport->displacements, walk, frames);
}

TEST_CASE("images and unwrapped positions tell moves of more than half a box")
{
  constexpr int frames = 60;
  const BreathingWalk walk{30, steady(20.0)};
  TemporaryDirectory directory;
  TrajectorySettings settings = timed_settings_for(directory / "run.dump");
  write_frames(settings.file.path, walk, frames, dump_frame("x y z ix iy iz", image_row));
  check_displacements(measured(settings).measured.transport->displacements, walk, frames);
  write_frames(settings.file.path, walk, frames, dump_frame("xu yu zu", unwrapped_row));
  const TrajectoryMeasurements found = measured(settings);
  check_displacements(found.measured.transport->displacements, walk, frames);
  CHECK_FALSE(warns(found, "the frames are too far apart"));
  write_frames(settings.file.path, walk, frames, dump_frame("x y z", wrapped_row));
  CHECK(warns(measured(settings), "the frames are too far apart"));
}

TEST_CASE("a walk at constant pressure has its diffusion coefficient, where position + image * length has not")
{
  constexpr int frames = 1200;
  constexpr double deviation = 0.7;
  const double diffusion = deviation * deviation / (2.0 * frame_time);
  BreathingWalk walk{60, brownian(deviation)};
  TemporaryDirectory directory;
  TrajectorySettings settings = timed_settings_for(directory / "run.dump");
  settings.structure.reset();
  write_frames(settings.file.path, walk, frames, dump_frame("xu yu zu", unwrapped_row));
  const DisplacementBlocks found = measured(settings).measured.transport->displacements;
  check_displacements(found, walk, frames);
  for (const std::size_t s : {0U, 1U}) {
    const LagWindow window{Duration{5.0}, Duration{30.0}};
    const Estimate estimate = self_diffusion(found, s, window).coefficient.estimate;
    CHECK(estimate.standard_error < 0.1 * diffusion);
    CHECK(std::abs(estimate.standard_errors_from(diffusion)) < 4.0);
  }
  // The lattice view: from one frame to the next, at the end, after many box lengths.
  std::vector<Vec3> before;
  double squared = 0.0;
  for (int k = 0; k < frames; ++k, walk.advance()) {
    for (std::size_t i = 0; k >= frames - 100 && i < walk.size(); ++i) {
      if (before.size() == walk.size()) {
        squared += norm_squared(walk.lattice_view(i) - before[i]) / (99.0 * static_cast<double>(walk.size()));
      }
    }
    before.clear();
    for (std::size_t i = 0; k >= frames - 100 && i < walk.size(); ++i) {
      before.push_back(walk.lattice_view(i));
    }
  }
  CHECK(squared > 1.5 * 3.0 * deviation * deviation);
}

TEST_CASE("the ideal gas at constant pressure: distances to half of the smallest box, g(r) and S(q) of known answer")
{
  constexpr int frames = 150;
  const BreathingWalk walk{240, steady(3.0)};
  TemporaryDirectory directory;
  const TrajectorySettings settings = timed_settings_for(directory / "run.xyz");
  write_frames(settings.file.path, walk, frames, xyz_frame);
  BreathingWalk again = walk;
  double volume = 0.0;
  double shortest = 100.0;
  for (int k = 0; k < frames; ++k, again.advance()) {
    volume += again.box().volume() / frames;
    const Vec3& l = again.box().lengths();
    shortest = std::min({shortest, l.x, l.y, l.z});
  }
  const TrajectoryMeasurements found = measured(settings);
  const auto& structure = *found.measured.structure;
  const PairDistributionBlocks& pairs = structure.pairs;
  CHECK(pairs.shape.volume == doctest::Approx(volume).epsilon(1e-12));
  CHECK(pairs.shape.r_max() == doctest::Approx(0.5 * shortest).epsilon(1e-12));
  CHECK(structure.modes->shape.volume == doctest::Approx(volume).epsilon(1e-12));
  const Vec3& mean = found.measured.transport->displacements.shape.box_lengths;
  CHECK(mean.x * mean.y * mean.z == doctest::Approx(volume).epsilon(1e-12));
  // Independent volumes; the error of an error from 150 of them is 6 %, more if blocking takes longer blocks.
  const double length_error =
      std::cbrt(volume) / 3.0 * boxes_of(settings.file).relative_deviation() / std::sqrt(frames);
  CHECK(structure.box_length_error == doctest::Approx(length_error).epsilon(0.3));
  const auto chi_squared = [](const std::vector<Estimate>& values, double exact) {
    double sum = 0.0;
    for (const Estimate& value : values) {
      sum += value.standard_errors_from(exact) * value.standard_errors_from(exact);
    }
    return sum / static_cast<double>(values.size());
  };
  // Errors from five blocks scatter: the mean of squared deviations is 2 (t with 4 degrees of freedom), not 1.
  CHECK(chi_squared(radial_distribution_estimates(pairs, 0, 0), 1.0 - 1.0 / 160.0) < 4.0);
  CHECK(chi_squared(radial_distribution_estimates(pairs, 0, 1), 1.0) < 4.0);
  CHECK(chi_squared(partial_structure_factor(*structure.modes, 0, 0, PartialConvention::per_species), 1.0) < 4.0);
  CHECK(chi_squared(partial_structure_factor(*structure.modes, 0, 1, PartialConvention::per_species), 0.0) < 4.0);
}

TEST_CASE("boxes are those of the frames that are measured on")
{
  TemporaryDirectory directory;
  TrajectoryFile file = timed_settings_for(directory / "run.xyz").file;
  const BreathingWalk walk{2, steady(1.0)};
  write_frames(file.path, walk, 9, xyz_frame);
  BreathingWalk again = walk;
  std::vector<double> volumes;
  for (int k = 0; k < 9; ++k, again.advance()) {
    volumes.push_back(again.box().volume());
  }
  file.first_frame = 2;
  const TrajectoryBoxes boxes = boxes_of(file, 3, 7);  // frames 2 and 5
  REQUIRE(boxes.volumes.size() == 2);
  CHECK(boxes.change);
  CHECK(boxes.volumes[0] == doctest::Approx(volumes[1]).epsilon(1e-12));
  CHECK(boxes.volumes[1] == doctest::Approx(volumes[4]).epsilon(1e-12));
  CHECK(boxes.mean.volume() == doctest::Approx(0.5 * (volumes[1] + volumes[4])).epsilon(1e-12));
  CHECK(boxes.relative_deviation() ==
        doctest::Approx(std::abs(volumes[1] - volumes[4]) / (volumes[1] + volumes[4])).epsilon(1e-9));
  CHECK_FALSE(boxes_of(file, 1, 2).change);
  file.first_frame = 10;
  CHECK_THROWS_WITH_AS(boxes_of(file), doctest::Contains("holds 9 frames; frame 10 and those after it"), InputError);
}

TEST_CASE("cubic boxes have a cubic mean box")
{
  TemporaryDirectory directory;
  const TrajectoryFile file = timed_settings_for(directory / "run.xyz").file;
  if (test_world().is_root()) {
    std::string text;
    for (const double length : {3.0, 3.1, 3.2}) {
      text += fmt::format("1\nLattice=\"{} 0 0 0 {} 0 0 0 {}\" Properties=species:S:1:pos:R:3\nA 0 0 0\n", length,
                          length * (1.0 + 1e-9), length);
    }
    write_content(file.path, text);
  }
  test_world().barrier();
  TrajectoryFile pure = file;
  pure.species = {};
  pure.masses = {};
  const Box mean = boxes_of(pure).mean;
  CHECK(mean.lengths().x == mean.lengths().y);
  CHECK(mean.lengths().x == mean.lengths().z);
  CHECK(mean.volume() == doctest::Approx((27.0 + 29.791 + 32.768) / 3.0).epsilon(1e-8));
}

TEST_CASE("what may mislead in a changing box is said")
{
  constexpr int frames = 20;
  TemporaryDirectory directory;
  TrajectorySettings settings = timed_settings_for(directory / "run.dump");
  settings.file.unwrapped = true;
  const BreathingWalk walk{30, steady(20.0)};
  write_frames(settings.file.path, walk, frames, dump_frame("x y z", unwrapped_row));
  const TrajectoryMeasurements found = measured(settings);
  check_displacements(found.measured.transport->displacements, walk, frames);
  CHECK(found.warnings.size() == 2);
  CHECK(warns(found, "the volume's standard deviation is 0.0"));  // sides scatter by 4 % each, the volume by 7 %
  CHECK(warns(found, "positions said to be unwrapped (trajectory.unwrapped) were taken to be position in the box"));
}

TEST_CASE("distances beyond half of the smallest box are refused, naming it")
{
  TemporaryDirectory directory;
  const std::filesystem::path file = directory / "run.xyz";
  write_frames(file, BreathingWalk{60, steady(1.0)}, 30, xyz_frame);
  Configuration configuration;
  configuration.add_text(fmt::format("[trajectory]\nfile = {}\n[structure]\nlargest_distance = 3.5\n", file.string()),
                         "test");
  TrajectorySettings settings = read_trajectory_settings(configuration);
  settings.output.directory = directory / "results";
  CommandLine command_line;
  command_line.quiet = true;
  CHECK_THROWS_WITH_AS(analyse_trajectory(split_into_replicas(test_world(), 1), settings, command_line, configuration),
                       doctest::Contains("structure.largest_distance = 3.5: half the smallest box of"), InputError);
  CHECK_FALSE(std::filesystem::exists(directory / "results"));
}
