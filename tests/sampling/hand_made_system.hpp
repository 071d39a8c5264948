#pragma once
/// \file
/// A system made by hand, split over the ranks of the test, as samplers see it.

#include "test_session.hpp"

#include <soret/core/random.hpp>
#include <soret/neighbour/pair_totals.hpp>
#include <soret/sampling/sampler.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

/// The same particles whatever the number of ranks; each rank holds every size()-th of them. Coordinates reach beyond
/// the box on either side. `move(step)` draws all of them anew as a function of the step alone.
class HandMadeSystem {
 public:
  explicit HandMadeSystem(const soret::mpi::Communicator& communicator, std::int64_t particles = 60)
      : HandMadeSystem(communicator.rank(), communicator.size(), particles)
  {
  }
  HandMadeSystem(int rank, int size, std::int64_t particles) : rank_{rank}, size_{size}, count_{particles} { move(0); }

  void move(std::int64_t step)
  {
    const soret::RandomStream stream{soret::Seed{4}, soret::Stream::placement};
    step_ = step;
    particles_ = {};
    energy_.clear();
    for (std::vector<double>& component : virial_) {
      component.clear();
    }
    for (std::int64_t id = rank_; id < count_; id += size_) {
      const auto key = static_cast<std::uint64_t>(id);
      const auto when = static_cast<std::uint64_t>(step);
      const std::array<double, 4> u = stream.uniform4(when, key, 0);
      const auto overhang = [](double fraction, double length) { return (1.4 * fraction - 0.2) * length; };
      particles_.add(id, soret::Species{static_cast<std::uint8_t>(id % 2)},
                     {overhang(u[0], 4.0), overhang(u[1], 5.0), overhang(u[2], 12.0)}, stream.normal3(when, key, 1));
      energy_.push_back(-6.0 + u[3]);
      for (std::size_t c = 0; c < virial_.size(); ++c) {
        virial_[c].push_back(stream.normal(when, key, 2 + c));
      }
    }
    const auto time = static_cast<double>(step) * 0.25;
    const double share = 1.0 / size_;
    energy_added_ = {share * (10.0 + 3.0 * time), share * (-5.0 - 2.0 * time)};
  }

  soret::Snapshot snapshot() const
  {
    return {box,
            species,
            particles_,
            energy_,
            {virial_[0], virial_[1], virial_[2], virial_[3], virial_[4], virial_[5]},
            step_,
            static_cast<double>(step_) * 0.25,
            energy_added_,
            totals()};
  }

  const soret::Particles& particles() const { return particles_; }
  const std::vector<double>& energy() const { return energy_; }
  const std::array<std::vector<double>, 6>& virial() const { return virial_; }

  soret::Box box{4.0, 5.0, 12.0};
  soret::SpeciesTable species{{"A", 1.0}, {"B", 2.5}};

 private:
  soret::PairTotals totals() const
  {
    const auto sum = [](const std::vector<double>& values) {
      return std::accumulate(values.begin(), values.end(), 0.0);
    };
    soret::PairTotals totals{.potential_energy = sum(energy_)};
    for (std::size_t c = 0; c < virial_.size(); ++c) {
      totals.virial[c] = sum(virial_[c]);
    }
    return totals;
  }

  int rank_;
  int size_;
  std::int64_t count_;
  std::int64_t step_ = 0;
  soret::Particles particles_;
  std::vector<double> energy_;
  std::array<std::vector<double>, 6> virial_;
  std::vector<double> energy_added_;
};
