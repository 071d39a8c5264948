#include <soret/simulation/force_history.hpp>

#include <algorithm>

namespace soret {

namespace {

constexpr std::array<const char*, 3> entries{"x", "y", "z"};

/// Particles per block: the factors of one block stay in the first-level cache while three axes use them.
constexpr std::size_t block_size = 512;

}  // namespace

void ForceHistory::take_forces(Particles& particles)
{
  older_.swap(newer_);
  newer_.swap(particles.force);
  for (std::vector<double>& component : particles.force) {
    component.resize(particles.size());
  }
  known_ = std::min<std::size_t>(known_ + 1, 2);
}

Luggage ForceHistory::luggage()
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    luggage_[axis] = &newer_[axis];
    luggage_[3 + axis] = &older_[axis];
  }
  return Luggage{luggage_}.first(3 * known_);
}

const std::array<std::vector<double>, 3>& ForceHistory::expected_velocities(const Particles& particles,
                                                                            const SpeciesTable& species,
                                                                            TimeStep time_step)
{
  std::vector<double> factors;
  for (const SpeciesInfo& info : species) {
    factors.push_back(0.5 * time_step.value() / info.mass);
  }
  std::array<double, block_size> factor{};
  for (std::size_t begin = 0; begin < particles.size(); begin += block_size) {
    const std::size_t length = std::min(block_size, particles.size() - begin);
    for (std::size_t i = 0; i < length; ++i) {
      factor[i] = factors[index(particles.species[begin + i])];
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double* velocity = particles.velocity[axis].data() + begin;
      const double* newer = newer_[axis].data() + begin;
      double* result = older_[axis].data() + begin;
      for (std::size_t i = 0; i < length; ++i) {
        result[i] = velocity[i] + factor[i] * (2.0 * newer[i] - result[i]);
      }
    }
  }
  known_ = 1;
  return older_;
}

void ForceHistory::save(State& state) const
{
  for (std::size_t axis = 0; axis < 3 && has_forces(); ++axis) {
    state.put(entries[axis], newer_[axis]);
  }
}

void ForceHistory::load(const State& state)
{
  forget();
  for (std::size_t axis = 0; axis < 3 && state.contains(entries[axis]); ++axis) {
    newer_[axis] = state.doubles(entries[axis]);
    known_ = 1;
  }
}

}  // namespace soret
