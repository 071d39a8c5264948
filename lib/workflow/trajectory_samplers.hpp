#pragma once
/// \file
/// The samplers that need nothing but positions, fed with frames (private to the workflow module).

#include <soret/input/trajectory_boxes.hpp>
#include <soret/input/trajectory_reader.hpp>
#include <soret/input/trajectory_settings.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/mean_square_displacement.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/structure_factor.hpp>
#include <soret/workflow/trajectory_analysis.hpp>

#include <cstdint>
#include <memory>
#include <optional>

namespace soret {

/// Whether frames come at equal times.
class FrameClock {
 public:
  /// Throws InputError if the frame has no time or comes too early or too late.
  void add(const TrajectoryFrame& frame);
  /// From the first frame to the second.
  double first_interval() const { return *interval_; }
  double mean_interval() const { return (last_time_ - first_time_) / static_cast<double>(frames_ - 1); }

 private:
  void require_equal(const TrajectoryFrame& frame) const;

  std::int64_t frames_ = 0;
  double first_time_ = 0.0;
  double last_time_ = 0.0;
  std::int64_t last_number_ = 0;
  std::optional<double> interval_;
  std::optional<std::int64_t> last_step_;
  std::optional<std::int64_t> steps_;  // in an interval
};

/// Those that the settings ask for. Settings, reader and boxes, which are those of the frames to come, must outlive it.
class TrajectorySamplers {
 public:
  TrajectorySamplers(mpi::Communicator communicator, const TrajectorySettings& settings, const TrajectoryReader& reader,
                     const TrajectoryBoxes& boxes);

  /// Throws InputError as FrameClock, if displacements are asked for. Collective.
  void sample(const TrajectoryFrame& frame);
  std::int64_t frames() const { return frames_; }
  /// Puts in what was measured. Collective.
  void reduce(TrajectoryMeasurements& result) const;

 private:
  void sample_displacements(const TrajectoryFrame& frame);
  std::optional<Box> mean_box() const { return boxes_.change ? std::optional{boxes_.mean} : std::nullopt; }
  double box_length_error() const;
  Snapshot snapshot(const Particles& share, std::int64_t number) const
  {
    return {reader_.box(), reader_.species(), share, {}, {}, number, static_cast<double>(number), {}};
  }

  mpi::Communicator communicator_;
  const TrajectorySettings& settings_;
  const TrajectoryReader& reader_;
  const TrajectoryBoxes& boxes_;
  std::int64_t frames_ = 0;
  std::unique_ptr<PairDistribution> pairs_;
  std::unique_ptr<StructureFactor> modes_;
  std::unique_ptr<MeanSquareDisplacement> displacements_;  // from the second frame on, when the interval is known
  Particles first_share_;                                  // until then
  FrameClock clock_;
};

}  // namespace soret
