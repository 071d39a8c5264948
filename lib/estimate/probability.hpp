#pragma once
/// \file
/// Tails of the distributions that tests are made of.

namespace soret::detail {

/// Probability that Student's t with so many degrees of freedom (infinite: a normal variable) lies further than
/// `standard_errors` from zero on either side; 1 if that is not a number.
double two_sided_probability(double standard_errors, double degrees_of_freedom);

/// Probability that Fisher's F, a mean of `numerator` squares over their variance known from `denominator` degrees of
/// freedom (infinite: chi²/numerator), exceeds `ratio`; 1 if that is not a number.
double fisher_probability(double ratio, double numerator, double denominator);

}  // namespace soret::detail
