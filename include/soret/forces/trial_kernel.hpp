#pragma once
/// \file
/// The trial loop: one particle at one position against runs of others, for Monte Carlo. Energies and virials only.
/// Compiled for the instruction set of the including translation unit.

#include <soret/forces/lanes.hpp>
#include <soret/forces/pair_kernel_set.hpp>
#include <soret/forces/pair_term.hpp>
#include <soret/forces/trial_sums.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace soret::HWY_NAMESPACE {

/// The loop for one potential. A lane is one particle of a block. One in five of those that are looked at is within the
/// cutoff: the potential is evaluated for these alone, gathered in full registers.
template <class P>
class TrialLoop {
 public:
  /// How the coefficients of a lane are found: by the number of species that there are.
  enum class Source { one_species, two_species, table };

  template <Source source>
  static TrialSums run(const CandidateRun* begin, const CandidateRun* end, const PairCoefficients<double>& all,
                       std::size_t species, double give_up_above)
  {
    const Coefficients<source> coefficients{all.values + species * all.species_count * count};
    Sums sums;
    Neighbours<source> neighbours;
    std::size_t found = 0;  // a register: in memory it would have the loop wait for it
    for (const CandidateRun* run = begin; run != end; ++run) {
      const D d;
      const Vector at[3] = {hn::Set(d, run->x), hn::Set(d, run->y), hn::Set(d, run->z)};
      for (const ParticleBlock* block = run->begin; block != run->end; ++block) {
        if (found > Neighbours<source>::room) {
          neighbours.evaluate(found, coefficients, sums);
          found = 0;
          if (sums.exceed(give_up_above)) {
            return {HUGE_VAL, 0.0};
          }
        }
        found = neighbours.add_from(*block, at, coefficients, found);
      }
    }
    neighbours.evaluate(found, coefficients, sums);
    return sums.exceed(give_up_above) ? TrialSums{HUGE_VAL, 0.0} : sums.over_lanes();
  }

 private:
  using D = hn::CappedTag<double, ParticleBlock::size>;
  using Vector = hn::Vec<D>;
  using Integer = hn::RebindToSigned<D>;
  static constexpr std::size_t count = P::coefficient_count + 1;  // the last one is the squared cutoff

  /// Coefficients of the trial particle's species with those of the lanes.
  template <Source source>
  class Coefficients {
   public:
    explicit HWY_INLINE Coefficients(const double* row) : row_{row}
    {
      for (std::size_t k = 0; k < stored; ++k) {
        first_[k] = hn::Set(D{}, row[k]);
        second_[k] = hn::Set(D{}, row[source == Source::two_species ? count + k : k]);
      }
    }

    HWY_INLINE auto key(hn::Vec<Integer> lanes) const
    {
      if constexpr (source == Source::table) {
        return hn::Mul(lanes, hn::Set(Integer{}, static_cast<std::int64_t>(count)));
      }
      else {
        return hn::RebindMask(D{}, hn::Ne(lanes, hn::Zero(Integer{})));
      }
    }

    template <class Key>
    HWY_INLINE Vector get(std::size_t k, Key key) const
    {
      if constexpr (source == Source::one_species) {
        return first_[k];
      }
      else if constexpr (source == Source::two_species) {
        return hn::IfThenElse(key, second_[k], first_[k]);
      }
      else {
        return hn::GatherIndex(D{}, row_ + k, key);
      }
    }

   private:
    static constexpr std::size_t stored = source == Source::table ? 0 : count;
    static constexpr std::size_t room = stored > 0 ? stored : 1;
    const double* row_;
    Vector first_[room];
    Vector second_[room];
  };

  struct Sums {
    Vector energy = hn::Zero(D{});
    Vector virial = hn::Zero(D{});

    HWY_INLINE bool exceed(double limit) const { return !hn::AllFalse(D{}, hn::Gt(energy, hn::Set(D{}, limit))); }
    HWY_INLINE TrialSums over_lanes() const
    {
      return {hn::GetLane(hn::SumOfLanes(D{}, energy)), hn::GetLane(hn::SumOfLanes(D{}, virial))};
    }
  };

  /// Squared distances and species of the particles within the cutoff that were found and not yet evaluated. Of two
  /// species, the second is marked by the sign of the squared distance.
  template <Source source>
  struct Neighbours {
    static constexpr std::size_t room = 120;  ///< one more block always fits
    static constexpr bool signs = source == Source::two_species;
    static constexpr bool kinds = source == Source::table;
    HWY_ALIGN double distance_squared[room + 2 * ParticleBlock::size];
    HWY_ALIGN std::int64_t species[kinds ? room + 2 * ParticleBlock::size : 1];

    /// Puts those of a block behind the `found` ones; returns how many there are then.
    HWY_INLINE std::size_t add_from(const ParticleBlock& block, const Vector (&at)[3],
                                    const Coefficients<source>& coefficients, std::size_t found)
    {
      const D d;
      for (std::size_t lane = 0; lane < ParticleBlock::size; lane += hn::MaxLanes(d)) {
        const Vector dx = hn::Sub(at[0], hn::Load(d, block.x + lane));
        const Vector dy = hn::Sub(at[1], hn::Load(d, block.y + lane));
        const Vector dz = hn::Sub(at[2], hn::Load(d, block.z + lane));
        Vector r_squared = hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz)));
        const auto kind = hn::Load(Integer{}, block.species + lane);
        const auto key = coefficients.key(kind);
        const auto within = hn::Lt(r_squared, coefficients.get(P::coefficient_count, key));
        if constexpr (signs) {
          r_squared = hn::IfThenElse(key, hn::Neg(r_squared), r_squared);
        }
        if constexpr (kinds) {
          append(kind, within, species + found);
        }
        found += append(r_squared, within, distance_squared + found);
      }
      return found;
    }

    HWY_INLINE void evaluate(std::size_t found, const Coefficients<source>& coefficients, Sums& sums) const
    {
      const D d;
      for (std::size_t first = 0; first < found; first += hn::MaxLanes(d)) {
        const auto counts = hn::FirstN(d, found - first);
        const Vector stored = hn::LoadU(d, distance_squared + first);
        const Vector r_squared = signs ? hn::Abs(stored) : stored;
        const auto key = key_of(first, stored, counts, coefficients);
        Lanes<D> c[P::coefficient_count];
        for (std::size_t k = 0; k < P::coefficient_count; ++k) {
          c[k].value = coefficients.get(k, key);
        }
        const auto term = P::evaluate(Lanes<D>{r_squared}, c);
        sums.energy = hn::Add(sums.energy, hn::IfThenElseZero(counts, term.energy.value));
        sums.virial = hn::Add(sums.virial, hn::IfThenElseZero(counts, hn::Mul(r_squared, term.force_over_r.value)));
      }
    }

   private:
    /// Writes the lanes of the mask, one after the other, and whatever behind them; returns how many they are. (What
    /// Highway 1.0 does for lanes of this size copies a table at every call.)
    template <class V, class Mask, class T>
    static HWY_INLINE std::size_t append(V lanes, Mask mask, T* to)
    {
#if HWY_TARGET <= HWY_AVX3
      if constexpr (sizeof(lanes) == sizeof(__m512i)) {
        const auto packed = _mm512_maskz_compress_epi64(mask.raw, hn::BitCast(Integer{}, lanes).raw);
        hn::StoreU(hn::Vec<Integer>{packed}, Integer{}, reinterpret_cast<std::int64_t*>(to));
        return hn::CountTrue(D{}, mask);
      }
#endif
      HWY_ALIGN T values[ParticleBlock::size];
      HWY_ALIGN std::uint8_t bits[8];
      hn::Store(lanes, hn::DFromV<V>{}, values);
      hn::StoreMaskBits(D{}, mask, bits);
      std::size_t written = 0;
      for (std::size_t lane = 0; lane < hn::MaxLanes(D{}); ++lane) {
        to[written] = values[lane];
        written += (bits[0] >> lane) & 1U;
      }
      return written;
    }

    template <class Mask>
    HWY_INLINE auto key_of(std::size_t first, Vector stored, Mask counts,
                           const Coefficients<source>& coefficients) const
    {
      if constexpr (kinds) {
        const auto loaded = hn::LoadU(Integer{}, species + first);
        return coefficients.key(hn::IfThenElseZero(hn::RebindMask(Integer{}, counts), loaded));
      }
      else {
        return hn::Lt(stored, hn::Zero(D{}));
      }
    }
  };
};

/// Chooses the loop for the number of species at run time.
template <class P>
TrialSums run_trial_loop(const CandidateRun* begin, const CandidateRun* end,
                         const PairCoefficients<double>& coefficients, std::size_t species, double give_up_above)
{
  using Loop = TrialLoop<P>;
  using Source = typename Loop::Source;
  if (coefficients.species_count == 1) {
    return Loop::template run<Source::one_species>(begin, end, coefficients, species, give_up_above);
  }
  if (coefficients.species_count == 2) {
    return Loop::template run<Source::two_species>(begin, end, coefficients, species, give_up_above);
  }
  return Loop::template run<Source::table>(begin, end, coefficients, species, give_up_above);
}

/// Puts the trial loop into a set.
template <class P>
void add_trial_kernel(PairKernelSet& kernels)
{
  kernels.trial = &run_trial_loop<P>;
}

}  // namespace soret::HWY_NAMESPACE
