#pragma once
/// \file
/// How long a liquid remembers, and whether it was looked at for long enough to say so.

#include <soret/estimate/relaxation_blocks.hpp>

#include <cstddef>
#include <optional>

namespace soret {

/// Which curve of a group is followed: the self-overlap, or an intermediate scattering function over its value at t =
/// 0.
struct DecayingCurve {
  std::size_t group = 0;
  std::optional<std::size_t> wave = {};  ///< index of the wave number; empty: the overlap
};

/// When a curve has fallen to 1/e.
struct DecayTime {
  enum class Kind {
    measured,
    longer_than,  ///< 1/e is not reached within the usable lags; `time` is the last of them
    shorter_than  ///< the curve is below 1/e at the first lag already, which `time` is
  };

  Kind kind = Kind::measured;
  Estimate time;  ///< of a bound the error is infinite
};

/// tau_alpha: the first time at which the curve, taken as straight in ln t between lags, is 1/e (paper of Nandi and
/// Maitra Bhattacharyya on softness, with the overlap at a = 0.3; an exponential decay has no curvature there in ln t).
/// The error is the jackknife's over blocks; with four replicas or more that of their scatter if it is significantly
/// larger. Throws InputError if there is no such group or wave number, or a collective overlap is asked for, which does
/// not end at zero; RunTimeFailure if no lag is usable.
DecayTime decay_time(const RelaxationBlocks& relaxation, const DecayingCurve& curve);

/// Whether a sample was in equilibrium while its decay was measured, as far as the decay itself can tell.
struct DecayJudgement {
  double sampled_times = 0.0;  ///< how many decay times each replica was sampled for
  /// ln of the decay time in the second half of the samples over that in the first; nothing if a half does not reach
  /// 1/e. Positive: the sample ages.
  std::optional<Estimate> ageing = {};

  bool is_long_enough() const { return sampled_times >= fewest_times; }
  /// Beyond three standard errors.
  bool is_ageing() const;
  static constexpr double fewest_times = 10.0;
  static constexpr double significance = 3.0;
};

/// Of a decay time that was measured. Throws as decay_time.
DecayJudgement judge_decay(const RelaxationBlocks& relaxation, const DecayingCurve& curve, const Estimate& time);

}  // namespace soret
