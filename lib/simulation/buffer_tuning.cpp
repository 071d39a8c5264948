#include <soret/simulation/buffer_tuning.hpp>

#include <soret/core/error.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace soret {

namespace {

constexpr int rounds = 2;
constexpr double least_gain = 0.02;
constexpr double smaller = 0.6;
constexpr double larger = 1.6;

struct Trial {
  ListBuffers buffers;
  double seconds = std::numeric_limits<double>::infinity();
};

class Trials {
 public:
  Trials(Simulation& simulation, Steps steps) : simulation_{simulation}, steps_{steps}
  {
    simulation_.change_list_buffers(simulation_.list_buffers());  // lists as new as those of the trials
    simulation_.save(start_);
  }

  /// The fastest of the first, which may have been measured before, and the others.
  Trial fastest(const Trial& first, const std::vector<ListBuffers>& others)
  {
    std::vector<Trial> all{first};
    for (const ListBuffers& buffers : others) {
      if (fits(buffers)) {
        all.push_back({buffers});
      }
    }
    time(all);
    tried_ += all.size() - 1;
    return *std::ranges::min_element(all, {}, &Trial::seconds);
  }

  /// Of the speed with the one over that with the other, minus one.
  double gain(const ListBuffers& before, const ListBuffers& after)
  {
    std::vector<Trial> both{{before}, {after}};
    time(both);
    return both[0].seconds / both[1].seconds - 1.0;
  }

  void finish(const ListBuffers& chosen)
  {
    simulation_.load(start_);
    simulation_.change_list_buffers(chosen);
  }
  std::size_t tried() const { return tried_; }

 private:
  bool fits(const ListBuffers& buffers) const
  {
    constexpr double room = 1.05;  // for a box that shrinks
    const double narrowest = simulation_.grid().narrowest(simulation_.box());
    return buffers.near.value() <= buffers.wide.value() &&
           room * (simulation_.largest_cutoff() + buffers.near.value()) <= narrowest;
  }

  /// In turns, so that a slow moment of the machine hits all.
  void time(std::vector<Trial>& trials)
  {
    for (int round = 0; round < rounds; ++round) {
      for (Trial& trial : trials) {
        trial.seconds = std::min(trial.seconds, all_seconds(trial.buffers));
      }
    }
  }

  /// From the start on, of the slowest rank.
  double all_seconds(const ListBuffers& buffers)
  {
    finish(buffers);
    simulation_.communicator().barrier();
    const auto begin = std::chrono::steady_clock::now();
    simulation_.advance(steps_);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return simulation_.communicator().all_max(seconds);
  }

  Simulation& simulation_;
  Steps steps_;
  State start_;
  std::size_t tried_ = 1;
};

}  // namespace

BufferTuning tune_list_buffers(Simulation& simulation, Steps steps, TunableBuffers tunable)
{
  const ListBuffers before = simulation.list_buffers();
  Trials trials{simulation, steps};
  Trial best{before};
  if (tunable.wide) {
    const auto wide = [&](double factor) { return ListBuffers{before.near, Skin{factor * before.wide.value()}}; };
    best = trials.fastest(best, {wide(smaller), wide(larger)});
  }
  if (tunable.near) {
    const auto near = [&](double factor) { return ListBuffers{Skin{factor * before.near.value()}, best.buffers.wide}; };
    best = trials.fastest(best, {near(smaller), near(larger)});
  }
  // Timed anew: the best of several is flattered by chance.
  const double gain = best.buffers == before ? 0.0 : trials.gain(before, best.buffers);
  const bool is_worth_it = gain >= least_gain;
  trials.finish(is_worth_it ? best.buffers : before);
  return {before, simulation.list_buffers(), is_worth_it ? gain : 0.0, trials.tried()};
}

}  // namespace soret
