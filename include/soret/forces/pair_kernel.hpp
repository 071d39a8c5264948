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
#include <utility>

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

/// The loop for one potential, precision and coefficient source; with or without energy and virial tallies.
///
/// Three stages follow each other for every partner: separations, what the potential says of them, sums. Each stage of
/// a partner waits for the one before it, and a processor looks ahead by little more than one partner, so the loop
/// starts a partner before it has finished the one before.
template <class P, class Real, class SpeciesLane, CoefficientSource source, bool tally>
class PairLoop {
 public:
  using R = PairRegister<Real>;
  using D = typename R::D;
  using Vector = hn::Vec<D>;
  using Coefficients = LaneCoefficients<P, Real, source>;
  using Key = decltype(std::declval<const Coefficients&>().partner_key(std::declval<hn::Vec<typename R::Integer>>()));

  /// Arguments by value: the compiler must see that no store changes them.
  static void run(const ClusterPairs pairs, const PairCoefficients<Real> coefficients,
                  const PairArrays<Real, SpeciesLane> arrays)
  {
    for (std::size_t row = 0; row < pairs.row_count; ++row) {
      run_row(pairs.rows[row], pairs.partners, coefficients, arrays);
    }
  }

 private:
  static constexpr std::size_t force_sums = tally ? force_quantities : 3;

  /// Sums over the pairs of one i cluster or one partner cluster. With a tally, sum[3] and `virial` are minus the
  /// energy and minus the virial, so that a partner subtracts all of them.
  struct Sums {
    Vector force[force_sums];
    Vector virial[tally ? virial_quantities : 1];

    HWY_INLINE void add(const Sums& other)
    {
      for (std::size_t q = 0; q < force_sums; ++q) {
        force[q] = hn::Add(force[q], other.force[q]);
      }
      for (std::size_t q = 0; tally && q < virial_quantities; ++q) {
        virial[q] = hn::Add(virial[q], other.virial[q]);
      }
    }
  };

  /// The i cluster, spread over registers, and its sums.
  struct Cluster {
    Vector position[3][R::registers];
    Sums sums[R::registers];

    HWY_INLINE Cluster(std::size_t first, const PairArrays<Real, SpeciesLane>& arrays)
    {
      for (std::size_t r = 0; r < R::registers; ++r) {
        const std::size_t at = first + r * R::i_per_register;
        position[0][r] = R::spread(D{}, arrays.x + at);
        position[1][r] = R::spread(D{}, arrays.y + at);
        position[2][r] = R::spread(D{}, arrays.z + at);
        for (Vector& sum : sums[r].force) {
          sum = hn::Zero(D{});
        }
        for (Vector& sum : sums[r].virial) {
          sum = hn::Zero(D{});
        }
      }
    }

    HWY_INLINE void add_to_memory(std::size_t first, const PairArrays<Real, SpeciesLane>& arrays) const
    {
      for (std::size_t r = 0; r < R::registers; ++r) {
        const std::size_t at = r * R::i_per_register;
        for (std::size_t q = 0; q < force_sums; ++q) {
          R::add_to_particles(q < 3 ? sums[r].force[q] : hn::Neg(sums[r].force[q]),
                              arrays.force + first * force_quantities + q * cluster_size + at);
        }
        for (std::size_t q = 0; tally && q < virial_quantities; ++q) {
          R::add_to_particles(hn::Neg(sums[r].virial[q]),
                              arrays.virial + first * virial_quantities + q * cluster_size + at);
        }
      }
    }
  };

  /// The pairs of the i cluster's registers [from, to) with the partners in the slots from `partner` on.
  template <std::size_t from, std::size_t to>
  struct Pairs {
    std::size_t partner;
    Key key;
    Vector separation[3][R::registers];
    Vector distance_squared[R::registers];
    Vector factor[R::registers];  ///< force over distance; zero where a pair does not count
    Vector energy[R::registers];

    /// First stage.
    HWY_INLINE Pairs(std::size_t slot, const Cluster& cluster, const Coefficients& coefficients,
                     const PairArrays<Real, SpeciesLane>& arrays)
        : partner{slot}, key{coefficients.partner_key(R::load_partner(typename R::Integer{}, arrays.species + slot))}
    {
      const Vector position[3] = {R::load_partner(D{}, arrays.x + slot), R::load_partner(D{}, arrays.y + slot),
                                  R::load_partner(D{}, arrays.z + slot)};
      for (std::size_t r = from; r < to; ++r) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
          separation[axis][r] = hn::Sub(cluster.position[axis][r], position[axis]);
        }
        const Vector dx = separation[0][r];
        const Vector dy = separation[1][r];
        const Vector dz = separation[2][r];
        distance_squared[r] = hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz)));
      }
    }

    /// Second stage; in a cluster `with_itself` only pairs with i before j count.
    template <bool with_itself>
    HWY_INLINE void evaluate(const Coefficients& coefficients)
    {
      for (std::size_t r = from; r < to; ++r) {
        auto counts = hn::Lt(distance_squared[r], coefficients.get(P::coefficient_count, r, key));
        if constexpr (with_itself) {
          counts = hn::And(counts, i_before_j(r, partner % cluster_size));
        }
        Lanes<D> c[P::coefficient_count];
        for (std::size_t k = 0; k < P::coefficient_count; ++k) {
          c[k].value = coefficients.get(k, r, key);
        }
        const auto term = P::evaluate(Lanes<D>{distance_squared[r]}, c);
        factor[r] = hn::IfThenElseZero(counts, term.force_over_r.value);
        if constexpr (tally) {
          energy[r] = hn::IfThenElseZero(counts, term.energy.value);
        }
      }
    }

    /// Third stage.
    HWY_INLINE void add(Cluster& cluster, const PairArrays<Real, SpeciesLane>& arrays) const
    {
      Sums of_partner;
      for (std::size_t r = from; r < to; ++r) {
        const Sums pairs = sums_of(r);
        cluster.sums[r].add(pairs);
        if (r == from) {
          of_partner = pairs;
        }
        else {
          of_partner.add(pairs);
        }
      }
      const std::size_t lane = partner % cluster_size;
      R::subtract_from_partner(of_partner.force, arrays.force + (partner - lane) * force_quantities + lane);
      if constexpr (tally) {
        R::subtract_from_partner(of_partner.virial, arrays.virial + (partner - lane) * virial_quantities + lane);
      }
    }

   private:
    HWY_INLINE Sums sums_of(std::size_t r) const
    {
      const Vector d[3] = {separation[0][r], separation[1][r], separation[2][r]};
      Sums sums;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        sums.force[axis] = hn::Mul(factor[r], d[axis]);
      }
      if constexpr (tally) {
        sums.force[3] = hn::Neg(energy[r]);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          sums.virial[axis] = hn::Neg(hn::Mul(sums.force[axis], d[axis]));
        }
        sums.virial[3] = hn::Neg(hn::Mul(sums.force[0], d[1]));
        sums.virial[4] = hn::Neg(hn::Mul(sums.force[0], d[2]));
        sums.virial[5] = hn::Neg(hn::Mul(sums.force[1], d[2]));
      }
      return sums;
    }
  };

  static HWY_INLINE void run_row(const ClusterRow& row, const std::int32_t* partners, const PairCoefficients<Real>& all,
                                 const PairArrays<Real, SpeciesLane>& arrays)
  {
    const std::size_t first = static_cast<std::size_t>(row.cluster) * cluster_size;
    const Coefficients coefficients{all, arrays.species + first};
    Cluster cluster{first, arrays};
    if (row.with_itself != 0) {
      for (std::size_t part = 0; part < R::j_parts; ++part) {
        Pairs<0, R::registers> own{first + part * R::j_width, cluster, coefficients, arrays};
        own.template evaluate<true>(coefficients);
        own.add(cluster, arrays);
      }
    }
    constexpr std::size_t half = R::registers / 2;
    add_partners<0, R::registers>(partners, row.begin, row.lower, cluster, coefficients, arrays);
    add_partners<0, R::registers - half>(partners, row.lower, row.upper, cluster, coefficients, arrays);
    add_partners<half, R::registers>(partners, row.upper, row.end, cluster, coefficients, arrays);
    cluster.add_to_memory(first, arrays);
  }

  /// The partners [begin, end): the sums of one are taken between the first and the second stage of the next.
  template <std::size_t from, std::size_t to>
  static HWY_INLINE void add_partners(const std::int32_t* partners, std::int32_t begin, std::int32_t end,
                                      Cluster& cluster, const Coefficients& coefficients,
                                      const PairArrays<Real, SpeciesLane>& arrays)
  {
    constexpr auto parts = static_cast<std::int32_t>(R::j_parts);
    const auto slot = [partners](std::int32_t k) HWY_ATTR {
      return static_cast<std::size_t>(partners[k / parts]) * cluster_size +
             static_cast<std::size_t>(k % parts) * R::j_width;
    };
    if (begin == end) {
      return;
    }
    Pairs<from, to> now{slot(begin * parts), cluster, coefficients, arrays};
    now.template evaluate<false>(coefficients);
    for (std::int32_t k = begin * parts + 1; k < end * parts; ++k) {
      Pairs<from, to> next{slot(k), cluster, coefficients, arrays};
      now.add(cluster, arrays);
      next.template evaluate<false>(coefficients);
      now = next;
    }
    now.add(cluster, arrays);
  }

  /// Lanes whose i comes before their j inside one cluster, whose partners begin at `lane`.
  static HWY_INLINE hn::Mask<D> i_before_j(std::size_t r, std::size_t lane)
  {
    HWY_ALIGN Real i_index[R::lanes];
    HWY_ALIGN Real j_index[R::lanes];
    for (std::size_t k = 0; k < R::lanes; ++k) {
      i_index[k] = static_cast<Real>(r * R::i_per_register + k / R::j_width);
      j_index[k] = static_cast<Real>(lane + k % R::j_width);
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

/// The loops of potential P for this instruction set that compute forces only; those with tallies are missing.
template <class P>
PairKernelSet make_force_kernels()
{
  return {.force_double = &run_pair_loop<P, double, std::int64_t, false>,
          .tally_double = nullptr,
          .force_float = &run_pair_loop<P, float, std::int32_t, false>,
          .tally_float = nullptr,
          .coefficient_count = P::coefficient_count,
          .instruction_set = hwy::TargetName(HWY_TARGET)};
}

/// Puts the loops with energy and virial tallies into a set.
template <class P>
void add_tally_kernels(PairKernelSet& kernels)
{
  kernels.tally_double = &run_pair_loop<P, double, std::int64_t, true>;
  kernels.tally_float = &run_pair_loop<P, float, std::int32_t, true>;
}

/// All loops of potential P for this instruction set.
template <class P>
PairKernelSet make_pair_kernels()
{
  PairKernelSet kernels = make_force_kernels<P>();
  add_tally_kernels<P>(kernels);
  return kernels;
}

}  // namespace soret::HWY_NAMESPACE
