/// \file
/// What the samplers of soret-emd cost: each beside plain isolated motion of the same liquid, in turn, in one run.
///   build-bench/bench/sampling_cost [repeats [fluxes|mixed|correlators|relaxation|pairs|structure]]
/// (mixed: what `fluxes` measures, in mixed precision).
/// Alone or under mpirun. Prints lower quartiles of the processor time of many short stretches, which a machine that is
/// busy with other things disturbs little, and the cost over plain motion.

#include <soret/soret.hpp>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <functional>
#include <iomanip>
#include <iostream>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {
using namespace soret;

const TimeStep time_step{0.004};
const Blocks blocks{20};

ForceField mixture()
{
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  field.add({.name = "1"}, LennardJones{.epsilon = 0.6, .truncation = Truncation::shifted});
  field.add({.name = "2"}, LennardJones{.truncation = Truncation::shifted});
  return field;
}

/// A liquid of equally many particles of both species, a little equilibrated.
Simulation liquid(const mpi::Communicator& communicator, std::int64_t particles, Steps equilibration,
                  Precision precision = Precision::double_precision)
{
  const ForceField field = mixture();
  System system = lattice(box_of_density(particles, NumberDensity{0.8}),
                          {{Species{0}, particles / 2}, {Species{1}, particles - particles / 2}}, field.species());
  draw_velocities(system, Temperature{1.5}, Seed{1});
  Simulation simulation{communicator, std::move(system), field, VelocityVerlet{time_step}, {.precision = precision}};
  simulation.advance(equilibration);
  return simulation;
}

double lower_quartile_of(std::vector<double> seconds)
{
  std::sort(seconds.begin(), seconds.end());
  return seconds[seconds.size() / 4];
}

/// One way of sampling, with a simulation of its own.
struct Contestant {
  std::string name;
  std::int64_t interval;
  std::function<std::unique_ptr<Sampler>()> make;  ///< none: plain motion
};

class Race {
 public:
  Race(const Contestant& contestant, Simulation simulation)
      : contestant_{contestant},
        simulation_{std::move(simulation)},
        sampler_{contestant.make ? contestant.make() : nullptr}
  {
  }

  void run(Steps steps)
  {
    std::vector<ScheduledSampler> samplers;
    if (sampler_) {
      samplers.push_back(every(Steps{contestant_.interval}, *sampler_));
    }
    simulation_.communicator().barrier();
    const std::clock_t begin = std::clock();
    simulation_.advance(steps, samplers);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    seconds_.push_back(simulation_.communicator().all_max(seconds));
  }

  const std::string& name() const { return contestant_.name; }
  std::int64_t particles() const { return simulation_.particle_count(); }
  double lower_quartile() const { return lower_quartile_of(seconds_); }

 private:
  Contestant contestant_;
  Simulation simulation_;
  std::unique_ptr<Sampler> sampler_;
  std::vector<double> seconds_;
};

/// Every contestant has its turn in every repeat, so that slow minutes of the machine hit all.
void compare(const mpi::Session& session, std::vector<Race>& races, Steps steps, int repeats)
{
  for (int repeat = 0; repeat < repeats; ++repeat) {
    for (Race& race : races) {
      race.run(steps);
    }
  }
  const double plain = races.front().lower_quartile();
  session.root_out() << "\n" << races.front().particles() << " particles, " << steps.value() << " steps\n";
  for (const Race& race : races) {
    session.root_out() << "  " << std::left << std::setw(44) << race.name() << std::right << std::fixed
                       << std::setprecision(2) << std::setw(9) << 1e3 * race.lower_quartile() << " ms, cost "
                       << std::setprecision(1) << 100.0 * (race.lower_quartile() / plain - 1.0) << " %\n";
  }
}

Contestant plain() { return {"plain motion", 1, nullptr}; }

Contestant fluxes(const mpi::Communicator& communicator, std::int64_t interval)
{
  const auto make = [communicator, interval] {
    return std::make_unique<FluxCorrelations>(communicator, Steps{interval}, time_step, Duration{10.0}, blocks);
  };
  return {"fluxes and their correlations, every " + std::to_string(interval) + " steps", interval, make};
}

void small_system(const mpi::Session& session, int repeats, Precision precision)
{
  const mpi::Communicator& world = session.world();
  const std::vector<Contestant> contestants{
      plain(),
      fluxes(world, 4),
      fluxes(world, 1),
      {"energy and pressure, every step", 1, [] { return std::make_unique<ThermodynamicSeries>(); }},
      {"displacements, every 50 steps", 50,
       [world] {
         return std::make_unique<MeanSquareDisplacement>(world, time_step, Steps{50}, Duration{50.0}, blocks);
       }},
      {"velocities, every 10 steps", 10,
       [world] { return std::make_unique<VelocityCorrelation>(world, time_step, Steps{10}, Duration{10.0}, blocks); }}};
  std::vector<Race> races;
  for (const Contestant& contestant : contestants) {
    races.emplace_back(contestant, liquid(world, 4000, Steps{1000}, precision));
  }
  compare(session, races, Steps{100}, 20 * repeats);
}

/// Rows of fluxes of two species, as soret-emd correlates them: heat, mass, stress.
class FluxRows {
 public:
  FluxRows() : values_(samples * row_size())
  {
    std::mt19937_64 generator{1};
    std::normal_distribution<double> normal;
    std::generate(values_.begin(), values_.end(), [&] { return normal(generator); });
  }

  static CorrelatedQuantities quantities()
  {
    return {{{"heat flux", 3}, {"mass flux 0", 3}, {"stress", 5}}, {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 2}}};
  }
  /// Processor time of one sample, from all of them.
  template <class Add>
  double seconds(const Add& add) const
  {
    const std::clock_t begin = std::clock();
    for (std::size_t start = 0; start < values_.size(); start += row_size()) {
      add(std::span{values_}.subspan(start, row_size()));
    }
    return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC / static_cast<double>(samples);
  }

 private:
  static constexpr std::size_t samples = 40'000;  // a whole number of segments of spectra
  static std::size_t row_size() { return quantities().row_size(); }

  std::vector<double> values_;
};

/// What it takes to correlate fluxes that were sampled, transforms included, beside the steps from one sample to the
/// next.
void correlators(const mpi::Session& session, int repeats)
{
  constexpr std::int64_t interval = 4;
  constexpr std::size_t longest_lag = 625;     // 10 time units
  constexpr std::size_t doubling_lag = 31250;  // 500
  const CorrelatedQuantities quantities = FluxRows::quantities();
  const FluxRows rows;
  SegmentCorrelator segments{quantities, longest_lag, blocks};
  SegmentSpectra spectra{quantities, 16 * longest_lag};
  MultipleTauCorrelator doubling{quantities, MultipleTauLags::reaching(doubling_lag, 32), blocks};
  Race motion{plain(), liquid(session.world(), 4000, Steps{1000})};
  std::vector<double> fourier;
  std::vector<double> multiple_tau;
  for (int repeat = 0; repeat < 4 * repeats; ++repeat) {
    motion.run(Steps{100});
    fourier.push_back(rows.seconds([&](std::span<const double> row) {
      segments.add(row);
      spectra.add(row);
    }));
    multiple_tau.push_back(rows.seconds([&](std::span<const double> row) { doubling.add(row); }));
  }
  const double between = motion.lower_quartile() / 100.0 * static_cast<double>(interval);
  session.root_out() << "\n"
                     << motion.particles() << " particles, " << interval << " steps: " << std::fixed
                     << std::setprecision(0) << 1e6 * between << " us\n";
  const auto print = [&](const std::string& name, const std::vector<double>& seconds) {
    const double one = lower_quartile_of(seconds);
    session.root_out() << "  " << std::left << std::setw(44) << name << std::right << std::setprecision(2)
                       << std::setw(9) << 1e6 * one << " us, cost " << 100.0 * one / between << " %\n";
  };
  print("Fourier form and spectra, a sample", fourier);
  print("multiple-tau form, a sample", multiple_tau);
}

/// The Kob-Andersen mixture at density 1.2, for which relaxation is measured.
Simulation supercooled_liquid(const mpi::Communicator& communicator)
{
  constexpr std::int64_t particles = 1000;
  const auto potential = [](double epsilon, double sigma) {
    return LennardJones{.epsilon = epsilon, .sigma = sigma, .truncation = Truncation::shifted};
  };
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  const Species a = field.add({.name = "A"}, potential(1.0, 1.0));
  const Species b = field.add({.name = "B"}, potential(0.5, 0.88));
  field.pair(a, b, potential(1.5, 0.8), Cutoff{2.5 * 0.8});
  field.pair(b, b, potential(0.5, 0.88), Cutoff{2.5 * 0.88});
  System system = lattice(box_of_density(particles, NumberDensity{1.2}), {{a, 4 * particles / 5}, {b, particles / 5}},
                          field.species());
  draw_velocities(system, Temperature{1.5}, Seed{1});
  Simulation simulation{communicator, std::move(system), std::move(field), VelocityVerlet{time_step}};
  simulation.advance(Steps{4000});
  return simulation;
}

void relaxing_system(const mpi::Session& session, int repeats)
{
  const mpi::Communicator& world = session.world();
  const auto schedule = [](std::int64_t interval) {
    return LagSchedule{time_step, Steps{interval}, Duration{1000.0}, blocks};
  };
  const OverlapDistance overlap_distance{0.3};
  const std::vector<WaveNumber> wave_numbers{WaveNumber{7.25}};
  const std::vector<Contestant> contestants{
      plain(),
      {"overlap, F_s and displacements, every 10 steps", 10,
       [=] { return std::make_unique<Relaxation>(world, schedule(10), overlap_distance, wave_numbers); }},
      {"collective overlap and F, every 200 steps", 200,
       [=] { return std::make_unique<CollectiveRelaxation>(world, schedule(200), overlap_distance, wave_numbers); }}};
  std::vector<Race> races;
  for (const Contestant& contestant : contestants) {
    races.emplace_back(contestant, supercooled_liquid(world));
  }
  compare(session, races, Steps{400}, 20 * repeats);
}

void large_system(const mpi::Session& session, int repeats)
{
  const mpi::Communicator& world = session.world();
  std::vector<Race> races;
  races.emplace_back(plain(), liquid(world, 100'000, Steps{200}));
  races.emplace_back(
      Contestant{"g(r) to 5, every 100 steps", 100,
                 [world] { return std::make_unique<PairDistribution>(world, Cutoff{5.0}, Bins{500}, blocks); }},
      liquid(world, 100'000, Steps{200}));
  compare(session, races, Steps{100}, 2 * repeats);
}

void structure_factors(const mpi::Session& session)
{
  Simulation simulation = liquid(session.world(), 1'000'000, Steps{1});
  session.root_out() << "\n1000000 particles, partial structure factors of one configuration\n";
  const auto timed = [&simulation](const std::vector<ScheduledSampler>& samplers) {
    const std::clock_t begin = std::clock();
    simulation.advance(Steps{1}, samplers);
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    return simulation.communicator().all_max(seconds);
  };
  for (const double longest : {2.4, 4.9, 25.0}) {
    const double before = timed({});
    StructureFactor factors{simulation.communicator(), WaveNumber{longest}, WaveNumber{0.1}, blocks};
    const double with = timed({every(Steps{1}, factors)});
    session.root_out() << "  q to " << std::setprecision(1) << longest << ": " << std::setprecision(2) << with - before
                       << " s\n";
  }
}

}  // namespace

int main(int argc, char** argv)
{
  const mpi::Session session{argc, argv};
  const int repeats = argc > 1 ? std::stoi(argv[1]) : 5;
  const std::vector<std::pair<std::string, std::function<void()>>> parts{
      {"fluxes", [&] { small_system(session, repeats, Precision::double_precision); }},
      {"mixed", [&] { small_system(session, repeats, Precision::mixed); }},
      {"correlators", [&] { correlators(session, repeats); }},
      {"relaxation", [&] { relaxing_system(session, repeats); }},
      {"pairs", [&] { large_system(session, repeats); }},
      {"structure", [&] { structure_factors(session); }}};
  for (const auto& [name, run] : parts) {
    if (argc < 3 || name == argv[2]) {
      run();
    }
  }
}
