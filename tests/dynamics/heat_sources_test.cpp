/// \file
/// The two-slab heat sources against their equations.

#include "two_slabs.hpp"

#include <soret/dynamics/heat_exchange.hpp>
#include <soret/dynamics/slab_rescaling.hpp>
#include <soret/dynamics/thermal_group.hpp>

#include <doctest/doctest.h>

using namespace soret;
using namespace two_slabs;

namespace {

toy::Run crystal_run(const toy::Crystal& crystal, double time_step)
{
  return {alone(),
          crystal.box,
          toy::two_species(),
          crystal.particles(toy::two_species(), Temperature{1.0}, Seed{4}),
          VelocityVerlet{TimeStep{time_step}},
          crystal};
}

GroupMotion motion_of(const toy::Run& run, const Slab& slab)
{
  Members members;
  members.local_find(slab, run.box, run.particles);
  return local_group_motion(run.particles, run.species, members);
}

}  // namespace

TEST_CASE("hex changes the thermal kinetic energy of each slab by F dt and leaves its momentum")
{
  const toy::Crystal crystal{4, 4, 8, 20.0};
  toy::Run run = crystal_run(crystal, 0.01);
  run.advance(200);
  run.control(HeatExchange{hot, cold, Power{30.0}, HeatExchangeScheme::hex});
  const GroupMotion hot_before = motion_of(run, hot);
  const GroupMotion cold_before = motion_of(run, cold);
  end_step(run);
  const GroupMotion hot_after = motion_of(run, hot);
  const GroupMotion cold_after = motion_of(run, cold);
  CHECK(hot_after.thermal_kinetic_energy() - hot_before.thermal_kinetic_energy() ==
        doctest::Approx(0.3).epsilon(1e-12));
  CHECK(cold_after.thermal_kinetic_energy() - cold_before.thermal_kinetic_energy() ==
        doctest::Approx(-0.3).epsilon(1e-12));
  CHECK(norm_squared(hot_after.momentum - hot_before.momentum) < 1e-24);
  CHECK(norm_squared(cold_after.momentum - cold_before.momentum) < 1e-24);
  CHECK(run.controls[0]->local_ledger()[0] == doctest::Approx(0.3).epsilon(1e-12));
  CHECK(run.controls[0]->local_ledger()[1] == doctest::Approx(-0.3).epsilon(1e-12));
}

TEST_CASE("ehex displaces by the published correction")
{
  const toy::Crystal crystal{4, 4, 8, 20.0};
  toy::Run run = crystal_run(crystal, 0.02);
  run.advance(200);
  run.control(HeatExchange{hot, cold, Power{30.0}, HeatExchangeScheme::ehex});
  const toy::Run before{run.communicator, run.box, run.species, run.particles, run.integrator};
  end_step(run);
  const double dt = 0.02;
  std::vector<Vec3> expected(before.particles.size());
  for (const auto& [slab, flow] : {std::pair{hot, 30.0}, std::pair{cold, -30.0}}) {
    const auto group = inside(before, slab);
    double mass = 0.0;
    Vec3 momentum;
    Vec3 force;
    for (const std::size_t i : group) {
      mass += mass_of(before, i);
      momentum += mass_of(before, i) * before.particles.velocity_of(i);
      force += before.particles.force_of(i);
    }
    const Vec3 drift = (1.0 / mass) * momentum;
    double kinetic = 0.0;
    double work = 0.0;
    for (const std::size_t i : group) {
      const Vec3 relative = before.particles.velocity_of(i) - drift;
      kinetic += 0.5 * mass_of(before, i) * norm_squared(relative);
      work += dot(before.particles.force_of(i), relative);
    }
    for (const std::size_t i : group) {
      const double m = mass_of(before, i);
      const Vec3 eta = (m * flow / (2.0 * kinetic)) * (before.particles.velocity_of(i) - drift);
      const Vec3 epsilon = (1.0 / (m * kinetic) * (flow / 48.0 + work / 6.0)) * eta -
                           flow / (12.0 * kinetic) * ((1.0 / m) * before.particles.force_of(i) - (1.0 / mass) * force);
      expected[i] = -(dt * dt * dt) * epsilon;
    }
  }
  double largest = 0.0;
  double worst = 0.0;
  for (std::size_t i = 0; i < before.particles.size(); ++i) {
    const Vec3 moved = run.particles.position_of(i) - before.particles.position_of(i);
    largest = std::max(largest, norm_squared(moved));
    worst = std::max(worst, norm_squared(moved - expected[i]));
  }
  CHECK(std::sqrt(largest) > 1e-6);
  CHECK(std::sqrt(worst) < 1e-14);
}

namespace {

/// Velocity Verlet conserves H + dt² H_2, H_2 = v.U''v/12 - sum f²/(24 m). Rescaling in Gamma changes H_2, and the part
/// of that change which is a time derivative (of -sum_Gamma (F/(12 K)) f.(v - v_Gamma)) does no harm; the rest is the
/// drift. So
///     E* = H + dt² (H_2 + sum_Gamma (F/(12 K)) sum_i f_i.(v_i - v_Gamma))
/// is free of everything of order dt² but the drift, which shows within a short time.
double shadow_energy(const toy::Run& run, const toy::Crystal& crystal, double power)
{
  constexpr double tiny = 1e-4;
  Particles here = run.particles;
  Particles ahead = run.particles;
  Particles behind = run.particles;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t i = 0; i < here.size(); ++i) {
      ahead.position[axis][i] += tiny * here.velocity[axis][i];
      behind.position[axis][i] -= tiny * here.velocity[axis][i];
    }
  }
  const double energy = crystal(here) + local_kinetic_energy(here, run.species);
  crystal(ahead);
  crystal(behind);
  double correction = 0.0;
  for (std::size_t i = 0; i < here.size(); ++i) {
    const Vec3 force_rate = (0.5 / tiny) * (ahead.force_of(i) - behind.force_of(i));
    correction -=
        dot(here.velocity_of(i), force_rate) / 12.0 + norm_squared(here.force_of(i)) / (24.0 * mass_of(run, i));
  }
  for (const auto& [slab, flow] : {std::pair{hot, power}, std::pair{cold, -power}}) {
    const GroupMotion group = motion_of(run, slab);
    double work = 0.0;
    for (const std::size_t i : inside(run, slab)) {
      work += dot(here.force_of(i), here.velocity_of(i) - group.velocity());
    }
    correction += flow / (12.0 * group.thermal_kinetic_energy()) * work;
  }
  const double dt = run.integrator.time_step().value();
  return energy + dt * dt * correction;
}

/// Largest deviation of the shadow energy in half a unit of time.
double worst_loss(HeatExchangeScheme scheme, std::int64_t steps)
{
  const double power = 20.0;
  const toy::Crystal crystal{4, 4, 8, 20.0};
  toy::Run start = crystal_run(crystal, 0.005);
  start.advance(1000);
  toy::Run run = crystal_run(crystal, 0.5 / static_cast<double>(steps));
  run.particles = start.particles;
  run.advance(0);
  run.control(HeatExchange{hot, cold, Power{power}, scheme});
  const double initial = shadow_energy(run, crystal, power);
  double worst = 0.0;
  run.advance(steps, [&] { worst = std::max(worst, std::abs(shadow_energy(run, crystal, power) - initial)); });
  return worst;
}

}  // namespace

TEST_CASE("ehex removes the energy drift of hex")
{
  const double hex_coarse = worst_loss(HeatExchangeScheme::hex, 100);
  const double hex_fine = worst_loss(HeatExchangeScheme::hex, 200);
  const double ehex_coarse = worst_loss(HeatExchangeScheme::ehex, 100);
  const double ehex_fine = worst_loss(HeatExchangeScheme::ehex, 200);
  CHECK(hex_coarse / hex_fine == doctest::Approx(4.0).epsilon(0.1));  // of order dt²
  CHECK(ehex_coarse / ehex_fine > 7.0);                               // of order dt³
  CHECK(hex_coarse / ehex_coarse > 10.0);
  CHECK(hex_fine / ehex_fine > 20.0);
}

TEST_CASE("slab rescaling sets 3n degrees of freedom to the temperature, then restores the momentum")
{
  const Box box{6.0, 7.0, 20.0};
  toy::Run run{alone(), box, toy::two_species(), toy::gas(200, box, toy::two_species(), Temperature{1.0}, Seed{9}),
               VelocityVerlet{TimeStep{0.01}}};
  run.control(SlabRescaling{hot, cold, Temperature{1.4}, Temperature{0.8}});
  const toy::Run before{run.communicator, run.box, run.species, run.particles, run.integrator};
  end_step(run);

  Particles expected = before.particles;
  for (const auto& [slab, temperature] : {std::pair{hot, 1.4}, std::pair{cold, 0.8}}) {
    const auto group = inside(before, slab);
    double twice_kinetic = 0.0;
    for (const std::size_t i : group) {
      twice_kinetic += mass_of(before, i) * norm_squared(before.particles.velocity_of(i));
    }
    const double alpha = std::sqrt(3.0 * static_cast<double>(group.size()) * temperature / twice_kinetic);
    for (const std::size_t i : group) {
      for (auto& component : expected.velocity) {
        component[i] *= alpha;
      }
    }
  }
  double mass = 0.0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    mass += mass_of(before, i);
  }
  const Vec3 shift =
      (1.0 / mass) * (local_momentum(before.particles, before.species) - local_momentum(expected, before.species));
  double worst = 0.0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    worst = std::max(worst, norm_squared(expected.velocity_of(i) + shift - run.particles.velocity_of(i)));
  }
  CHECK(norm_squared(shift) > 1e-8);
  CHECK(std::sqrt(worst) < 1e-14);
  CHECK(run.controls[0]->local_ledger()[0] > 0.0);
  CHECK(run.controls[0]->local_ledger()[1] < 0.0);
}
