#pragma once
/// \file
/// A vector of lanes that computes like a number, so that a potential is written once for scalar and vector code.
/// Lives in the namespace of the instruction set that this translation unit is compiled for (Highway's static target).

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

namespace soret::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// One Highway vector with arithmetic operators. `D` is the Highway tag (element type and number of lanes).
template <class D>
struct Lanes {
  using Scalar = hn::TFromD<D>;
  using Vector = hn::Vec<D>;
  Vector value;

  Lanes() = default;
  HWY_INLINE explicit Lanes(Vector v) : value{v} {}
  HWY_INLINE explicit Lanes(double broadcast) : value{hn::Set(D{}, static_cast<Scalar>(broadcast))} {}

  friend HWY_INLINE Lanes operator+(Lanes a, Lanes b) { return Lanes{hn::Add(a.value, b.value)}; }
  friend HWY_INLINE Lanes operator-(Lanes a, Lanes b) { return Lanes{hn::Sub(a.value, b.value)}; }
  friend HWY_INLINE Lanes operator*(Lanes a, Lanes b) { return Lanes{hn::Mul(a.value, b.value)}; }
  friend HWY_INLINE Lanes operator/(Lanes a, Lanes b) { return Lanes{hn::Div(a.value, b.value)}; }
  friend HWY_INLINE Lanes operator-(Lanes a) { return Lanes{hn::Neg(a.value)}; }
  friend HWY_INLINE Lanes sqrt(Lanes a) { return Lanes{hn::Sqrt(a.value)}; }
  friend HWY_INLINE Lanes reciprocal_sqrt(Lanes a) { return Lanes{reciprocal_sqrt_of(a.value)}; }
  friend HWY_INLINE Lanes exp(Lanes a) { return Lanes{hn::Exp(D{}, a.value)}; }
  friend HWY_INLINE Lanes log(Lanes a) { return Lanes{hn::Log(D{}, a.value)}; }

 private:
  static HWY_INLINE Vector half_of(Vector x) { return hn::Mul(x, hn::Set(D{}, Scalar{0.5})); }

  static HWY_INLINE Vector refined(Vector half, Vector estimate)
  {
    return hn::Mul(estimate, hn::NegMulAdd(half, hn::Mul(estimate, estimate), hn::Set(D{}, Scalar{1.5})));
  }

  /// y (1 + e/2 + 3 e²/8 + 5 e³/16), e = 1 - x y², whose relative error is e⁴ 35/128: from 2^-14 of the estimate y to
  /// the last bit or two.
  static HWY_INLINE Vector refined_to_double(Vector x, Vector y)
  {
    const Vector e = hn::NegMulAdd(hn::Mul(x, y), y, hn::Set(D{}, Scalar{1.0}));
    const Vector half_and_more =
        hn::MulAdd(hn::MulAdd(e, hn::Set(D{}, static_cast<Scalar>(0.3125)), hn::Set(D{}, static_cast<Scalar>(0.375))),
                   e, hn::Set(D{}, static_cast<Scalar>(0.5)));
    return hn::MulAdd(hn::Mul(y, e), half_and_more, y);
  }

  /// Where the processor has an estimate good to at least 11 bits it is refined to the last bit or two; a square root
  /// and a division would take twice as long.
  static HWY_INLINE Vector reciprocal_sqrt_of(Vector x)
  {
    constexpr bool has_estimate = HWY_TARGET != HWY_EMU128 && HWY_TARGET != HWY_SCALAR;
    if constexpr (sizeof(Scalar) == 4 && has_estimate) {
      return refined(half_of(x), hn::ApproximateReciprocalSqrt(x));
    }
    else {
#if HWY_TARGET <= HWY_AVX3
      return refined_to_double(x, Vector{_mm512_rsqrt14_pd(x.raw)});
#else
      return hn::Div(hn::Set(D{}, Scalar{1.0}), hn::Sqrt(x));
#endif
    }
  }
};

}  // namespace soret::HWY_NAMESPACE
