#include <soret/neighbour/slots.hpp>

#include <algorithm>

namespace soret {

namespace {

void add_floats(const AlignedVector<float>& from, AlignedVector<double>& to)
{
  for (std::size_t slot = 0; slot < to.size(); ++slot) {
    to[slot] += static_cast<double>(from[slot]);
  }
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
  for (auto& component : force_) {
    component.resize(count);
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

std::array<double*, tally_count> Slots::tallies()
{
  std::array<double*, tally_count> pointers{};
  std::transform(tally_.begin(), tally_.end(), pointers.begin(), [](auto& tally) { return tally.data(); });
  return pointers;
}

void Slots::clear_sums(bool tally)
{
  for (auto& component : force_) {
    component.assign(size(), 0.0);
  }
  if (tally) {
    for (auto& quantity : tally_) {
      quantity.assign(size(), 0.0);
    }
  }
}

void Slots::begin_float(const Vec3& origin, bool tally)
{
  subtract_to_floats(x_, origin.x, position_float_[0]);
  subtract_to_floats(y_, origin.y, position_float_[1]);
  subtract_to_floats(z_, origin.z, position_float_[2]);
  for (auto& component : force_float_) {
    component.assign(size(), 0.0F);
  }
  if (tally) {
    for (auto& quantity : tally_float_) {
      quantity.assign(size(), 0.0F);
    }
  }
}

void Slots::end_float(bool tally)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    add_floats(force_float_[axis], force_[axis]);
  }
  if (tally) {
    for (std::size_t quantity = 0; quantity < tally_count; ++quantity) {
      add_floats(tally_float_[quantity], tally_[quantity]);
    }
  }
}

PairArraysDouble Slots::arrays()
{
  PairArraysDouble arrays{.x = x_.data(),
                          .y = y_.data(),
                          .z = z_.data(),
                          .species = species_.data(),
                          .force_x = force_[0].data(),
                          .force_y = force_[1].data(),
                          .force_z = force_[2].data(),
                          .tally = {}};
  for (std::size_t quantity = 0; quantity < tally_count; ++quantity) {
    arrays.tally[quantity] = tally_[quantity].data();
  }
  return arrays;
}

PairArraysFloat Slots::arrays_float()
{
  PairArraysFloat arrays{.x = position_float_[0].data(),
                         .y = position_float_[1].data(),
                         .z = position_float_[2].data(),
                         .species = species_float_.data(),
                         .force_x = force_float_[0].data(),
                         .force_y = force_float_[1].data(),
                         .force_z = force_float_[2].data(),
                         .tally = {}};
  for (std::size_t quantity = 0; quantity < tally_count; ++quantity) {
    arrays.tally[quantity] = tally_float_[quantity].data();
  }
  return arrays;
}

}  // namespace soret
