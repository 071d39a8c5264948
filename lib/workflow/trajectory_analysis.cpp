#include <soret/workflow/trajectory_analysis.hpp>

#include "cage_rule.hpp"
#include "structure_samplers.hpp"
#include "trajectory_samplers.hpp"

#include <soret/core/version.hpp>
#include <soret/input/trajectory_boxes.hpp>
#include <soret/input/trajectory_reader.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/run_log.hpp>
#include <soret/output/softness_map.hpp>
#include <soret/sampling/local_softness.hpp>
#include <soret/workflow/emd_results.hpp>
#include <soret/workflow/program.hpp>
#include <soret/workflow/summary_of.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iostream>
#include <numeric>

namespace soret {

namespace {

constexpr std::int64_t fewest_frames = 2;

/// The boxes of the frames that are measured on, and the reader that goes with them.
struct OpenTrajectory {
  explicit OpenTrajectory(const TrajectorySettings& settings)
      : boxes{boxes_of(settings.file, settings.frame_stride, settings.last_frame)},
        reader{settings.file, boxes.change ? FrameBoxes::own : FrameBoxes::same}
  {
  }

  TrajectoryBoxes boxes;
  TrajectoryReader reader;
};

std::vector<std::string> warnings_about_boxes(const TrajectoryBoxes& boxes, const TrajectorySettings& settings)
{
  constexpr double much = 0.05;
  std::vector<std::string> warnings;
  if (boxes.change && boxes.relative_deviation() > much) {
    warnings.push_back(
        fmt::format("the volume's standard deviation is {:.2g} of its mean: either it had not settled (first_frame), "
                    "or the box is so small that what holds to first order in its fluctuations may be off",
                    boxes.relative_deviation()));
  }
  if (boxes.change && settings.file.unwrapped) {
    warnings.emplace_back(
        "the box changes, and positions said to be unwrapped (trajectory.unwrapped) were taken to be position in the "
        "box + image * box length of their own frame, as LAMMPS writes them; unwrapped in another way, they "
        "give wrong distances and displacements: use the wrapped ones");
  }
  return warnings;
}

/// What the file says of its units, if they were taken to be reduced ones all the same; else empty.
std::string warning_about_units(const TrajectoryReader& reader, const TrajectoryFile& file, bool has_times)
{
  const bool has_own_times = has_times && !file.time_step && !file.time_between_frames;
  std::vector<std::string> keys;
  if (file.length_unit == 1.0) {
    keys.emplace_back("trajectory.length_unit");
  }
  if (file.time_unit == 1.0 && has_own_times) {
    keys.emplace_back("trajectory.time_unit");
  }
  if (reader.units().empty() || reader.units() == "lj" || keys.empty()) {
    return {};
  }
  return fmt::format(
      "the file says that its units are '{}' (ITEM: UNITS), but was taken to be in reduced units: {} "
      "should say what it writes as 1",
      reader.units(), fmt::join(keys, " and "));
}

std::vector<std::string> warnings_about(const TrajectoryReader& reader, const TrajectorySettings& settings,
                                        bool has_times)
{
  std::vector<std::string> warnings;
  if (const std::string warning = warning_about_units(reader, settings.file, has_times); !warning.empty()) {
    warnings.push_back(warning);
  }
  constexpr double too_far = 1.0 / 3.0;
  const LargestMove& move = reader.largest_move();
  constexpr double folding = 0.5;
  if (settings.displacements && settings.file.unwrapped && move.box_fraction > folding) {
    warnings.push_back(fmt::format(
        "positions were said to be unwrapped (trajectory.unwrapped), but particle {} jumped by {:.2f} of the "
        "box on its way to frame {}: if the file folds them into the box, displacements are wrong; leave "
        "trajectory.unwrapped out",
        move.particle, move.box_fraction, move.frame));
  }
  else if (settings.displacements && move.box_fraction > too_far) {
    warnings.push_back(
        fmt::format("particle {} moved by {:.2f} of the box on its way to frame {}: the frames are too far apart to "
                    "tell its way from that to another image, and displacements are too small if any moved by a half; "
                    "use more frames, or a file with images or unwrapped positions",
                    move.particle, move.box_fraction, move.frame));
  }
  if (settings.displacements && reader.species().size() > 1 && settings.file.masses.empty()) {
    warnings.emplace_back(
        "the species were taken to have equal masses (trajectory.masses): displacements of their centres, in the frame "
        "of the mass centre, depend on them");
  }
  return warnings;
}

TrajectoryMeasurements measure(OpenTrajectory& trajectory, const mpi::Communicator& communicator,
                               const TrajectorySettings& settings, const Interruption& interruption)
{
  TrajectoryReader& reader = trajectory.reader;
  TrajectorySamplers samplers{communicator, settings, reader, trajectory.boxes};
  TrajectoryMeasurements result;
  while (const auto frame = reader.next_frame()) {
    if (settings.last_frame && frame->number > *settings.last_frame) {
      break;
    }
    if ((frame->number - settings.file.first_frame) % settings.frame_stride == 0) {
      samplers.sample(*frame);
    }
    if (!interruption.all_reason(communicator).empty()) {
      result.finished = false;
      break;
    }
  }
  if (samplers.frames() < fewest_frames) {
    throw InputError(fmt::format("'{}': frames to measure on: {}; at least {} are needed", settings.file.path.string(),
                                 samplers.frames(), fewest_frames));
  }
  result.frames = samplers.frames();
  for (const SpeciesInfo& species : reader.species()) {
    result.measured.species_names.push_back(species.name);
    result.measured.masses.push_back(species.mass);
  }
  samplers.reduce(result);
  result.warnings = warnings_about(reader, settings, result.interval.has_value());
  const std::vector<std::string> more = warnings_about_boxes(trajectory.boxes, settings);
  result.warnings.insert(result.warnings.end(), more.begin(), more.end());
  return result;
}

/// Goes through the frames once more.
void write_softness_map(const TrajectorySettings& settings, const StructureFactorBlocks& modes)
{
  OpenTrajectory trajectory{settings};
  TrajectoryReader& reader = trajectory.reader;
  const LocalCage cage{modes, cage_rule(*settings.softness), largest_reach(trajectory.boxes.smallest)};
  SoftnessMap map{settings.output.directory / softness_map_name};
  while (const auto frame = reader.next_frame()) {
    if (settings.last_frame && frame->number > *settings.last_frame) {
      break;
    }
    if ((frame->number - settings.file.first_frame) % settings.frame_stride == 0) {
      map.append(reader.box(), reader.species(), frame->particles,
                 local_cage_curvatures(reader.box(), reader.species(), frame->particles, cage));
    }
  }
  map.close();
}

/// Throws InputError if distances are asked for that the box cannot give.
void require_distances_within(const TrajectoryBoxes& boxes, const TrajectorySettings& settings,
                              Configuration& configuration)
{
  const double most = half_of_box(boxes.smallest);
  if (settings.structure && settings.structure->largest_distance.value_or(0.0) > most) {
    configuration.refuse("structure.largest_distance",
                         fmt::format("half the {}box of '{}' is {:g}", boxes.change ? "smallest " : "",
                                     settings.file.path.string(), most),
                         fmt::format("at most {:g}", most));
    configuration.finish();
  }
}

std::string greeting(const OpenTrajectory& trajectory, const TrajectorySettings& settings, int ranks)
{
  const auto& [boxes, reader] = trajectory;
  const std::vector<std::int64_t> counts = reader.counts();
  std::string species;
  for (std::size_t s = 0; s < counts.size(); ++s) {
    species += fmt::format("{}{} {}", species.empty() ? "" : ", ", counts[s], reader.species()[s].name);
  }
  const Vec3& box = boxes.mean.lengths();
  const std::string change =
      boxes.change ? fmt::format(" on average (it changes; standard deviation of the volume {:.2g} of its mean)",
                                 boxes.relative_deviation())
                   : "";
  return fmt::format("soret-emd {}: measuring on '{}': {} in a box of {:g} x {:g} x {:g}{}, {}", version(),
                     settings.file.path.string(), species, box.x, box.y, box.z, change, counted(ranks, "rank"));
}

}  // namespace

TrajectoryMeasurements measure_trajectory(const mpi::Communicator& communicator, const TrajectorySettings& settings,
                                          const Interruption& interruption)
{
  OpenTrajectory trajectory{settings};
  return measure(trajectory, communicator, settings, interruption);
}

ExitStatus analyse_trajectory(const Ranks& ranks, const TrajectorySettings& settings, const CommandLine& command_line,
                              Configuration& configuration)
{
  if (command_line.restart) {
    throw InputError("--restart: measuring on a trajectory is not continued; start it again in another directory");
  }
  const Interruption interruption{command_line.max_wall_seconds};
  const std::filesystem::path& directory = settings.output.directory;
  OpenTrajectory trajectory{settings};
  require_distances_within(trajectory.boxes, settings, configuration);
  prepare_output_directory(ranks.world, directory, RunStart::fresh);
  // Any frame may be refused: nothing is written before all have been read.
  const TrajectoryMeasurements result = measure(trajectory, ranks.world, settings, interruption);
  RunLog log{ranks.world, directory, detect_console(command_line.quiet), std::cout};
  keep_config(ranks.world, directory, configuration);
  log.say(greeting(trajectory, settings, ranks.world.size()));
  log.say(fmt::format("{} frames{}", result.frames,
                      result.interval ? fmt::format(", {:g} apart", result.interval->value()) : std::string{}));
  std::vector<std::string> remarks = remarks_of(settings.output, result.finished);
  for (const std::string& warning : result.warnings) {
    log.warn(warning);
    remarks.push_back(warning);
  }
  if (ranks.world.is_root()) {
    EmdAnalysis analysis;
    if (settings.displacements) {
      analysis.diffusive_time = settings.displacements->diffusive_time;
    }
    if (settings.softness) {
      analysis.cage = cage_rule(*settings.softness);
    }
    RunFacts facts{.program = "soret-emd", .version = version(), .ranks = ranks.world.size()};
    const std::vector<std::int64_t> counts = trajectory.reader.counts();
    facts.particles = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    facts.wall_seconds = interruption.wall_seconds();
    facts.complete = result.finished;
    facts.warnings = remarks_of(OutputSettings{}, result.finished);
    facts.warnings.insert(facts.warnings.end(), result.warnings.begin(), result.warnings.end());
    const EmdEstimates found =
        write_emd_results({result.measured, analysis, facts, Seed{0}, settings.output, remarks}, configuration, log);
    if (settings.softness_map && found.softness) {
      write_softness_map(settings, *result.measured.structure->modes);
      log.say(fmt::format("{} holds the frames with the curvature of every particle's cage", softness_map_name));
    }
  }
  return result.finished ? ExitStatus::done : ExitStatus::stopped_early;
}

}  // namespace soret
