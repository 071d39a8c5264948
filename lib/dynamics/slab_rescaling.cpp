#include "validation.hpp"

#include <soret/dynamics/slab_rescaling.hpp>
#include <soret/dynamics/thermal_group.hpp>

#include <cmath>

namespace soret {

std::unique_ptr<SlabRescalingSource> SlabRescaling::make() const
{
  return std::make_unique<SlabRescalingSource>(*this);
}

SlabRescalingSource::SlabRescalingSource(const SlabRescaling& description)
    : Control{3},
      regions_{description.hot, description.cold},
      temperatures_{description.hot_temperature, description.cold_temperature}
{
  require_disjoint("slab_rescaling", description.hot, description.cold);
  set_temperatures(description.hot_temperature, description.cold_temperature);
}

std::vector<std::string> SlabRescalingSource::ledger_names() const
{
  return {name() + "/hot", name() + "/cold", name() + "/momentum"};
}

void SlabRescalingSource::set_temperatures(Temperature hot, Temperature cold)
{
  require_positive("slab_rescaling: hot temperature", hot.value());
  require_positive("slab_rescaling: cold temperature", cold.value());
  temperatures_ = {hot, cold};
}

void SlabRescalingSource::end_step(Motion& motion)
{
  Members everybody;
  everybody.local_find(Region{}, motion.box, motion.particles);
  std::array<GroupMotion, 3> local;  // hot, cold, all
  for (std::size_t side = 0; side < 2; ++side) {
    members_[side].local_find(regions_[side], motion.box, motion.particles);
    local[side] = local_group_motion(motion.particles, motion.species, members_[side]);
  }
  local[2] = local_group_motion(motion.particles, motion.species, everybody);
  std::array<GroupMotion, 3> total = local;
  all_sum(motion.communicator, total);

  Vec3 added_momentum;
  GroupMotion& shifted = local[2];
  for (std::size_t side = 0; side < 2; ++side) {
    if (!(total[side].twice_kinetic_energy > 0.0)) {
      continue;
    }
    const double target = 3.0 * total[side].count * temperatures_[side].value();
    const double factor = std::sqrt(target / total[side].twice_kinetic_energy);
    auto& [vx, vy, vz] = motion.particles.velocity;
    members_[side].for_each([&, factor](std::size_t i) {
      vx[i] *= factor;
      vy[i] *= factor;
      vz[i] *= factor;
    });
    added_momentum += (factor - 1.0) * total[side].momentum;
    shifted.momentum += (factor - 1.0) * local[side].momentum;
    book(0.5 * (factor * factor - 1.0) * local[side].twice_kinetic_energy, side);
  }
  book(local_shift_velocities(motion.particles, shifted, (-1.0 / total[2].mass) * added_momentum), 2);
}

void SlabRescalingSource::save(State& state) const
{
  Control::save(state);
  state.put("temperatures", std::vector<double>{temperatures_[0].value(), temperatures_[1].value()});
}

void SlabRescalingSource::load(const State& state)
{
  Control::load(state);
  const auto& saved = state.doubles("temperatures");
  set_temperatures(Temperature{saved.at(0)}, Temperature{saved.at(1)});
}

}  // namespace soret
