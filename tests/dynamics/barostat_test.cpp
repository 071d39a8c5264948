#include "toy.hpp"

#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/martyna_tobias_klein.hpp>
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

MartynaTobiasKlein martyna_tobias_klein(std::optional<Axis> axis)
{
  return {.pressure = Pressure{0.4},
          .temperature = Temperature{1.2},
          .thermostat_relaxation_time = RelaxationTime{0.7},
          .barostat_relaxation_time = RelaxationTime{0.9},
          .axis = axis};
}

/// A handful of particles bound to each other by anharmonic springs, in a box that none of them notices.
struct Cluster {
  SpeciesTable species = toy::two_species();
  Particles particles;
  Box box{3.0, 4.0, 5.0};

  Cluster() : particles{toy::gas(5, Box{2.0, 2.0, 2.0}, toy::two_species(), Temperature{1.5}, Seed{3})} {}

  /// Sets the forces and returns the diagonal of the virial.
  Vec3 compute_forces()
  {
    Vec3 virial;
    for (auto& component : particles.force) {
      std::fill(component.begin(), component.end(), 0.0);
    }
    for (std::size_t i = 0; i < particles.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const Vec3 r = particles.position_of(i) - particles.position_of(j);
        for (std::size_t a = 0; a < 3; ++a) {
          const double force = -0.3 * (1.0 + norm_squared(r)) * r[a];
          particles.force[a][i] += force;
          particles.force[a][j] -= force;
          virial[a] += r[a] * force;
        }
      }
    }
    return virial;
  }
};

/// The cluster after a time, by the barostat's own maps.
Cluster moved_by_barostat(const MartynaTobiasKlein& description, double time_step, int steps)
{
  const mpi::Communicator alone = test_world().split(test_world().rank());
  const VelocityVerlet integrator{TimeStep{time_step}};
  const auto npt = description.make();
  Cluster cluster;
  npt->accept_virial(cluster.box.volume(), cluster.compute_forces());
  for (int step = 1; step <= steps; ++step) {
    Motion motion{alone, cluster.box, cluster.species, cluster.particles, TimeStep{time_step}, step, 0};
    npt->begin_step(motion);
    npt->half_kick(integrator, cluster.particles, cluster.species);
    const Vec3 s = npt->drift(integrator, cluster.particles, 1.0);
    const Vec3 old = cluster.box.lengths();
    cluster.box = Box{old.x * s.x, old.y * s.y, old.z * s.z};
    npt->accept_virial(cluster.box.volume(), cluster.compute_forces());
    npt->half_kick(integrator, cluster.particles, cluster.species);
    npt->end_step(motion);
  }
  return cluster;
}

/// The equations of motion as they stand in the literature, for a fourth-order Runge-Kutta method. Variables: positions
/// and velocities (particle after particle, axis after axis), volume, strain rate, three velocities of either chain.
class EquationsOfMotion {
 public:
  explicit EquationsOfMotion(const MartynaTobiasKlein& description) : npt_{description} {}

  std::vector<double> start() const
  {
    std::vector<double> y;
    for (const auto& components : {cluster_.particles.position, cluster_.particles.velocity}) {
      for (std::size_t i = 0; i < count_; ++i) {
        y.insert(y.end(), {components[0][i], components[1][i], components[2][i]});
      }
    }
    y.insert(y.end(), {cluster_.box.volume(), 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0});
    return y;
  }

  void advance(std::vector<double>& y, double h)
  {
    const auto k1 = rates(y);
    const auto k2 = rates(moved(y, k1, 0.5 * h));
    const auto k3 = rates(moved(y, k2, 0.5 * h));
    const auto k4 = rates(moved(y, k3, h));
    for (std::size_t n = 0; n < y.size(); ++n) {
      y[n] += h / 6.0 * (k1[n] + 2.0 * k2[n] + 2.0 * k3[n] + k4[n]);
    }
  }

 private:
  static std::vector<double> moved(std::vector<double> y, const std::vector<double>& rate, double h)
  {
    for (std::size_t n = 0; n < y.size(); ++n) {
      y[n] += h * rate[n];
    }
    return y;
  }

  std::vector<double> rates(const std::vector<double>& y)
  {
    const double* v = y.data() + 3 * count_;
    const double* rest = y.data() + 6 * count_;
    const double volume = rest[0];
    const double nu = rest[1];
    const double* xi = rest + 2;
    const double* eta = rest + 5;
    std::vector<double> dy(y.size(), 0.0);
    Vec3 momentum;
    double mass = 0.0;
    for (std::size_t i = 0; i < count_; ++i) {
      mass += mass_of(i);
      for (std::size_t a = 0; a < 3; ++a) {
        cluster_.particles.position[a][i] = y[3 * i + a];
        momentum[a] += mass_of(i) * v[3 * i + a];
      }
    }
    const Vec3 virial = cluster_.compute_forces();
    const double d = npt_.axis ? 1.0 : 3.0;
    const double freedoms = 3.0 * static_cast<double>(count_) - 3.0;
    double kinetic = 0.0;
    double driving = -d * npt_.pressure.value() * volume;
    for (std::size_t a = 0; a < 3; ++a) {
      const double s = !npt_.axis || index(*npt_.axis) == a ? 1.0 : 0.0;
      driving += s * virial[a];
      for (std::size_t i = 0; i < count_; ++i) {
        const double w = v[3 * i + a] - momentum[a] / mass;
        kinetic += mass_of(i) * w * w;
        driving += s * mass_of(i) * w * w;
        dy[3 * i + a] = v[3 * i + a] + s * nu * y[3 * i + a];
        dy[3 * (count_ + i) + a] = cluster_.particles.force[a][i] / mass_of(i) - ((s + d / freedoms) * nu + xi[0]) * w;
      }
    }
    driving += d / freedoms * kinetic;
    const double temperature = npt_.temperature.value();
    const double box_time = npt_.barostat_relaxation_time.value();
    const double box_mass = d / 3.0 * (freedoms + 3.0) * temperature * box_time * box_time;
    dy[6 * count_] = d * nu * volume;
    dy[6 * count_ + 1] = driving / box_mass - eta[0] * nu;
    chain_rates(xi, kinetic, freedoms, npt_.thermostat_relaxation_time.value(), dy.data() + 6 * count_ + 2);
    chain_rates(eta, box_mass * nu * nu, 1.0, box_time, dy.data() + 6 * count_ + 5);
    return dy;
  }

  void chain_rates(const double* xi, double twice_energy, double freedoms, double time, double* rate) const
  {
    const double temperature = npt_.temperature.value();
    const double q = temperature * time * time;
    rate[0] = (twice_energy - freedoms * temperature) / (freedoms * q) - xi[0] * xi[1];
    rate[1] = (freedoms * q * xi[0] * xi[0] - temperature) / q - xi[1] * xi[2];
    rate[2] = (q * xi[1] * xi[1] - temperature) / q;
  }

  double mass_of(std::size_t i) const { return cluster_.species[index(cluster_.particles.species[i])].mass; }

  MartynaTobiasKlein npt_;
  Cluster cluster_;
  std::size_t count_ = cluster_.particles.size();
};

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

TEST_CASE("Martyna-Tobias-Klein dynamics are second-order solutions of their equations of motion")
{
  for (const std::optional<Axis> axis : {std::optional<Axis>{}, std::optional<Axis>{Axis::y}}) {
    CAPTURE(axis.has_value());
    const MartynaTobiasKlein description = martyna_tobias_klein(axis);
    EquationsOfMotion equations{description};
    std::vector<double> exact = equations.start();
    for (int step = 0; step < 2000; ++step) {
      equations.advance(exact, 0.0005);
    }
    const auto error = [&](int steps) {
      const Cluster found = moved_by_barostat(description, 1.0 / steps, steps);
      const std::size_t count = found.particles.size();
      double squares = std::pow(found.box.volume() - exact[6 * count], 2);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t a = 0; a < 3; ++a) {
          squares += std::pow(found.particles.position[a][i] - exact[3 * i + a], 2) +
                     std::pow(found.particles.velocity[a][i] - exact[3 * (count + i) + a], 2);
        }
      }
      return std::sqrt(squares);
    };
    CHECK(std::abs(exact[6 * 5] / 60.0 - 1.0) > 0.05);  // the box has moved
    const double coarse = error(100);
    const double fine = error(200);
    CHECK(coarse / fine == doctest::Approx(4.0).epsilon(0.05));
    CHECK(fine < 0.01);
    const Vec3 lengths = moved_by_barostat(description, 0.01, 100).box.lengths();
    CHECK(lengths.y != 4.0);
    CHECK(lengths.x == (axis ? 3.0 : doctest::Approx(lengths.y * 3.0 / 4.0)));
  }
}

TEST_CASE("a Martyna-Tobias-Klein barostat keeps the momentum and refuses what makes no sense")
{
  const Cluster before;
  const Cluster after = moved_by_barostat(martyna_tobias_klein({}), 0.01, 200);
  const Vec3 gained = local_momentum(after.particles, after.species) - local_momentum(before.particles, before.species);
  CHECK(norm_squared(local_momentum(before.particles, before.species)) > 1.0);
  CHECK(std::sqrt(norm_squared(gained)) < 1e-12);

  MartynaTobiasKlein violent = martyna_tobias_klein({});
  violent.pressure = Pressure{1e5};
  CHECK_THROWS_WITH_AS(moved_by_barostat(violent, 0.01, 50), doctest::Contains("in one step"), RunTimeFailure);
  MartynaTobiasKlein bad = martyna_tobias_klein({});
  bad.barostat_relaxation_time = RelaxationTime{0.0};
  CHECK_THROWS_WITH_AS(
      bad.make(), "martyna_tobias_klein: barostat_relaxation_time is 0; it must be positive and finite", InputError);
  bad = martyna_tobias_klein({});
  bad.pressure = Pressure{std::nan("")};
  CHECK_THROWS_WITH_AS(bad.make(), doctest::Contains("pressure is nan"), InputError);
  bad = martyna_tobias_klein({});
  bad.chain_length = 0;
  CHECK_THROWS_WITH_AS(bad.make(), doctest::Contains("length is 0"), InputError);
}
