#include "support/examples.hpp"

#include <soret/core/error.hpp>
#include <soret/input/nemd_settings.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

using namespace soret;

namespace {

NemdSettings read(Configuration& configuration)
{
  NemdSettings settings = read_nemd_settings(configuration);
  configuration.finish();
  return settings;
}

NemdSettings example(const std::string& name)
{
  Configuration configuration;
  configuration.add_file(SORET_DATA "/examples/" + name + ".ini");
  return read(configuration);
}

std::vector<std::string> examples() { return test_support::examples_with_section("gradient"); }

/// Particle-steps of all stages together.
double work(const NemdSettings& s)
{
  const auto gradients = static_cast<double>(std::max<std::size_t>(s.gradient.series.size(), 1));
  double time =
      s.equilibrate.duration.value() + gradients * (s.gradient.build_duration.value() + s.sample.duration.value());
  time += s.start.melt ? s.start.melt->melt_duration.value() + s.start.melt->quench_duration.value() : 0.0;
  for (const ProtocolLeg& leg : s.protocol ? s.protocol->legs : std::vector<ProtocolLeg>{}) {
    time += leg.duration.value();
  }
  time += s.equilibrate.barostat ? s.equilibrate.barostat->duration.value() : 0.0;
  return time / s.run.time_step.value() * static_cast<double>(s.start.particles()) * s.run.replicas;
}

}  // namespace

TEST_CASE("every example is accepted, and its resolved form gives the same again")
{
  for (const std::string& name : examples()) {
    CAPTURE(name);
    Configuration configuration;
    configuration.add_file(SORET_DATA "/examples/" + name + ".ini");
    const NemdSettings settings = read(configuration);
    const std::string resolved = configuration.resolved({"model.file"});
    Configuration again;
    again.add_text(resolved, "resolved");
    const NemdSettings same = read(again);
    CHECK(again.resolved({"model.file"}) == resolved);
    CHECK(same.model.pairs.size() == settings.model.pairs.size());
    CHECK(same.model.largest_cutoff() == settings.model.largest_cutoff());
    CHECK(same.start.particles() == settings.start.particles());
    CHECK(same.run.time_step == settings.run.time_step);
  }
}

TEST_CASE("short examples fit into two minutes at eight million particle-steps a second, and say that they are short")
{
  int short_ones = 0;
  for (const std::string& name : examples()) {
    if (name.ends_with("-short")) {
      CAPTURE(name);
      ++short_ones;
      const NemdSettings settings = example(name);
      CHECK(work(settings) < 8e8);
      CHECK(settings.output.note.find("hort demonstration") != std::string::npos);
      CHECK(std::filesystem::exists(SORET_DATA "/examples/" + name.substr(0, name.size() - 6) + ".ini"));
    }
  }
  CHECK(short_ones == 10);
}

TEST_CASE("the geometry of paper 000: 22500 particles, a cold slab of a tenth in the middle, hot at the ends")
{
  const NemdSettings s = example("paper-000-tm-1.0");
  CHECK(s.start.particles() == 22500);
  CHECK(s.start.counts[0].count == 18000);
  CHECK(s.start.box->lengths() == Vec3{14.12, 14.12, 94.10});
  CHECK(s.model.pairs[1].kind == PotentialKind::force_shifted_lennard_jones);
  const Slab cold = s.gradient.cold_slab.in_box(s.gradient.axis, *s.start.box);
  CHECK(cold.contains(47.05, 94.10));
  CHECK_FALSE(cold.contains(47.05 + 4.8, 94.10));
  CHECK(s.gradient.hot_slab.in_box(s.gradient.axis, *s.start.box).contains(92.0, 94.10));
  CHECK(s.start.melt->melt_temperature.value() == 3.0);
  CHECK(s.sample.bins.value() == 80);
  CHECK(s.estimate.window->low == 0.125);
}

TEST_CASE("the geometry of paper 001: slabs of 3 sigma in a box of 30, replicas, the state point as window")
{
  const NemdSettings s = example("paper-001-x1-0.5");
  const Slab hot = s.gradient.hot_slab.in_box(Axis::z, *s.start.box);
  CHECK(hot.centre == 0.5);
  CHECK(hot.width == doctest::Approx(0.1).epsilon(1e-14));
  CHECK(s.run.replicas == 10);
  CHECK(s.equilibrate.thermostat == EquilibrateSettings::ThermostatKind::nose_hoover);
  CHECK(s.equilibrate.barostat->pressure.value() == 0.46);
  CHECK_FALSE(s.equilibrate.barostat->axis);
  CHECK_FALSE(s.estimate.window);
  CHECK(s.estimate.state->temperature.value() == 0.62);
  CHECK(s.gradient.source == GradientSettings::Source::rescale);
}

TEST_CASE("the units of paper 002: femtoseconds, kelvins and megapascals")
{
  const NemdSettings s = example("paper-002-eps-0.5");
  CHECK(s.start.counts[1].count == 80);
  CHECK(s.run.time_step.value() == doctest::Approx(4.0 / 2156.2).epsilon(1e-3));
  CHECK(s.equilibrate.temperature.value() == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(s.equilibrate.barostat->pressure.value() == doctest::Approx(0.8).epsilon(1e-3));
  CHECK(s.gradient.power->value() == 5.0);
  CHECK(s.estimate.dilute_solute == Species{1});
  CHECK(example("paper-002-mass-4").model.species[1].mass == 4.0);
}

TEST_CASE("a series scales the temperature difference about its mean, the power, or the rate of swaps")
{
  GradientSettings gradient;
  gradient.hot_temperature = Temperature{1.2};
  gradient.cold_temperature = Temperature{0.8};
  CHECK(gradient.scaled(0.5).hot_temperature->value() == doctest::Approx(1.1).epsilon(1e-14));
  CHECK(gradient.scaled(0.5).cold_temperature->value() == doctest::Approx(0.9).epsilon(1e-14));
  GradientSettings exchange;
  exchange.power = Power{30.0};
  exchange.swap_interval = Steps{10};
  CHECK(exchange.scaled(2.0).power->value() == 60.0);
  CHECK(exchange.scaled(2.0).swap_interval->value() == 5);
  CHECK(exchange.scaled(100.0).swap_interval->value() == 1);
}

TEST_CASE("steps are the nearest whole number")
{
  CHECK(steps_in(Duration{10.0}, TimeStep{0.005}).value() == 2000);
  CHECK(steps_in(Duration{1.0}, TimeStep{0.3}).value() == 3);
  CHECK(steps_in(Duration{0.0}, TimeStep{0.3}).value() == 0);
}

TEST_CASE("the geometry is checked again for a box that has changed")
{
  const NemdSettings s = example("paper-001-x1-0.5");
  CHECK_NOTHROW(check_geometry(s, Box{19.0, 19.0, 29.0}));
  CHECK_THROWS_WITH_AS(check_geometry(s, Box{4.9, 19.0, 29.0}), doctest::Contains("less than two cutoffs"), InputError);
  CHECK_THROWS_WITH_AS(check_geometry(s, Box{19.0, 19.0, 5.5}),
                       doctest::Contains("gradient.cold_slab: it overlaps gradient.hot_slab"), InputError);
}

TEST_CASE("starts are made as configured")
{
  const NemdSettings s = example("quickstart");
  const System system = make_start(s.start, s.model, Seed{1});
  CHECK(system.particles.size() == static_cast<std::size_t>(s.start.particles()));
  CHECK(system.species.size() == 2);
  CHECK(system.particles.size() == static_cast<std::size_t>(std::llround(0.75 * system.box.volume())));

  Configuration configuration;
  configuration.add_override("start.kind", "random");
  configuration.add_file(SORET_DATA "/examples/quickstart.ini");
  const NemdSettings random = read(configuration);
  CHECK(random.start.minimum_distance == 0.85);
  CHECK(make_start(random.start, random.model, Seed{1}).particles.size() == system.particles.size());
}
