#include <soret/sampling/wave_vector_shells.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace soret {

namespace {

constexpr double most_shells = 1e6;

std::size_t shells_up_to(WaveNumber longest, WaveNumber width)
{
  const double shells = std::ceil(longest.value() / width.value() * (1.0 - 1e-12));
  if (!(width.value() > 0.0) || !(shells >= 1.0) || !(shells <= most_shells)) {
    throw InputError(
        fmt::format("wave numbers up to {} in shells of width {}: both must be positive, and at most {:g} "
                    "shells are possible",
                    longest.value(), width.value(), most_shells));
  }
  return static_cast<std::size_t>(shells);
}

}  // namespace

WaveVectorShells::WaveVectorShells(const Vec3& lengths, WaveNumber longest, WaveNumber width, WaveNumber reach)
    : width_{width.value()}, level_of_slot_(shells_up_to(longest, width), 0)
{
  const double end = WaveVectorShells::end(longest, width).value();
  const double reached = reach.value() > 0.0 ? std::min(reach.value(), end) : end;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    unit_[axis] = 2.0 * std::numbers::pi / lengths[axis];
    largest_index_[axis] = static_cast<int>(reached / unit_[axis] * (1.0 + 1e-12));
  }
  for (std::size_t slot = 0; slot < level_of_slot_.size(); ++slot) {
    while (static_cast<double>(slot + 1) * width_ > reached * fold(level_of_slot_[slot]) * (1.0 + 1e-12)) {
      ++level_of_slot_[slot];
    }
  }
  levels_ = level_of_slot_.back() + 1;
  std::vector<double> count(level_of_slot_.size(), 0.0);
  std::vector<double> sum(level_of_slot_.size(), 0.0);
  shell_of_slot_.resize(level_of_slot_.size());
  for (std::size_t slot = 0; slot < shell_of_slot_.size(); ++slot) {
    shell_of_slot_[slot] = slot;
  }
  for (int level = 0; level < levels_; ++level) {
    for_each(level, [&](const WaveIndex& index, std::size_t slot) {
      count[slot] += 1.0;
      sum[slot] += wave_number(index, level);
    });
  }
  for (std::size_t slot = 0; slot < count.size(); ++slot) {
    shell_of_slot_[slot] = size();
    if (count[slot] > 0.0) {
      wave_numbers_.push_back(sum[slot] / count[slot]);
      half_vectors_.push_back(count[slot]);
      level_of_shell_.push_back(level_of_slot_[slot]);
    }
  }
  if (wave_numbers_.empty()) {
    throw InputError(
        fmt::format("no wave vector of the box {} × {} × {} is shorter than {}", lengths.x, lengths.y, lengths.z, end));
  }
}

WaveNumber WaveVectorShells::end(WaveNumber longest, WaveNumber width)
{
  return WaveNumber{width.value() * static_cast<double>(shells_up_to(longest, width))};
}

std::vector<double> WaveVectorShells::folds() const
{
  std::vector<double> values;
  for (const int level : level_of_shell_) {
    values.push_back(fold(level));
  }
  return values;
}

}  // namespace soret
