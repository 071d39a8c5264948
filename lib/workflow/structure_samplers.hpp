#pragma once
/// \file
/// The samplers of distribution functions and structure factors (private to the workflow module).

#include <soret/input/distribution_settings.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/structure_factor.hpp>

#include <memory>
#include <optional>

namespace soret {

struct StructureSamplers {
  std::unique_ptr<PairDistribution> pairs;
  std::unique_ptr<StructureFactor> modes;  ///< empty unless asked for
};

/// Half of the shortest side: distribution functions reach no further.
double half_of_box(const Box& box);

/// Distances beyond half of the box are not counted. It must stay as it is, unless there is a `mean_box`: then it is
/// the smallest that will come.
StructureSamplers structure_samplers(const mpi::Communicator& communicator, const DistributionSettings& settings,
                                     const Box& box, const std::optional<Box>& mean_box = {});

}  // namespace soret
