/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "displacement_sums.hpp"

#include <hwy/highway.h>

#include <hwy/contrib/math/math-inl.h>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// sin(x)/x; below the limit the series is exact to rounding.
template <class D>
HWY_INLINE hn::Vec<D> sine_over_argument(D d, hn::Vec<D> x)
{
  const auto limit = hn::Set(d, 1e-4);
  const auto series = hn::NegMulAdd(hn::Mul(x, x), hn::Set(d, 1.0 / 6.0), hn::Set(d, 1.0));
  const auto divided = hn::Div(hn::Sin(d, x), hn::Max(x, limit));
  return hn::IfThenElse(hn::Lt(x, limit), series, divided);
}

/// Sums over particles first, first + lanes, ...; returns the first that is left over.
template <class D>
HWY_INLINE std::size_t add_whole_registers(D d, const ComparedConfigurations& compared, std::size_t first,
                                           const DisplacementQuestions& questions, double* sums)
{
  using Vector = hn::Vec<D>;
  const std::size_t lanes = hn::MaxLanes(d);
  Vector moments[displacement_sums_before_waves];
  Vector scattering[most_waves];
  for (Vector& sum : moments) {
    sum = hn::Zero(d);
  }
  for (Vector& sum : scattering) {
    sum = hn::Zero(d);
  }
  const Vector reach = hn::Set(d, questions.overlap_distance_squared);
  for (; first + lanes <= compared.end; first += lanes) {
    Vector squared = hn::Zero(d);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const std::size_t place = axis * compared.count + first;
      const Vector moved = hn::Sub(hn::LoadU(d, compared.now + place), hn::LoadU(d, compared.then + place));
      squared = hn::MulAdd(moved, moved, squared);
      moments[2 + axis] = hn::Add(moments[2 + axis], moved);
    }
    moments[0] = hn::Add(moments[0], squared);
    moments[1] = hn::MulAdd(squared, squared, moments[1]);
    moments[5] = hn::Add(moments[5], hn::IfThenElseZero(hn::Lt(squared, reach), hn::Set(d, 1.0)));
    if (questions.waves > 0) {
      const Vector distance = hn::Sqrt(squared);
      for (std::size_t k = 0; k < questions.waves; ++k) {
        const Vector phase = hn::Mul(distance, hn::Set(d, questions.wave_numbers[k]));
        scattering[k] = hn::Add(scattering[k], sine_over_argument(d, phase));
      }
    }
  }
  for (std::size_t k = 0; k < displacement_sums_before_waves; ++k) {
    sums[k] += hn::GetLane(hn::SumOfLanes(d, moments[k]));
  }
  for (std::size_t k = 0; k < questions.waves; ++k) {
    sums[displacement_sums_before_waves + k] += hn::GetLane(hn::SumOfLanes(d, scattering[k]));
  }
  return first;
}

}  // namespace

void add_displacement_sums(const ComparedConfigurations& compared, const DisplacementQuestions& questions, double* sums)
{
  const std::size_t rest = add_whole_registers(hn::ScalableTag<double>{}, compared, compared.begin, questions, sums);
  add_whole_registers(hn::CappedTag<double, 1>{}, compared, rest, questions, sums);
}

}  // namespace soret::SORET_KERNELS
