#pragma once
/// \file
/// The 16 pairs of two clusters in single precision, in the same order for every instruction set. Compiled for the
/// instruction set of the including translation unit.

#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <hwy/highway.h>

#include <cstddef>

namespace soret::HWY_NAMESPACE {

/// Particle a of the i cluster with particle b of the j cluster is number 4 a + b. Registers follow each other.
struct PairMatrix {
  static constexpr std::size_t pairs = cluster_size * cluster_size;
  using D = hn::CappedTag<float, pairs>;
  using Vector = hn::Vec<D>;
  static constexpr std::size_t lanes = hn::MaxLanes(D{});
  static constexpr std::size_t registers = pairs / lanes;

  static HWY_INLINE Vector load(const float* matrix, std::size_t r) { return hn::Load(D{}, matrix + r * lanes); }

  /// block[4 q + b] += sum over a, for each of the quantities.
  template <std::size_t quantities>
  static HWY_INLINE void add_over_i(const Vector (&of)[quantities][registers], float* block)
  {
#if HWY_TARGET <= HWY_AVX3
    static_assert(quantities == 6);
    using R = PairRegister<float>;
    const hn::Half<D> half;
    const Vector last = R::folded_quarters(of[4][0], of[5][0]);
    add(D{}, R::folded_quarters(R::folded_quarters(of[0][0], of[1][0]), R::folded_quarters(of[2][0], of[3][0])), block);
    add(half, hn::LowerHalf(half, R::folded_quarters(last, last)), block + 4 * cluster_size);
#else
    constexpr std::size_t width = lanes < cluster_size ? cluster_size / lanes : 1;  // registers side by side
    for (std::size_t q = 0; q < quantities; ++q) {
      for (std::size_t part = 0; part < width; ++part) {
        Vector sum = of[q][part];
        for (std::size_t r = part + width; r < registers; r += width) {
          sum = hn::Add(sum, of[q][r]);
        }
        add_rows(sum, block + q * cluster_size + part * lanes);
      }
    }
#endif
  }

  /// block[4 q + a] += sum over b, for each of the quantities.
  template <std::size_t quantities>
  static HWY_INLINE void add_over_j(const Vector (&of)[quantities][registers], float* block)
  {
#if HWY_TARGET <= HWY_AVX3
    static_assert(quantities == 6);
    using R = PairRegister<float>;
    const hn::Half<D> half;
    const Vector zero = hn::Zero(D{});
    add(D{}, R::summed_over_j(of[0][0], of[1][0], of[2][0], of[3][0]), block);
    add(half, hn::LowerHalf(half, R::summed_over_j(of[4][0], of[5][0], zero, zero)), block + 4 * cluster_size);
#else
    for (std::size_t q = 0; q < quantities; ++q) {
      HWY_ALIGN float matrix[pairs];
      for (std::size_t r = 0; r < registers; ++r) {
        hn::Store(of[q][r], D{}, matrix + r * lanes);
      }
      for (std::size_t a = 0; a < cluster_size; ++a) {
        const float* row = matrix + a * cluster_size;
        block[q * cluster_size + a] += (row[0] + row[1]) + (row[2] + row[3]);
      }
    }
#endif
  }

 private:
  template <class Tag>
  static HWY_INLINE void add(Tag d, hn::Vec<Tag> sum, float* memory)
  {
    hn::StoreU(hn::Add(hn::LoadU(d, memory), sum), d, memory);
  }

  /// A register of one row or less, or of two.
  static HWY_INLINE void add_rows(Vector sum, float* memory)
  {
#if HWY_TARGET == HWY_SCALAR
    add(D{}, sum, memory);
#else
    if constexpr (lanes <= cluster_size) {
      add(D{}, sum, memory);
    }
    else {
      const hn::Half<D> half;
      add(half, hn::Add(hn::LowerHalf(half, sum), hn::UpperHalf(half, sum)), memory);
    }
#endif
  }
};

}  // namespace soret::HWY_NAMESPACE
