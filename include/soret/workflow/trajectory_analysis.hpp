#pragma once
/// \file
/// soret-emd on a trajectory that is there already: structure and displacements, without a simulation.

#include <soret/core/error.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/input/command_line.hpp>
#include <soret/input/trajectory_settings.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/workflow/interruption.hpp>
#include <soret/workflow/ranks.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What was measured on a trajectory.
struct TrajectoryMeasurements {
  /// `structure` as in a run, without series; `transport` holds displacements alone: no correlations, no series.
  EmdMeasurements measured;
  std::int64_t frames = 0;            ///< that were measured on
  std::optional<Duration> interval;   ///< between them, the mean; empty without displacements
  bool finished = true;               ///< false: interrupted, these are the frames up to then
  std::vector<std::string> warnings;  ///< what to distrust, one sentence each
};

/// Reads the frames and samples every stride-th: pair distances, structure factors, displacements, as asked for. Every
/// rank reads the file by itself and samples the particles with id modulo the number of ranks equal to its rank;
/// results are the same on all ranks. Memory per rank: the particles of two frames, and what the samplers keep.
///
/// The boxes of all frames are read first (boxes_of). If they change, pairs weigh with their frame's volume, modes
/// belong to whole numbers, and displacements are those of TrajectoryFrame::path; PairDistributionShape,
/// StructureFactorShape and DisplacementShape have the mean box (docs/equilibrium.md). Distances are counted to half of
/// the smallest box, or as far as the settings say.
///
/// Displacements need frames at equal times, to 0.1 % and to the single precision of the AMBER convention. Throws
/// InputError for what the reader refuses, for fewer than two frames, and, if displacements are asked for, for frames
/// without times or at unequal ones, with the times. Collective.
TrajectoryMeasurements measure_trajectory(const mpi::Communicator& communicator, const TrajectorySettings& settings,
                                          const Interruption& interruption);

/// The whole program: measures, then writes summary.json, results.nc, report.html and run.log into the output
/// directory, which must hold no other run. Nothing is written before all frames have been read. All
/// ranks work as one replica. Throws InputError for --restart: what was interrupted is begun anew. Collective.
ExitStatus analyse_trajectory(const Ranks& ranks, const TrajectorySettings& settings, const CommandLine& command_line,
                              Configuration& configuration);

}  // namespace soret
