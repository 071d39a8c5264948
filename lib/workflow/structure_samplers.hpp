#pragma once
/// \file
/// The samplers of distribution functions and structure factors (private to the workflow module).

#include <soret/input/distribution_settings.hpp>
#include <soret/sampling/pair_distribution.hpp>
#include <soret/sampling/structure_factor.hpp>

#include <memory>

namespace soret {

struct StructureSamplers {
  std::unique_ptr<PairDistribution> pairs;
  std::unique_ptr<StructureFactor> modes;  ///< empty unless asked for
};

/// Half of the shortest side: distribution functions reach no further.
double half_of_box(const Box& box);

/// For a box that stays as it is; distances beyond half of it are not counted.
StructureSamplers structure_samplers(const mpi::Communicator& communicator, const DistributionSettings& settings,
                                     const Box& box);

}  // namespace soret
