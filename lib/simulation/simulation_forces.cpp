/// \file
/// The forces of a Simulation: the pair loop in its parts, and what is summed beside forces.

#include <soret/simulation/simulation.hpp>

#include <cstddef>

namespace soret {

namespace {

PairLoopKind loop_for(PairSamples samples)
{
  switch (samples) {
    case PairSamples::nothing:
      return PairLoopKind::forces;
    case PairSamples::totals:
    case PairSamples::fluxes:
      return PairLoopKind::fluxes;
    case PairSamples::per_particle:
      break;
  }
  return PairLoopKind::tallies;
}

}  // namespace

void Simulation::compute_forces(PairSamples samples)
{
  Neighbours& lists = neighbours_.lists();
  const bool totals_needed = box_motion_ != nullptr || samples != PairSamples::nothing;
  if (totals_needed) {
    sum_forces(samples);
    take_totals(samples);
    lists.start_collecting_forces();
  }
  else {
    add_first_forces(samples);
    add_forces(PairPart::with_messages, samples);
    lists.start_collecting_forces();
    add_forces(PairPart::last, samples);
  }
  lists.finish_collecting_forces(particles_);
  if (samples == PairSamples::per_particle) {
    lists.collect_tallies(tallies_);
  }
}

void Simulation::sum_forces(PairSamples samples)
{
  add_first_forces(samples);
  add_forces(PairPart::with_messages, samples);
  add_forces(PairPart::last, samples);
}

/// Those of the first part, in vain if it turns out then that the lists were too old.
void Simulation::add_first_forces(PairSamples samples)
{
  add_forces(PairPart::first, samples);
  if (neighbours_.renew_if_needed(particles_, history_.luggage())) {
    add_forces(PairPart::first, samples);
  }
}

/// The parts must come in their order: the first clears the sums, the second waits for messages.
void Simulation::add_forces(PairPart part, PairSamples samples)
{
  Neighbours& lists = neighbours_.lists();
  Slots& slots = lists.slots();
  const PairLoopKind kind = loop_for(samples);
  std::size_t fresh_begin = 0;
  std::size_t fresh_end = 0;  // slots whose positions are new
  if (part == PairPart::first) {
    slots.clear_sums(kind == PairLoopKind::tallies);
    fresh_end = lists.first_slot_of_messages();
  }
  if (part == PairPart::with_messages) {
    lists.finish_refresh();
    fresh_begin = lists.first_slot_of_messages();
    fresh_end = slots.size();
  }
  if (precision_ == Precision::mixed) {
    slots.round_positions(lists.centre(), fresh_begin, fresh_end);
    if (part == PairPart::first && kind == PairLoopKind::fluxes) {
      slots.round_velocities();
    }
  }
  terms_.local_add_forces(lists, part, precision_, kind);
}

void Simulation::take_totals(PairSamples samples)
{
  const PairTotals totals = neighbours_.lists().local_totals();
  if (box_motion_ != nullptr) {
    box_motion_->accept_virial(box_.volume(), {totals.virial[0], totals.virial[1], totals.virial[2]});
  }
  if (samples != PairSamples::nothing) {
    totals_ = totals;
    if (samples != PairSamples::fluxes) {
      totals_.heat_flux.reset();  // there were no velocities
    }
  }
}

}  // namespace soret
