/// Sums over all pairs as samplers are shown them, without tallies of every particle.
#include "mixtures.hpp"
#include "test_session.hpp"

#include <soret/sampling/flux_correlations.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <memory>
#include <optional>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

/// Heat flux of the particles: sum over ranks of (m v²/2) v and of what pairs carry.
std::array<double, 3> heat_flux(const Snapshot& now)
{
  Vec3 sum = now.totals->heat_flux.value_or(Vec3{});
  for (std::size_t i = 0; i < now.particles.size(); ++i) {
    const Vec3 v = now.particles.velocity_of(i);
    const double mass = now.species[index(now.particles.species[i])].mass;
    sum += 0.5 * mass * norm_squared(v) * v;
    if (!now.totals->heat_flux) {
      std::array<double, 6> w{};
      for (std::size_t c = 0; c < w.size(); ++c) {
        w[c] = now.virial[c][i];
      }
      sum +=
          now.potential_energy[i] * v + Vec3{w[0] * v.x + w[3] * v.y + w[4] * v.z, w[3] * v.x + w[1] * v.y + w[5] * v.z,
                                             w[4] * v.x + w[5] * v.y + w[2] * v.z};
    }
  }
  std::array<double, 3> flux{sum.x, sum.y, sum.z};
  test_world().all_sum(flux);
  return flux;
}

/// Notes what it is shown.
class Witness : public Sampler {
 public:
  explicit Witness(PairSamples needed) : needed_{needed} {}
  PairSamples needed() const override { return needed_; }
  void sample(const Snapshot& now) override
  {
    steps_with_heat_flux.push_back(now.totals && now.totals->heat_flux);
    steps_with_tallies.push_back(!now.potential_energy.empty() || now.particles.size() == 0);
    totals = now.totals;
    if (needed_ >= PairSamples::fluxes) {
      fluxes.push_back(heat_flux(now));
    }
  }
  void save(State&) const override {}
  void load(const State&) override {}

  std::vector<bool> steps_with_heat_flux;
  std::vector<bool> steps_with_tallies;
  std::optional<PairTotals> totals;
  std::vector<std::array<double, 3>> fluxes;

 private:
  PairSamples needed_;
};

std::unique_ptr<Simulation> started(TimeStep time_step = TimeStep{0.004},
                                    Precision precision = Precision::double_precision,
                                    std::optional<Skin> search_skin = {})
{
  return std::make_unique<Simulation>(
      test_world(), mixture(), mixture_field(), VelocityVerlet{time_step},
      SimulationOptions{.precision = precision, .skin = Skin{0.2}, .search_skin = search_skin});
}

std::vector<Vec3> all_positions(const Simulation& simulation)
{
  return all_unwrapped_by_id(simulation.communicator(), simulation.box(), simulation.local_particles(),
                             static_cast<std::size_t>(simulation.particle_count()));
}

/// A stretch of motion from the common start.
struct Stretch {
  TimeStep time_step;
  double begin;
  double end;
  double between_samples;
  Precision precision = Precision::double_precision;
};

/// The fluxes of a stretch with the one kind of samples or the other.
std::vector<std::array<double, 3>> fluxes(PairSamples samples, const Stretch& stretch)
{
  const auto steps_in = [&](double time) { return Steps{std::lround(time / stretch.time_step.value())}; };
  const auto simulation = started(stretch.time_step, stretch.precision);
  simulation->advance(steps_in(stretch.begin));
  Witness witness{samples};
  simulation->advance(steps_in(stretch.end - stretch.begin), every(steps_in(stretch.between_samples), witness));
  CHECK(simulation->rebuild_count() > 4);
  CHECK(witness.steps_with_heat_flux.back() == (samples == PairSamples::fluxes));
  return witness.fluxes;
}

/// What expected velocities change in the heat flux, relative to its root mean square.
struct RelativeDifference {
  double root_mean_square;
  double in_proportion;  ///< to the flux: what a conductivity would be off by, half of it
};

RelativeDifference relative_difference(const Stretch& stretch)
{
  const auto expected = fluxes(PairSamples::fluxes, stretch);
  const auto exact = fluxes(PairSamples::per_particle, stretch);
  double squared = 0.0;
  double product = 0.0;
  double scale = 0.0;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double difference = expected[k][axis] - exact[k][axis];
      squared += difference * difference;
      product += difference * exact[k][axis];
      scale += exact[k][axis] * exact[k][axis];
    }
  }
  return {std::sqrt(squared / scale), product / scale};
}

State state_of(const Simulation& simulation, const FluxCorrelations& correlations)
{
  State state;
  simulation.save(state);
  State part;
  correlations.save(part);
  state.put_all("fluxes", part);
  return state;
}

}  // namespace

TEST_CASE("the heat flux with expected velocities differs by the third order of the time step from that with true ones")
{
  for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
    // Two runs, which are rounded differently: in mixed precision they would part within a longer time.
    const double end = precision == Precision::mixed ? 2.5 : 4.0;
    const RelativeDifference usual = relative_difference({TimeStep{0.004}, 1.0, end, 0.04, precision});
    MESSAGE("at 0.004: ", usual.root_mean_square, ", in proportion to the flux: ", usual.in_proportion);
    CHECK(usual.root_mean_square < 1e-3);
    CHECK(std::abs(usual.in_proportion) < 2e-4);
  }
  // So short that runs with both time steps come through the same states.
  const double whole = relative_difference({TimeStep{0.004}, 0.3, 0.5, 0.004}).root_mean_square;
  const double half = relative_difference({TimeStep{0.002}, 0.3, 0.5, 0.004}).root_mean_square;
  CHECK(whole / half == doctest::Approx(8.0).epsilon(0.1));
}

TEST_CASE("forces and fluxes are right where a new list turns out to be needed after the first part was computed")
{
  constexpr Skin skin{0.2};
  for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
    for (const std::optional<Skin> search_skin : {std::optional<Skin>{}, std::optional{skin}}) {
      CAPTURE(search_skin.has_value());
      const std::int64_t rebuilds = search_skin ? 2 : 1;  // with equal buffers a list is not picked but searched
      std::vector<std::array<double, 3>> heat_fluxes;
      for (const PairSamples samples : {PairSamples::nothing, PairSamples::fluxes, PairSamples::per_particle}) {
        CAPTURE(static_cast<int>(samples));
        const auto simulation = started(TimeStep{0.0005}, precision, search_skin);
        const std::vector<Vec3> begin = all_positions(*simulation);
        simulation->advance(Steps{9});
        // The particles jump, but by less than is waited for, and on.
        simulation->scale_velocities(21.0);
        Witness witness{samples};
        simulation->advance(Steps{1}, every(Steps{11}, witness));
        const double displacement = largest_distance(all_positions(*simulation), begin);
        CHECK(displacement + 1.5 * displacement / 10.0 < 0.5 * skin.value());
        CHECK(simulation->list_count() == 1);
        simulation->advance(Steps{1}, every(Steps{11}, witness));
        CHECK(simulation->list_count() == 2);
        CHECK(simulation->rebuild_count() == rebuilds);
        CHECK(all_force_error(*simulation) < (precision == Precision::mixed ? 2e-5 : 1e-12));
        heat_fluxes.insert(heat_fluxes.end(), witness.fluxes.begin(), witness.fluxes.end());
      }
      REQUIRE(heat_fluxes.size() == 2);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        CHECK(heat_fluxes[0][axis] == doctest::Approx(heat_fluxes[1][axis]).epsilon(1.5e-7));
      }
    }
  }
}

TEST_CASE("energy and virial of all pairs are those of a measurement")
{
  for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
    const double tolerance = precision == Precision::mixed ? 1e-5 : 1e-12;
    const auto simulation = started(TimeStep{0.004}, precision);
    simulation->control(Csvr{Temperature{1.5}, RelaxationTime{0.2}, Seed{3}});
    for (const PairSamples samples : {PairSamples::totals, PairSamples::fluxes, PairSamples::per_particle}) {
      Witness witness{samples};
      simulation->advance(Steps{5}, every(Steps{5}, witness));
      const Thermodynamics now = simulation->measure();
      REQUIRE(witness.totals);
      const double energy = test_world().all_sum(witness.totals->potential_energy);
      CHECK(energy == doctest::Approx(now.potential_energy).epsilon(tolerance));
      std::array<double, 6> virial = witness.totals->virial;
      test_world().all_sum(virial);
      for (std::size_t c = 0; c < virial.size(); ++c) {
        CHECK(virial[c] == doctest::Approx(now.virial[c]).epsilon(tolerance).scale(std::abs(energy)));
      }
    }
  }
}

TEST_CASE("where velocities cannot be expected, samplers of fluxes are shown tallies of particles")
{
  const std::vector<bool> from_the_second_on{false, true, true, true, true};
  const auto shown = [](Simulation& simulation, std::int64_t interval) {
    Witness witness{PairSamples::fluxes};
    simulation.advance(Steps{5 * interval}, every(Steps{interval}, witness));
    for (std::size_t k = 0; k < witness.fluxes.size(); ++k) {
      CHECK(witness.steps_with_tallies[k] != witness.steps_with_heat_flux[k]);
    }
    return witness.steps_with_heat_flux;
  };
  const auto simulation = started();
  CHECK(shown(*simulation, 1) == from_the_second_on);
  CHECK(shown(*simulation, 1) == std::vector<bool>(5, true));
  simulation->rescale_box({1.001, 1.0, 1.0});
  CHECK(shown(*simulation, 1) == from_the_second_on);
  simulation->scale_velocities(1.01);
  CHECK(shown(*simulation, 1) == from_the_second_on);
  simulation->advance(Steps{1});
  CHECK(shown(*simulation, 1) == from_the_second_on);
  CHECK(shown(*simulation, 3) == std::vector<bool>(5, true));
  simulation->control(Langevin{Temperature{1.2}, RelaxationTime{1.0}, Seed{5}});
  CHECK(shown(*simulation, 1) == std::vector<bool>(5, false));
}

TEST_CASE("tallies of particles serve all samplers of a step")
{
  const auto simulation = started();
  Witness everything{PairSamples::per_particle};
  Witness sums{PairSamples::fluxes};
  Witness nothing{PairSamples::nothing};
  simulation->advance(Steps{4}, {every(Steps{2}, everything), every(Steps{1}, sums), every(Steps{1}, nothing)});
  CHECK(everything.steps_with_heat_flux == std::vector<bool>{false, false});
  CHECK(sums.steps_with_heat_flux == std::vector<bool>{false, false, true, false});
  CHECK(nothing.steps_with_tallies == std::vector<bool>{true, true, false, true});
  CHECK(sums.fluxes[1] == everything.fluxes[0]);
}

TEST_CASE("a run with fluxes that is split equals the straight run bit for bit")
{
  constexpr std::int64_t most = 60;
  for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
    for (const std::int64_t interval : {1, 3}) {
      CAPTURE(interval);
      const auto correlations = [&] {
        return FluxCorrelations{test_world(), Steps{interval}, TimeStep{0.004}, Duration{0.04}, Blocks{2}};
      };
      const auto straight = started(TimeStep{0.004}, precision);
      FluxCorrelations of_straight = correlations();
      straight->advance(Steps{most}, every(Steps{interval}, of_straight));
      State state;
      std::int64_t step = 0;
      for (const std::int64_t end : {20, 39, 41, 60}) {
        const auto part = started(TimeStep{0.004}, precision);
        FluxCorrelations of_part = correlations();
        if (step > 0) {
          part->load(state);
          of_part.load(state.part("fluxes"));
        }
        part->advance(Steps{end - step}, every(Steps{interval}, of_part));
        state = state_of(*part, of_part);
        step = end;
      }
      CHECK(state.values() == state_of(*straight, of_straight).values());
      CHECK(straight->rebuild_count() > 2);
      CHECK(straight->list_count() > straight->rebuild_count() + 2);
    }
  }
}
