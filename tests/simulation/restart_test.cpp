/// A run split at checkpoints equals the straight run bit for bit.
#include "mixtures.hpp"
#include "support/by_id.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/slab_profile.hpp>
#include <soret/sampling/thermodynamic_series.hpp>

#include <doctest/doctest.h>

#include <array>

using namespace soret;
using namespace test_support;

namespace {

/// A simulation with samplers, as a program has it.
struct Run {
  explicit Run(const NamedControls& controls, Precision precision = Precision::double_precision)
      : simulation{test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.004}},
                   SimulationOptions{.precision = precision, .skin = Skin{0.2}}}
  {
    controls.add(simulation);
  }

  void advance(std::int64_t steps)
  {
    simulation.advance(Steps{steps}, {every(Steps{3}, profile), every(Steps{7}, series)});
  }

  State saved() const
  {
    State state;
    State part;
    simulation.save(part);
    state.put_all("simulation", part);
    part = {};
    profile.save(part);
    state.put_all("profile", part);
    part = {};
    series.save(part);
    state.put_all("series", part);
    return state;
  }

  void load(const State& state)
  {
    simulation.load(state.part("simulation"));
    profile.load(state.part("profile"));
    series.load(state.part("series"));
  }

  Simulation simulation;
  SlabProfile profile{Axis::z, Bins{10}, Blocks{2}};
  ThermodynamicSeries series{4};
};

/// The names of the entries that differ, on any rank.
std::string differences(const State& a, const State& b)
{
  std::string names;
  for (const auto& [name, value] : a.values()) {
    if (!b.contains(name) || b.values().at(name) != value) {
      names += name + " ";
    }
  }
  return names + (a.values().size() == b.values().size() ? "" : "(another number of entries)");
}

bool moved_since_rebuild(const State& state)
{
  return state.doubles("simulation/reference/x") != state.doubles("simulation/position/x");
}

void check_split_equals_straight(const NamedControls& controls, Precision precision = Precision::double_precision)
{
  Run straight{controls, precision};
  straight.advance(60);
  State state;
  for (int part = 0; part < 3; ++part) {
    Run run{controls, precision};
    if (part > 0) {
      run.load(state);
      CHECK(differences(state, run.saved()) == "");
    }
    run.advance(20);
    state = run.saved();
  }
  CHECK(differences(straight.saved(), state) == "");
  CHECK(straight.simulation.rebuild_count() > 2);
  CHECK(straight.simulation.list_count() > straight.simulation.rebuild_count() + 2);
}

/// Whether box and particles have moved between the search and the pick of the near list, and the box since.
bool moved_since_search_and_pick(const State& state)
{
  const bool particles_have = state.doubles("search_reference/x") != state.doubles("reference/x");
  return state.doubles("search_box") != state.doubles("reference_box") &&
         state.doubles("reference_box") != state.doubles("box") && test_world().all_any(particles_have);
}

/// The simulation alone: samplers of profiles refuse box lengths that change.
void check_split_in_moving_box(const NamedControls& controls, Precision precision)
{
  const auto started = [&] {
    auto simulation =
        std::make_unique<Simulation>(test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.004}},
                                     SimulationOptions{.precision = precision});
    controls.add(*simulation);
    return simulation;
  };
  const auto straight = started();
  straight->advance(Steps{60});
  constexpr std::array<std::int64_t, 3> lengths{16, 24, 20};
  bool is_between_lists = false;
  State state;
  for (std::size_t part = 0; part < 3; ++part) {
    const auto run = started();
    if (part > 0) {
      run->load(state);
      is_between_lists = moved_since_search_and_pick(state) || is_between_lists;
    }
    run->advance(Steps{lengths[part]});
    state = {};
    run->save(state);
  }
  State expected;
  straight->save(expected);
  CHECK(differences(expected, state) == "");
  CHECK(is_between_lists);
  CHECK(straight->box().lengths().z != mixture().box.lengths().z);
}

}  // namespace

TEST_CASE("a run split at two checkpoints equals the straight run bit for bit, with every control")
{
  for (const NamedControls& controls : all_controls()) {
    CAPTURE(controls.name);
    check_split_equals_straight(controls);
  }
}

TEST_CASE("also in mixed precision and with a barostat")
{
  const StochasticCellRescaling barostat{.pressure = Pressure{1.0},
                                         .temperature = Temperature{1.2},
                                         .relaxation_time = RelaxationTime{1.0},
                                         .compressibility = Compressibility{0.1},
                                         .seed = Seed{77}};
  const NamedControls controls{"langevin", all_controls()[1].add};
  check_split_equals_straight(controls, Precision::mixed);
  const NamedControls with_barostat{"langevin and barostat", [&](Simulation& simulation) {
                                      controls.add(simulation);
                                      simulation.barostat(barostat, Steps{8});
                                    }};
  check_split_in_moving_box(with_barostat, Precision::double_precision);
}

TEST_CASE("also with controls that move the box in every step")
{
  for (const NamedControls& controls : box_controls()) {
    CAPTURE(controls.name);
    check_split_in_moving_box(controls, Precision::double_precision);
  }
  check_split_in_moving_box(box_controls()[0], Precision::mixed);
}

TEST_CASE("a checkpoint falls between rebuilds in these tests")
{
  Run run{all_controls()[1]};
  run.advance(20);
  const bool moved = run.simulation.local_particles().size() == 0 || moved_since_rebuild(run.saved());
  CHECK(!test_world().all_any(!moved));
}

TEST_CASE("measuring does not change the motion by a bit")
{
  Run undisturbed{all_controls()[2]};
  Run measured{all_controls()[2]};
  undisturbed.advance(30);
  for (int part = 0; part < 10; ++part) {
    measured.simulation.measure();
    measured.advance(3);
  }
  CHECK(differences(undisturbed.saved(), measured.saved()) == "");
}

TEST_CASE("a run whose list was picked later than these buffers allow is refused")
{
  const auto started = [](Skin skin, Skin search_skin) {
    return Simulation{test_world(), mixture(), mixture_field(), VelocityVerlet{TimeStep{0.004}},
                      SimulationOptions{.skin = skin, .search_skin = search_skin}};
  };
  const auto saved_after_steps = [&](Skin skin, Skin search_skin) {
    Simulation run = started(skin, search_skin);
    while (run.list_count() == run.rebuild_count() && run.list_count() < 3) {
      run.advance(Steps{1});
    }
    CHECK(run.list_count() == (search_skin > skin ? 2 : 3));
    State state;
    run.save(state);
    return state;
  };
  const State state = saved_after_steps(Skin{0.2}, Skin{0.8});
  CHECK_NOTHROW(started(Skin{0.2}, Skin{0.8}).load(state));
  const auto refusal = doctest::Contains("the saved run had other list buffers");
  CHECK_THROWS_WITH_AS(started(Skin{0.2}, Skin{0.3}).load(state), refusal, InputError);
  CHECK_THROWS_WITH_AS(started(Skin{0.7}, Skin{0.8}).load(state), refusal, InputError);
  // Equal buffers leave no room for a pick, and there has been none.
  CHECK_NOTHROW(started(Skin{0.2}, Skin{0.2}).load(saved_after_steps(Skin{0.2}, Skin{0.2})));
}

TEST_CASE("a run with other controls or another grid is refused")
{
  Run run{all_controls()[1]};
  const State state = run.saved();
  Run other{all_controls()[4]};
  CHECK_THROWS_WITH_AS(other.load(state), doctest::Contains("control 0 of the saved run is langevin, here it is csvr"),
                       InputError);
  Run without{all_controls()[0]};
  CHECK_THROWS_WITH_AS(without.load(state), doctest::Contains("had 1 controls, this one has 0"), InputError);
  State part = state.part("simulation");
  part.put("grid", std::vector<std::int64_t>{1, 1, 64});
  CHECK_THROWS_WITH_AS(run.simulation.load(part), doctest::Contains("1 x 1 x 64"), InputError);
}
