#include <soret/estimate/relaxation_time.hpp>

#include "replica_scatter.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/significance.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <set>
#include <vector>

namespace soret {

namespace {

constexpr double level = 1.0 / std::numbers::e;

void check(const RelaxationShape& shape, const DecayingCurve& curve)
{
  if (curve.group >= shape.groups() || (curve.wave && *curve.wave >= shape.wave_numbers.size())) {
    throw InputError(fmt::format("the decay of group {} is refused: there are {} groups and {} wave numbers",
                                 curve.group, shape.groups(), shape.wave_numbers.size()));
  }
  if (!shape.is_self && !curve.wave) {
    throw InputError("the decay of the collective overlap is refused: it does not end at zero");
  }
}

/// The curve at the usable lags after t = 0, from summed blocks.
class Decay {
 public:
  Decay(const RelaxationBlocks& relaxation, const DecayingCurve& curve) : shape_{relaxation.shape}, curve_{curve}
  {
    for (const std::size_t lag : relaxation.usable_lags()) {
      if (shape_.lag_times[lag] > 0.0) {
        lags_.push_back(lag);
      }
    }
    if (lags_.empty()) {
      throw RunTimeFailure("no lag has been sampled often enough for a relaxation time");
    }
  }

  double time(std::size_t k) const { return shape_.lag_times[lags_[k]]; }
  double last_time() const { return time(lags_.size() - 1); }
  std::size_t size() const { return lags_.size(); }
  double value(const LagBlock& sums, std::size_t k) const
  {
    if (!curve_.wave) {
      return overlap(shape_, sums, curve_.group, lags_[k]);
    }
    const double scale = shape_.is_self ? 1.0 : intermediate_scattering(shape_, sums, curve_.group, *curve_.wave, 0);
    return intermediate_scattering(shape_, sums, curve_.group, *curve_.wave, lags_[k]) / scale;
  }
  /// The first lag below the level, or the number of lags.
  std::size_t first_below(const LagBlock& sums) const
  {
    std::size_t k = 0;
    while (k < size() && !(value(sums, k) < level)) {
      ++k;
    }
    return k;
  }
  /// Straight in ln t through the two lags about the crossing, or the last two if there is none: that happens only
  /// where a block is left out of sums that cross.
  double crossing(const LagBlock& sums) const
  {
    const std::size_t k = std::clamp<std::size_t>(first_below(sums), 1, size() - 1);
    const double before = value(sums, k - 1);
    const double fraction = (before - level) / (before - value(sums, k));
    return time(k - 1) * std::pow(time(k) / time(k - 1), fraction);
  }

 private:
  const RelaxationShape& shape_;
  DecayingCurve curve_;
  std::vector<std::size_t> lags_;
};

Estimate bound(double time) { return {time, std::numeric_limits<double>::infinity()}; }

/// What every replica says for itself; empty if some of them cannot.
std::vector<double> times_of_replicas(const RelaxationBlocks& relaxation, const DecayingCurve& curve)
{
  std::vector<double> times;
  for (const std::size_t number : std::set<std::size_t>(relaxation.replica.begin(), relaxation.replica.end())) {
    const RelaxationBlocks own = replica_of(relaxation, number);
    const Decay decay{own, curve};
    const LagBlock total = own.total();
    const std::size_t first = decay.first_below(total);
    if (first == 0 || first == decay.size()) {
      return {};
    }
    times.push_back(decay.crossing(total));
  }
  return times;
}

}  // namespace

DecayTime decay_time(const RelaxationBlocks& relaxation, const DecayingCurve& curve)
{
  check(relaxation.shape, curve);
  const Decay decay{relaxation, curve};
  const std::size_t first = decay.first_below(relaxation.total());
  if (first == 0) {
    return {DecayTime::Kind::shorter_than, bound(decay.time(0))};
  }
  if (first == decay.size()) {
    return {DecayTime::Kind::longer_than, bound(decay.last_time())};
  }
  const std::vector<JackknifeEstimate> found =
      relaxation.jackknife([&](const LagBlock& sums) { return std::vector{decay.crossing(sums)}; });
  return {DecayTime::Kind::measured,
          detail::error_of_replicas(found.front().estimate, times_of_replicas(relaxation, curve))};
}

bool DecayJudgement::is_ageing() const { return ageing && is_significant(*ageing, significance); }

DecayJudgement judge_decay(const RelaxationBlocks& relaxation, const DecayingCurve& curve, const Estimate& time)
{
  const std::set<std::size_t> replicas(relaxation.replica.begin(), relaxation.replica.end());
  DecayJudgement judgement;
  judgement.sampled_times = relaxation.sampled_time() / static_cast<double>(replicas.size()) / time.value;
  std::vector<Estimate> logarithms;
  for (const bool second : {false, true}) {
    const RelaxationBlocks half = half_of(relaxation, second);
    if (half.usable_lags().empty()) {
      return judgement;
    }
    const DecayTime found = decay_time(half, curve);
    if (found.kind != DecayTime::Kind::measured) {
      return judgement;
    }
    logarithms.push_back({std::log(found.time.value), found.time.relative_error(), found.time.degrees_of_freedom});
  }
  judgement.ageing = difference(logarithms[1], logarithms[0]);
  return judgement;
}

}  // namespace soret
