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

/// The loop for one potential. A lane is one particle of a block.
template <class P>
class TrialLoop {
 public:
  /// How the coefficients of a lane are found: by the number of species that there are.
  enum class Source { one_species, two_species, table };

  template <Source source>
  static TrialSums run(const CandidateRun* begin, const CandidateRun* end, const PairCoefficients<double>& all,
                       std::size_t species, double give_up_above)
  {
    const D d;
    const Coefficients<source> coefficients{all.values + species * all.species_count * count};
    const Vector limit = hn::Set(d, give_up_above);
    Vector energy = hn::Zero(d);
    Vector virial = hn::Zero(d);
    for (const CandidateRun* candidates = begin; candidates != end; ++candidates) {
      const Vector x = hn::Set(d, candidates->x);
      const Vector y = hn::Set(d, candidates->y);
      const Vector z = hn::Set(d, candidates->z);
      for (const ParticleBlock* block = candidates->begin; block != candidates->end; ++block) {
        for (std::size_t lane = 0; lane < ParticleBlock::size; lane += hn::MaxLanes(d)) {
          const Vector dx = hn::Sub(x, hn::Load(d, block->x + lane));
          const Vector dy = hn::Sub(y, hn::Load(d, block->y + lane));
          const Vector dz = hn::Sub(z, hn::Load(d, block->z + lane));
          const Vector r_squared = hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz)));
          add(r_squared, coefficients, coefficients.key(block->species + lane), energy, virial);
        }
      }
      if (!hn::AllFalse(d, hn::Gt(energy, limit))) {
        return {HUGE_VAL, 0.0};
      }
    }
    return {hn::GetLane(hn::SumOfLanes(d, energy)), hn::GetLane(hn::SumOfLanes(d, virial))};
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

    HWY_INLINE auto key(const std::int64_t* species) const
    {
      const auto lanes = hn::Load(Integer{}, species);
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

  template <Source source, class Key>
  static HWY_INLINE void add(Vector r_squared, const Coefficients<source>& coefficients, Key key, Vector& energy,
                             Vector& virial)
  {
    const auto counts = hn::Lt(r_squared, coefficients.get(P::coefficient_count, key));
    Lanes<D> c[P::coefficient_count];
    for (std::size_t k = 0; k < P::coefficient_count; ++k) {
      c[k].value = coefficients.get(k, key);
    }
    const auto term = P::evaluate(Lanes<D>{r_squared}, c);
    energy = hn::Add(energy, hn::IfThenElseZero(counts, term.energy.value));
    virial = hn::Add(virial, hn::IfThenElseZero(counts, hn::Mul(r_squared, term.force_over_r.value)));
  }
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
