#include "validation.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/self_propulsion.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

/// +1 for the half of the particles with the smaller keys, -1 for the others, 0 for the middle one of an odd number.
std::vector<double> balanced_signs(const std::vector<double>& keys)
{
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t half = keys.size() / 2;
  const auto smaller = [&keys](std::size_t a, std::size_t b) { return keys[a] < keys[b]; };
  std::nth_element(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(half), order.end(), smaller);
  std::vector<double> signs(keys.size(), -1.0);
  for (std::size_t k = 0; k < half; ++k) {
    signs[order[k]] = 1.0;
  }
  if (keys.size() % 2 == 1) {
    signs[order[half]] = 0.0;
  }
  return signs;
}

}  // namespace

std::unique_ptr<SelfPropulsionControl> SelfPropulsion::make() const
{
  return std::make_unique<SelfPropulsionControl>(*this);
}

SelfPropulsionControl::SelfPropulsionControl(const SelfPropulsion& description)
    : description_{description}, stream_{description.seed, Stream::propulsion}
{
  require_not_negative(name() + ": force", description.force.value());
  require_positive(name() + ": persistence_time", description.persistence_time.value());
}

bool SelfPropulsionControl::is_active(Species species) const
{
  const std::vector<Species>& active = description_.species;
  return active.empty() || std::find(active.begin(), active.end(), species) != active.end();
}

void SelfPropulsionControl::all_find_active(const Motion& motion)
{
  std::vector<double> mine;
  for (std::size_t i = 0; i < motion.particles.size(); ++i) {
    if (is_active(motion.particles.species[i])) {
      mine.push_back(static_cast<double>(motion.particles.id[i]));
    }
  }
  std::vector<double> all;
  for (const std::vector<double>& of_rank : motion.communicator.gather(std::span<const double>{mine})) {
    all.insert(all.end(), of_rank.begin(), of_rank.end());
  }
  std::sort(all.begin(), all.end());
  motion.communicator.broadcast(all);
  ids_.assign(all.size(), 0);
  std::transform(all.begin(), all.end(), ids_.begin(), [](double id) { return static_cast<std::int64_t>(id); });
  place_.assign(ids_.empty() ? 0 : static_cast<std::size_t>(ids_.back()) + 1, -1);
  for (std::size_t k = 0; k < ids_.size(); ++k) {
    place_[static_cast<std::size_t>(ids_[k])] = static_cast<std::int32_t>(k);
  }
  if (!memory_.empty() && memory_.size() != ids_.size()) {
    throw RunTimeFailure("the saved forces of " + name() + " are those of another number of active particles");
  }
}

void SelfPropulsionControl::begin_step(Motion& motion)
{
  if (place_.empty()) {
    all_find_active(motion);
  }
  advance_forces(motion);
  kick(motion);
}

void SelfPropulsionControl::advance_forces(const Motion& motion)
{
  if (description_.kind == Propulsion::run_and_tumble) {
    const double steps = std::round(description_.persistence_time.value() / motion.time_step.value());
    const std::int64_t period = std::max<std::int64_t>(1, static_cast<std::int64_t>(steps));
    const std::int64_t tumbles = (motion.step - 1) / period;
    if (tumbles != last_tumble_ || forces_.size() != ids_.size()) {
      tumble(static_cast<std::uint64_t>(tumbles));
      last_tumble_ = tumbles;
    }
    return;
  }
  const bool is_first = memory_.empty();
  memory_.resize(ids_.size());
  turn(motion, is_first);
  remove_mean();
}

void SelfPropulsionControl::tumble(std::uint64_t draw)
{
  forces_.assign(ids_.size(), Vec3{});
  std::array<std::vector<double>, 3> keys;
  for (const std::int64_t id : ids_) {
    const auto uniform = stream_.uniform4(draw, static_cast<std::uint64_t>(id));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      keys[axis].push_back(uniform[axis]);
    }
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double> signs = balanced_signs(keys[axis]);
    for (std::size_t k = 0; k < ids_.size(); ++k) {
      forces_[k][axis] = description_.force.value() * signs[k];
    }
  }
}

void SelfPropulsionControl::turn(const Motion& motion, bool is_first)
{
  const double elapsed = motion.time_step.value() / description_.persistence_time.value();
  const bool on_sphere = description_.kind == Propulsion::brownian;
  const double kept = is_first ? 0.0 : on_sphere ? 1.0 : std::exp(-elapsed);
  // The angle's variance is 2 D_r dt = dt/tau_p per direction.
  const double strength = on_sphere && !is_first ? std::sqrt(elapsed) : std::sqrt(1.0 - kept * kept);
  for (std::size_t k = 0; k < ids_.size(); ++k) {
    const Vec3 noise = stream_.normal3(static_cast<std::uint64_t>(motion.step), static_cast<std::uint64_t>(ids_[k]));
    Vec3& now = memory_[k];
    const Vec3 kick = on_sphere && !is_first ? noise - dot(noise, now) * now : noise;
    now = kept * now + strength * kick;
    if (on_sphere) {
      now *= 1.0 / std::sqrt(norm_squared(now));
    }
  }
}

void SelfPropulsionControl::remove_mean()
{
  const Vec3 sum = std::accumulate(memory_.begin(), memory_.end(), Vec3{});
  const Vec3 mean = (1.0 / static_cast<double>(std::max<std::size_t>(1, memory_.size()))) * sum;
  forces_.resize(memory_.size());
  std::transform(memory_.begin(), memory_.end(), forces_.begin(),
                 [&](const Vec3& force) { return description_.force.value() * (force - mean); });
}

void SelfPropulsionControl::kick(Motion& motion)
{
  const double half_step = 0.5 * motion.time_step.value();
  Particles& particles = motion.particles;
  double work = 0.0;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const auto id = static_cast<std::size_t>(particles.id[i]);
    if (id >= place_.size() || place_[id] < 0) {
      continue;
    }
    const Vec3& force = forces_[static_cast<std::size_t>(place_[id])];
    const double scale = half_step / motion.species[index(particles.species[i])].mass;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      double& velocity = particles.velocity[axis][i];
      const double before = velocity;
      velocity += scale * force[axis];
      work += half_step * force[axis] * 0.5 * (before + velocity);
    }
  }
  book(work);
}

void SelfPropulsionControl::save(State& state) const
{
  Control::save(state);
  std::vector<double> memory;
  for (const Vec3& now : memory_) {
    memory.insert(memory.end(), {now.x, now.y, now.z});
  }
  state.put("memory", std::move(memory));
}

void SelfPropulsionControl::load(const State& state)
{
  Control::load(state);
  const std::vector<double>& memory = state.doubles("memory");
  memory_.clear();
  for (std::size_t k = 0; k + 2 < memory.size(); k += 3) {
    memory_.push_back({memory[k], memory[k + 1], memory[k + 2]});
  }
  place_.clear();
}

}  // namespace soret
