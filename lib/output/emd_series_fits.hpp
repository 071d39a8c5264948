#pragma once
/// \file
/// Curves and means over the compositions of a series (private to the output module).

#include <soret/estimate/composition_curve.hpp>
#include <soret/output/emd_series.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// One estimate of a series against the mole fraction of the first species.
struct SeriesValues {
  std::vector<double> mole_fractions;
  std::vector<Estimate> values;
};

/// Where it was found.
SeriesValues values_of(const CompositionSeries& series, const std::string& name, const std::string& of);

/// Everything that was found anywhere, in the order of first appearance; what has one name stands together.
std::vector<NamedEstimate> all_quantities(const CompositionSeries& series);

/// A curve or a mean, whichever suits the quantity.
struct SeriesFit {
  std::string name;
  std::string of;
  Dimension dimension;
  std::size_t points = 0;  ///< those with a positive, finite error
  std::optional<CompositionCurve> curve = {};
  std::optional<CompositionMinimum> minimum = {};  ///< of the curve, between the outermost points
  std::optional<WeightedMean> mean = {};
  std::pair<double, double> range = {};  ///< of mole fractions over which it holds

  double chi_squared() const;
  double degrees_of_freedom() const;
  /// "cubic", "cubic with 1 in pure fluids" or "weighted mean".
  std::string kind() const;
};

/// Cubic functions through Soret coefficients of the first species and through thermodynamic factors, these constrained
/// to one at both ends, from fewest_compositions points on; the weighted mean of L'_1q/L_11 of two points and more. In
/// the order of all_quantities; what values do not determine is left out.
std::vector<SeriesFit> fits_of(const CompositionSeries& series);

}  // namespace soret
