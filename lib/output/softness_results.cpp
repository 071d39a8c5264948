#include <soret/output/softness_results.hpp>

#include <string>
#include <vector>

namespace soret {

namespace {

/// Adds `name` and `name_standard_error`.
void add_curve(ResultsFile& file, const Variable& variable, const std::vector<Estimate>& curve)
{
  std::vector<double> values;
  std::vector<double> errors;
  for (const Estimate& point : curve) {
    values.push_back(point.value);
    errors.push_back(point.standard_error);
  }
  file.add(variable, values);
  file.add({variable.name + "_standard_error", variable.dimensions, variable.unit, "standard error"}, errors);
}

}  // namespace

void add_softness(ResultsFile& file, const Softness& softness)
{
  file.add_coordinate("cage_distance", softness.distances, dimension::length, "from the middle of the cage");
  add_curve(file, {"caging_potential", {"cage_distance"}, dimension::none, "beta Phi(r)"}, softness.potential);
  std::vector<double> harmonic;
  for (const double distance : softness.distances) {
    harmonic.push_back(softness.harmonic(Distance{distance}));
  }
  file.add({"caging_harmonic", {"cage_distance"}, dimension::none, "fitted minimum + r^2/(2 softness)"}, harmonic);
  file.add_coordinate("cage_wave_number", softness.wave_numbers, Dimension{.length = -1}, "mean |q| of the shell");
  add_curve(file,
            {"cage_spectrum",
             {"cage_wave_number"},
             dimension::none,
             "sum of sqrt(x_a x_b) C_ab (S_ab - delta_ab), noise taken out"},
            softness.spectrum);
}

}  // namespace soret
