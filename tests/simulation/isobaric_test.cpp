/// The ensemble of Martyna-Tobias-Klein dynamics. One rank: these are longer.
#include "support/liquid.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/martyna_tobias_klein.hpp>
#include <soret/dynamics/stochastic_cell_rescaling.hpp>
#include <soret/forces/force_field.hpp>
#include <soret/forces/shipped_potentials.hpp>
#include <soret/simulation/simulation.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

constexpr std::size_t blocks = 40;
constexpr double temperature = 1.0;

/// Soft spheres with a short reach, so that few of them make a fluid.
ForceField soft_spheres()
{
  ForceField field{Cutoff{1.3}};
  field.add({"A", 1.0}, ForceShiftedLennardJones{});
  return field;
}

MartynaTobiasKlein npt_at(double pressure, std::optional<Axis> axis)
{
  return {.pressure = Pressure{pressure},
          .temperature = Temperature{temperature},
          .thermostat_relaxation_time = RelaxationTime{0.2},
          .barostat_relaxation_time = RelaxationTime{0.4},
          .axis = axis};
}

/// A number with its standard error.
struct Measured {
  double value;
  double error;
};

/// The distance of two numbers in standard errors.
double deviation(const Measured& a, const Measured& b)
{
  return std::abs(a.value - b.value) / std::hypot(a.error, b.error);
}

using Column = std::vector<double>;

double mean(const Column& values)
{
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double covariance(const Column& a, const Column& b)
{
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += (a[k] - mean_a) * (b[k] - mean_b);
  }
  return sum / static_cast<double>(a.size());
}

/// What is seen along a run, sample by sample.
struct Record {
  Column volume;
  Column enthalpy;  ///< E + P_0 V
  Column pressure;
  Column pressure_volume;
  std::array<Column, 3> temperature;

  Record without(std::size_t block) const
  {
    const auto kept = [block](const Column& all) {
      Column some;
      for (std::size_t k = 0; k < all.size(); ++k) {
        if (k * blocks / all.size() != block) {
          some.push_back(all[k]);
        }
      }
      return some;
    };
    return {kept(volume),
            kept(enthalpy),
            kept(pressure),
            kept(pressure_volume),
            {kept(temperature[0]), kept(temperature[1]), kept(temperature[2])}};
  }
};

/// A function of two records, its error by leaving out one block of either at a time.
Measured jackknifed(const Record& a, const Record& b, const std::function<double(const Record&, const Record&)>& f)
{
  const double all = f(a, b);
  double squares = 0.0;
  for (std::size_t block = 0; block < blocks; ++block) {
    squares += std::pow(f(a.without(block), b) - all, 2) + std::pow(f(a, b.without(block)) - all, 2);
  }
  return {all, std::sqrt(squares * (blocks - 1.0) / blocks)};
}

Measured mean_of(const Record& record, const std::function<const Column&(const Record&)>& column)
{
  return jackknifed(record, {}, [&](const Record& some, const Record&) { return mean(column(some)); });
}

/// The b that makes it likeliest that samples with volume V belong to `b` with probability 1/(1 + exp(-a + b V)): the
/// slope of the logarithm of the ratio of both distributions (Shirts 2013, doi:10.1021/ct300688p).
double slope_of_ratio(const Column& first, const Column& second)
{
  const double origin = 0.5 * (mean(first) + mean(second));
  double a = 0.0;
  double b = 0.0;
  for (int iteration = 0; iteration < 20; ++iteration) {
    std::array<double, 5> sums{};
    const auto visit = [&](const Column& volumes, double belongs) {
      for (const double volume : volumes) {
        const double x = origin - volume;
        const double f = 1.0 / (1.0 + std::exp(-a - b * x));
        sums[0] += belongs - f;
        sums[1] += (belongs - f) * x;
        sums[2] += f * (1.0 - f);
        sums[3] += f * (1.0 - f) * x;
        sums[4] += f * (1.0 - f) * x * x;
      }
    };
    visit(first, 0.0);
    visit(second, 1.0);
    const double determinant = sums[2] * sums[4] - sums[3] * sums[3];
    a += (sums[4] * sums[0] - sums[3] * sums[1]) / determinant;
    b += (sums[2] * sums[1] - sums[3] * sums[0]) / determinant;
  }
  return b;
}

constexpr std::int64_t count = 64;

Simulation fluid()
{
  const ForceField field = soft_spheres();
  return {test_world(), liquid(Box{4.6, 4.6, 4.6}, count, field.species()), field, VelocityVerlet{TimeStep{0.004}}};
}

std::array<double, 3> temperatures(const Particles& particles)
{
  std::array<double, 3> found{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (const double velocity : particles.velocity[axis]) {
      found[axis] += velocity * velocity / static_cast<double>(count - 1);
    }
  }
  return found;
}

/// Of a fluid under something that keeps it at the temperature and a pressure, of one axis if one is given.
Record recorded(double pressure, std::optional<Axis> axis, int samples, const std::function<void(Simulation&)>& act)
{
  Simulation simulation = fluid();
  act(simulation);
  simulation.advance(Steps{3000});
  Record record;
  for (int k = 0; k < samples; ++k) {
    simulation.advance(Steps{20});
    const Thermodynamics now = simulation.measure();
    const double volume = simulation.box().volume();
    record.volume.push_back(volume);
    record.enthalpy.push_back(now.total_energy() + pressure * volume);
    record.pressure.push_back(axis ? now.pressure_tensor[index(*axis)] : now.pressure());
    record.pressure_volume.push_back(record.pressure.back() * volume);
    const auto along = temperatures(simulation.local_particles());
    for (std::size_t a = 0; a < 3; ++a) {
      record.temperature[a].push_back(along[a]);
    }
  }
  return record;
}

Record recorded_npt(double pressure, std::optional<Axis> axis, int samples)
{
  return recorded(pressure, axis, samples, [=](Simulation& simulation) { simulation.control(npt_at(pressure, axis)); });
}

Record recorded_with_cell_rescaling(double pressure, int samples)
{
  return recorded(pressure, {}, samples, [=](Simulation& simulation) {
    simulation.control(Csvr{Temperature{temperature}, RelaxationTime{0.2}, Seed{6}});
    simulation.barostat(StochasticCellRescaling{.pressure = Pressure{pressure},
                                                .temperature = Temperature{temperature},
                                                .relaxation_time = RelaxationTime{0.4},
                                                .compressibility = Compressibility{0.1},
                                                .seed = Seed{7}},
                        Steps{2});
  });
}

/// Checks of what does not depend on the fluid; both pressures must be close enough for a trapezium.
void check_ensemble(double low, double high, std::optional<Axis> axis, int samples)
{
  CAPTURE(axis.has_value());
  const Record at_low = recorded_npt(low, axis, samples);
  const Record at_high = recorded_npt(high, axis, samples);
  const double difference = (high - low) / temperature;

  const Measured slope =
      jackknifed(at_low, at_high, [](const Record& a, const Record& b) { return slope_of_ratio(a.volume, b.volume); });
  CAPTURE(slope.value);
  CAPTURE(slope.error);
  CHECK(slope.error < 0.1 * difference);
  CHECK(deviation(slope, {difference, 0.0}) < 3.0);

  // d<V>/dP = -<dV dV>/k_B T: the compressibility from fluctuations against that from two densities. The fluctuations
  // fall about as a power of the pressure, which the geometric mean allows for.
  const Measured compression = jackknifed(at_low, at_high, [=](const Record& a, const Record& b) {
    return difference * std::sqrt(covariance(a.volume, a.volume) * covariance(b.volume, b.volume)) /
           (mean(a.volume) - mean(b.volume));
  });
  CAPTURE(compression.value);
  CAPTURE(compression.error);
  CHECK(compression.error < 0.1);
  CHECK(deviation(compression, {1.0, 0.0}) < 3.0);

  // d<H>/dP = <V> - <dH dV>/k_B T.
  const Measured enthalpy = jackknifed(at_low, at_high, [=](const Record& a, const Record& b) {
    const double predicted = 0.5 * ((high - low) * (mean(a.volume) + mean(b.volume)) -
                                    difference * (covariance(a.enthalpy, a.volume) + covariance(b.enthalpy, b.volume)));
    return mean(b.enthalpy) - mean(a.enthalpy) - predicted;
  });
  CAPTURE(enthalpy.value);
  CAPTURE(enthalpy.error);
  CHECK(deviation(enthalpy, {0.0, 0.0}) < 3.0);

  for (std::size_t a = 0; a < 3; ++a) {
    const Measured along = mean_of(at_low, [a](const Record& r) -> const Column& { return r.temperature[a]; });
    CAPTURE(along.value);
    CAPTURE(along.error);
    CHECK(along.error < 0.02);
    CHECK(deviation(along, {temperature, 0.0}) < 3.0);
  }
  const Measured pressure = mean_of(at_low, [](const Record& r) -> const Column& { return r.pressure; });
  CAPTURE(pressure.value);
  CAPTURE(pressure.error);
  CHECK(pressure.error < 0.02);
  CHECK(deviation(pressure, {low, 0.0}) < 3.0);
  // <(P - P_0) V> = -k_B T, an identity of the ensemble.
  const Measured excess = jackknifed(
      at_low, at_high, [=](const Record& a, const Record&) { return mean(a.pressure_volume) - low * mean(a.volume); });
  CAPTURE(excess.value);
  CAPTURE(excess.error);
  CHECK(deviation(excess, {-temperature, 0.0}) < 3.0);
}

Measured mean_volume(const Record& record)
{
  return mean_of(record, [](const Record& r) -> const Column& { return r.volume; });
}

}  // namespace

TEST_CASE("volumes, enthalpies and velocities are those of the NPT ensemble")
{
  check_ensemble(2.0, 2.5, {}, 5000);
  check_ensemble(2.0, 2.5, Axis::z, 5000);
}

TEST_CASE("the mean volume is that of stochastic cell rescaling")
{
  const Measured here = mean_volume(recorded_npt(2.2, {}, 5000));
  const Measured there = mean_volume(recorded_with_cell_rescaling(2.2, 5000));
  CAPTURE(here.value);
  CAPTURE(there.value);
  CHECK(here.error < 0.003 * here.value);
  CHECK(there.error < 0.003 * there.value);
  CHECK(deviation(here, there) < 3.0);
}

TEST_CASE("an ideal gas at zero total momentum has the volumes of one particle less")
{
  // V^(N - 1) exp(-P V/T): a gamma distribution of mean N T/P and variance N (T/P)²; V^N would make it (N + 1) T/P
  constexpr double few = 4.0;
  constexpr double scale = 10.0;  // T/P
  ForceField none{Cutoff{0.4}};
  none.add({"A", 1.0}, LennardJones{.epsilon = 0.0});
  const double length = std::cbrt(few * scale);
  Simulation simulation{test_world(), liquid(Box{length, length, length}, 4, none.species()), none,
                        VelocityVerlet{TimeStep{0.02}}};
  simulation.control(
      Csvr{.temperature = Temperature{temperature}, .relaxation_time = RelaxationTime{0.1}, .seed = Seed{8}});
  simulation.barostat(StochasticCellRescaling{.pressure = Pressure{temperature / scale},
                                              .temperature = Temperature{temperature},
                                              .relaxation_time = RelaxationTime{60.0},
                                              .compressibility = Compressibility{scale},
                                              .seed = Seed{9}},
                      Steps{1});
  simulation.advance(Steps{10'000});
  Record record;
  for (int k = 0; k < 30000; ++k) {
    simulation.advance(Steps{50});
    record.volume.push_back(simulation.box().volume());
  }
  const Measured found = mean_volume(record);
  CAPTURE(found.value);
  CAPTURE(found.error);
  CHECK(deviation(found, {few * scale, 0.0}) < 3.0);
  CHECK(deviation(found, {(few + 1.0) * scale, 0.0}) > 5.0);
}

TEST_CASE("only one thing moves the box")
{
  Simulation simulation = fluid();
  const StochasticCellRescaling rescaling{.pressure = Pressure{2.0},
                                          .temperature = Temperature{1.0},
                                          .relaxation_time = RelaxationTime{1.0},
                                          .compressibility = Compressibility{0.1},
                                          .seed = Seed{7}};
  simulation.control(npt_at(2.0, {}));
  CHECK_THROWS_WITH_AS(simulation.control(npt_at(2.0, {})), doctest::Contains("which a barostat does already"),
                       InputError);
  CHECK_THROWS_WITH_AS(simulation.barostat(rescaling), doctest::Contains("a control moves the box already"),
                       InputError);
  simulation.remove_controls();
  simulation.barostat(rescaling);
  CHECK_THROWS_WITH_AS(simulation.control(npt_at(2.0, {})), doctest::Contains("which a barostat does already"),
                       InputError);
}

TEST_CASE("a box that has moved stays where it is when nothing moves it any more")
{
  Simulation simulation = fluid();
  simulation.control(npt_at(2.5, {}));
  simulation.advance(Steps{503});
  simulation.remove_controls();
  const Box box = simulation.box();
  const double before = simulation.measure().total_energy();
  simulation.advance(Steps{500});
  CHECK(simulation.box().lengths() == box.lengths());
  CHECK(std::abs(simulation.measure().total_energy() - before) < 0.05);
}
