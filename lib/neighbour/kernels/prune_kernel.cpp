/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "prune_kernel.hpp"

#include "compress.hpp"

#include <soret/neighbour/pair_register.hpp>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using R = HWY_NAMESPACE::PairRegister<float>;
using Vector = hn::Vec<R::D>;
using Integer = hn::CappedTag<std::int32_t, list_padding>;
constexpr auto lanes = static_cast<std::int32_t>(hn::MaxLanes(Integer{}));

/// The i cluster's coordinates, spread over the registers.
struct SpreadCluster {
  Vector x[R::registers], y[R::registers], z[R::registers];

  HWY_INLINE SpreadCluster(const PairArraysFloat& arrays, std::size_t first)
  {
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      x[r] = R::spread(R::D{}, arrays.x + at);
      y[r] = R::spread(R::D{}, arrays.y + at);
      z[r] = R::spread(R::D{}, arrays.z + at);
    }
  }

  /// Looks at the partners of one step and says of each which half of the cluster it reaches: bits of 0xffff if a
  /// particle of the first half has one of the partner in range, of 0xffff0000 if one of the second half has.
  HWY_INLINE void reach(Vector range_squared, const PairArraysFloat& arrays, R::Partners partners,
                        std::int32_t* reached) const
  {
    constexpr std::size_t half = R::registers / 2;
    auto first = hn::Lt(range_squared, hn::Zero(R::D{}));
    auto second = first;
    for (std::size_t part = 0; part < R::j_parts; ++part) {
      const Vector xj = R::load_partner(R::D{}, arrays.x, partners);
      const Vector yj = R::load_partner(R::D{}, arrays.y, partners);
      const Vector zj = R::load_partner(R::D{}, arrays.z, partners);
      for (std::size_t r = 0; r < R::registers; ++r) {
        const Vector dx = hn::Sub(x[r], xj);
        const Vector dy = hn::Sub(y[r], yj);
        const Vector dz = hn::Sub(z[r], zj);
        const auto near = hn::Lt(hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz))), range_squared);
        (r < half ? first : second) = hn::Or(r < half ? first : second, near);
      }
      partners.slot[0] += R::j_width;  // the next part, if there is one
    }
    R::store_halves_of_partners(first, second, reached);
  }
};

/// Entries written one behind the other, whole registers at a time.
struct Group {
  std::int32_t* entries;
  std::int32_t count = 0;

  HWY_INLINE void add(hn::Vec<Integer> candidates, hn::Mask<Integer> kept)
  {
    hn::StoreU(HWY_NAMESPACE::compressed(Integer{}, candidates, kept), Integer{}, entries + count);
    count += static_cast<std::int32_t>(hn::CountTrue(Integer{}, kept));
  }
  HWY_INLINE void copy_to(std::int32_t* to) const
  {
    for (std::int32_t p = 0; p < count; p += lanes) {
      hn::StoreU(hn::LoadU(Integer{}, entries + p), Integer{}, to + p);
    }
  }
};

/// Writes the partners of a row; how many there are.
HWY_INLINE std::int32_t expand_row(const WideRow& row, const std::uint32_t* runs, std::int32_t* partners)
{
  using Part = hn::CappedTag<std::int32_t, run_length>;
  constexpr std::uint32_t part_length = hn::MaxLanes(Part{});
  const auto numbers = hn::Iota(Part{}, 0);  // once: the compiler puts it together lane by lane
  std::int32_t* next = partners;
  for (std::uint32_t run = row.begin; run < row.end; ++run) {
    const auto first = static_cast<std::int32_t>(runs[run] >> run_length);
    for (std::uint32_t part = 0; part < run_length; part += part_length) {
      const std::uint8_t bits[8] = {static_cast<std::uint8_t>((runs[run] & run_mask) >> part)};
      const auto counted = hn::LoadMaskBits(Part{}, bits);
      const auto clusters = hn::Add(hn::Set(Part{}, first + static_cast<std::int32_t>(part)), numbers);
      hn::StoreU(HWY_NAMESPACE::compressed(Part{}, clusters, counted), Part{}, next);
      next += hn::CountTrue(Part{}, counted);
    }
  }
  return static_cast<std::int32_t>(next - partners);
}

/// What each of the partners of a cluster reaches, with zeros behind the last.
HWY_INLINE void reach_of_partners(std::int32_t cluster_number, const std::int32_t* partners, std::int32_t count,
                                  Vector range_squared, const PairArraysFloat& arrays, std::int32_t* reached)
{
  const SpreadCluster cluster{arrays, static_cast<std::size_t>(cluster_number) * cluster_size};
  constexpr auto together = static_cast<std::int32_t>(R::together);
  const auto first_slot = [partners](std::int32_t p) { return static_cast<std::size_t>(partners[p]) * cluster_size; };
  std::int32_t at = 0;
  for (; at + together <= count; at += together, reached += together) {
    R::Partners slots;
    for (std::int32_t p = 0; p < together; ++p) {
      slots.slot[p] = first_slot(at + p);
    }
    cluster.reach(range_squared, arrays, slots, reached);
  }
  if (at < count) {  // one of two is left
    R::Partners slots;
    slots.slot[0] = first_slot(at);
    slots.slot[R::together - 1] = arrays.empty;
    cluster.reach(range_squared, arrays, slots, reached);
    reached += together;
  }
  hn::StoreU(hn::Zero(Integer{}), Integer{}, reached);
}

}  // namespace

void prune_pairs(const PairArraysFloat& arrays, double range, const WidePairs& wide, ClusterRow* near_rows,
                 std::int32_t* near_partners, const PruneScratch& scratch)
{
  const Vector range_squared = hn::Set(R::D{}, static_cast<float>(range * range));
  const auto first_half = hn::Set(Integer{}, 0xffff);
  std::int32_t kept = 0;
  for (std::size_t k = 0; k < wide.row_count; ++k) {
    const WideRow row = wide.rows[k];
    const std::int32_t count = expand_row(row, wide.runs, scratch.partners);
    reach_of_partners(row.cluster, scratch.partners, count, range_squared, arrays, scratch.reached);
    Group both{near_partners + kept};
    Group lower{scratch.lower};
    Group upper{scratch.upper};
    for (std::int32_t p = 0; p < count; p += lanes) {
      const auto partners = hn::LoadU(Integer{}, scratch.partners + p);
      const auto reached = hn::LoadU(Integer{}, scratch.reached + p);
      const auto first = hn::Ne(hn::And(reached, first_half), hn::Zero(Integer{}));
      const auto second = hn::Ne(hn::AndNot(first_half, reached), hn::Zero(Integer{}));
      both.add(partners, hn::And(first, second));
      lower.add(partners, hn::AndNot(second, first));
      upper.add(partners, hn::AndNot(first, second));
    }
    near_rows[k] = {.cluster = row.cluster,
                    .with_itself = row.with_itself,
                    .begin = kept,
                    .lower = kept + both.count,
                    .upper = kept + both.count + lower.count,
                    .end = kept + both.count + lower.count + upper.count};
    lower.copy_to(near_partners + near_rows[k].lower);
    upper.copy_to(near_partners + near_rows[k].upper);
    kept = near_rows[k].end;
  }
}

}  // namespace soret::SORET_KERNELS
