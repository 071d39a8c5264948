#include <soret/neighbour/slots.hpp>

#include "kernels/slot_sums.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
#include <numeric>

namespace soret {

namespace {

void subtract_to_floats(const AlignedVector<double>& from, double origin, std::size_t begin, std::size_t end,
                        AlignedVector<float>& to)
{
  to.resize(from.size());
  for (std::size_t slot = begin; slot < end; ++slot) {
    to[slot] = static_cast<float>(from[slot] - origin);
  }
}

/// Empties an array that may then be filled up to `count`. If it is too short for that, it goes before a longer one
/// comes: both together would be the most that is ever needed. (The number of ghosts changes with every rebuild.) If it
/// was not used since the last time, it goes as well.
template <class T>
void discard(AlignedVector<T>& values, std::size_t count)
{
  const bool in_use = !values.empty();
  values.clear();
  if (!in_use || values.capacity() < count) {
    values.shrink_to_fit();
  }
  if (in_use && values.capacity() < count) {
    values.reserve(count + count / 32);
  }
}

void sum_over_slots(const PairArraysDouble& arrays, bool with_velocities, std::size_t count, const double* origin,
                    double* sums)
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::sum_over_slots(arrays, with_velocities, count, origin, sums);
    case InstructionSet::avx2:
      return kernels_avx2::sum_over_slots(arrays, with_velocities, count, origin, sums);
    case InstructionSet::sse4:
      return kernels_sse4::sum_over_slots(arrays, with_velocities, count, origin, sums);
#endif
    default:
      return kernels_portable::sum_over_slots(arrays, with_velocities, count, origin, sums);
  }
}

void flush_partner_sums(float* partner_sums, double* sums, std::size_t count)
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::flush_partner_sums(partner_sums, sums, count);
    case InstructionSet::avx2:
      return kernels_avx2::flush_partner_sums(partner_sums, sums, count);
    case InstructionSet::sse4:
      return kernels_sse4::flush_partner_sums(partner_sums, sums, count);
#endif
    default:
      return kernels_portable::flush_partner_sums(partner_sums, sums, count);
  }
}

}  // namespace

void Slots::reset(std::size_t needed, double beyond)
{
  const std::size_t count = needed + cluster_size;
  for (AlignedVector<double>* values : {&x_, &y_, &z_, &velocity_[0], &velocity_[1], &velocity_[2]}) {
    discard(*values, count);
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    discard(position_float_[axis], count);
    discard(velocity_float_[axis], count);
  }
  discard(species_, count);
  discard(species_float_, count);
  discard(force_, force_quantities * count);
  discard(virial_, virial_quantities * count);
  discard(partner_force_, force_quantities * count);
  beyond_ = beyond;
  x_.resize(count);
  y_.resize(count);
  z_.assign(count, beyond);
  for (std::size_t slot = 0; slot < count; ++slot) {
    x_[slot] = beyond * static_cast<double>(1 + slot % 1024);
    y_[slot] = beyond * static_cast<double>(1 + slot / 1024);
  }
  species_float_.assign(count, 0);
}

void Slots::place(std::size_t slot, const Vec3& position, Species species)
{
  x_[slot] = position.x;
  y_[slot] = position.y;
  z_[slot] = position.z;
  species_float_[slot] = static_cast<std::int32_t>(index(species));
}

std::array<double*, 3> Slots::velocities()
{
  prepare_velocities();
  return {velocity_[0].data(), velocity_[1].data(), velocity_[2].data()};
}

BlockedArray<double> Slots::forces() { return {force_.data(), force_quantities * block_width, 3}; }

BlockedArray<double> Slots::energies() { return {force_.data() + 3 * block_width, force_quantities * block_width, 1}; }

BlockedArray<float> Slots::virials() { return {virial_.data(), virial_quantities * block_width, virial_quantities}; }

void Slots::clear_sums(bool tally)
{
  force_.assign(force_quantities * size(), 0.0);
  std::fill(flux_.begin(), flux_.end(), 0.0);
  if (tally) {
    virial_.assign(virial_quantities * size(), 0.0F);
  }
}

void Slots::round_positions(const Vec3& origin, std::size_t begin, std::size_t end)
{
  subtract_to_floats(x_, origin.x, begin, end, position_float_[0]);
  subtract_to_floats(y_, origin.y, begin, end, position_float_[1]);
  subtract_to_floats(z_, origin.z, begin, end, position_float_[2]);
}

void Slots::prepare_velocities()
{
  for (AlignedVector<double>& component : velocity_) {
    component.resize(size(), 0.0);
  }
}

void Slots::prepare_species()
{
  if (species_.empty()) {
    species_.assign(species_float_.begin(), species_float_.end());
  }
}

void Slots::round_velocities()
{
  prepare_velocities();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    subtract_to_floats(velocity_[axis], 0.0, 0, size(), velocity_float_[axis]);
  }
}

void Slots::prepare_partner_sums() { partner_force_.resize(force_quantities * size()); }

void Slots::flush_partner_sums()
{
  soret::flush_partner_sums(partner_force_.data(), force_.data(), partner_force_.size());
}

PairTotals Slots::local_totals(const Vec3& origin)
{
  const bool has_velocities = !velocity_[0].empty();
  const std::array<double, 3> from{origin.x, origin.y, origin.z};
  std::array<double, 10> sums{};
  sum_over_slots(arrays(), has_velocities, size(), from.data(), sums.data());
  PairTotals totals{.potential_energy = -0.5 * sums[6]};
  std::copy_n(sums.begin(), totals.virial.size(), totals.virial.begin());
  if (!has_velocities) {
    return totals;
  }
  Vec3 flux;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto first = flux_.begin() + static_cast<std::ptrdiff_t>(axis * flux_lanes);
    flux[axis] = 0.5 * (std::accumulate(first, first + flux_lanes, 0.0) - sums[7 + axis]);
  }
  totals.heat_flux = flux;
  return totals;
}

PairArraysDouble Slots::arrays()
{
  return {.x = x_.data(),
          .y = y_.data(),
          .z = z_.data(),
          .species = species_.data(),
          .velocity_x = velocity_[0].data(),
          .velocity_y = velocity_[1].data(),
          .velocity_z = velocity_[2].data(),
          .force = force_.data(),
          .virial = virial_.data(),
          .flux = flux_.data(),
          .partner_force = force_.data(),
          .empty = size() - cluster_size};
}

PairArraysFloat Slots::arrays_float()
{
  return {.x = position_float_[0].data(),
          .y = position_float_[1].data(),
          .z = position_float_[2].data(),
          .species = species_float_.data(),
          .velocity_x = velocity_float_[0].data(),
          .velocity_y = velocity_float_[1].data(),
          .velocity_z = velocity_float_[2].data(),
          .force = force_.data(),
          .virial = virial_.data(),
          .flux = flux_.data(),
          .partner_force = partner_force_.data(),
          .empty = size() - cluster_size};
}

}  // namespace soret
