#include "probability.hpp"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <cmath>

namespace soret::detail {

double two_sided_probability(double standard_errors, double degrees_of_freedom)
{
  return fisher_probability(standard_errors * standard_errors, 1.0, degrees_of_freedom);
}

double fisher_probability(double ratio, double numerator, double denominator)
{
  if (std::isnan(ratio) || !(ratio > 0.0) || !(denominator > 0.0)) {
    return 1.0;
  }
  if (std::isinf(ratio)) {
    return 0.0;
  }
  if (std::isinf(denominator)) {
    return boost::math::gamma_q(0.5 * numerator, 0.5 * numerator * ratio);
  }
  return boost::math::ibeta(0.5 * denominator, 0.5 * numerator, denominator / (denominator + numerator * ratio));
}

}  // namespace soret::detail
