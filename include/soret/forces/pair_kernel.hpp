#pragma once
/// \file
/// The pair loop: the one place where a squared distance becomes a force.
///
/// Lanes are pairs of particles of two clusters (pair_register.hpp). Partner forces are subtracted in memory (Newton's
/// third law across clusters). Compiled for the instruction set of the including translation unit.

#include <soret/forces/lane_coefficients.hpp>
#include <soret/forces/lanes.hpp>
#include <soret/forces/pair_fluxes.hpp>
#include <soret/forces/pair_kernel_set.hpp>
#include <soret/forces/pair_sums.hpp>
#include <soret/forces/pair_term.hpp>
#include <soret/forces/pair_virials.hpp>
#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace soret::HWY_NAMESPACE {

/// The loop for one potential, precision and coefficient source, of one kind.
///
/// Three stages follow each other for every partner: separations, what the potential says of them, sums. Each stage of
/// a partner waits for the one before it, and a processor looks ahead by little more than one partner, so the loop
/// starts a partner before it has finished the one before.
template <class P, class Real, class SpeciesLane, CoefficientSource source, PairLoopKind kind>
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
    for (const ClusterRow* row = pairs.rows; row != pairs.rows + pairs.row_count; ++row) {
      if constexpr (tally) {
        run_with_virials(*row, pairs.partners, coefficients, arrays);
      }
      else {
        add_forces(*row, pairs.partners, coefficients, arrays, nullptr);
      }
    }
  }

 private:
  static constexpr bool tally = kind == PairLoopKind::tallies;
  static constexpr bool with_fluxes = kind == PairLoopKind::fluxes;
  /// The last one is the energy, if it is wanted; in memory minus that, so that a partner subtracts it as it subtracts
  /// the force.
  static constexpr std::size_t quantities = kind == PairLoopKind::forces ? 3 : force_quantities;
  using ForceSums = PairSums<Real, quantities>;
  using Partners = typename R::Partners;

  /// The i cluster and its sums.
  struct Cluster {
    ClusterPosition<Real> position;
    ForceSums force[R::registers];
    FluxSums<Real, with_fluxes> flux;

    HWY_INLINE Cluster(std::size_t first, const PairArrays<Real, SpeciesLane>& arrays)
        : position{first, arrays}, flux{first, arrays}
    {
      for (ForceSums& sums : force) {
        sums.clear();
      }
    }

    HWY_INLINE void add_to_memory(std::size_t first, const PairArrays<Real, SpeciesLane>& arrays) const
    {
      const auto sum = [this](std::size_t q, std::size_t r)
                           HWY_ATTR { return q < 3 ? force[r].of[q] : hn::Neg(force[r].of[q]); };
      R::template add_to_cluster<quantities>(sum, arrays.force + first * force_quantities);
      flux.add_to_memory(arrays.flux);
    }
  };

  /// The pairs of the i cluster's registers [from, to) with the partners.
  template <std::size_t from, std::size_t to>
  struct Pairs {
    Partners partners;
    Key key;
    Vector separation[3][R::registers];
    Vector distance_squared[R::registers];
    Vector factor[R::registers];  ///< force over distance; zero where a pair does not count
    Vector energy[R::registers];
    unsigned active = 0;  ///< partners with a pair that counts: bits

    /// First stage.
    HWY_INLINE Pairs(const Partners& at, const Cluster& cluster, const Coefficients& coefficients,
                     const PairArrays<Real, SpeciesLane>& arrays)
        : partners{at}, key{coefficients.partner_key(R::load_partner(typename R::Integer{}, arrays.species, at))}
    {
      const PartnerPosition<Real> position{at, arrays};
      for (std::size_t r = from; r < to; ++r) {
        for (std::size_t axis = 0; axis < 3; ++axis) {
          separation[axis][r] = hn::Sub(cluster.position.of[axis][r], position.of[axis]);
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
          counts = hn::And(counts, i_before_j(r, partners.slot[0] % cluster_size));
        }
        Lanes<D> c[P::coefficient_count];
        for (std::size_t k = 0; k < P::coefficient_count; ++k) {
          c[k].value = coefficients.get(k, r, key);
        }
        const auto term = P::evaluate(Lanes<D>{distance_squared[r]}, c);
        factor[r] = hn::IfThenElseZero(counts, term.force_over_r.value);
        if constexpr (kind != PairLoopKind::forces) {
          energy[r] = hn::IfThenElseZero(counts, term.energy.value);
        }
        if constexpr (tally) {
          active |= R::partners_of(counts);
        }
      }
    }

    /// Third stage.
    HWY_INLINE void add(Cluster& cluster, const PairArrays<Real, SpeciesLane>& arrays, KeptPairs* kept) const
    {
      const PartnerVelocity<Real, with_fluxes> velocity{partners, arrays};
      const auto of_register = [this, &velocity, &cluster](std::size_t r) HWY_ATTR {
        const ForceSums sums = force(r);
        if constexpr (with_fluxes) {
          cluster.flux.add(r, sums.of, {separation[0][r], separation[1][r], separation[2][r]}, velocity);
        }
        return sums;
      };
      if constexpr (tally) {
        kept->add<from, to, Real>(partners, active, separation, factor);
      }
      const ForceSums of_partner = add_to_both<from, to>(cluster.force, of_register);
      R::subtract_from_partner(of_partner.of, arrays.partner_force, partners);
    }

   private:
    HWY_INLINE ForceSums force(std::size_t r) const
    {
      ForceSums sums;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        sums.of[axis] = hn::Mul(factor[r], separation[axis][r]);
      }
      if constexpr (kind != PairLoopKind::forces) {
        sums.of[3] = energy[r];
      }
      return sums;
    }
  };

  /// Partners of a row. One step takes as many as there are in a register, or a part of one; what is missing in the
  /// last step is empty.
  struct PartnerList {
    const std::int32_t* begin;
    std::size_t count;
    std::size_t empty;

    HWY_INLINE std::size_t steps() const { return (count * R::j_parts + R::together - 1) / R::together; }
    HWY_INLINE Partners at(std::size_t step) const
    {
      if constexpr (R::together == 2) {
        const std::size_t second = 2 * step + 1;
        return {{first_slot(2 * step), second < count ? first_slot(second) : empty}};
      }
      else {
        return {{first_slot(step / R::j_parts) + step % R::j_parts * R::j_width}};
      }
    }
    HWY_INLINE std::size_t first_slot(std::size_t k) const { return static_cast<std::size_t>(begin[k]) * cluster_size; }
  };

  /// A row, in pieces if it has more partners than can be kept.
  static HWY_INLINE void run_with_virials(const ClusterRow& row, const std::int32_t* partners,
                                          const PairCoefficients<Real>& all,
                                          const PairArrays<Real, SpeciesLane>& arrays)
  {
    constexpr auto most = static_cast<std::int32_t>(KeptPairs::capacity) - 1;  // one is the cluster itself
    ClusterRow piece = row;
    do {
      piece.end = std::min(piece.begin + most, row.end);
      piece.lower = std::clamp(row.lower, piece.begin, piece.end);
      piece.upper = std::clamp(row.upper, piece.begin, piece.end);
      KeptPairs kept;
      add_forces(piece, partners, all, arrays, &kept);
      add_virials(static_cast<std::size_t>(row.cluster) * cluster_size, arrays.virial, kept);
      piece.begin = piece.end;
      piece.with_itself = 0;
    } while (piece.begin < row.end);
  }

  static HWY_INLINE void add_forces(const ClusterRow& row, const std::int32_t* partners,
                                    const PairCoefficients<Real>& all, const PairArrays<Real, SpeciesLane>& arrays,
                                    KeptPairs* kept)
  {
    const std::size_t first = static_cast<std::size_t>(row.cluster) * cluster_size;
    const Coefficients coefficients{all, arrays.species + first};
    Cluster cluster{first, arrays};
    const auto list = [partners, &arrays](std::int32_t begin, std::int32_t end) HWY_ATTR {
      return PartnerList{partners + begin, static_cast<std::size_t>(end - begin), arrays.empty};
    };
    std::int32_t begin = row.begin;
    if (row.with_itself != 0) {
      for (std::size_t part = 0; part < R::j_parts; ++part) {
        Partners at{{first + part * R::j_width}};
        if constexpr (R::together == 2) {
          at.slot[1] = begin < row.lower ? list(begin, row.lower).first_slot(0) : arrays.empty;
          begin += static_cast<std::int32_t>(begin < row.lower);
        }
        Pairs<0, R::registers> own{at, cluster, coefficients, arrays};
        own.template evaluate<true>(coefficients);
        own.add(cluster, arrays, kept);
      }
    }
    constexpr std::size_t half = R::registers / 2;
    add_partners<0, R::registers>(list(begin, row.lower), cluster, coefficients, arrays, kept);
    add_partners<0, half>(list(row.lower, row.upper), cluster, coefficients, arrays, kept);
    add_partners<half, R::registers>(list(row.upper, row.end), cluster, coefficients, arrays, kept);
    cluster.add_to_memory(first, arrays);
  }

  /// The sums of one step are taken between the first and the second stage of the next.
  template <std::size_t from, std::size_t to>
  static HWY_INLINE void add_partners(const PartnerList& partners, Cluster& cluster, const Coefficients& coefficients,
                                      const PairArrays<Real, SpeciesLane>& arrays, KeptPairs* kept)
  {
    const std::size_t steps = partners.steps();
    if (steps == 0) {
      return;
    }
    Pairs<from, to> now{partners.at(0), cluster, coefficients, arrays};
    now.template evaluate<false>(coefficients);
    for (std::size_t step = 1; step < steps; ++step) {
      Pairs<from, to> next{partners.at(step), cluster, coefficients, arrays};
      now.add(cluster, arrays, kept);
      next.template evaluate<false>(coefficients);
      now = next;
    }
    now.add(cluster, arrays, kept);
  }

  /// Lanes whose i comes before their j inside one cluster, whose partners begin at `lane`; all lanes of another one.
  static HWY_INLINE hn::Mask<D> i_before_j(std::size_t r, std::size_t lane)
  {
    HWY_ALIGN Real i_index[R::lanes];
    HWY_ALIGN Real j_index[R::lanes];
    for (std::size_t k = 0; k < R::lanes; ++k) {
      i_index[k] = static_cast<Real>(r * R::i_per_register + k / R::j_width);
      const std::size_t j = k % R::j_width;
      j_index[k] = static_cast<Real>(j < cluster_size ? lane + j : cluster_size);
    }
    return hn::Lt(hn::Load(D{}, i_index), hn::Load(D{}, j_index));
  }
};

/// Chooses the loop for the number of species at run time. Of two species the loop that computes forces only keeps all
/// coefficients in registers; that with fluxes has none left for them, that with tallies does not care: both permute
/// those of a row as they do for more species. Where half a register holds a row (species_in_half), all loops permute.
template <class P, class Real, class SpeciesLane, PairLoopKind kind>
void run_pair_loop(const ClusterPairs& pairs, const PairCoefficients<Real>& coefficients,
                   const PairArrays<Real, SpeciesLane>& arrays)
{
  constexpr bool row_fits = PairRegister<Real>::j_width >= cluster_size && HWY_TARGET != HWY_SCALAR;  // in a register
  constexpr bool chooses_of_two = species_in_half<Real> == 0 && (!row_fits || kind == PairLoopKind::forces);
  if (coefficients.species_count == 1) {
    PairLoop<P, Real, SpeciesLane, CoefficientSource::one_species, kind>::run(pairs, coefficients, arrays);
    return;
  }
  if constexpr (chooses_of_two) {
    if (coefficients.species_count == 2) {
      PairLoop<P, Real, SpeciesLane, CoefficientSource::two_species, kind>::run(pairs, coefficients, arrays);
      return;
    }
  }
  if constexpr (species_in_half<Real> != 0) {
    if (coefficients.species_count <= species_in_half<Real>) {
      PairLoop<P, Real, SpeciesLane, CoefficientSource::half_register, kind>::run(pairs, coefficients, arrays);
      return;
    }
  }
  if constexpr (row_fits && species_in_half<Real> < cluster_size) {
    if (coefficients.rows != nullptr) {
      PairLoop<P, Real, SpeciesLane, CoefficientSource::few_species, kind>::run(pairs, coefficients, arrays);
      return;
    }
  }
  PairLoop<P, Real, SpeciesLane, CoefficientSource::table, kind>::run(pairs, coefficients, arrays);
}

/// The loops of potential P for this instruction set that compute forces only; the others are missing.
template <class P>
PairKernelSet make_force_kernels()
{
  return {.force_double = &run_pair_loop<P, double, std::int64_t, PairLoopKind::forces>,
          .flux_double = nullptr,
          .tally_double = nullptr,
          .force_float = &run_pair_loop<P, float, std::int32_t, PairLoopKind::forces>,
          .flux_float = nullptr,
          .tally_float = nullptr,
          .coefficient_count = P::coefficient_count,
          .instruction_set = hwy::TargetName(HWY_TARGET)};
}

/// Puts the loops with energy and heat flux of all pairs into a set.
template <class P>
void add_flux_kernels(PairKernelSet& kernels)
{
  kernels.flux_double = &run_pair_loop<P, double, std::int64_t, PairLoopKind::fluxes>;
  kernels.flux_float = &run_pair_loop<P, float, std::int32_t, PairLoopKind::fluxes>;
}

/// Puts the loops with energy and virial tallies into a set.
template <class P>
void add_tally_kernels(PairKernelSet& kernels)
{
  kernels.tally_double = &run_pair_loop<P, double, std::int64_t, PairLoopKind::tallies>;
  kernels.tally_float = &run_pair_loop<P, float, std::int32_t, PairLoopKind::tallies>;
}

/// All loops of potential P for this instruction set.
template <class P>
PairKernelSet make_pair_kernels()
{
  PairKernelSet kernels = make_force_kernels<P>();
  add_flux_kernels<P>(kernels);
  add_tally_kernels<P>(kernels);
  return kernels;
}

}  // namespace soret::HWY_NAMESPACE
