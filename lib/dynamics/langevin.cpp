#include "gaussian_noise.hpp"
#include "validation.hpp"

#include <soret/dynamics/langevin.hpp>

#include <cmath>

namespace soret {

namespace {

/// The exact Ornstein-Uhlenbeck map for particles of one mass: v -> damping v + strength R.
struct OrnsteinUhlenbeck {
  double mass;
  double strength;
};

std::vector<OrnsteinUhlenbeck> maps_per_species(const SpeciesTable& species, double damping, double temperature)
{
  std::vector<OrnsteinUhlenbeck> maps;
  for (const SpeciesInfo& info : species) {
    maps.push_back({info.mass, std::sqrt((1.0 - damping * damping) * temperature / info.mass)});
  }
  return maps;
}

}  // namespace

std::unique_ptr<LangevinThermostat> Langevin::make() const { return std::make_unique<LangevinThermostat>(*this); }

LangevinThermostat::LangevinThermostat(const Langevin& description)
    : Thermostat{"langevin", description.label, description.temperature},
      relaxation_time_{description.relaxation_time},
      stream_{description.seed, Stream::langevin, description.instance},
      region_{description.region},
      net_of_recoil_{description.net_of_recoil}
{
  require_positive(name() + ": relaxation_time", relaxation_time_.value());
}

void LangevinThermostat::follow(const TemperatureCourse& course, Duration time)
{
  const std::optional<Temperature> temperature = course.at(time);
  is_resting_ = !temperature;
  if (temperature) {
    set_temperature(*temperature);
  }
}

void LangevinThermostat::save(State& state) const
{
  Thermostat::save(state);
  state.put("is_resting", std::int64_t{is_resting_ ? 1 : 0});
}

void LangevinThermostat::load(const State& state)
{
  Thermostat::load(state);
  is_resting_ = state.integer("is_resting") != 0;
}

void LangevinThermostat::mid_step(Motion& motion)
{
  if (is_resting_) {
    return;
  }
  const double damping = std::exp(-motion.time_step.value() / relaxation_time_.value());
  const auto maps = maps_per_species(motion.species, damping, temperature().value());
  Particles& particles = motion.particles;
  members_.local_find(region_, motion.box, particles);

  std::array<std::size_t, noise_block> chosen{};
  std::array<std::int64_t, noise_block> ids{};
  std::array<std::array<double, noise_block>, 3> noise{};
  std::size_t filled = 0;
  double twice_energy = 0.0;
  double mass = 0.0;
  const auto kick_chosen = [&] {
    gaussian_noise(stream_, motion.step, std::span{ids}.first(filled), noise);
    for (std::size_t k = 0; k < filled; ++k) {
      const std::size_t i = chosen[k];
      const OrnsteinUhlenbeck& map = maps[index(particles.species[i])];
      double change = 0.0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        double& velocity = particles.velocity[axis][i];
        const double before = velocity;
        velocity = damping * before + map.strength * noise[axis][k];
        change += (velocity - before) * (velocity + before);
      }
      twice_energy += map.mass * change;
      mass += map.mass;
    }
    filled = 0;
  };
  members_.for_each([&](std::size_t i) {
    chosen[filled] = i;
    ids[filled] = particles.id[i];
    if (++filled == noise_block) {
      kick_chosen();
    }
  });
  kick_chosen();
  const double recoil = net_of_recoil_ ? 3.0 * (1.0 - damping) * temperature().value() * mass / all_mass(motion) : 0.0;
  book(0.5 * twice_energy - recoil);
  motion.local_recoil += recoil;
}

/// Of the whole system; collective in the first step. From numbers, so that no order of summation matters.
double LangevinThermostat::all_mass(const Motion& motion)
{
  if (total_mass_ == 0.0) {
    std::vector<double> count(motion.species.size(), 0.0);
    for (const Species kind : motion.particles.species) {
      count[index(kind)] += 1.0;
    }
    motion.communicator.all_sum(count);
    for (std::size_t kind = 0; kind < count.size(); ++kind) {
      total_mass_ += count[kind] * motion.species[kind].mass;
    }
  }
  return total_mass_;
}

}  // namespace soret
