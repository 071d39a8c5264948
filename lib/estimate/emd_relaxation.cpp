/// \file
/// The part of analyse_emd about relaxation.

#include "emd_parts.hpp"

#include <soret/estimate/relaxation_time.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace soret {

namespace {

/// Adds a decay time, or says between which bounds it is.
void add_decay(EmdCollector& collector, const RelaxationBlocks& relaxation, const DecayingCurve& curve,
               const std::string& name, const std::string& of)
{
  collector.attempt(name, [&] {
    const DecayTime found = decay_time(relaxation, curve);
    const std::string what = of.empty() ? name : name + " of " + of;
    if (found.kind == DecayTime::Kind::longer_than) {
      collector.warn(
          fmt::format("{} is longer than {:g}, the longest time that was sampled often enough: 1/e is not "
                      "reached; make relaxation.duration and longest_time longer",
                      what, found.time.value));
    }
    else if (found.kind == DecayTime::Kind::shorter_than) {
      collector.warn(fmt::format("{} is shorter than {:g}, the time between samples: make relaxation.interval shorter",
                                 what, found.time.value));
    }
    else {
      collector.add(name, dimension::time, found.time, of);
    }
  });
}

/// What speaks against equilibrium.
void judge(EmdCollector& collector, const RelaxationBlocks& self)
{
  const Estimate* time = collector.found().find("relaxation_time");
  if (time == nullptr) {
    collector.warn("whether the sample was in equilibrium cannot be judged: it was not followed for a relaxation time");
    return;
  }
  const DecayJudgement judgement = judge_decay(self, {.group = self.shape.species()}, *time);
  if (!judgement.is_long_enough()) {
    collector.warn(
        fmt::format("each replica was sampled for {:.3g} relaxation times, fewer than {:g}: errors of what "
                    "relaxation says are too small, and the sample need not be in equilibrium",
                    judgement.sampled_times, DecayJudgement::fewest_times));
  }
  if (judgement.is_ageing()) {
    collector.warn(
        fmt::format("the sample was not in equilibrium: ln of the relaxation time changed by {} from the first half "
                    "of the samples to the second; make relaxation.equilibration or relaxation.ageing longer",
                    to_string(*judgement.ageing)));
  }
}

/// The point of a curve where a member is largest.
const RelaxationPoint& peak(const std::vector<RelaxationPoint>& curve, Estimate RelaxationPoint::*member)
{
  return *std::ranges::max_element(curve, {}, [member](const RelaxationPoint& each) { return (each.*member).value; });
}

void add_peaks(EmdCollector& collector, const RelaxationBlocks& self)
{
  for (std::size_t group = 0; group < self.shape.groups(); ++group) {
    const std::vector<RelaxationPoint> curve = relaxation_curve(self, group);
    if (curve.empty()) {
      return;
    }
    if (group < self.shape.species()) {
      collector.add("non_gaussian_peak", dimension::none, peak(curve, &RelaxationPoint::non_gaussian).non_gaussian,
                    self.shape.group_name(group));
      continue;
    }
    const RelaxationPoint& top = peak(curve, &RelaxationPoint::susceptibility);
    collector.add("susceptibility_peak", dimension::none, top.susceptibility);
    if (top.lag_time == curve.back().lag_time) {
      collector.warn(
          fmt::format("chi_4 still rises at the longest time, {:g}: its peak is later and higher", top.lag_time));
    }
  }
}

}  // namespace

void add_relaxation(EmdCollector& collector, const EmdMeasurements& measured)
{
  const RelaxationBlocks& self = measured.relaxation->self;
  const RelaxationBlocks& collective = measured.relaxation->collective;
  const RelaxationShape& shape = self.shape;
  const std::size_t all = shape.species();
  add_decay(collector, self, {.group = all}, "relaxation_time", "");
  for (std::size_t group = 0; group < shape.species() && shape.species() > 1; ++group) {
    add_decay(collector, self, {.group = group}, "relaxation_time_of_species", shape.group_name(group));
  }
  for (std::size_t wave = 0; wave < shape.wave_numbers.size(); ++wave) {
    for (std::size_t group = 0; group < shape.groups(); ++group) {
      add_decay(collector, self, {group, wave}, "relaxation_time_scattering",
                fmt::format("{} q={:.4g}", shape.group_name(group), shape.wave_numbers[wave]));
    }
    add_decay(collector, collective, {all, wave}, "relaxation_time_coherent",
              fmt::format("all q={:.4g}", collective.shape.wave_numbers[wave]));
  }
  add_peaks(collector, self);
  collector.attempt("judgement of equilibrium", [&] { judge(collector, self); });
}

}  // namespace soret
