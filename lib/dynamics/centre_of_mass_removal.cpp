#include "validation.hpp"

#include <soret/dynamics/centre_of_mass_removal.hpp>
#include <soret/dynamics/thermal_group.hpp>

#include <utility>

namespace soret {

std::unique_ptr<CentreOfMassRemovalControl> CentreOfMassRemoval::make() const
{
  return std::make_unique<CentreOfMassRemovalControl>(*this);
}

CentreOfMassRemovalControl::CentreOfMassRemovalControl(const CentreOfMassRemoval& description)
    : interval_{description.interval}
{
  require_at_least_one(name() + ": interval", interval_.value());
}

void CentreOfMassRemovalControl::end_step(Motion& motion)
{
  book(std::exchange(motion.local_recoil, 0.0));
  if (!is_due(interval_, motion.step)) {
    return;
  }
  Members everybody;
  everybody.local_find(Region{}, motion.box, motion.particles);
  const GroupMotion local = local_group_motion(motion.particles, motion.species, everybody);
  GroupMotion total = local;
  all_sum(motion.communicator, std::span{&total, 1});
  book(local_shift_velocities(motion.particles, local, -1.0 * total.velocity()));
}

}  // namespace soret
