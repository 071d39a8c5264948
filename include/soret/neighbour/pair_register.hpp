#pragma once
/// \file
/// How the 16 pairs of two clusters lie in vector registers. Compiled for the instruction set of the including
/// translation unit.

#include <soret/neighbour/cluster_pairs.hpp>

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

namespace soret::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Where the sums of the particles from `slot` on lie.
template <class T>
HWY_INLINE T* block_of(T* sums, std::size_t quantities, std::size_t slot)
{
  const std::size_t lane = slot % cluster_size;
  return sums + (slot - lane) * quantities + lane;
}

/// Lane (a, b) of a register is particle a of the i cluster with particle b of the j cluster: one i broadcast against
/// up to four j, in the widest registers against the eight j of two clusters. N lanes = i_per_register particles i
/// times j_width particles j.
template <class Real>
struct PairRegister {
  using D = hn::CappedTag<Real, 16 / (sizeof(Real) / 4)>;
  using Integer = hn::RebindToSigned<D>;
  static constexpr std::size_t lanes = hn::MaxLanes(D{});
  static constexpr std::size_t together = lanes > 2 * cluster_size ? 2 : 1;  // partner clusters in one register
  static constexpr std::size_t j_width = lanes < cluster_size ? lanes : together * cluster_size;
  static constexpr std::size_t i_per_register = lanes / j_width;
  static constexpr std::size_t registers = cluster_size / i_per_register;                      // to cover the i cluster
  static constexpr std::size_t j_parts = j_width < cluster_size ? cluster_size / j_width : 1;  // to cover a j cluster

  /// The first slots of what is together in one register.
  struct Partners {
    std::size_t slot[together];
  };

  /// For each partner cluster of the register: bits of 0xffff where `first` holds for one of its pairs, of 0xffff0000
  /// where `second` does.
  static HWY_INLINE void store_halves_of_partners(hn::Mask<D> first, hn::Mask<D> second, std::int32_t* halves)
  {
#if HWY_TARGET <= HWY_AVX3
    if constexpr (together == 2) {
      const std::uint32_t both = static_cast<std::uint32_t>(first.raw) | static_cast<std::uint32_t>(second.raw) << 16;
      constexpr std::uint32_t of_second = std::uint32_t{second_cluster} << 16 | second_cluster;
      halves[0] = static_cast<std::int32_t>(both & ~of_second);
      halves[1] = static_cast<std::int32_t>(both & of_second);
      return;
    }
#endif
    halves[0] = (hn::AllFalse(D{}, first) ? 0 : 1) | (hn::AllFalse(D{}, second) ? 0 : 0x10000);
  }

  /// Bit p: the mask holds for a pair of partner cluster p of the register.
  static HWY_INLINE unsigned partners_of(hn::Mask<D> mask)
  {
#if HWY_TARGET <= HWY_AVX3
    if constexpr (together == 2) {
      const auto bits = static_cast<std::uint16_t>(mask.raw);
      return static_cast<unsigned>((bits & static_cast<std::uint16_t>(~second_cluster)) != 0) |
             static_cast<unsigned>((bits & second_cluster) != 0) << 1U;
    }
#endif
    return static_cast<unsigned>(!hn::AllFalse(D{}, mask));
  }

  /// Registers [from, to) of values of pairs to the matrix (PairMatrix) of one partner cluster of them, in which they
  /// fill the columns from `column` on; zero for the particles i of all other registers.
  template <std::size_t from, std::size_t to>
  static HWY_INLINE void store_pairs(const hn::Vec<D> (&values)[registers], [[maybe_unused]] std::size_t partner,
                                     std::size_t column, float* matrix)
  {
    const auto at = [&values](std::size_t r) HWY_ATTR { return r >= from && r < to ? values[r] : hn::Zero(D{}); };
#if HWY_TARGET <= HWY_AVX3
    if constexpr (together == 2) {
      hn::Store(partner == 0 ? even_quarters(at(0), at(1)) : odd_quarters(at(0), at(1)), D{}, matrix);
      return;
    }
#endif
    for (std::size_t r = 0; r < registers; ++r) {
      float* row = matrix + r * i_per_register * cluster_size + column;
      if constexpr (sizeof(Real) == sizeof(float)) {
        hn::Store(at(r), D{}, row);
      }
      else {
        const hn::Rebind<float, D> narrow;
        hn::Store(hn::DemoteTo(narrow, at(r)), narrow, row);
      }
    }
  }

  /// The values of the partners, repeated for each i of the register.
  template <class Tag, class T>
  static HWY_INLINE hn::Vec<Tag> load_partner(Tag d, const T* values, const Partners& partners)
  {
    const T* from = values + partners.slot[0];
#if HWY_TARGET == HWY_SCALAR
    return hn::Load(d, from);
#else
    if constexpr (i_per_register == 1) {
      return hn::Load(d, from);
    }
    else if constexpr (together == 2) {
      return load_side_by_side(d, from, values + partners.slot[1]);
    }
    else if constexpr (sizeof(T) * cluster_size == 16) {
      return hn::LoadDup128(d, from);
    }
    else {
      return load_twice(d, from);
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
    else {
      const hn::Half<Tag> half;
      return hn::Combine(d, hn::Set(half, values[1]), hn::Set(half, values[0]));
    }
#endif
  }

  /// For each of the quantities: the sum over the i of the register is subtracted from what is kept of the partners in
  /// `sums`, blocks like those of forces. Several quantities share a register on their way to memory.
  template <std::size_t quantities, class T>
  static HWY_INLINE void subtract_from_partner(const hn::Vec<D> (&sum)[quantities], T* sums, const Partners& partners)
  {
    T* block = block_of(sums, force_quantities, partners.slot[0]);
    if constexpr (i_per_register == 1) {
      const D d;
      for (std::size_t q = 0; q < quantities; ++q) {
        change<Subtract>(d, sum[q], block + q * cluster_size);
      }
    }
#if HWY_TARGET <= HWY_AVX3
    else if constexpr (together == 2) {
      T* second = block_of(sums, force_quantities, partners.slot[1]);
      const auto at = [&sum](std::size_t q) HWY_ATTR { return q < quantities ? sum[q] : hn::Zero(D{}); };
      for (std::size_t q = 0; q + 2 < quantities; q += 4) {
        const hn::Vec<D> a = folded(at(q), at(q + 1));
        const hn::Vec<D> b = folded(at(q + 2), at(q + 3));
        change<Subtract>(D{}, even_quarters(a, b), block + q * cluster_size);
        change<Subtract>(D{}, odd_quarters(a, b), second + q * cluster_size);
      }
    }
#endif
#if HWY_TARGET != HWY_SCALAR
    else {
      for (std::size_t q = 0; q + 1 < quantities; q += 2) {
        change<Subtract>(D{}, folded(sum[q], sum[q + 1]), block + q * cluster_size);
      }
      if constexpr (quantities % 2 == 1) {
        const hn::Half<D> half;
        const hn::Vec<D> last = sum[quantities - 1];
        change<Subtract>(half, hn::Add(hn::LowerHalf(half, last), hn::UpperHalf(half, last)),
                         block + (quantities - 1) * cluster_size);
      }
    }
#endif
  }

  /// For each of the quantities, which follow each other in a block: block[q * cluster_size + a] += sum over the j
  /// lanes of particle a. `sum(q, r)` is register r of quantity q; in single precision what lies behind three
  /// quantities is left as it was.
  template <std::size_t quantities, class OfRegister>
  static HWY_INLINE void add_to_cluster(const OfRegister& sum, double* block)
  {
#if HWY_TARGET <= HWY_AVX3
    const auto at = [&sum](std::size_t q, std::size_t r)
                        HWY_ATTR { return q < quantities ? sum(q, r) : hn::Zero(D{}); };
    constexpr std::size_t in_register = lanes / cluster_size;  // quantities that fill a register with their sums
    for (std::size_t q = 0; q < quantities; q += in_register) {
      double* memory = block + q * cluster_size;
      hn::Vec<D> sums;
      if constexpr (in_register == 2) {
        sums = summed_over_j(at(q, 0), at(q, 1), at(q + 1, 0), at(q + 1, 1));
      }
      else {
        const auto over_clusters = [&at](std::size_t k) HWY_ATTR { return folded_quarters(at(k, 0), at(k, 1)); };
        sums = summed_over_j(over_clusters(q), over_clusters(q + 1), over_clusters(q + 2), over_clusters(q + 3));
      }
      if (2 * (quantities - q) <= in_register) {
        const hn::Half<D> half;
        change<Add>(half, hn::LowerHalf(half, sums), memory);
      }
      else {
        change<Add>(D{}, sums, memory);
      }
    }
#else
    for (std::size_t q = 0; q < quantities; ++q) {
      for (std::size_t r = 0; r < registers; ++r) {
        HWY_ALIGN Real buffer[lanes];
        hn::Store(sum(q, r), D{}, buffer);
        for (std::size_t a = 0; a < i_per_register; ++a) {
          for (std::size_t b = 0; b < j_width; ++b) {
            block[q * cluster_size + r * i_per_register + a] += static_cast<double>(buffer[a * j_width + b]);
          }
        }
      }
    }
#endif
  }

  /// memory[lane] += sum[lane], in double.
  static HWY_INLINE void add_lanes(hn::Vec<D> sum, double* memory) { change<Add>(D{}, sum, memory); }

#if HWY_TARGET <= HWY_AVX3
  /// Registers of four quantities, in which each particle has four lanes: the four sums of the first, then those of the
  /// second, and so on.
  static HWY_INLINE hn::Vec<D> summed_over_j(hn::Vec<D> q0, hn::Vec<D> q1, hn::Vec<D> q2,
                                             hn::Vec<D> q3) requires(sizeof(Real) == 4)
  {
    const auto p = _mm512_add_ps(_mm512_unpacklo_ps(q0.raw, q1.raw), _mm512_unpackhi_ps(q0.raw, q1.raw));
    const auto q = _mm512_add_ps(_mm512_unpacklo_ps(q2.raw, q3.raw), _mm512_unpackhi_ps(q2.raw, q3.raw));
    const auto sums = _mm512_add_ps(_mm512_shuffle_ps(p, q, _MM_SHUFFLE(1, 0, 1, 0)),
                                    _mm512_shuffle_ps(p, q, _MM_SHUFFLE(3, 2, 3, 2)));  // a block per particle
    const auto transposed = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    return hn::Vec<D>{_mm512_permutexvar_ps(transposed, sums)};
  }

  /// Two quantities, each in four quarters: of the first the sums of two neighbouring quarters, then of the second.
  static HWY_INLINE hn::Vec<D> folded_quarters(hn::Vec<D> a, hn::Vec<D> b)
  {
    return hn::Add(even_quarters(a, b), odd_quarters(a, b));
  }
#endif

 private:
  /// What is done to a sum in memory.
  struct Subtract {
    template <class V>
    HWY_INLINE V operator()(V memory, V sum) const
    {
      return hn::Sub(memory, sum);
    }
  };
  struct Add {
    template <class V>
    HWY_INLINE V operator()(V memory, V sum) const
    {
      return hn::Add(memory, sum);
    }
  };

#if HWY_TARGET <= HWY_AVX3
  static constexpr std::uint16_t second_cluster = 0xf0f0;  ///< of two that are side by side
#endif

#if HWY_TARGET != HWY_SCALAR
  /// Lower half: a's halves added up; upper half: b's.
  static HWY_INLINE hn::Vec<D> folded(hn::Vec<D> a, hn::Vec<D> b)
  {
    return hn::Add(hn::ConcatUpperLower(D{}, b, a), hn::ConcatLowerUpper(D{}, b, a));
  }
#endif

#if HWY_TARGET <= HWY_AVX3
  /// Four values of eight bytes, twice. One instruction, where two loads combined are two.
  static HWY_INLINE hn::Vec<hn::CappedTag<double, 8>> load_twice(hn::CappedTag<double, 8>, const double* from)
  {
    return hn::Vec<hn::CappedTag<double, 8>>{_mm512_broadcast_f64x4(_mm256_load_pd(from))};
  }
  static HWY_INLINE hn::Vec<hn::CappedTag<std::int64_t, 8>> load_twice(hn::CappedTag<std::int64_t, 8>,
                                                                       const std::int64_t* from)
  {
    return hn::Vec<hn::CappedTag<std::int64_t, 8>>{
        _mm512_broadcast_i64x4(_mm256_load_si256(reinterpret_cast<const __m256i*>(from)))};
  }

  /// Four values of each of two clusters, twice.
  static HWY_INLINE hn::Vec<D> load_side_by_side(D, const float* first, const float* second)
  {
    return hn::Vec<D>{
        _mm512_mask_broadcast_f32x4(_mm512_broadcast_f32x4(_mm_load_ps(first)), second_cluster, _mm_load_ps(second))};
  }
  static HWY_INLINE hn::Vec<Integer> load_side_by_side(Integer, const std::int32_t* first, const std::int32_t* second)
  {
    const auto load = [](const std::int32_t* from)
                          HWY_ATTR { return _mm_load_si128(reinterpret_cast<const __m128i*>(from)); };
    return hn::Vec<Integer>{
        _mm512_mask_broadcast_i32x4(_mm512_broadcast_i32x4(load(first)), second_cluster, load(second))};
  }
  /// Both registers of two quantities p and q: the four sums of p, then those of q.
  static HWY_INLINE hn::Vec<D> summed_over_j(hn::Vec<D> p0, hn::Vec<D> p1, hn::Vec<D> q0,
                                             hn::Vec<D> q1) requires(sizeof(Real) == 8)
  {
    const auto p = _mm512_add_pd(_mm512_unpacklo_pd(p0.raw, p1.raw), _mm512_unpackhi_pd(p0.raw, p1.raw));
    const auto q = _mm512_add_pd(_mm512_unpacklo_pd(q0.raw, q1.raw), _mm512_unpackhi_pd(q0.raw, q1.raw));
    const auto sums = _mm512_add_pd(_mm512_shuffle_f64x2(p, q, _MM_SHUFFLE(2, 0, 2, 0)),
                                    _mm512_shuffle_f64x2(p, q, _MM_SHUFFLE(3, 1, 3, 1)));  // of particles 0, 2, 1, 3
    return hn::Vec<D>{_mm512_permutex_pd(sums, _MM_SHUFFLE(3, 1, 2, 0))};
  }

  /// Quarters 0 and 2 of a, then of b.
  static HWY_INLINE hn::Vec<D> even_quarters(hn::Vec<D> a, hn::Vec<D> b)
  {
    return hn::Vec<D>{_mm512_shuffle_f32x4(a.raw, b.raw, _MM_SHUFFLE(2, 0, 2, 0))};
  }
  /// Quarters 1 and 3 of a, then of b.
  static HWY_INLINE hn::Vec<D> odd_quarters(hn::Vec<D> a, hn::Vec<D> b)
  {
    return hn::Vec<D>{_mm512_shuffle_f32x4(a.raw, b.raw, _MM_SHUFFLE(3, 1, 3, 1))};
  }
#endif

  /// Single-precision sums become double before they meet double ones in memory.
  template <class Change, class Tag, class T>
  static HWY_INLINE void change(Tag d, hn::Vec<Tag> sum, T* memory)
  {
    if constexpr (sizeof(Real) == sizeof(T)) {
      hn::StoreU(Change{}(hn::LoadU(d, memory), sum), d, memory);
    }
#if HWY_TARGET == HWY_SCALAR
    else {
      const hn::Rebind<double, Tag> wide;
      hn::StoreU(Change{}(hn::LoadU(wide, memory), hn::PromoteTo(wide, sum)), wide, memory);
    }
#else
    else {
      const hn::Half<Tag> half;
      const hn::Rebind<double, decltype(half)> wide;
      double* upper = memory + hn::MaxLanes(half);
      hn::StoreU(Change{}(hn::LoadU(wide, memory), hn::PromoteTo(wide, hn::LowerHalf(half, sum))), wide, memory);
      hn::StoreU(Change{}(hn::LoadU(wide, upper), hn::PromoteTo(wide, hn::UpperHalf(half, sum))), wide, upper);
    }
#endif
  }
};

}  // namespace soret::HWY_NAMESPACE
