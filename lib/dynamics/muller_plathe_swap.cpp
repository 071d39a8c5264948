#include "validation.hpp"

#include <soret/dynamics/muller_plathe_swap.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace soret {

namespace {

constexpr std::size_t hot = 0;
constexpr std::size_t cold = 1;

/// A particle that may take part in an exchange.
struct Candidate {
  double energy;
  double id;
  double kind;  ///< only candidates of one kind meet
  double mass;
  Vec3 velocity;
};
constexpr std::size_t candidate_size = 7;

/// Best first: the slowest in the hot slab, the fastest in the cold one.
void keep_best(std::vector<Candidate>& candidates, std::size_t side, std::size_t count)
{
  const auto better = [side](const Candidate& a, const Candidate& b) {
    const double sign = side == hot ? 1.0 : -1.0;
    return std::tuple{sign * a.energy, a.id} < std::tuple{sign * b.energy, b.id};
  };
  const auto kept = std::min(count, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(kept), candidates.end(),
                    better);
  candidates.resize(kept);
}

/// Candidates of one slab, by kind.
using Ranking = std::map<double, std::vector<Candidate>>;

/// An exchange: who gets which velocity, and the energy that this brings into the hot slab.
struct Exchange {
  double energy;
  std::array<double, 2> id;
  std::array<Vec3, 2> velocity;
};
constexpr std::size_t exchange_size = 8;

Exchange collide(const Candidate& slow, const Candidate& fast)
{
  const Vec3 centre = (1.0 / (slow.mass + fast.mass)) * (slow.mass * slow.velocity + fast.mass * fast.velocity);
  // For equal masses the velocities themselves change places, without rounding.
  const bool alike = slow.mass == fast.mass;
  const Vec3 new_slow = alike ? fast.velocity : 2.0 * centre - slow.velocity;
  const Vec3 new_fast = alike ? slow.velocity : 2.0 * centre - fast.velocity;
  return {0.5 * slow.mass * norm_squared(new_slow) - slow.energy, {slow.id, fast.id}, {new_slow, new_fast}};
}

/// The exchanges to make, most energy first.
std::vector<Exchange> choose(std::array<Ranking, 2>& ranking, std::size_t swaps)
{
  std::vector<Exchange> exchanges;
  for (auto& [kind, slow] : ranking[hot]) {
    std::vector<Candidate>& fast = ranking[cold][kind];
    keep_best(slow, hot, swaps);
    keep_best(fast, cold, swaps);
    for (std::size_t k = 0; k < std::min(slow.size(), fast.size()); ++k) {
      const Exchange exchange = collide(slow[k], fast[k]);
      if (exchange.energy > 0.0) {
        exchanges.push_back(exchange);
      }
    }
  }
  std::sort(exchanges.begin(), exchanges.end(), [](const Exchange& a, const Exchange& b) {
    return std::tuple{-a.energy, a.id[hot]} < std::tuple{-b.energy, b.id[hot]};
  });
  exchanges.resize(std::min(exchanges.size(), swaps));
  return exchanges;
}

}  // namespace

std::unique_ptr<MullerPlatheSwapSource> MullerPlatheSwap::make() const
{
  return std::make_unique<MullerPlatheSwapSource>(*this);
}

MullerPlatheSwapSource::MullerPlatheSwapSource(const MullerPlatheSwap& description)
    : Control{2}, description_{description}, regions_{description.hot, description.cold}
{
  require_disjoint("muller_plathe_swap", description.hot, description.cold);
  require_at_least_one("muller_plathe_swap: interval", description.interval.value());
  require_at_least_one("muller_plathe_swap: swaps", description.swaps);
}

std::vector<std::string> MullerPlatheSwapSource::ledger_names() const { return {name() + "/hot", name() + "/cold"}; }

namespace {

/// This rank's best candidates of one slab, flattened.
std::vector<double> local_candidates(const Motion& motion, const Members& members, std::size_t side,
                                     const MullerPlatheSwap& description)
{
  const Particles& particles = motion.particles;
  Ranking ranking;
  members.for_each([&](std::size_t i) {
    const double mass = motion.species[index(particles.species[i])].mass;
    const double kind = description.partners == SwapPartners::same_species ? double(index(particles.species[i])) : 0.0;
    const Vec3 velocity = particles.velocity_of(i);
    ranking[kind].push_back(
        {0.5 * mass * norm_squared(velocity), static_cast<double>(particles.id[i]), kind, mass, velocity});
  });
  std::vector<double> flat;
  for (auto& [kind, candidates] : ranking) {
    keep_best(candidates, side, static_cast<std::size_t>(description.swaps));
    for (const Candidate& c : candidates) {
      flat.insert(flat.end(), {c.energy, c.id, c.kind, c.mass, c.velocity.x, c.velocity.y, c.velocity.z});
    }
  }
  return flat;
}

/// Collective: every rank's candidates of one slab, on root.
Ranking gather_ranking(const mpi::Communicator& communicator, const std::vector<double>& mine)
{
  Ranking ranking;
  for (const std::vector<double>& flat : communicator.gather(std::span<const double>{mine})) {
    for (auto c = flat.begin(); c != flat.end(); c += candidate_size) {
      ranking[c[2]].push_back({c[0], c[1], c[2], c[3], {c[4], c[5], c[6]}});
    }
  }
  return ranking;
}

/// Gives a particle its new velocity if it is one of this rank's members; returns the kinetic energy that it gains.
double local_set_velocity(const Motion& motion, const Members& members, double id, const Vec3& velocity)
{
  double gain = 0.0;
  members.for_each([&](std::size_t i) {
    if (motion.particles.id[i] != static_cast<std::int64_t>(id)) {
      return;
    }
    const double mass = motion.species[index(motion.particles.species[i])].mass;
    gain = 0.5 * mass * (norm_squared(velocity) - norm_squared(motion.particles.velocity_of(i)));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      motion.particles.velocity[axis][i] = velocity[axis];
    }
  });
  return gain;
}

}  // namespace

void MullerPlatheSwapSource::end_step(Motion& motion)
{
  if (!is_due(description_.interval, motion.step)) {
    return;
  }
  std::array<Ranking, 2> ranking;
  for (const std::size_t side : {hot, cold}) {
    members_[side].local_find(regions_[side], motion.box, motion.particles);
    ranking[side] = gather_ranking(motion.communicator, local_candidates(motion, members_[side], side, description_));
  }
  // Root decides for all, so that no two ranks can ever disagree.
  std::vector<double> decisions;
  if (motion.communicator.is_root()) {
    for (const Exchange& exchange : choose(ranking, static_cast<std::size_t>(description_.swaps))) {
      for (const std::size_t side : {hot, cold}) {
        const Vec3& velocity = exchange.velocity[side];
        decisions.insert(decisions.end(), {exchange.id[side], velocity.x, velocity.y, velocity.z});
      }
    }
  }
  motion.communicator.broadcast(decisions);
  for (std::size_t at = 0; at < decisions.size(); at += exchange_size) {
    for (const std::size_t side : {hot, cold}) {
      const double* const entry = decisions.data() + at + 4 * side;
      book(local_set_velocity(motion, members_[side], entry[0], {entry[1], entry[2], entry[3]}), side);
    }
  }
}

}  // namespace soret
