#pragma once
/// \file
/// Forces, energies and virials by the double sum over all pairs: what the engine is compared with.

#include <soret/forces/pair_term.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace test_support {

using namespace soret;

/// A pair potential as a function of the squared distance.
struct PairLaw {
  double cutoff;
  std::function<PairTerm<double>(double)> term;
};

/// The scalar form of a potential.
template <class P>
PairLaw law_of(const P& potential, double cutoff)
{
  if constexpr (requires { potential.natural_cutoff(); }) {
    cutoff = potential.natural_cutoff();
  }
  const auto coefficients = potential.coefficients(cutoff);
  return {cutoff, [coefficients](double r_squared) {
            const auto term = P::evaluate(r_squared, coefficients.data());
            return PairTerm<double>{term.energy, term.force_over_r};
          }};
}

/// The law of each pair of species; pairs that are not there do not interact.
class PairLaws {
 public:
  void set(Species a, Species b, const PairLaw& law)
  {
    laws_[{a, b}] = law;
    laws_[{b, a}] = law;
  }
  const PairLaw* find(Species a, Species b) const
  {
    const auto found = laws_.find({a, b});
    return found == laws_.end() ? nullptr : &found->second;
  }

 private:
  std::map<std::pair<Species, Species>, PairLaw> laws_;
};

/// Per particle: force, and half of each of its pairs' energy and virial (as Snapshot defines them).
struct PairSums {
  std::vector<Vec3> force;
  std::vector<double> energy;
  std::vector<std::array<double, 6>> virial;

  explicit PairSums(std::size_t count) : force(count), energy(count), virial(count) {}
  double total_energy() const
  {
    double sum = 0.0;
    for (const double share : energy) {
      sum += share;
    }
    return sum;
  }
};

/// Sums over all pairs with minimum images, in the order of the particles.
inline PairSums brute_force(const Box& box, const Particles& particles, const PairLaws& laws)
{
  PairSums sums{particles.size()};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    for (std::size_t j = i + 1; j < particles.size(); ++j) {
      const PairLaw* law = laws.find(particles.species[i], particles.species[j]);
      const Vec3 r = box.minimum_image(particles.position_of(i) - particles.position_of(j));
      const double r_squared = norm_squared(r);
      if (law == nullptr || !(r_squared < law->cutoff * law->cutoff)) {
        continue;
      }
      const PairTerm<double> term = law->term(r_squared);
      const Vec3 force = term.force_over_r * r;
      sums.force[i] += force;
      sums.force[j] -= force;
      for (const std::size_t k : {i, j}) {
        sums.energy[k] += 0.5 * term.energy;
        for (std::size_t c = 0; c < 6; ++c) {
          sums.virial[k][c] += 0.5 * r[symmetric_components[c][0]] * force[symmetric_components[c][1]];
        }
      }
    }
  }
  return sums;
}

/// Root mean square of a difference relative to that of the reference.
struct RelativeErrors {
  double force;
  double energy;
  double virial;
};

inline RelativeErrors relative_errors(const PairSums& found, const PairSums& reference)
{
  std::array<double, 3> difference{};
  std::array<double, 3> scale{};
  for (std::size_t i = 0; i < reference.force.size(); ++i) {
    difference[0] += norm_squared(found.force[i] - reference.force[i]);
    scale[0] += norm_squared(reference.force[i]);
    difference[1] += std::pow(found.energy[i] - reference.energy[i], 2);
    scale[1] += std::pow(reference.energy[i], 2);
    for (std::size_t c = 0; c < 6; ++c) {
      difference[2] += std::pow(found.virial[i][c] - reference.virial[i][c], 2);
      scale[2] += std::pow(reference.virial[i][c], 2);
    }
  }
  return {std::sqrt(difference[0] / scale[0]), std::sqrt(difference[1] / scale[1]),
          std::sqrt(difference[2] / scale[2])};
}

}  // namespace test_support
