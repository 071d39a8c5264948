#include <soret/output/softness_results.hpp>

#include <vector>

namespace soret {

void add_softness(ResultsFile& file, const Softness& softness)
{
  file.add_coordinate("cage_distance", softness.distances, dimension::length, "from the middle of the cage");
  file.add({"caging_potential", {"cage_distance"}, dimension::none, "beta Phi(r)"}, softness.potential);
  std::vector<double> harmonic;
  for (const double distance : softness.distances) {
    harmonic.push_back(softness.harmonic(Distance{distance}));
  }
  file.add({"caging_harmonic", {"cage_distance"}, dimension::none, "fitted minimum + r^2/(2 softness)"}, harmonic);
  file.add_coordinate("cage_wave_number", softness.wave_numbers, Dimension{.length = -1}, "mean |q| of the shell");
  file.add({"cage_spectrum",
            {"cage_wave_number"},
            dimension::none,
            "sum of sqrt(x_a x_b) C_ab (S_ab - delta_ab), noise taken out"},
           softness.spectrum);
}

}  // namespace soret
