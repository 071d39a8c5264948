#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/estimate/small_wave_number.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <vector>

using soret::Estimate;
using soret::PartialConvention;
using soret::StructureFactorBlocks;
using soret::StructureFactorShape;

namespace {

/// A mixture of 300 A and 700 B in a cubic box of length 10 whose shells hold equal |q|² = n (2 pi/10)², n < `end`.
StructureFactorShape cubic_shape(int end)
{
  std::vector<double> count(static_cast<std::size_t>(end), 0.0);
  for (int x = -end; x <= end; ++x) {
    for (int y = -end; y <= end; ++y) {
      for (int z = -end; z <= end; ++z) {
        const int n = x * x + y * y + z * z;
        if (n < end) {
          count[static_cast<std::size_t>(n)] += 1.0;
        }
      }
    }
  }
  StructureFactorShape shape;
  shape.shell_width = 0.01;
  shape.volume = 1000.0;
  shape.species_names = {"A", "B"};
  shape.particles = {300.0, 700.0};
  for (std::size_t n = 1; n < count.size(); ++n) {
    if (count[n] > 0.0) {
      shape.vectors.push_back(count[n]);
      shape.wave_numbers.push_back(0.2 * std::numbers::pi * std::sqrt(static_cast<double>(n)));
      shape.folds.push_back(1.0);
    }
  }
  return shape;
}

/// The covariance of rho_A and rho_B, <|rho_A|²>, <Re rho_A conj rho_B>, <|rho_B|²>, at |q|².
using Covariance = std::function<std::array<double, 3>(double q_squared)>;

/// Of a given inverse of the matrix of partials per species, elements AA, AB, BB.
Covariance from_inverse(std::function<std::array<double, 3>(double)> inverse)
{
  return [inverse](double q_squared) {
    const auto [aa, ab, bb] = inverse(q_squared);
    const double determinant = aa * bb - ab * ab;
    return std::array<double, 3>{300.0 * bb / determinant, -std::sqrt(300.0 * 700.0) * ab / determinant,
                                 700.0 * aa / determinant};
  };
}

std::array<double, 3> ornstein_zernike(double q_squared)
{
  return {1.5 + 0.10 * q_squared, -0.9 - 0.05 * q_squared, 2.0 + 0.20 * q_squared};
}

/// Blocks with the expected values themselves.
StructureFactorBlocks exact_data(const StructureFactorShape& shape, const Covariance& covariance, std::size_t blocks)
{
  StructureFactorBlocks data{shape, {}, std::vector<std::size_t>(blocks, 0)};
  soret::StructureFactorBlock block{1, std::vector<double>(shape.sums_size())};
  for (std::size_t shell = 0; shell < shape.shells(); ++shell) {
    const auto values = covariance(shape.wave_numbers[shell] * shape.wave_numbers[shell]);
    for (std::size_t pair = 0; pair < 3; ++pair) {
      block.sums[shape.offset(pair, shell)] = values[pair];
    }
  }
  data.blocks.assign(blocks, block);
  return data;
}

/// Blocks of configurations with independent Gaussian modes of that covariance.
StructureFactorBlocks gaussian_data(const StructureFactorShape& shape, const Covariance& covariance, std::size_t blocks,
                                    std::int64_t samples, std::uint64_t seed)
{
  const soret::RandomStream stream{soret::Seed{seed}, soret::Stream::placement};
  StructureFactorBlocks data = exact_data(shape, covariance, blocks);
  for (std::size_t k = 0; k < blocks; ++k) {
    data.blocks[k] = {samples, std::vector<double>(shape.sums_size(), 0.0)};
    std::uint64_t draw = 0;
    for (std::size_t shell = 0; shell < shape.shells(); ++shell) {
      const auto [aa, ab, bb] = covariance(shape.wave_numbers[shell] * shape.wave_numbers[shell]);
      const double along = ab / std::sqrt(aa);
      const double across = std::sqrt(bb - along * along);
      // vectors/2 independent complex modes per configuration: so many real parts of variance one half, twice
      const auto parts = static_cast<std::int64_t>(shape.vectors[shell]) * samples;
      for (std::int64_t part = 0; part < parts; ++part) {
        const soret::Vec3 u = stream.normal3(k, 0, draw++);
        const double a = std::sqrt(aa) * u.x;
        const double b = along * u.x + across * u.y;
        const double scale = 1.0 / shape.vectors[shell];
        data.blocks[k].sums[shape.offset(0, shell)] += scale * a * a;
        data.blocks[k].sums[shape.offset(1, shell)] += scale * a * b;
        data.blocks[k].sums[shape.offset(2, shell)] += scale * b * b;
      }
    }
  }
  return data;
}

/// S_cc(0) for the inverse matrix at q = 0.
double concentration_at_zero(const Covariance& covariance)
{
  const auto [aa, ab, bb] = covariance(0.0);
  return (0.49 * aa - 0.42 * ab + 0.09 * bb) / 1000.0;
}

/// Fractions of estimates within one and two standard errors of the truth, and the mean deviation.
struct Coverage {
  double one = 0.0;
  double two = 0.0;
  double mean = 0.0;
};

Coverage coverage(const std::vector<double>& deviations)
{
  Coverage result;
  for (const double deviation : deviations) {
    const double share = 1.0 / static_cast<double>(deviations.size());
    result.one += std::abs(deviation) < 1.0 ? share : 0.0;
    result.two += std::abs(deviation) < 2.0 ? share : 0.0;
    result.mean += deviation * share;
  }
  return result;
}

}  // namespace

TEST_CASE("pairs of species are numbered once each")
{
  StructureFactorShape shape;
  shape.particles = {1.0, 2.0, 3.0};
  CHECK(shape.pairs() == 6);
  std::vector<std::size_t> numbers;
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = a; b < 3; ++b) {
      numbers.push_back(shape.pair(a, b));
      CHECK(shape.pair(b, a) == shape.pair(a, b));
    }
  }
  CHECK(numbers == std::vector<std::size_t>{0, 1, 2, 3, 4, 5});
  CHECK_THROWS_AS(shape.pair(0, 3), soret::InputError);
}

TEST_CASE("the conventions of partial structure factors convert into each other and into Bhatia and Thornton's")
{
  const StructureFactorShape shape = cubic_shape(10);
  const StructureFactorBlocks data = gaussian_data(shape, from_inverse(ornstein_zernike), 6, 3, 1);
  const double x_a = 0.3;
  const double x_b = 0.7;
  const auto partial = [&](std::size_t a, std::size_t b, PartialConvention convention) {
    return partial_structure_factor(data, a, b, convention);
  };
  const auto aa = partial(0, 0, PartialConvention::per_particle);
  const auto ab = partial(0, 1, PartialConvention::per_particle);
  const auto bb = partial(1, 1, PartialConvention::per_particle);
  const auto ba_species = partial(1, 0, PartialConvention::per_species);
  const auto bb_species = partial(1, 1, PartialConvention::per_species);
  const auto number = number_structure_factor(data);
  const auto concentration = concentration_structure_factor(data);
  for (std::size_t shell = 0; shell < shape.shells(); ++shell) {
    CHECK(ab[shell].value == doctest::Approx(ba_species[shell].value * std::sqrt(x_a * x_b)).epsilon(1e-13));
    CHECK(bb[shell].standard_error == doctest::Approx(bb_species[shell].standard_error * x_b).epsilon(1e-12));
    CHECK(number[shell].value == doctest::Approx(aa[shell].value + bb[shell].value + 2.0 * ab[shell].value));
    // the definition: <|x_B rho_A - x_A rho_B|²>/N
    const double expected =
        x_b * x_b * aa[shell].value + x_a * x_a * bb[shell].value - 2.0 * x_a * x_b * ab[shell].value;
    CHECK(concentration[shell].value == doctest::Approx(expected).epsilon(1e-12));
    CHECK(concentration[shell].standard_error > 0.0);
  }
  const auto ideal = [](double) { return std::array<double, 3>{300.0, 0.0, 700.0}; };
  const StructureFactorBlocks gas = exact_data(shape, ideal, 3);
  CHECK(concentration_structure_factor(gas)[4].value == doctest::Approx(0.21).epsilon(1e-13));
  CHECK(number_structure_factor(gas)[4].value == doctest::Approx(1.0).epsilon(1e-13));
  CHECK(partial_structure_factor(gas, 0, 0, PartialConvention::per_particle)[0].value == doctest::Approx(0.3));
  CHECK(partial_structure_factor(gas, 0, 0, PartialConvention::per_species)[0].value == doctest::Approx(1.0));
}

TEST_CASE("Ornstein-Zernike data give back what they were made of")
{
  const StructureFactorBlocks data = exact_data(cubic_shape(20), from_inverse(ornstein_zernike), 5);
  const soret::PartialLimits limits = partial_limits(data);
  const double determinant = 1.5 * 2.0 - 0.81;
  const std::array<double, 3> expected{2.0 / determinant, 0.9 / determinant, 1.5 / determinant};
  const std::array<double, 3> density{0.3, std::sqrt(0.21), 0.7};
  for (std::size_t pair = 0; pair < 3; ++pair) {
    CHECK(limits.structure_factors[pair].value == doctest::Approx(expected[pair]).epsilon(1e-10));
    const double integral = (expected[pair] - (pair == 1 ? 0.0 : 1.0)) / density[pair];
    CHECK(limits.kirkwood_buff[pair].value == doctest::Approx(integral).epsilon(1e-9));
  }
  const std::vector<double> first_shell =
      limits.structure_factors_at(data.shape, soret::WaveNumber{data.shape.wave_numbers.front()});
  for (const auto& [a, b] : {std::pair{0U, 0U}, {0U, 1U}, {1U, 1U}}) {
    const Estimate measured = partial_structure_factor(data, a, b, PartialConvention::per_species).front();
    CHECK(first_shell[data.shape.pair(a, b)] == doctest::Approx(measured.value).epsilon(1e-10));
  }
  // a line in 1/S_cc itself, all three partials proportional to it
  const auto critical = [](double q_squared) {
    const double s = 2.0 / (1.0 + 4.0 * q_squared);
    return std::array<double, 3>{300.0 * s, 0.0, 700.0 * s};
  };
  const soret::ConcentrationLimit limit = concentration_limit(exact_data(cubic_shape(20), critical, 5));
  CHECK(limit.structure_factor.value == doctest::Approx(0.42).epsilon(1e-10));
  CHECK(limit.thermodynamic_factor.value == doctest::Approx(0.5).epsilon(1e-10));
  CHECK(limit.correlation_length_squared.value == doctest::Approx(4.0).epsilon(1e-9));
  // thermodynamic factor by either way: x_A x_B/S_cc(0) = 1/(1 + x_A x_B rho (G_AA + G_BB - 2 G_AB))
  const double zero = concentration_at_zero(from_inverse(ornstein_zernike));
  REQUIRE(limits.thermodynamic_factor.has_value());
  CHECK(limits.thermodynamic_factor->value == doctest::Approx(0.21 / zero).epsilon(1e-10));
}

namespace {

using Matrix = std::array<std::array<double, 3>, 3>;

/// By cofactors, of a symmetric matrix.
Matrix inverse_of(const Matrix& m)
{
  Matrix cofactors{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      cofactors[i][j] = m[(i + 1) % 3][(j + 1) % 3] * m[(i + 2) % 3][(j + 2) % 3] -
                        m[(i + 1) % 3][(j + 2) % 3] * m[(i + 2) % 3][(j + 1) % 3];
    }
  }
  const double determinant = m[0][0] * cofactors[0][0] + m[0][1] * cofactors[0][1] + m[0][2] * cofactors[0][2];
  for (auto& row : cofactors) {
    for (double& element : row) {
      element /= determinant;
    }
  }
  return cofactors;
}

}  // namespace

TEST_CASE("Ornstein-Zernike data of three species give back what they were made of")
{
  const auto inverse = [](double q_squared) {
    return Matrix{{{1.5 + 0.1 * q_squared, -0.4, 0.3 - 0.05 * q_squared},
                   {-0.4, 1.2 + 0.2 * q_squared, -0.6},
                   {0.3 - 0.05 * q_squared, -0.6, 2.0 + 0.1 * q_squared}}};
  };
  StructureFactorBlocks data;
  data.shape = cubic_shape(20);
  data.shape.species_names = {"A", "B", "C"};
  data.shape.particles = {200.0, 300.0, 500.0};
  const auto root = [&](std::size_t a, std::size_t b) {
    return std::sqrt(data.shape.particles[a] * data.shape.particles[b]);
  };
  soret::StructureFactorBlock block{1, std::vector<double>(data.shape.sums_size())};
  for (std::size_t shell = 0; shell < data.shape.shells(); ++shell) {
    const Matrix partial = inverse_of(inverse(data.shape.wave_numbers[shell] * data.shape.wave_numbers[shell]));
    for (std::size_t a = 0; a < 3; ++a) {
      for (std::size_t b = a; b < 3; ++b) {
        block.sums[data.shape.offset(data.shape.pair(a, b), shell)] = root(a, b) * partial[a][b];
      }
    }
  }
  data.blocks.assign(5, block);
  data.replica.assign(5, 0);
  const soret::PartialLimits limits = partial_limits(data);
  CHECK_FALSE(limits.thermodynamic_factor.has_value());
  const Matrix limit = inverse_of(inverse(0.0));
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = a; b < 3; ++b) {
      const std::size_t pair = data.shape.pair(a, b);
      CHECK(limits.structure_factors[pair].value == doctest::Approx(limit[a][b]).epsilon(1e-9));
      const double integral = (limit[a][b] - (a == b ? 1.0 : 0.0)) * data.shape.volume / root(a, b);
      CHECK(limits.kirkwood_buff[pair].value == doctest::Approx(integral).epsilon(1e-8));
    }
  }
}

TEST_CASE("an ideal mixture has no Kirkwood-Buff integrals and a thermodynamic factor of one")
{
  const auto ideal = [](double) { return std::array<double, 3>{300.0, 0.0, 700.0}; };
  const StructureFactorBlocks data = gaussian_data(cubic_shape(15), ideal, 20, 10, 3);
  const soret::PartialLimits limits = partial_limits(data);
  for (const Estimate& integral : limits.kirkwood_buff) {
    CHECK(std::abs(integral.standard_errors_from(0.0)) < 3.5);
    CHECK(integral.standard_error < 0.3);
  }
  CHECK(std::abs(limits.thermodynamic_factor->standard_errors_from(1.0)) < 3.5);
  CHECK(std::abs(concentration_limit(data).thermodynamic_factor.standard_errors_from(1.0)) < 3.5);
}

TEST_CASE("the standard errors cover the truth as often as they should")
{
  const StructureFactorShape shape = cubic_shape(15);
  const Covariance covariance = from_inverse(ornstein_zernike);
  const double truth = concentration_at_zero(covariance);
  std::vector<double> of_concentration;
  std::vector<double> of_cross_partial;
  for (std::uint64_t seed = 100; seed < 250; ++seed) {
    const StructureFactorBlocks data = gaussian_data(shape, covariance, 16, 2, seed);
    of_concentration.push_back(concentration_limit(data).structure_factor.standard_errors_from(truth));
    of_cross_partial.push_back(partial_limits(data).structure_factors[1].standard_errors_from(0.9 / 2.19));
  }
  for (const auto& deviations : {of_concentration, of_cross_partial}) {
    const Coverage found = coverage(deviations);
    MESSAGE("within one and two standard errors: ", found.one, ", ", found.two, "; mean deviation ", found.mean);
    CHECK(found.one > 0.55);
    CHECK(found.one < 0.80);
    CHECK(found.two > 0.88);
    CHECK(std::abs(found.mean) < 0.4);
  }
}

TEST_CASE("the window ends where the next term of the series begins to show")
{
  const auto curved = [](double q_squared) {
    const double s = 1.0 / (2.0 + q_squared - 0.12 * q_squared * q_squared);
    return std::array<double, 3>{300.0 * s, 0.0, 700.0 * s};
  };
  const StructureFactorShape shape = cubic_shape(25);  // |q|² up to 9.5
  std::vector<double> deviations;
  double mean_window = 0.0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto limit = concentration_limit(gaussian_data(shape, curved, 16, 4, 1000 + seed));
    deviations.push_back(limit.structure_factor.standard_errors_from(0.21 / 2.0));
    mean_window += limit.window.longest * limit.window.longest / 60.0;
    CHECK(limit.window.shells <= limit.window.tested_shells);
  }
  const Coverage found = coverage(deviations);
  MESSAGE("mean window in q²: ", mean_window, "; within two errors: ", found.two, "; mean deviation ", found.mean);
  CHECK(mean_window < 3.0);
  CHECK(found.two > 0.85);
  CHECK(std::abs(found.mean) < 0.4);
  const soret::ConcentrationLimit short_window =
      concentration_limit(gaussian_data(shape, curved, 16, 4, 7), {.longest = 1.6, .least_inefficiency = 1.0});
  CHECK(short_window.window.longest <= 1.6);
}

TEST_CASE("a box too small for a straight line is noticed")
{
  const auto curved = [](double q_squared) {
    const double s = 1.0 / (2.0 + q_squared * q_squared);
    return std::array<double, 3>{300.0 * s, 0.0, 700.0 * s};
  };
  const auto limit = concentration_limit(gaussian_data(cubic_shape(15), curved, 16, 300, 2));
  CHECK(limit.window.shows_curvature);
  CHECK(limit.window.shells == 4);
  const auto line = [](double q_squared) {
    const double s = 1.0 / (2.0 + q_squared);
    return std::array<double, 3>{300.0 * s, 0.0, 700.0 * s};
  };
  const auto straight = concentration_limit(gaussian_data(cubic_shape(25), line, 16, 300, 2));
  CHECK_FALSE(straight.window.shows_curvature);
  CHECK(straight.window.shells > 4);
  CHECK(straight.window.tested_shells > straight.window.shells);
}

TEST_CASE("a known inefficiency makes the errors larger and leaves the values")
{
  const StructureFactorBlocks data = gaussian_data(cubic_shape(15), from_inverse(ornstein_zernike), 16, 2, 5);
  const Estimate plain = concentration_limit(data).structure_factor;
  const Estimate slow = concentration_limit(data, {.least_inefficiency = 4.0}).structure_factor;
  CHECK(slow.value == plain.value);
  CHECK(slow.standard_error > 1.5 * plain.standard_error);
}

TEST_CASE("the limit at q = 0 refuses what does not suffice")
{
  const StructureFactorBlocks data = exact_data(cubic_shape(20), from_inverse(ornstein_zernike), 5);
  CHECK_THROWS_AS(concentration_limit(data, {.longest = 0.7}), soret::RunTimeFailure);
  CHECK_THROWS_AS(partial_limits(data, {.longest = 0.7}), soret::RunTimeFailure);
  const auto demixing = [](double q_squared) {
    const double s = 1.0 / (q_squared - 0.3);
    return std::array<double, 3>{300.0 * s, 0.0, 700.0 * s};
  };
  CHECK_THROWS_AS(concentration_limit(exact_data(cubic_shape(20), demixing, 5)), soret::RunTimeFailure);
  StructureFactorBlocks pure = data;
  pure.shape.particles = {1000.0};
  CHECK_THROWS_AS(concentration_limit(pure), soret::InputError);
  CHECK_THROWS_AS(concentration_structure_factor(pure), soret::InputError);
  StructureFactorBlocks none = data;
  none.blocks.clear();
  none.replica.clear();
  CHECK_THROWS_AS(partial_limits(none), soret::RunTimeFailure);
  CHECK_THROWS_AS(number_structure_factor(none), soret::RunTimeFailure);
}

TEST_CASE("replicas of structure factors are put together only if they measured the same")
{
  const StructureFactorShape shape = cubic_shape(10);
  StructureFactorBlocks first = gaussian_data(shape, from_inverse(ornstein_zernike), 3, 1, 8);
  const StructureFactorBlocks second = gaussian_data(shape, from_inverse(ornstein_zernike), 2, 1, 9);
  const std::array<StructureFactorBlocks, 2> both{first, second};
  const StructureFactorBlocks all = soret::concatenate(both);
  CHECK(all.replica == std::vector<std::size_t>{0, 0, 0, 1, 1});
  CHECK(all.blocks[4].sums == second.blocks[1].sums);
  first.shape.volume = 999.0;
  const std::array<StructureFactorBlocks, 2> different{first, second};
  CHECK_THROWS_AS(soret::concatenate(different), soret::RunTimeFailure);
}
