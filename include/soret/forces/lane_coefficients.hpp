#pragma once
/// \file
/// The potential's coefficients for the species of each lane. Compiled for the instruction set of the including
/// translation unit.

#include <soret/forces/pair_kernel_set.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <cstddef>

namespace soret::HWY_NAMESPACE {

/// Where the coefficients of a lane's species pair come from.
enum class CoefficientSource { one_species, two_species, table };

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
    const D d;
    const typename R::Integer di;
    if constexpr (source == CoefficientSource::one_species) {
      for (std::size_t k = 0; k < count; ++k) {
        first_[k][0] = hn::Set(d, all.values[k]);
      }
      return;
    }
    for (std::size_t r = 0; r < R::registers; ++r) {
      const IntegerVector i_lanes = R::spread(di, i_species + r * R::i_per_register);
      if constexpr (source == CoefficientSource::table) {
        row_[r] = hn::Mul(i_lanes, hn::Set(di, static_cast<SpeciesLane>(all.species_count * count)));
        continue;
      }
      const auto i_is_second = hn::RebindMask(d, hn::Ne(i_lanes, hn::Zero(di)));
      const auto of_pair = [&all, d](std::size_t i, std::size_t j, std::size_t k)
                               HWY_ATTR { return hn::Set(d, all.values[(2 * i + j) * count + k]); };
      for (std::size_t k = 0; k < count; ++k) {
        first_[k][r] = hn::IfThenElse(i_is_second, of_pair(1, 0, k), of_pair(0, 0, k));
        second_[k][r] = hn::IfThenElse(i_is_second, of_pair(1, 1, k), of_pair(0, 1, k));
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
    else {
      return hn::GatherIndex(D{}, all_.values + k, hn::Add(row_[r], key));
    }
  }

 private:
  const PairCoefficients<Real>& all_;
  static constexpr std::size_t stored_registers = source == CoefficientSource::one_species ? 1 : R::registers;
  static constexpr std::size_t stored = source == CoefficientSource::table ? 1 : count;
  Vector first_[stored][stored_registers];
  Vector second_[source == CoefficientSource::two_species ? stored : 1][stored_registers];
  IntegerVector row_[source == CoefficientSource::table ? R::registers : 1];
};

}  // namespace soret::HWY_NAMESPACE
