#pragma once
/// \file
/// The particles of a region seen as a thermal system: their barycentric motion, and their kinetic energy relative to
/// it.

#include <soret/core/vec3.hpp>
#include <soret/dynamics/control.hpp>
#include <soret/dynamics/region.hpp>

#include <array>
#include <span>

namespace soret {

/// Sums over a group of particles: n, M = sum m, P = sum m v, 2K = sum m v².
struct GroupMotion {
  double count = 0.0;
  double mass = 0.0;
  Vec3 momentum;
  double twice_kinetic_energy = 0.0;

  static constexpr std::size_t value_count = 6;
  /// The sums as numbers, to be added up over ranks.
  std::array<double, value_count> values() const;
  static GroupMotion from_values(std::span<const double> values);

  /// V = P/M (zero for an empty group).
  Vec3 velocity() const;
  /// Kinetic energy relative to the barycentre, K - P²/(2M).
  double thermal_kinetic_energy() const;
  /// 3n - 3: one barycentre is fixed; at least zero.
  double degrees_of_freedom() const;
};

/// The sums over this rank's members.
GroupMotion local_group_motion(const Particles& particles, const SpeciesTable& species, const Members& members);

/// Collective: adds up over ranks, in place.
void all_sum(const mpi::Communicator& communicator, std::span<GroupMotion> groups);

/// v_i += shift for every particle of this rank, whose sums are `local`; returns the energy added, M u²/2 + u . P.
double local_shift_velocities(Particles& particles, const GroupMotion& local, const Vec3& shift);

/// What a thermostat that scales velocities does to a region: measure, then scale about the barycentre,
///
///     v_i -> V + factor (v_i - V),    V = P/M of the region on all ranks,
///
/// which leaves the region's momentum as it was, so the whole box's as well. The 3n - 3 degrees of freedom that are
/// left are independent of V in equilibrium, so the same count is right for the box and for a slab that exchanges
/// particles.
class ThermalGroup {
 public:
  explicit ThermalGroup(const Region& region) : region_{region} {}

  /// Collective: finds who is inside now and sums over all ranks.
  const GroupMotion& all_measure(const Motion& motion);
  /// The rank-local part of all_measure, for those who reduce the sums together with others and then give set_total().
  const GroupMotion& local_measure(const Motion& motion);
  void set_total(const GroupMotion& total) { total_ = total; }
  const GroupMotion& total() const { return total_; }
  const Members& members() const { return members_; }
  /// Whether there is thermal motion to act on: two particles or more, not all at rest.
  bool has_thermal_motion() const;
  /// Scales this rank's members about the measured barycentre; returns this rank's share of the energy added,
  ///     (factor² - 1)/2 sum m w²,   w = v - V
  /// (the terms linear in w add up to zero over the ranks and are left out).
  double local_scale(const Motion& motion, double factor);

 private:
  Region region_;
  Members members_;
  GroupMotion local_;
  GroupMotion total_;
};

}  // namespace soret
