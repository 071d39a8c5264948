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

  /// Lanes a * j_width ... get values[first + a]: each i of a register broadcast against all j.
  template <class Tag, class T>
  static HWY_INLINE hn::Vec<Tag> spread(Tag d, const T* values)
  {
    HWY_ALIGN T buffer[lanes];
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      buffer[lane] = values[lane / j_width];
    }
    return hn::Load(d, buffer);
  }

  /// memory[0 .. j_width) -= sum over the i of the register.
  static HWY_INLINE void subtract_from_partner(hn::Vec<D> sum, Real* memory)
  {
#if HWY_TARGET == HWY_SCALAR
    *memory -= hn::GetLane(sum);
#else
    if constexpr (i_per_register == 1) {
      const D d;
      hn::Store(hn::Sub(hn::Load(d, memory), sum), d, memory);
    }
    else if constexpr (i_per_register == 2) {
      const hn::Half<D> half;
      const auto folded = hn::Add(hn::LowerHalf(half, sum), hn::UpperHalf(half, sum));
      hn::Store(hn::Sub(hn::Load(half, memory), folded), half, memory);
    }
    else {
      const hn::Half<D> half;
      const hn::Half<decltype(half)> quarter;
      const auto once = hn::Add(hn::LowerHalf(half, sum), hn::UpperHalf(half, sum));
      const auto folded = hn::Add(hn::LowerHalf(quarter, once), hn::UpperHalf(quarter, once));
      hn::Store(hn::Sub(hn::Load(quarter, memory), folded), quarter, memory);
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
};

}  // namespace soret::HWY_NAMESPACE
