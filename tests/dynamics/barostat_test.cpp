#include "toy.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/stochastic_cell_rescaling.hpp>

#include <doctest/doctest.h>

#include <optional>

using namespace soret;

namespace {

StochasticCellRescaling barostat(std::optional<Axis> axis)
{
  return {.pressure = Pressure{0.5},
          .temperature = Temperature{1.25},
          .relaxation_time = RelaxationTime{1.0},
          .compressibility = Compressibility{1.0},
          .seed = Seed{12},
          .axis = axis};
}

}  // namespace

TEST_CASE("an ideal gas under stochastic cell rescaling has the volumes of the NPT ensemble")
{
  // V is gamma distributed: <V> = (N + 1) k_B T/P, <(V - <V>)²> = (N + 1) (k_B T/P)². The kinetic energy is drawn anew
  // each step, as a very good thermostat would.
  const double count = 20.0;
  const double temperature = 1.25;
  const double expected = (count + 1.0) * temperature / 0.5;
  const RandomStream stream{Seed{4}, Stream::csvr};
  for (const std::optional<Axis> axis : {std::optional<Axis>{}, std::optional<Axis>{Axis::z}}) {
    const StochasticCellRescaling rescaling = barostat(axis);
    Box box{5.0, 5.0, expected / 25.0};
    toy::Series volume;
    toy::Series squared_deviation;
    const double degrees = axis ? count : 3.0 * count;
    for (std::int64_t step = 0; step < 600000; ++step) {
      const double kinetic = temperature * gamma_variate(stream, 0.5 * degrees, static_cast<std::uint64_t>(step), 0);
      const Pressure pressure{2.0 * kinetic / (degrees / count * box.volume())};
      const Vec3 s = rescaling.scale_factors(pressure, box, Duration{0.003}, step);
      box = Box{box.lengths().x * s.x, box.lengths().y * s.y, box.lengths().z * s.z};
      volume.add(box.volume());
      squared_deviation.add((box.volume() - expected) * (box.volume() - expected));
    }
    CHECK(volume.agrees_with(expected, 3.0));
    CHECK(volume.error_of_mean() < 0.012 * expected);
    CHECK(squared_deviation.mean() == doctest::Approx((count + 1.0) * 6.25).epsilon(0.08));
    if (axis) {
      CHECK(box.lengths().x == 5.0);
      CHECK(box.lengths().y == 5.0);
    }
    else {
      CHECK(box.lengths().x == doctest::Approx(box.lengths().y).epsilon(1e-12));
    }
  }
}

TEST_CASE("one rescaling is one step of the equation for the square root of the volume")
{
  const StochasticCellRescaling rescaling{.pressure = Pressure{0.5},
                                          .temperature = Temperature{1.25},
                                          .relaxation_time = RelaxationTime{2.0},
                                          .compressibility = Compressibility{0.3},
                                          .seed = Seed{12},
                                          .axis = Axis::y};
  const Box box{2.0, 3.0, 4.0};
  const RandomStream stream{Seed{12}, Stream::barostat};
  const double dt = 0.002;
  for (const std::int64_t step : {0, 1, 17, 1000000}) {
    const double lambda = std::sqrt(24.0);
    const double change = -(0.3 * lambda / (2.0 * 2.0)) * (0.5 - 0.9 - 1.25 / (2.0 * 24.0)) * dt +
                          std::sqrt(1.25 * 0.3 / (2.0 * 2.0) * dt) * stream.normal(static_cast<std::uint64_t>(step), 0);
    const double expected = std::pow((lambda + change) / lambda, 2);
    const Vec3 factors = rescaling.scale_factors(Pressure{0.9}, box, Duration{dt}, step);
    CHECK(factors.y == doctest::Approx(expected).epsilon(1e-14));
    CHECK(factors.x == 1.0);
    CHECK(factors.z == 1.0);
  }
}

TEST_CASE("rescaling a cell keeps fractional positions and the volume of phase space")
{
  Box box{4.0, 5.0, 6.0};
  Particles particles = toy::gas(50, box, toy::one_species(), Temperature{1.0}, Seed{1});
  const Particles before = particles;
  const Vec3 factors{1.1, 0.9, 1.3};
  const Box after = rescale_cell(particles, box, factors);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    CHECK(after.lengths()[axis] == doctest::Approx(box.lengths()[axis] * factors[axis]).epsilon(1e-15));
    for (std::size_t i = 0; i < 50; ++i) {
      CHECK(particles.position[axis][i] / after.lengths()[axis] ==
            doctest::Approx(before.position[axis][i] / box.lengths()[axis]).epsilon(1e-14));
      CHECK(particles.velocity[axis][i] * particles.position[axis][i] ==
            doctest::Approx(before.velocity[axis][i] * before.position[axis][i]).epsilon(1e-14));
    }
  }
}

TEST_CASE("a wild pressure changes the volume by a twentieth at most; one that is not a number stops the run")
{
  const Box box{10.0, 10.0, 10.0};
  const Vec3 grown = barostat({}).scale_factors(Pressure{1e9}, box, Duration{0.1}, 0);
  CHECK(grown.x * grown.y * grown.z == doctest::Approx(1.05).epsilon(1e-12));
  const Vec3 shrunk = barostat({}).scale_factors(Pressure{-1e9}, box, Duration{0.1}, 0);
  CHECK(shrunk.x * shrunk.y * shrunk.z == doctest::Approx(0.95).epsilon(1e-12));
  CHECK_THROWS_AS(barostat({}).scale_factors(Pressure{std::nan("")}, box, Duration{0.1}, 7), RunTimeFailure);
  StochasticCellRescaling bad = barostat({});
  bad.compressibility = Compressibility{-1.0};
  CHECK_THROWS_WITH_AS(bad.check(), "barostat: compressibility is -1; it must be positive and finite", InputError);
  CHECK_NOTHROW(barostat({}).check());
}
