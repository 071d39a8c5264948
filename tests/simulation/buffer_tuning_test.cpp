/// Buffers that are chosen by trials change the lists and nothing else, and are in the checkpoint.
#include "mixtures.hpp"
#include "support/by_id.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/simulation/buffer_tuning.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

constexpr std::size_t particles = 1200;

/// With a thermostat and sources of heat, whose ledgers trials must not touch.
std::unique_ptr<Simulation> started()
{
  auto simulation =
      std::make_unique<Simulation>(test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.004}});
  all_controls()[1].add(*simulation);
  return simulation;
}

std::vector<Vec3> positions(const Simulation& simulation)
{
  const Particles& own = simulation.local_particles();
  return all_vectors_by_id(test_world(), own.id, own.position, particles);
}

std::vector<Vec3> velocities(const Simulation& simulation)
{
  const Particles& own = simulation.local_particles();
  return all_vectors_by_id(test_world(), own.id, own.velocity, particles);
}

void check_same_motion(Simulation& a, Simulation& b)
{
  CHECK(a.step() == b.step());
  CHECK(positions(a) == positions(b));
  CHECK(velocities(a) == velocities(b));
  CHECK(a.measure().conserved_energy() == b.measure().conserved_energy());
}

}  // namespace

TEST_CASE("steps of trials are taken back, and the buffers chosen act as if they had been asked for")
{
  const auto tuned = started();
  const auto told = started();
  tuned->advance(Steps{30});
  told->advance(Steps{30});
  const std::vector<Vec3> before = velocities(*tuned);
  const double energy = told->measure().conserved_energy();
  const BufferTuning tuning = tune_list_buffers(*tuned, Steps{10});
  CHECK(tuning.tried == 5);
  CHECK(tuning.gain >= 0.0);
  CHECK(velocities(*tuned) == before);
  CHECK(tuned->step() == 30);
  CHECK(tuned->measure().conserved_energy() == doctest::Approx(energy).epsilon(1e-13));
  CHECK(tuned->list_buffers() == tuning.chosen);
  told->change_list_buffers(tuning.chosen);
  tuned->advance(Steps{40});
  told->advance(Steps{40});
  check_same_motion(*tuned, *told);
}

TEST_CASE("a checkpoint keeps buffers that were changed")
{
  const auto straight = started();
  straight->advance(Steps{10});
  straight->change_list_buffers({Skin{0.35}, Skin{0.5}});
  straight->advance(Steps{15});
  State state;
  straight->save(state);
  const auto continued = started();
  continued->load(state);
  CHECK(continued->list_buffers() == ListBuffers{Skin{0.35}, Skin{0.5}});
  straight->advance(Steps{30});
  continued->advance(Steps{30});
  check_same_motion(*straight, *continued);
}

TEST_CASE("no pair is lost with other buffers")
{
  const auto simulation = started();
  simulation->advance(Steps{20});
  for (const ListBuffers& buffers :
       {ListBuffers{Skin{0.01}, Skin{0.02}}, ListBuffers{Skin{0.5}, Skin{0.5}}, ListBuffers{Skin{0.1}, Skin{2.0}}}) {
    simulation->change_list_buffers(buffers);
    simulation->advance(Steps{25});
    CHECK(all_force_error(*simulation) < 1e-12);
  }
}

TEST_CASE("buffers that were given stay")
{
  const auto simulation = started();
  const ListBuffers before = simulation->list_buffers();
  const BufferTuning none = tune_list_buffers(*simulation, Steps{5}, {.near = false, .wide = false});
  CHECK(none.tried == 1);
  CHECK(none.gain == 0.0);
  const BufferTuning wide = tune_list_buffers(*simulation, Steps{5}, {.near = false, .wide = true});
  CHECK(wide.tried == 3);
  CHECK(wide.chosen.near.value() == before.near.value());
}

TEST_CASE("buffers that cannot be are refused, and the lists stay")
{
  const auto simulation = started();
  const ListBuffers before = simulation->list_buffers();
  CHECK_THROWS_WITH_AS(simulation->change_list_buffers({Skin{-0.1}, Skin{0.2}}),
                       "the list buffer (skin) is -0.1; it must be positive", InputError);
  CHECK_THROWS_AS(simulation->change_list_buffers({Skin{0.3}, Skin{0.2}}), InputError);
  CHECK_THROWS_AS(simulation->change_list_buffers({Skin{20.0}, Skin{20.0}}), InputError);
  CHECK(simulation->list_buffers() == before);
  simulation->advance(Steps{5});
}
