#include <soret/estimate/inverse_size.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace soret {

InverseSizeFit fit_inverse_size(std::span<const double> lengths, std::span<const Estimate> values)
{
  const bool all_positive = std::all_of(lengths.begin(), lengths.end(), [](double length) { return length > 0.0; });
  if (lengths.size() != values.size() || !all_positive) {
    throw InputError(
        fmt::format("a fit of {} values to {} lengths of boxes is refused: each needs one that is positive",
                    values.size(), lengths.size()));
  }
  std::vector<double> inverse;
  double freedom = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < lengths.size(); ++k) {
    inverse.push_back(1.0 / lengths[k]);
    freedom = std::min(freedom, values[k].degrees_of_freedom);
  }
  const StraightLine line = fit_line(inverse, values);
  return {{line.at(0.0), line.value_at(0.0).standard_error, freedom}, {line.slope, line.slope_error, freedom}, line};
}

}  // namespace soret
