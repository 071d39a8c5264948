#pragma once
/// \file
/// The pair loop: the one place where a squared distance becomes a force.
///
/// Lanes are pairs of particles of two clusters (pair_register.hpp). Partner forces are subtracted in memory (Newton's
/// third law across clusters). Compiled for the instruction set of the including translation unit.

#include <soret/forces/lanes.hpp>
#include <soret/forces/pair_kernel_set.hpp>
#include <soret/forces/pair_term.hpp>
#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <cstddef>
#include <cstdint>

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
      HWY_ALIGN SpeciesLane offset[R::i_per_register];
      for (std::size_t a = 0; a < R::i_per_register; ++a) {
        offset[a] = i_species[r * R::i_per_register + a] * static_cast<SpeciesLane>(all.species_count * count);
      }
      if constexpr (source == CoefficientSource::table) {
        row_[r] = R::spread(di, offset);
        continue;
      }
      for (std::size_t k = 0; k < count; ++k) {
        HWY_ALIGN Real with_first[R::i_per_register];
        HWY_ALIGN Real with_second[R::i_per_register];
        for (std::size_t a = 0; a < R::i_per_register; ++a) {
          with_first[a] = all.values[static_cast<std::size_t>(offset[a]) + k];
          with_second[a] = all.values[static_cast<std::size_t>(offset[a]) + count + k];
        }
        first_[k][r] = R::spread(d, with_first);
        second_[k][r] = R::spread(d, with_second);
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

/// Sums of one i cluster in registers: forces (0, 1, 2) and, if tallied, energy and virial (3 ... 9).
template <class Real, std::size_t quantity_count>
struct ClusterSums {
  using R = PairRegister<Real>;
  hn::Vec<typename R::D> sum[quantity_count][R::registers];

  HWY_INLINE ClusterSums()
  {
    for (auto& quantity : sum) {
      for (auto& part : quantity) {
        part = hn::Zero(typename R::D{});
      }
    }
  }
};

/// The loop for one potential, precision and coefficient source; with or without energy and virial tallies.
template <class P, class Real, class SpeciesLane, CoefficientSource source, bool tally>
class PairLoop {
 public:
  using R = PairRegister<Real>;
  using D = typename R::D;
  using Vector = hn::Vec<D>;
  using Coefficients = LaneCoefficients<P, Real, source>;
  static constexpr std::size_t quantity_count = tally ? 3 + tally_count : 3;
  using Sums = ClusterSums<Real, quantity_count>;

  /// Arguments by value: the compiler must see that no store changes them.
  static void run(const ClusterPairs pairs, const PairCoefficients<Real> coefficients,
                  const PairArrays<Real, SpeciesLane> arrays)
  {
    for (std::size_t row = 0; row < pairs.row_count; ++row) {
      run_row(pairs.rows[row], pairs.partners, coefficients, arrays);
    }
  }

 private:
  static HWY_INLINE void run_row(const ClusterRow row, const std::int32_t* partners, const PairCoefficients<Real>& all,
                                 const PairArrays<Real, SpeciesLane>& arrays)
  {
    const D d;
    const std::size_t first = static_cast<std::size_t>(row.cluster) * cluster_size;
    const Coefficients coefficients{all, arrays.species + first};
    Vector x[R::registers], y[R::registers], z[R::registers];
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      x[r] = R::spread(d, arrays.x + at);
      y[r] = R::spread(d, arrays.y + at);
      z[r] = R::spread(d, arrays.z + at);
    }
    Sums sums;
    if (row.with_itself != 0) {
      add_cluster<0, R::registers, true>(first, x, y, z, coefficients, arrays, sums);
    }
    constexpr std::size_t half = R::registers / 2;
    const auto slot = [partners](std::int32_t entry) {
      return static_cast<std::size_t>(partners[entry]) * cluster_size;
    };
    for (std::int32_t entry = row.begin; entry < row.lower; ++entry) {
      add_cluster<0, R::registers, false>(slot(entry), x, y, z, coefficients, arrays, sums);
    }
    for (std::int32_t entry = row.lower; entry < row.upper; ++entry) {
      add_cluster<0, R::registers - half, false>(slot(entry), x, y, z, coefficients, arrays, sums);
    }
    for (std::int32_t entry = row.upper; entry < row.end; ++entry) {
      add_cluster<half, R::registers, false>(slot(entry), x, y, z, coefficients, arrays, sums);
    }
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      R::add_to_particles(sums.sum[0][r], arrays.force_x + at);
      R::add_to_particles(sums.sum[1][r], arrays.force_y + at);
      R::add_to_particles(sums.sum[2][r], arrays.force_z + at);
      for (std::size_t q = 3; q < quantity_count; ++q) {
        R::add_to_particles(sums.sum[q][r], arrays.tally[q - 3] + at);
      }
    }
  }

  /// The pairs of the i cluster's registers [from, to) with the cluster whose first slot is `partner`; with itself only
  /// those with i before j.
  template <std::size_t from, std::size_t to, bool itself>
  static HWY_INLINE void add_cluster(std::size_t partner, const Vector* x, const Vector* y, const Vector* z,
                                     const Coefficients& coefficients, const PairArrays<Real, SpeciesLane>& arrays,
                                     Sums& sums)
  {
    const D d;
    const typename R::Integer di;
    for (std::size_t part = 0; part < R::j_parts; ++part) {
      const std::size_t j = partner + part * R::j_width;
      const Vector xj = R::load_partner(d, arrays.x + j);
      const Vector yj = R::load_partner(d, arrays.y + j);
      const Vector zj = R::load_partner(d, arrays.z + j);
      const auto key = coefficients.partner_key(R::load_partner(di, arrays.species + j));
      Vector partner_sum[quantity_count];  // set by the first register, so that no zero is added
      const auto add_to_partner = [&partner_sum](std::size_t r, std::size_t quantity, Vector value) HWY_ATTR {
        partner_sum[quantity] = r == from ? value : hn::Add(partner_sum[quantity], value);
      };
      for (std::size_t r = from; r < to; ++r) {
        const Vector dx = hn::Sub(x[r], xj);
        const Vector dy = hn::Sub(y[r], yj);
        const Vector dz = hn::Sub(z[r], zj);
        const Vector r_squared = hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz)));
        auto counts = hn::Lt(r_squared, coefficients.get(P::coefficient_count, r, key));
        if constexpr (itself) {
          counts = hn::And(counts, i_before_j(r, part));
        }
        Lanes<D> c[P::coefficient_count];
        for (std::size_t k = 0; k < P::coefficient_count; ++k) {
          c[k].value = coefficients.get(k, r, key);
        }
        const auto term = P::evaluate(Lanes<D>{r_squared}, c);
        const Vector factor = hn::IfThenElseZero(counts, term.force_over_r.value);
        const Vector force[3] = {hn::Mul(factor, dx), hn::Mul(factor, dy), hn::Mul(factor, dz)};
        for (std::size_t axis = 0; axis < 3; ++axis) {
          sums.sum[axis][r] = hn::Add(sums.sum[axis][r], force[axis]);
          add_to_partner(r, axis, force[axis]);
        }
        if constexpr (tally) {
          const Vector contribution[tally_count] = {hn::IfThenElseZero(counts, term.energy.value),
                                                    hn::Mul(force[0], dx),
                                                    hn::Mul(force[1], dy),
                                                    hn::Mul(force[2], dz),
                                                    hn::Mul(force[0], dy),
                                                    hn::Mul(force[0], dz),
                                                    hn::Mul(force[1], dz)};
          for (std::size_t q = 0; q < tally_count; ++q) {
            sums.sum[3 + q][r] = hn::Add(sums.sum[3 + q][r], contribution[q]);
            add_to_partner(r, 3 + q, hn::Neg(contribution[q]));  // subtracted below
          }
        }
      }
      R::subtract_from_partner(partner_sum[0], arrays.force_x + j);
      R::subtract_from_partner(partner_sum[1], arrays.force_y + j);
      R::subtract_from_partner(partner_sum[2], arrays.force_z + j);
      for (std::size_t q = 3; q < quantity_count; ++q) {
        R::subtract_from_partner(partner_sum[q], arrays.tally[q - 3] + j);
      }
    }
  }

  /// Lanes whose i comes before their j inside one cluster.
  static HWY_INLINE hn::Mask<D> i_before_j(std::size_t r, std::size_t part)
  {
    HWY_ALIGN Real i_index[R::lanes];
    HWY_ALIGN Real j_index[R::lanes];
    for (std::size_t lane = 0; lane < R::lanes; ++lane) {
      i_index[lane] = static_cast<Real>(r * R::i_per_register + lane / R::j_width);
      j_index[lane] = static_cast<Real>(part * R::j_width + lane % R::j_width);
    }
    return hn::Lt(hn::Load(D{}, i_index), hn::Load(D{}, j_index));
  }
};

/// Chooses the loop for the number of species at run time.
template <class P, class Real, class SpeciesLane, bool tally>
void run_pair_loop(const ClusterPairs& pairs, const PairCoefficients<Real>& coefficients,
                   const PairArrays<Real, SpeciesLane>& arrays)
{
  if (coefficients.species_count == 1) {
    PairLoop<P, Real, SpeciesLane, CoefficientSource::one_species, tally>::run(pairs, coefficients, arrays);
  }
  else if (coefficients.species_count == 2) {
    PairLoop<P, Real, SpeciesLane, CoefficientSource::two_species, tally>::run(pairs, coefficients, arrays);
  }
  else {
    PairLoop<P, Real, SpeciesLane, CoefficientSource::table, tally>::run(pairs, coefficients, arrays);
  }
}

/// All loops of potential P for this instruction set.
template <class P>
PairKernelSet make_pair_kernels()
{
  return {.force_double = &run_pair_loop<P, double, std::int64_t, false>,
          .tally_double = &run_pair_loop<P, double, std::int64_t, true>,
          .force_float = &run_pair_loop<P, float, std::int32_t, false>,
          .tally_float = &run_pair_loop<P, float, std::int32_t, true>,
          .coefficient_count = P::coefficient_count,
          .instruction_set = hwy::TargetName(HWY_TARGET)};
}

}  // namespace soret::HWY_NAMESPACE
