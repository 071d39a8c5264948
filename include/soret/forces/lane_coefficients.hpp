#pragma once
/// \file
/// The potential's coefficients for the species of each lane. Compiled for the instruction set of the including
/// translation unit.

#include <soret/forces/pair_kernel_set.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <cstddef>
#include <cstdint>

namespace soret::HWY_NAMESPACE {

/// Where the coefficients of a lane's species pair come from: broadcast, chosen between two registers, permuted within
/// each half of one or within one, or read from memory lane by lane.
enum class CoefficientSource { one_species, two_species, half_register, few_species, table };

/// Species whose coefficients fit into half a register where halves are 16 bytes, within which processors with AVX2
/// permute faster than across them; zero for other registers.
template <class Real>
inline constexpr std::size_t species_in_half = HWY_TARGET == HWY_AVX2 ? 16 / sizeof(Real) : 0;

/// The coefficients of potential P (and the squared cutoff) for the lanes of one i cluster.
template <class P, class Real, CoefficientSource source>
class LaneCoefficients {
 public:
  using R = PairRegister<Real>;
  using D = typename R::D;
  using Vector = hn::Vec<D>;
  using IntegerVector = hn::Vec<typename R::Integer>;
  static constexpr std::size_t count = P::coefficient_count + 1;  // the last one is the squared cutoff

  template <class SpeciesLane>
  HWY_INLINE LaneCoefficients(const PairCoefficients<Real>& all, const SpeciesLane* i_species) : all_{all}
  {
    if constexpr (source == CoefficientSource::one_species) {
      for (std::size_t k = 0; k < count; ++k) {
        first_[k][0] = hn::Set(D{}, all.values[k]);
      }
    }
    else {
      for (std::size_t r = 0; r < R::registers; ++r) {
        set_register(r, i_species + r * R::i_per_register);
      }
    }
  }

  /// What identifies the j species for `get`: computed once per j cluster.
  HWY_INLINE auto partner_key(IntegerVector j_species) const
  {
    const typename R::Integer di;
    if constexpr (source == CoefficientSource::table) {
      return hn::Mul(j_species, hn::Set(di, static_cast<hn::TFromD<typename R::Integer>>(count)));
    }
    else if constexpr (source == CoefficientSource::half_register) {
      constexpr int first_bit = sizeof(Real) == sizeof(double) ? 1 : 0;  // that the processor looks at
      return hn::ShiftLeft<first_bit>(j_species);
    }
    else if constexpr (source == CoefficientSource::few_species) {
      // Lane (a, b) looks into the row of its own i particle, which begins at lane a * cluster_size.
      const auto i_begin =
          hn::AndNot(hn::Set(di, static_cast<hn::TFromD<typename R::Integer>>(R::j_width - 1)), hn::Iota(di, 0));
      const auto row_begin = R::together == 2 ? hn::ShiftRight<1>(i_begin) : i_begin;
      return hn::IndicesFromVec(D{}, hn::Add(j_species, row_begin));
    }
    else {
      return hn::RebindMask(D{}, hn::Ne(j_species, hn::Zero(di)));
    }
  }

  template <class Key>
  HWY_INLINE Vector get(std::size_t k, std::size_t r, Key key) const
  {
    if constexpr (source == CoefficientSource::one_species) {
      return first_[k][0];
    }
    else if constexpr (source == CoefficientSource::two_species) {
      return hn::IfThenElse(key, second_[k][r], first_[k][r]);
    }
    else if constexpr (source == CoefficientSource::half_register) {
      return picked_in_halves(first_[k][r], key);
    }
    else if constexpr (source == CoefficientSource::few_species) {
      return hn::TableLookupLanes(first_[k][r], key);
    }
    else {
      return hn::GatherIndex(D{}, all_.values + k, hn::Add(row_[r], key));
    }
  }

 private:
  /// What register r needs of its i particles.
  template <class SpeciesLane>
  HWY_INLINE void set_register(std::size_t r, const SpeciesLane* i_species)
  {
    const typename R::Integer di;
    if constexpr (source == CoefficientSource::table) {
      row_[r] = hn::Mul(R::spread(di, i_species), hn::Set(di, static_cast<SpeciesLane>(all_.species_count * count)));
    }
    else if constexpr (source == CoefficientSource::half_register || source == CoefficientSource::few_species) {
      for (std::size_t k = 0; k < count; ++k) {
        first_[k][r] = rows_of(k, i_species);
      }
    }
    else {
      const D d;
      const auto i_is_second = hn::RebindMask(d, hn::Ne(R::spread(di, i_species), hn::Zero(di)));
      const auto of_pair = [this, d](std::size_t i, std::size_t j, std::size_t k)
                               HWY_ATTR { return hn::Set(d, all_.values[(2 * i + j) * count + k]); };
      for (std::size_t k = 0; k < count; ++k) {
        first_[k][r] = hn::IfThenElse(i_is_second, of_pair(1, 0, k), of_pair(0, 0, k));
        second_[k][r] = hn::IfThenElse(i_is_second, of_pair(1, 1, k), of_pair(0, 1, k));
      }
    }
  }

#if HWY_TARGET == HWY_AVX2
  static HWY_INLINE hn::Vec256<double> picked_in_halves(hn::Vec256<double> row, hn::Vec256<std::int64_t> key)
  {
    return hn::Vec256<double>{_mm256_permutevar_pd(row.raw, key.raw)};
  }
  static HWY_INLINE hn::Vec256<float> picked_in_halves(hn::Vec256<float> row, hn::Vec256<std::int32_t> key)
  {
    return hn::Vec256<float>{_mm256_permutevar_ps(row.raw, key.raw)};
  }
#endif

  /// Coefficient k of each i particle of a register with all species: `cluster_size` lanes for each, the first ones; of
  /// one i particle, if half a register is enough, in both halves.
  template <class SpeciesLane>
  HWY_INLINE Vector rows_of(std::size_t k, const SpeciesLane* i_species) const
  {
    const auto row = [this, k, i_species](std::size_t a) HWY_ATTR {
      return all_.rows + (static_cast<std::size_t>(i_species[a]) * count + k) * cluster_size;
    };
    const D d;
#if HWY_TARGET == HWY_SCALAR
    return hn::Load(d, row(0));
#else
    if constexpr (R::i_per_register == 1 && source == CoefficientSource::half_register) {
      return hn::LoadDup128(d, row(0));
    }
    else if constexpr (R::i_per_register == 1) {
      return hn::Load(d, row(0));
    }
    else {
      const hn::CappedTag<Real, 2 * cluster_size> two_rows;
      const hn::Half<decltype(two_rows)> half;
      const auto rows = hn::Combine(two_rows, hn::Load(half, row(1)), hn::Load(half, row(0)));
      if constexpr (R::together == 2) {
        return hn::ZeroExtendVector(d, rows);
      }
      else {
        return rows;
      }
    }
#endif
  }

  const PairCoefficients<Real>& all_;
  static constexpr std::size_t stored_registers = source == CoefficientSource::one_species ? 1 : R::registers;
  static constexpr std::size_t stored = source == CoefficientSource::table ? 1 : count;
  Vector first_[stored][stored_registers];
  Vector second_[source == CoefficientSource::two_species ? stored : 1][stored_registers];
  IntegerVector row_[source == CoefficientSource::table ? R::registers : 1];
};

}  // namespace soret::HWY_NAMESPACE
