#pragma once
/// \file
/// Small systems and the smallest possible simulation loop, so that controls are tested without the machinery of
/// domains.

#include <soret/core/random.hpp>
#include <soret/dynamics/control.hpp>
#include <soret/dynamics/velocity_verlet.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

namespace toy {

using namespace soret;

/// One species of mass 1, or two of masses 1 and 2.5.
inline SpeciesTable one_species() { return {{"A", 1.0}}; }
inline SpeciesTable two_species() { return {{"A", 1.0}, {"B", 2.5}}; }

/// Particles spread evenly over the box with Maxwell velocities; species alternate.
inline Particles gas(std::size_t count, const Box& box, const SpeciesTable& species, Temperature temperature, Seed seed)
{
  const RandomStream places{seed, Stream::placement};
  const RandomStream speeds{seed, Stream::velocities};
  Particles particles;
  for (std::size_t i = 0; i < count; ++i) {
    const auto kind = static_cast<Species>(i % species.size());
    const auto u = places.uniform4(0, i);
    const double width = std::sqrt(temperature.value() / species[index(kind)].mass);
    particles.add(static_cast<std::int64_t>(i), kind,
                  {u[0] * box.lengths().x, u[1] * box.lengths().y, u[2] * box.lengths().z},
                  width * speeds.normal3(0, i));
  }
  return particles;
}

/// The particles that a rank gets when they are dealt out like cards.
inline Particles dealt(const Particles& all, const mpi::Communicator& communicator)
{
  Particles mine;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (static_cast<int>(i) % communicator.size() == communicator.rank()) {
      mine.add(all.id[i], all.species[i], all.position_of(i), all.velocity_of(i));
    }
  }
  return mine;
}

/// Sets the forces and returns the potential energy, both of this rank's particles.
using ForceLaw = std::function<double(Particles&)>;

inline double no_force(Particles&) { return 0.0; }

/// Every particle on a spring to the middle of the box.
inline ForceLaw trap(const Box& box, double stiffness)
{
  return [=](Particles& particles) {
    double energy = 0.0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t i = 0; i < particles.size(); ++i) {
        const double displacement = particles.position[axis][i] - 0.5 * box.lengths()[axis];
        particles.force[axis][i] = -stiffness * displacement;
        energy += 0.5 * stiffness * displacement * displacement;
      }
    }
    return energy;
  };
}

/// A periodic cubic crystal of unit spacing whose particles never leave their sites for long: neighbours i, j are bound
/// by u = stiffness/2 d² + stiffness d⁴, d the difference of their displacements. Polynomial, so that what an
/// integrator does to the energy is seen as it is; anharmonic, so that it thermalises. All particles must be on one
/// rank.
class Crystal {
 public:
  Crystal(std::size_t nx, std::size_t ny, std::size_t nz, double stiffness)
      : box{static_cast<double>(nx), static_cast<double>(ny), static_cast<double>(nz)}, stiffness_{stiffness}
  {
    const auto site = [=](std::size_t x, std::size_t y, std::size_t z) {
      return ((x % nx) * ny + y % ny) * nz + z % nz;
    };
    for (std::size_t x = 0; x < nx; ++x) {
      for (std::size_t y = 0; y < ny; ++y) {
        for (std::size_t z = 0; z < nz; ++z) {
          sites_.push_back({double(x) + 0.5, double(y) + 0.5, double(z) + 0.5});
          for (const std::size_t neighbour : {site(x + 1, y, z), site(x, y + 1, z), site(x, y, z + 1)}) {
            bonds_.push_back({site(x, y, z), neighbour});
          }
        }
      }
    }
  }

  /// Particles on their sites, Maxwell velocities of zero total momentum. The springs take up half of the kinetic
  /// energy.
  Particles particles(const SpeciesTable& species, Temperature temperature, Seed seed) const
  {
    Particles made = gas(sites_.size(), box, species, temperature, seed);
    double mass = 0.0;
    for (const Species kind : made.species) {
      mass += species[index(kind)].mass;
    }
    const Vec3 drift = (1.0 / mass) * local_momentum(made, species);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (std::size_t i = 0; i < made.size(); ++i) {
        made.position[axis][i] = sites_[i][axis];
        made.velocity[axis][i] -= drift[axis];
      }
    }
    return made;
  }

  double operator()(Particles& particles) const
  {
    double energy = 0.0;
    for (auto& component : particles.force) {
      std::fill(component.begin(), component.end(), 0.0);
    }
    for (const auto& [i, j] : bonds_) {
      const Vec3 d = particles.position_of(i) - sites_[i] - (particles.position_of(j) - sites_[j]);
      const double d_squared = norm_squared(d);
      energy += stiffness_ * d_squared * (0.5 + d_squared);
      const Vec3 force = (-stiffness_ * (1.0 + 4.0 * d_squared)) * d;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        particles.force[axis][i] += force[axis];
        particles.force[axis][j] -= force[axis];
      }
    }
    return energy;
  }

  Box box;

 private:
  double stiffness_;
  std::vector<Vec3> sites_;
  std::vector<std::array<std::size_t, 2>> bonds_;
};

/// A system in motion under some controls.
struct Run {
  mpi::Communicator communicator;
  Box box;
  SpeciesTable species;
  Particles particles;
  VelocityVerlet integrator;
  ForceLaw force_law = no_force;
  std::vector<std::unique_ptr<Control>> controls = {};
  std::int64_t step = 0;
  double local_potential_energy = 0.0;

  /// Takes the control into the run and returns it for questions later.
  template <ControlDescription Description>
  auto& control(const Description& description)
  {
    auto made = description.make();
    auto& reference = *made;
    controls.push_back(std::move(made));
    return reference;
  }

  template <class AfterStep>
  void advance(std::int64_t steps, AfterStep after_step)
  {
    local_potential_energy = force_law(particles);
    for (std::int64_t k = 0; k < steps; ++k) {
      ++step;
      Motion motion{communicator, box, species, particles, integrator.time_step(), step, 0};
      for (auto& control : controls) {
        control->begin_step(motion);
      }
      integrator.half_kick(particles, species);
      integrator.drift(particles, 0.5);
      for (auto& control : controls) {
        if (control->acts_mid_step()) {
          control->mid_step(motion);
        }
      }
      integrator.drift(particles, 0.5);
      local_potential_energy = force_law(particles);
      integrator.half_kick(particles, species);
      for (auto control = controls.rbegin(); control != controls.rend(); ++control) {
        (*control)->end_step(motion);
      }
      after_step();
    }
  }
  void advance(std::int64_t steps)
  {
    advance(steps, [] {});
  }

  double all_energy() const
  {
    return communicator.all_sum(local_kinetic_energy(particles, species) + local_potential_energy);
  }
  double all_energy_added() const
  {
    double sum = 0.0;
    for (const auto& control : controls) {
      sum += control->local_energy_added();
    }
    return communicator.all_sum(sum);
  }
  Vec3 all_momentum() const
  {
    const Vec3 local = local_momentum(particles, species);
    std::vector<double> sums{local.x, local.y, local.z};
    communicator.all_sum(sums);
    return {sums[0], sums[1], sums[2]};
  }
};

/// Mean and variance of a series, with the standard error of the mean from blocks longer than any correlation in it.
class Series {
 public:
  void add(double value) { values_.push_back(value); }
  double mean() const { return mean_of(0, values_.size()); }
  double variance() const
  {
    const double m = mean();
    double sum = 0.0;
    for (const double v : values_) {
      sum += (v - m) * (v - m);
    }
    return sum / static_cast<double>(values_.size());
  }
  double error_of_mean(std::size_t blocks = 20) const
  {
    const double m = mean();
    const std::size_t length = values_.size() / blocks;
    double sum = 0.0;
    for (std::size_t b = 0; b < blocks; ++b) {
      const double deviation = mean_of(b * length, (b + 1) * length) - m;
      sum += deviation * deviation;
    }
    const auto count = static_cast<double>(blocks);
    return std::sqrt(sum / (count * (count - 1.0)));
  }
  /// Whether the mean lies within the given number of standard errors of what is expected.
  bool agrees_with(double expected, double standard_errors) const
  {
    return std::abs(mean() - expected) < standard_errors * error_of_mean();
  }

 private:
  double mean_of(std::size_t begin, std::size_t end) const
  {
    double sum = 0.0;
    for (std::size_t i = begin; i < end; ++i) {
      sum += values_[i];
    }
    return sum / static_cast<double>(end - begin);
  }
  std::vector<double> values_;
};

}  // namespace toy
