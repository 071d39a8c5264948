#include "structure_samplers.hpp"

#include <algorithm>
#include <cmath>

namespace soret {

double half_of_box(const Box& box)
{
  const Vec3& lengths = box.lengths();
  return 0.5 * std::min({lengths.x, lengths.y, lengths.z});
}

StructureSamplers structure_samplers(const mpi::Communicator& communicator, const DistributionSettings& settings,
                                     const Box& box, const std::optional<Box>& mean_box)
{
  constexpr double rounding = 1e-9;
  constexpr int fewest_bins = 10;
  const double half = half_of_box(box);
  const double reach = std::min(settings.largest_distance.value_or(half), half);
  const int bins = std::max(fewest_bins, static_cast<int>(std::floor(reach / settings.bin_width + rounding)));
  StructureSamplers made;
  made.pairs = std::make_unique<PairDistribution>(communicator, Cutoff{reach}, Bins{bins}, settings.blocks, mean_box);
  if (settings.largest_wave_number) {
    made.modes = std::make_unique<StructureFactor>(
        communicator, WaveNumber{*settings.largest_wave_number}, WaveNumber{settings.wave_number_width},
        settings.blocks,
        StructureFactorSettings{.method = settings.direct_sums ? ModeMethod::direct : ModeMethod::mesh}, mean_box);
  }
  return made;
}

}  // namespace soret
