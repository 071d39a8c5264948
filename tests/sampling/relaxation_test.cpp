#include "support/instruction_set_scope.hpp"
#include "test_session.hpp"
#include "wanderers.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/sampling/collective_relaxation.hpp>
#include <soret/sampling/relaxation.hpp>
#include <soret/sampling/structure_factor.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

using soret::Blocks;
using soret::CollectiveRelaxation;
using soret::Duration;
using soret::LagBlock;
using soret::OverlapDistance;
using soret::Relaxation;
using soret::RelaxationBlocks;
using soret::RelaxationShape;
using soret::Steps;
using soret::TimeStep;
using soret::Vec3;
using soret::WaveNumber;

namespace {

constexpr double reach = 1.1;
const std::vector<WaveNumber> wave_numbers{WaveNumber{2.0}, WaveNumber{5.5}};

soret::LagSchedule schedule(double longest = 4.7)
{
  return {TimeStep{Wanderers::time_step}, Steps{Wanderers::interval}, Duration{longest}, Blocks{3}, 4};
}

void run(Wanderers& system, soret::Sampler& sampler, std::int64_t first, std::int64_t last)
{
  for (std::int64_t n = first; n < last; ++n) {
    system.sample(sampler, n * Wanderers::interval);
  }
}

/// The numbers of one pair of configurations by the definitions, shape (group, column).
using PairOfConfigurations = std::function<std::vector<double>(std::int64_t from, std::int64_t to)>;

/// All pairs whose first configuration the lag's level remembers.
void check_total(const RelaxationBlocks& found, std::int64_t samples, const PairOfConfigurations& pair)
{
  const RelaxationShape& shape = found.shape;
  const LagBlock total = found.total();
  const std::size_t width = shape.groups() * shape.columns();
  for (std::size_t lag = 0; lag < shape.lags(); ++lag) {
    const auto length = static_cast<std::int64_t>(std::llround(shape.lag_times[lag] / 0.1));
    const std::int64_t spacing = length > 16 ? 16 : (length > 4 ? 4 : 1);
    std::vector<double> sums(width, 0.0);
    double origins = 0.0;
    for (std::int64_t from = 0; from + length < samples; from += spacing) {
      origins += 1.0;
      const std::vector<double> numbers = pair(from, from + length);
      std::transform(sums.begin(), sums.end(), numbers.begin(), sums.begin(), std::plus<>());
    }
    REQUIRE(total.origins[lag] == origins);
    for (std::size_t k = 0; k < width; ++k) {
      CAPTURE(lag);
      CAPTURE(k);
      REQUIRE(total.sums[lag * width + k] == doctest::Approx(sums[k]).epsilon(1e-10));
    }
  }
}

Vec3 position(const Wanderers& system, std::size_t i, std::int64_t sample)
{
  return system.paths()[i][static_cast<std::size_t>(sample * Wanderers::interval)];
}

double shortest_image_squared(const soret::Box& box, const Vec3& difference)
{
  double squared = 0.0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = box.lengths()[axis];
    const double d = difference[axis] - length * std::round(difference[axis] / length);
    squared += d * d;
  }
  return squared;
}

}  // namespace

TEST_CASE("self-motion equals the sums over configurations, wherever the particles are")
{
  constexpr std::int64_t samples = 70;
  Wanderers system{test_world(), 20, samples * Wanderers::interval};
  Relaxation sampler{test_world(), schedule(), OverlapDistance{reach}, wave_numbers};
  run(system, sampler, 0, samples);
  const RelaxationBlocks found = sampler.reduce(test_world());
  const RelaxationShape& shape = found.shape;
  CHECK(shape.counts == std::vector<std::int64_t>{13, 7});
  CHECK(shape.group_name(1) == "B");
  CHECK(shape.group_name(2) == "all");
  check_total(found, samples, [&](std::int64_t from, std::int64_t to) {
    std::vector<double> numbers(3 * shape.columns(), 0.0);
    for (std::size_t i = 0; i < system.paths().size(); ++i) {
      const double distance = std::sqrt(norm_squared(position(system, i, to) - position(system, i, from)));
      for (const std::size_t group : {index(Wanderers::species_of(i)), std::size_t{2}}) {
        double* own = &numbers[group * shape.columns()];
        own[RelaxationShape::overlap] += distance < reach ? 1.0 : 0.0;
        for (std::size_t k = 0; k < wave_numbers.size(); ++k) {
          const double phase = wave_numbers[k].value() * distance;
          own[RelaxationShape::scattering + k] += std::sin(phase) / phase;
        }
        own[shape.squared()] += distance * distance;
        own[shape.fourth()] += std::pow(distance, 4);
      }
    }
    for (std::size_t group = 0; group < 3; ++group) {
      double* own = &numbers[group * shape.columns()];
      own[RelaxationShape::overlap_squared] = own[RelaxationShape::overlap] * own[RelaxationShape::overlap];
    }
    return numbers;
  });
}

TEST_CASE("collective relaxation equals the sums over pairs and waves, wherever the particles are")
{
  constexpr std::int64_t samples = 40;
  Wanderers system{test_world(), 20, samples * Wanderers::interval};
  CollectiveRelaxation sampler{test_world(), schedule(), OverlapDistance{reach}, wave_numbers};
  run(system, sampler, 0, samples);
  const RelaxationBlocks found = sampler.reduce(test_world());
  const RelaxationShape& shape = found.shape;
  CHECK(shape.lag_times.front() == 0.0);
  std::vector<soret::NearestWaveVectors> waves;
  for (std::size_t k = 0; k < wave_numbers.size(); ++k) {
    waves.push_back(soret::nearest_wave_vectors(system.box.lengths(), wave_numbers[k]));
    CHECK(shape.wave_numbers[k] == waves[k].wave_number);
  }
  const auto mode = [&](const soret::WaveIndex& n, std::int64_t sample, std::size_t group) {
    std::complex<double> sum;
    for (std::size_t i = 0; i < system.paths().size(); ++i) {
      const Vec3 r = position(system, i, sample);
      double phase = 0.0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        phase -= 2.0 * std::numbers::pi * n[axis] * r[axis] / system.box.lengths()[axis];
      }
      sum += group == 2 || group == index(Wanderers::species_of(i)) ? std::polar(1.0, phase) : 0.0;
    }
    return sum;
  };
  check_total(found, samples, [&](std::int64_t from, std::int64_t to) {
    std::vector<double> numbers(3 * shape.columns(), 0.0);
    for (std::size_t i = 0; i < system.paths().size(); ++i) {
      for (std::size_t j = 0; j < system.paths().size(); ++j) {
        const bool near =
            shortest_image_squared(system.box, position(system, i, to) - position(system, j, from)) < reach * reach;
        const std::size_t s = index(Wanderers::species_of(i));
        numbers[2 * shape.columns()] += near ? 1.0 : 0.0;
        numbers[s * shape.columns()] += near && s == index(Wanderers::species_of(j)) ? 1.0 : 0.0;
      }
    }
    for (std::size_t group = 0; group < 3; ++group) {
      double* own = &numbers[group * shape.columns()];
      own[RelaxationShape::overlap_squared] = own[RelaxationShape::overlap] * own[RelaxationShape::overlap];
      for (std::size_t k = 0; k < waves.size(); ++k) {
        for (const soret::WaveIndex& n : waves[k].vectors) {
          own[RelaxationShape::scattering + k] += (mode(n, to, group) * std::conj(mode(n, from, group))).real() /
                                                  static_cast<double>(waves[k].vectors.size());
        }
      }
    }
    return numbers;
  });
}

TEST_CASE("a run in two parts relaxes as one, bit for bit")
{
  constexpr std::int64_t samples = 60;
  const auto check = [&](auto& straight, auto& first, auto& second) {
    Wanderers system{test_world(), 20, samples * Wanderers::interval};
    run(system, straight, 0, samples);
    run(system, first, 0, 23);
    soret::State state;
    first.save(state);
    second.load(state);
    run(system, second, 23, samples);
    const RelaxationBlocks a = straight.reduce(test_world());
    const RelaxationBlocks b = second.reduce(test_world());
    CHECK(a.shape == b.shape);
    REQUIRE(a.blocks.size() == b.blocks.size());
    for (std::size_t k = 0; k < a.blocks.size(); ++k) {
      CHECK(a.blocks[k].sums == b.blocks[k].sums);
      CHECK(a.blocks[k].origins == b.blocks[k].origins);
    }
  };
  const auto self = [] { return Relaxation{test_world(), schedule(), OverlapDistance{reach}, wave_numbers}; };
  const auto collective = [] {
    return CollectiveRelaxation{test_world(), schedule(), OverlapDistance{reach}, wave_numbers};
  };
  Relaxation self_a = self();
  Relaxation self_b = self();
  Relaxation self_c = self();
  check(self_a, self_b, self_c);
  CollectiveRelaxation collective_a = collective();
  CollectiveRelaxation collective_b = collective();
  CollectiveRelaxation collective_c = collective();
  check(collective_a, collective_b, collective_c);
  soret::State state;
  self_a.save(state);
  Relaxation other{test_world(), schedule(), OverlapDistance{0.5}, wave_numbers};
  CHECK_THROWS_AS(other.load(state), soret::RunTimeFailure);
  Relaxation longer{test_world(), schedule(40.0), OverlapDistance{reach}, wave_numbers};
  CHECK_THROWS_AS(longer.load(state), soret::RunTimeFailure);
}

namespace {

constexpr std::int64_t many = 6000;
constexpr double temperature = 1.3;
constexpr double mass = 2.0;

/// Particles of one species whose motion is a function of time; each rank holds some of them.
void sample_motion(soret::Sampler& sampler, const soret::Box& box, std::int64_t step,
                   const std::function<Vec3(std::uint64_t id, double time)>& motion)
{
  const soret::SpeciesTable species{{"A", mass}};
  soret::Particles particles;
  const double time = static_cast<double>(step) * Wanderers::time_step;
  for (std::int64_t id = test_world().rank(); id < many; id += test_world().size()) {
    const Vec3 unwrapped = motion(static_cast<std::uint64_t>(id), time);
    const Vec3 inside = box.wrapped(unwrapped);
    particles.add(id, soret::Species{0}, inside);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double crossings = std::round((unwrapped[axis] - inside[axis]) / box.lengths()[axis]);
      particles.image[axis].back() = static_cast<std::int32_t>(crossings);
    }
  }
  sampler.sample({box, species, particles, {}, {}, step, time, {}});
}

/// What Gaussian displacements of variance sigma² per axis give.
double gaussian_overlap(double a, double sigma)
{
  const double x = a / (std::sqrt(2.0) * sigma);
  return std::erf(x) - 2.0 / std::sqrt(std::numbers::pi) * x * std::exp(-x * x);
}

/// Curves of independent particles with such displacements; every particle counts once, however many origins.
void check_gaussian(const RelaxationBlocks& found, const std::function<double(double time)>& variance)
{
  constexpr double errors = 4.0;
  const RelaxationShape& shape = found.shape;
  const LagBlock total = found.total();
  const double independent = std::sqrt(static_cast<double>(many));
  for (std::size_t lag = 0; lag < shape.lags(); ++lag) {
    const double squared = variance(shape.lag_times[lag]);
    const double expected = gaussian_overlap(shape.overlap_distance, std::sqrt(squared));
    CAPTURE(shape.lag_times[lag]);
    CHECK(std::abs(overlap(shape, total, 0, lag) - expected) <
          errors * std::sqrt(expected * (1.0 - expected)) / independent + 1e-12);
    CHECK(std::abs(mean_squared_displacement(shape, total, 0, lag) / (3.0 * squared) - 1.0) <
          errors * std::sqrt(2.0 / 3.0) / independent);
    CHECK(std::abs(non_gaussian_parameter(shape, total, 0, lag)) < 0.1);
    for (std::size_t k = 0; k < shape.wave_numbers.size(); ++k) {
      const double q = shape.wave_numbers[k];
      CHECK(std::abs(intermediate_scattering(shape, total, 0, k, lag) - std::exp(-0.5 * q * q * squared)) <
            errors * 0.5 / independent);
    }
  }
}

}  // namespace

TEST_CASE("an ideal gas in free flight")
{
  const soret::Box box{20.0, 20.0, 20.0};
  const soret::RandomStream stream{soret::Seed{5}, soret::Stream::placement};
  const auto flight = [&](std::uint64_t id, double time) {
    const auto u = stream.uniform4(0, id, 0);
    return Vec3{20.0 * u[0], 20.0 * u[1], 20.0 * u[2]} + time * std::sqrt(temperature / mass) * stream.normal3(1, id);
  };
  Relaxation sampler{test_world(), schedule(3.0), OverlapDistance{0.3}, wave_numbers};
  CollectiveRelaxation collective{test_world(), schedule(3.0), OverlapDistance{0.3}, wave_numbers};
  for (std::int64_t n = 0; n < 40; ++n) {
    sample_motion(sampler, box, n * Wanderers::interval, flight);
    if (n < 10) {
      sample_motion(collective, box, n * Wanderers::interval, flight);
    }
  }
  check_gaussian(sampler.reduce(test_world()), [](double t) { return temperature / mass * t * t; });
  // Particles that know nothing of each other scatter as each of them, and meet by chance.
  const RelaxationBlocks found = collective.reduce(test_world());
  const LagBlock total = found.total();
  const double by_chance = many * 4.0 / 3.0 * std::numbers::pi * std::pow(0.3 / 20.0, 3);
  for (std::size_t lag = 0; lag < 6; ++lag) {
    const double t = found.shape.lag_times[lag];
    const double sigma = std::sqrt(temperature / mass) * t;
    const double expected = (t == 0.0 ? 1.0 : gaussian_overlap(0.3, sigma)) + by_chance;
    CHECK(std::abs(overlap(found.shape, total, 0, lag) - expected) < 0.03);
    for (std::size_t k = 0; k < wave_numbers.size(); ++k) {
      const double q = found.shape.wave_numbers[k];
      const double vectors =
          static_cast<double>(soret::nearest_wave_vectors(box.lengths(), wave_numbers[k]).vectors.size());
      CHECK(std::abs(intermediate_scattering(found.shape, total, 0, k, lag) - std::exp(-0.5 * q * q * sigma * sigma)) <
            4.0 / std::sqrt(vectors));
    }
  }
}

TEST_CASE("an Einstein crystal: every particle an oscillator of its own")
{
  constexpr double frequency = 7.0;
  constexpr double spacing = 1.3;
  const soret::Box box{20 * spacing, 20 * spacing, 15 * spacing};
  const double width = std::sqrt(temperature / mass) / frequency;
  const soret::RandomStream stream{soret::Seed{6}, soret::Stream::placement};
  const auto oscillation = [&](std::uint64_t id, double time) {
    const Vec3 site{static_cast<double>(id % 20) + 0.5, static_cast<double>(id / 20 % 20) + 0.5,
                    static_cast<double>(id / 400) + 0.5};
    return spacing * site + width * (std::cos(frequency * time) * stream.normal3(0, id) +
                                     std::sin(frequency * time) * stream.normal3(1, id));
  };
  Relaxation sampler{test_world(), schedule(1.0), OverlapDistance{0.3}, wave_numbers};
  CollectiveRelaxation collective{test_world(), schedule(1.0), OverlapDistance{0.3}, wave_numbers};
  soret::StructureFactor structure{
      test_world(), WaveNumber{6.0}, WaveNumber{0.001}, Blocks{3}, {.method = soret::ModeMethod::direct}};
  for (std::int64_t n = 0; n < 14; ++n) {
    sample_motion(sampler, box, n * Wanderers::interval, oscillation);
    sample_motion(collective, box, n * Wanderers::interval, oscillation);
  }
  sample_motion(structure, box, 0, oscillation);
  const RelaxationBlocks self = sampler.reduce(test_world());
  check_gaussian(self, [&](double t) { return 2.0 * width * width * (1.0 - std::cos(frequency * t)); });
  const RelaxationBlocks found = collective.reduce(test_world());
  SUBCASE("where nobody else comes near, collective overlap is self-overlap")
  {
    CHECK(overlap(found.shape, found.total(), 0, 0) == 1.0);
    for (std::size_t lag = 0; lag < self.shape.lags(); ++lag) {
      CHECK(overlap(found.shape, found.total(), 1, lag + 1) == overlap(self.shape, self.total(), 1, lag));
    }
  }
  SUBCASE("at t = 0 the coherent scattering function is the structure factor of the same vectors")
  {
    CollectiveRelaxation first{test_world(), schedule(1.0), OverlapDistance{0.3}, wave_numbers};
    sample_motion(first, box, 0, oscillation);
    const RelaxationBlocks now = first.reduce(test_world());
    const soret::StructureFactorBlocks modes = structure.reduce();
    for (std::size_t k = 0; k < wave_numbers.size(); ++k) {
      const auto waves = soret::nearest_wave_vectors(box.lengths(), wave_numbers[k]);
      double sum = 0.0;
      double vectors = 0.0;
      for (std::size_t shell = 0; shell < modes.shape.shells(); ++shell) {
        if (std::abs(modes.shape.wave_numbers[shell] - waves.wave_number) < waves.spread + 1e-9) {
          sum += modes.shape.vectors[shell] * modes.blocks.front().sums[shell];
          vectors += modes.shape.vectors[shell];
        }
      }
      CHECK(vectors == 2.0 * static_cast<double>(waves.vectors.size()));
      CHECK(intermediate_scattering(now.shape, now.total(), 0, k, 0) ==
            doctest::Approx(sum / vectors / many).epsilon(1e-9));
    }
  }
}

TEST_CASE("all instruction sets sum the same")
{
  constexpr std::int64_t samples = 12;
  Wanderers system{test_world(), 37, samples * Wanderers::interval};
  std::vector<double> first;
  for (const soret::InstructionSet set : soret::available_instruction_sets()) {
    const std::string instruction_set = name_of(set);
    CAPTURE(instruction_set);
    const test_support::InstructionSetScope scope{set};
    Relaxation sampler{test_world(), schedule(), OverlapDistance{reach}, wave_numbers};
    run(system, sampler, 0, samples);
    const std::vector<double> sums = sampler.reduce(test_world()).total().sums;
    first = first.empty() ? sums : first;
    for (std::size_t k = 0; k < sums.size(); ++k) {
      REQUIRE(sums[k] == doctest::Approx(first[k]).epsilon(1e-12));
    }
  }
}

TEST_CASE("wave vectors near a wave number are the box's nearest ones, one of q and -q")
{
  const Vec3 lengths{7.0, 8.0, 9.0};
  const auto nearest = soret::nearest_wave_vectors(lengths, WaveNumber{3.0}, 10);
  CHECK(nearest.vectors.size() >= 10);
  // Brute force: none of the others is nearer.
  std::vector<double> distances;
  for (int x = -9; x <= 9; ++x) {
    for (int y = -9; y <= 9; ++y) {
      for (int z = -9; z <= 9; ++z) {
        const Vec3 q{x / lengths.x, y / lengths.y, z / lengths.z};
        distances.push_back(std::abs(2.0 * std::numbers::pi * std::sqrt(norm_squared(q)) - 3.0));
      }
    }
  }
  std::sort(distances.begin(), distances.end());
  for (const soret::WaveIndex& n : nearest.vectors) {
    const Vec3 q{n[0] / lengths.x, n[1] / lengths.y, n[2] / lengths.z};
    CHECK(std::abs(2.0 * std::numbers::pi * std::sqrt(norm_squared(q)) - 3.0) <=
          distances[2 * nearest.vectors.size() - 1] + 1e-12);
    CHECK(std::count(nearest.vectors.begin(), nearest.vectors.end(), soret::WaveIndex{-n[0], -n[1], -n[2]}) == 0);
  }
  CHECK_THROWS_AS(soret::nearest_wave_vectors(lengths, WaveNumber{0.0}), soret::InputError);
}

TEST_CASE("relaxation of nothing is refused")
{
  CHECK_THROWS_AS((Relaxation{test_world(), schedule(), OverlapDistance{0.0}, wave_numbers}), soret::InputError);
  CHECK_THROWS_AS((Relaxation{test_world(), schedule(), OverlapDistance{0.3}, {WaveNumber{-1.0}}}), soret::InputError);
  const std::vector<WaveNumber> nine(9, WaveNumber{1.0});
  CHECK_THROWS_WITH_AS((Relaxation{test_world(), schedule(), OverlapDistance{0.3}, nine}),
                       "relaxation at 9 wave numbers is refused: at most 8 are possible", soret::InputError);
  Wanderers system{test_world(), 20, 10};
  CollectiveRelaxation wide{test_world(), schedule(), OverlapDistance{1.6}, wave_numbers};
  CHECK_THROWS_AS(system.sample(wide, 0), soret::InputError);
}
