#pragma once
/// \file
/// How the 16 pairs of two clusters lie in vector registers. Compiled for the instruction set of the including
/// translation unit.

#include <soret/neighbour/cluster_pairs.hpp>

#include <hwy/highway.h>

#include <cstddef>

namespace soret::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Lane (a, b) of a register is particle a of the i cluster with particle b of the j cluster: one i broadcast against
/// up to four j. N lanes = i_per_register particles i times j_width particles j.
template <class Real>
struct PairRegister {
  using D = hn::CappedTag<Real, 16 / (sizeof(Real) / 4)>;
  using Integer = hn::RebindToSigned<D>;
  static constexpr std::size_t lanes = hn::MaxLanes(D{});
  static constexpr std::size_t j_width = lanes < cluster_size ? lanes : cluster_size;
  static constexpr std::size_t i_per_register = lanes / j_width;
  static constexpr std::size_t registers = cluster_size / i_per_register;  // to cover the i cluster
  static constexpr std::size_t j_parts = cluster_size / j_width;           // to cover the j cluster

  /// Four (or j_width) consecutive values, repeated for each i of the register.
  template <class Tag, class T>
  static HWY_INLINE hn::Vec<Tag> load_partner(Tag d, const T* from)
  {
#if HWY_TARGET == HWY_SCALAR
    return hn::Load(d, from);
#else
    if constexpr (i_per_register == 1) {
      return hn::Load(d, from);
    }
    else if constexpr (sizeof(T) * cluster_size == 16) {
      return hn::LoadDup128(d, from);
    }
    else {
      const hn::Half<Tag> half;
      const auto part = hn::Load(half, from);
      return hn::Combine(d, part, part);
    }
#endif
  }

  /// Lanes a * j_width ... get values[a]: each i of a register broadcast against all j. Broadcasts, because a vector
  /// read from what was just written piece by piece would wait for the writes.
  template <class Tag, class T>
  static HWY_INLINE hn::Vec<Tag> spread(Tag d, const T* values)
  {
#if HWY_TARGET == HWY_SCALAR
    return hn::Set(d, values[0]);
#else
    if constexpr (i_per_register == 1) {
      return hn::Set(d, values[0]);
    }
    else if constexpr (i_per_register == 2) {
      const hn::Half<Tag> half;
      return hn::Combine(d, hn::Set(half, values[1]), hn::Set(half, values[0]));
    }
    else {
      const hn::Half<Tag> half;
      const hn::Half<decltype(half)> quarter;
      return hn::Combine(d, hn::Combine(half, hn::Set(quarter, values[3]), hn::Set(quarter, values[2])),
                         hn::Combine(half, hn::Set(quarter, values[1]), hn::Set(quarter, values[0])));
    }
#endif
  }

  /// For each of the quantities, which follow each other in a block: block[q * cluster_size + b] -= sum over the i of
  /// the register. Several quantities share a register on their way to memory.
  template <std::size_t quantities>
  static HWY_INLINE void subtract_from_partner(const hn::Vec<D> (&sum)[quantities], Real* block)
  {
    if constexpr (i_per_register == 1) {
      const D d;
      for (std::size_t q = 0; q < quantities; ++q) {
        Real* memory = block + q * cluster_size;
        hn::Store(hn::Sub(hn::Load(d, memory), sum[q]), d, memory);
      }
    }
#if HWY_TARGET != HWY_SCALAR
    else if constexpr (i_per_register == 2) {
      for (std::size_t q = 0; q + 1 < quantities; q += 2) {
        subtract(D{}, folded(sum[q], sum[q + 1]), block + q * cluster_size);
      }
      if constexpr (quantities % 2 == 1) {
        const hn::Half<D> half;
        const hn::Vec<D> last = sum[quantities - 1];
        subtract(half, hn::Add(hn::LowerHalf(half, last), hn::UpperHalf(half, last)),
                 block + (quantities - 1) * cluster_size);
      }
    }
#endif
#if HWY_TARGET <= HWY_AVX3
    else {
      const auto at = [&sum](std::size_t q) HWY_ATTR { return q < quantities ? sum[q] : hn::Zero(D{}); };
      for (std::size_t q = 0; q + 2 < quantities; q += 4) {
        subtract(D{}, folded_quarters(folded(at(q), at(q + 1)), folded(at(q + 2), at(q + 3))),
                 block + q * cluster_size);
      }
      if constexpr (quantities % 4 == 2) {
        const hn::Vec<D> pair = folded(sum[quantities - 2], sum[quantities - 1]);
        const hn::Half<D> half;
        subtract(half, hn::LowerHalf(half, folded_quarters(pair, pair)), block + (quantities - 2) * cluster_size);
      }
    }
#endif
  }

  /// memory[a] += sum over the j lanes of particle a.
  static HWY_INLINE void add_to_particles(hn::Vec<D> sum, Real* memory)
  {
    HWY_ALIGN Real buffer[lanes];
    hn::Store(sum, D{}, buffer);
    for (std::size_t a = 0; a < i_per_register; ++a) {
      const Real* part = buffer + a * j_width;
      if constexpr (j_width == 4) {
        memory[a] += (part[0] + part[1]) + (part[2] + part[3]);
      }
      else if constexpr (j_width == 2) {
        memory[a] += part[0] + part[1];
      }
      else {
        memory[a] += part[0];
      }
    }
  }

 private:
#if HWY_TARGET != HWY_SCALAR
  /// Lower half: a's halves added up; upper half: b's.
  static HWY_INLINE hn::Vec<D> folded(hn::Vec<D> a, hn::Vec<D> b)
  {
    return hn::Add(hn::ConcatUpperLower(D{}, b, a), hn::ConcatLowerUpper(D{}, b, a));
  }
#endif

#if HWY_TARGET <= HWY_AVX3
  /// Quarters of the result: sums of the quarters 0 and 1 of a, 2 and 3 of a, 0 and 1 of b, 2 and 3 of b.
  static HWY_INLINE hn::Vec<D> folded_quarters(hn::Vec<D> a, hn::Vec<D> b)
  {
    return hn::Vec<D>{_mm512_add_ps(_mm512_shuffle_f32x4(a.raw, b.raw, _MM_SHUFFLE(2, 0, 2, 0)),
                                    _mm512_shuffle_f32x4(a.raw, b.raw, _MM_SHUFFLE(3, 1, 3, 1)))};
  }
#endif

  template <class Tag>
  static HWY_INLINE void subtract(Tag d, hn::Vec<Tag> what, Real* memory)
  {
    hn::StoreU(hn::Sub(hn::LoadU(d, memory), what), d, memory);
  }
};

}  // namespace soret::HWY_NAMESPACE
