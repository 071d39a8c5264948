#pragma once
/// \file
/// Random walks that are known before they are sampled.

#include <soret/core/random.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/sampler.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

/// Particles with a trajectory known for all times, whose owners change at random from step to step.
class Wanderers {
 public:
  static constexpr std::int64_t interval = 5;
  static constexpr double time_step = 0.02;

  Wanderers(const soret::mpi::Communicator& communicator, std::int64_t count, std::int64_t steps)
      : rank_{communicator.rank()}, size_{communicator.size()}
  {
    const soret::RandomStream stream{soret::Seed{11}, soret::Stream::placement};
    for (std::int64_t id = 0; id < count; ++id) {
      std::vector<soret::Vec3>& path = paths_.emplace_back(1, 2.0 * stream.normal3(0, static_cast<std::uint64_t>(id)));
      for (std::int64_t step = 1; step <= steps; ++step) {
        path.push_back(path.back() +
                       0.4 * stream.normal3(static_cast<std::uint64_t>(step), static_cast<std::uint64_t>(id)));
      }
    }
  }

  /// Ids have gaps, species come in no order.
  static std::int64_t id_of(std::size_t particle) { return 3 * static_cast<std::int64_t>(particle) + 7; }
  static soret::Species species_of(std::size_t particle) { return soret::Species{particle % 3 == 1}; }
  const std::vector<std::vector<soret::Vec3>>& paths() const { return paths_; }

  void sample(soret::Sampler& sampler, std::int64_t step)
  {
    const soret::RandomStream owners{soret::Seed{12}, soret::Stream::placement};
    soret::Particles particles;
    for (std::size_t i = 0; i < paths_.size(); ++i) {
      const double draw = owners.uniform(static_cast<std::uint64_t>(step), i);
      if (static_cast<int>(draw * size_) == rank_) {
        const soret::Vec3& unwrapped = paths_[i][static_cast<std::size_t>(step)];
        const soret::Vec3 inside = box.wrapped(unwrapped);
        particles.add(id_of(i), species_of(i), inside);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          const double crossings = std::round((unwrapped[axis] - inside[axis]) / box.lengths()[axis]);
          particles.image[axis].back() = static_cast<std::int32_t>(crossings);
        }
      }
    }
    sampler.sample({box, species, particles, {}, {}, step, static_cast<double>(step) * time_step, {}});
  }

  soret::Box box{4.0, 5.0, 3.0};
  soret::SpeciesTable species{{"A", 1.0}, {"B", 2.5}};

 private:
  int rank_;
  int size_;
  std::vector<std::vector<soret::Vec3>> paths_;
};
