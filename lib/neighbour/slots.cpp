#include <soret/neighbour/slots.hpp>

#include <algorithm>

namespace soret {

namespace {

/// One quantity of an array that holds `quantities` of them.
BlockedArray quantity_of(AlignedVector<double>& blocks, std::size_t quantity, std::size_t quantities)
{
  return {blocks.data() + quantity * block_width, quantities * block_width};
}

void subtract_to_floats(const AlignedVector<double>& from, double origin, AlignedVector<float>& to)
{
  to.resize(from.size());
  for (std::size_t slot = 0; slot < from.size(); ++slot) {
    to[slot] = static_cast<float>(from[slot] - origin);
  }
}

}  // namespace

void Slots::reset(std::size_t count, double beyond)
{
  beyond_ = beyond;
  x_.resize(count);
  y_.resize(count);
  z_.assign(count, beyond);
  for (std::size_t slot = 0; slot < count; ++slot) {
    x_[slot] = beyond * static_cast<double>(1 + slot % 1024);
    y_[slot] = beyond * static_cast<double>(1 + slot / 1024);
  }
  species_.assign(count, 0);
  species_float_.assign(count, 0);
}

void Slots::place(std::size_t slot, const Vec3& position, Species species)
{
  x_[slot] = position.x;
  y_[slot] = position.y;
  z_[slot] = position.z;
  species_[slot] = static_cast<std::int64_t>(index(species));
  species_float_[slot] = static_cast<std::int32_t>(index(species));
}

std::array<BlockedArray, 3> Slots::forces()
{
  return {quantity_of(force_, 0, force_quantities), quantity_of(force_, 1, force_quantities),
          quantity_of(force_, 2, force_quantities)};
}

std::array<BlockedArray, 1 + virial_quantities> Slots::tallies()
{
  std::array<BlockedArray, 1 + virial_quantities> tallies{quantity_of(force_, 3, force_quantities)};
  for (std::size_t component = 0; component < virial_quantities; ++component) {
    tallies[1 + component] = quantity_of(virial_, component, virial_quantities);
  }
  return tallies;
}

void Slots::clear_sums(bool tally)
{
  force_.assign(force_quantities * size(), 0.0);
  if (tally) {
    virial_.assign(virial_quantities * size(), 0.0);
  }
}

void Slots::round_positions(const Vec3& origin)
{
  subtract_to_floats(x_, origin.x, position_float_[0]);
  subtract_to_floats(y_, origin.y, position_float_[1]);
  subtract_to_floats(z_, origin.z, position_float_[2]);
}

PairArraysDouble Slots::arrays()
{
  return {.x = x_.data(),
          .y = y_.data(),
          .z = z_.data(),
          .species = species_.data(),
          .force = force_.data(),
          .virial = virial_.data()};
}

PairArraysFloat Slots::arrays_float()
{
  return {.x = position_float_[0].data(),
          .y = position_float_[1].data(),
          .z = position_float_[2].data(),
          .species = species_float_.data(),
          .force = force_.data(),
          .virial = virial_.data()};
}

}  // namespace soret
