/// What a Simulation shows to samplers and what may be done to it between steps.
#include "mixtures.hpp"
#include "support/by_id.hpp"
#include "test_session.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <numeric>
#include <utility>

using namespace soret;
using namespace test_support;

namespace {

Simulation started(const SimulationOptions& options = {})
{
  return {test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.004}}, options};
}

/// Remembers what it was shown last.
class Witness : public Sampler {
 public:
  explicit Witness(bool with_tallies) : with_tallies_{with_tallies} {}
  PairSamples needed() const override { return with_tallies_ ? PairSamples::per_particle : PairSamples::nothing; }
  void sample(const Snapshot& snapshot) override
  {
    steps.push_back(snapshot.step);
    time = snapshot.time;
    positions = snapshot.particles.position;
    tallies = snapshot.potential_energy.size();
    energy = std::accumulate(snapshot.potential_energy.begin(), snapshot.potential_energy.end(), 0.0);
    for (std::size_t c = 0; c < 6; ++c) {
      virial[c] = std::accumulate(snapshot.virial[c].begin(), snapshot.virial[c].end(), 0.0);
    }
    energy_added.assign(snapshot.local_energy_added.begin(), snapshot.local_energy_added.end());
  }
  void save(State&) const override {}
  void load(const State&) override {}

  std::vector<std::int64_t> steps;
  double time = 0.0;
  std::array<std::vector<double>, 3> positions;
  std::size_t tallies = 0;
  double energy = 0.0;
  std::array<double, 6> virial{};
  std::vector<double> energy_added;

 private:
  bool with_tallies_;
};

/// Writes down when it is called.
class Diary : public Control {
 public:
  Diary(std::string name, std::vector<std::string>& entries) : name_{std::move(name)}, entries_{entries} {}
  std::string name() const override { return name_; }
  void begin_step(Motion&) override { entries_.push_back("begin " + name_); }
  bool acts_mid_step() const override { return true; }
  void mid_step(Motion&) override { entries_.push_back("mid " + name_); }
  void end_step(Motion&) override { entries_.push_back("end " + name_); }
  bool conserves_momentum() const override { return true; }

 private:
  std::string name_;
  std::vector<std::string>& entries_;
};

struct KeepDiary {
  std::string name;
  std::vector<std::string>& entries;
  std::unique_ptr<Diary> make() const { return std::make_unique<Diary>(name, entries); }
};

}  // namespace

TEST_CASE("controls act in mirrored order around a step")
{
  Simulation simulation = started();
  std::vector<std::string> entries;
  simulation.control(KeepDiary{"a", entries});
  simulation.control(KeepDiary{"b", entries});
  simulation.advance(Steps{1});
  CHECK(entries == std::vector<std::string>{"begin a", "begin b", "mid a", "mid b", "end b", "end a"});
}

TEST_CASE("a control with an interval acts in every step that is a multiple of it")
{
  Simulation simulation{test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.001}}};
  simulation.control(VelocityRescaling{Temperature{2.0}, Steps{5}});
  for (int step = 1; step <= 10; ++step) {
    CAPTURE(step);
    simulation.advance(Steps{1});
    const bool is_rescaled = std::abs(simulation.measure().temperature - 2.0) < 1e-9;
    CHECK(is_rescaled == (step % 5 == 0));
  }
}

TEST_CASE("samplers are shown every multiple of their interval, at the end of a step, with its tallies")
{
  Simulation simulation = started();
  Witness often{true};
  Witness seldom{false};
  simulation.control(Csvr{Temperature{1.5}, RelaxationTime{0.2}, Seed{3}});
  simulation.control(HeatExchange{hot_slab, cold_slab, Power{50.0}, HeatExchangeScheme::hex});
  simulation.advance(Steps{11}, {every(Steps{3}, often), every(Steps{5}, seldom)});
  CHECK(often.steps == std::vector<std::int64_t>{3, 6, 9});
  CHECK(seldom.steps == std::vector<std::int64_t>{5, 10});
  simulation.advance(Steps{4}, every(Steps{3}, often));
  CHECK(often.steps == std::vector<std::int64_t>{3, 6, 9, 12, 15});
  CHECK(often.time == doctest::Approx(0.06));

  CHECK(often.positions == simulation.local_particles().position);
  CHECK(often.tallies == simulation.local_particles().size());
  const mpi::Communicator world = test_world();
  const Thermodynamics now = simulation.measure();
  CHECK(world.all_sum(often.energy) == doctest::Approx(now.potential_energy).epsilon(1e-12));
  for (std::size_t c = 0; c < 6; ++c) {
    // Virials of particles are sums in single precision.
    CHECK(world.all_sum(often.virial[c]) == doctest::Approx(now.virial[c]).epsilon(1e-7).scale(1000.0));
  }
  CHECK(simulation.ledger_names() == std::vector<std::string>{"csvr", "hex/hot", "hex/cold"});
  REQUIRE(often.energy_added.size() == 3);
  world.all_sum(often.energy_added);
  CHECK(often.energy_added[1] == doctest::Approx(50.0 * 0.06).epsilon(1e-10));
  CHECK(often.energy_added[2] == doctest::Approx(-50.0 * 0.06).epsilon(1e-10));
  CHECK(now.energy_added == doctest::Approx(often.energy_added[0]).epsilon(1e-12));
}

TEST_CASE("who needs no tallies is shown none")
{
  Simulation simulation = started();
  Witness with{true};
  Witness without{false};
  simulation.advance(Steps{3}, {every(Steps{2}, with), every(Steps{3}, without)});
  CHECK(with.tallies > 0);
  CHECK(without.tallies == 0);
}

TEST_CASE("particles, degrees of freedom and time")
{
  Simulation simulation = started();
  CHECK(simulation.particle_count() == 1200);
  CHECK(simulation.degrees_of_freedom() == 3597);
  simulation.control(Langevin{Temperature{1.2}, RelaxationTime{1.0}, Seed{5}});
  CHECK(simulation.degrees_of_freedom() == 3600);
  simulation.remove_controls();
  CHECK(simulation.degrees_of_freedom() == 3597);
  simulation.advance(Steps{5});
  CHECK(simulation.step() == 5);
  CHECK(simulation.time() == doctest::Approx(0.02));
  CHECK(simulation.largest_cutoff() == 2.5);
}

TEST_CASE("a measurement is of the positions as they are, also where a control has moved them after the forces")
{
  Simulation simulation = started();
  simulation.control(HeatExchange{hot_slab, cold_slab, Power{2000.0}, HeatExchangeScheme::ehex});
  simulation.advance(Steps{9});
  const double potential_energy = simulation.measure().potential_energy;
  simulation.rescale_box({1.0, 1.0, 1.0});  // computes everything anew
  CHECK(simulation.measure().potential_energy == doctest::Approx(potential_energy).epsilon(1e-13));
}

TEST_CASE("without controls energy and momentum stay")
{
  Simulation simulation = started();
  const double energy = simulation.measure().total_energy();
  simulation.advance(Steps{50});
  CHECK(simulation.measure().total_energy() == doctest::Approx(energy).epsilon(1e-3));
  const Vec3 local = local_momentum(simulation.local_particles(), simulation.species());
  std::array<double, 3> momentum{local.x, local.y, local.z};
  test_world().all_sum(momentum);
  for (const double component : momentum) {
    CHECK(std::abs(component) < 1e-10);
  }
}

TEST_CASE("stretching the box moves all particles in proportion and sets the forces anew")
{
  Simulation simulation = started();
  const std::size_t count = 1200;
  const auto positions = [&] {
    return all_unwrapped_by_id(test_world(), simulation.box(), simulation.local_particles(), count);
  };
  simulation.advance(Steps{7});
  const std::vector<Vec3> before = positions();
  const double energy = simulation.measure().potential_energy;
  simulation.rescale_box({1.05, 1.1, 1.02});
  CHECK(simulation.box().lengths().x == doctest::Approx(12.6));
  std::vector<Vec3> expected = before;
  for (Vec3& r : expected) {
    r = {1.05 * r.x, 1.1 * r.y, 1.02 * r.z};
  }
  CHECK(largest_distance(positions(), expected) < 1e-12);
  CHECK(simulation.measure().potential_energy > energy);
  simulation.rescale_box({1.0 / 1.05, 1.0 / 1.1, 1.0 / 1.02});
  CHECK(largest_distance(positions(), before) < 1e-12);
  CHECK(simulation.measure().potential_energy == doctest::Approx(energy).epsilon(1e-11));
}

TEST_CASE("the virial is minus the derivative of the energy with respect to a uniform stretch")
{
  Simulation simulation = started();
  const Thermodynamics now = simulation.measure();
  const double virial = now.virial[0] + now.virial[1] + now.virial[2];
  constexpr double stretch = 1e-5;
  const auto energy_at = [&](double factor) {
    simulation.rescale_box({factor, factor, factor});
    const double energy = simulation.measure().potential_energy;
    simulation.rescale_box({1.0 / factor, 1.0 / factor, 1.0 / factor});
    return energy;
  };
  const double derivative = (energy_at(1.0 + stretch) - energy_at(1.0 - stretch)) / (2.0 * stretch);
  CHECK(-derivative == doctest::Approx(virial).epsilon(1e-5));
}

TEST_CASE("scaling velocities scales the kinetic energy by the square")
{
  Simulation simulation = started();
  const double before = simulation.measure().kinetic_energy;
  simulation.scale_velocities(1.5);
  CHECK(simulation.measure().kinetic_energy == doctest::Approx(2.25 * before).epsilon(1e-13));
}

TEST_CASE("a narrower skin means more lists, narrower buffers more rebuilds, and the same motion")
{
  Simulation wide = started({.skin = Skin{0.4}, .search_skin = Skin{0.8}});
  Simulation narrow = started({.skin = Skin{0.1}, .search_skin = Skin{0.2}});
  wide.advance(Steps{50});
  narrow.advance(Steps{50});
  CHECK(narrow.rebuild_count() > 2 * wide.rebuild_count());
  CHECK(narrow.list_count() > 2 * wide.list_count());
  CHECK(largest_distance(all_unwrapped_by_id(test_world(), wide.box(), wide.local_particles(), 1200),
                         all_unwrapped_by_id(test_world(), narrow.box(), narrow.local_particles(), 1200)) < 1e-10);
}
