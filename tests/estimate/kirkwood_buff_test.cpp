#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/estimate/kirkwood_buff.hpp>
#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <numbers>
#include <random>
#include <string>
#include <vector>

using soret::BinarySolution;
using soret::Estimate;
using soret::KirkwoodBuff;
using soret::NumberDensity;
using soret::PairDistributionBlocks;
using soret::PairDistributionShape;
using soret::RadiusWindow;

namespace {

constexpr double pi = std::numbers::pi;

PairDistributionShape shape_of(std::vector<std::int64_t> particles, double volume, double r_max, std::size_t bins)
{
  PairDistributionShape shape{r_max / static_cast<double>(bins), bins, volume, {}, std::move(particles)};
  for (std::size_t s = 0; s < shape.species(); ++s) {
    shape.species_names.push_back(std::string(1, static_cast<char>('A' + s)));
  }
  return shape;
}

/// g of a pair of species in a bin; counts per configuration from it.
using DistributionPerBin = std::function<double(std::size_t i, std::size_t j, std::size_t bin)>;

std::vector<double> counts_from(const PairDistributionShape& shape, const DistributionPerBin& g)
{
  std::vector<double> counts;
  for (std::size_t i = 0; i < shape.species(); ++i) {
    for (std::size_t j = i; j < shape.species(); ++j) {
      for (std::size_t bin = 0; bin < shape.bins; ++bin) {
        counts.push_back(g(i, j, bin) * static_cast<double>(shape.particles[i]) * shape.number_density(j) *
                         shape.shell_volume(bin) * (i == j ? 0.5 : 1.0));
      }
    }
  }
  return counts;
}

/// One block of one configuration.
PairDistributionBlocks one_block(const PairDistributionShape& shape, std::vector<double> counts)
{
  return {shape, {{1, std::move(counts)}}, {0}};
}

/// Damped oscillation h = A exp(-k r) sin(q r)/r with integral 4 pi A 2 k q/(k² + q²)².
struct Oscillation {
  double amplitude = 1.0;
  double k = 1.2;
  double q = 6.0;
  double at(double r) const { return amplitude * std::exp(-k * r) * std::sin(q * r) / r; }
  double integral() const { return 8.0 * pi * amplitude * k * q / std::pow(k * k + q * q, 2); }
};

/// Blocks of g = 1 + Oscillation + noise with the deviation of Poisson counts at r = 1 times `noise`; the noise of all
/// pairs of species is partly common.
PairDistributionBlocks noisy_blocks(const PairDistributionShape& shape, std::size_t blocks, double noise,
                                    std::uint64_t key)
{
  const soret::RandomStream stream{soret::Seed{5}, soret::Stream::placement};
  PairDistributionBlocks result{shape, {}, {}};
  for (std::size_t k = 0; k < blocks; ++k) {
    const std::int64_t samples = 3 + static_cast<std::int64_t>(k % 2);
    const auto g = [&](std::size_t i, std::size_t j, std::size_t bin) {
      const double r = shape.centre(bin);
      const Oscillation h{0.6 * static_cast<double>(i + j + 1)};
      const soret::Vec3 normal = stream.normal3(key * 1000 + k, bin, 0);
      const double deviation = noise / (r * std::sqrt(static_cast<double>(samples)));
      return 1.0 + h.at(r) + deviation * (normal.x + 0.5 * normal[1 + (i + j) % 2]);
    };
    std::vector<double> counts = counts_from(shape, g);
    for (double& count : counts) {
      count *= static_cast<double>(samples);
    }
    result.blocks.push_back({samples, std::move(counts)});
    result.replica.push_back(0);
  }
  return result;
}

}  // namespace

TEST_CASE("shells fill the sphere and pairs of species are numbered row by row")
{
  const PairDistributionShape shape = shape_of({10, 20, 30}, 1000.0, 5.0, 40);
  double volume = 0.0;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    volume += shape.shell_volume(bin);
  }
  CHECK(volume == doctest::Approx(4.0 * pi / 3.0 * 125.0).epsilon(1e-13));
  CHECK(shape.pairs() == 6);
  CHECK(shape.pair(0, 2) == 2);
  CHECK(shape.pair(1, 1) == 3);
  CHECK(shape.pair(2, 1) == 4);
  CHECK(shape.pair(2, 2) == 5);
  CHECK(shape.mole_fraction(1) == doctest::Approx(1.0 / 3.0));
}

TEST_CASE("g and coordination numbers are what the counts were made of")
{
  const PairDistributionShape shape = shape_of({40, 60}, 500.0, 3.0, 30);
  const auto made = [](std::size_t i, std::size_t j, std::size_t bin) {
    return static_cast<double>(1 + i + 2 * j) + 0.1 * static_cast<double>(bin);
  };
  PairDistributionBlocks blocks = one_block(shape, counts_from(shape, made));
  std::vector<double> twice = blocks.blocks[0].counts;  // three configurations with twice the counts in each
  for (double& count : twice) {
    count *= 6.0;
  }
  blocks.blocks.push_back({3, twice});
  blocks.replica.push_back(0);
  const std::vector<double> g_21 = radial_distribution(blocks, 1, 0);
  CHECK(g_21[7] == doctest::Approx((3.0 + 0.7) * 7.0 / 4.0));
  CHECK(radial_distribution(blocks, 0, 1, 1)[7] == doctest::Approx(3.7));
  CHECK(radial_distribution(blocks, 0, 1, 0)[7] == doctest::Approx(7.4));
  // block means 3.7 and 7.4 with weights 1 and 3: error² = sum w (x - m)²/(W (n - 1))
  const Estimate g = radial_distribution_estimates(blocks, 0, 1)[7];
  const double mean = 3.7 * 7.0 / 4.0;
  CHECK(g.value == doctest::Approx(mean));
  CHECK(g.standard_error ==
        doctest::Approx(std::sqrt((std::pow(3.7 - mean, 2) + 3.0 * std::pow(7.4 - mean, 2)) / 4.0)));
  const std::vector<double> counts = blocks.average(1);
  double expected = 0.0;
  for (std::size_t bin = 0; bin <= 20; ++bin) {
    expected += 60.0 / 500.0 * shape.shell_volume(bin) * made(0, 1, bin);
  }
  CHECK(coordination_number(shape, counts, 0, 1)[20] == doctest::Approx(expected));
  CHECK(coordination_number(shape, counts, 1, 0)[20] == doctest::Approx(expected * 40.0 / 60.0));
  CHECK(coordination_number_estimates(blocks, 0, 1)[20].value == doctest::Approx(expected * 7.0 / 4.0));
  CHECK_THROWS_AS(radial_distribution(shape_of({1, 9}, 500.0, 3.0, 30), counts, 0, 0), soret::InputError);
  CHECK_THROWS_AS(one_block(shape, counts).average(0), soret::RunTimeFailure);
}

TEST_CASE("replicas are put together")
{
  const PairDistributionShape shape = shape_of({10}, 100.0, 2.0, 10);
  const PairDistributionBlocks part{
      shape, {{1, std::vector<double>(10, 1.0)}, {1, std::vector<double>(10, 2.0)}}, {0, 0}};
  const std::vector<PairDistributionBlocks> parts{part, part};
  const PairDistributionBlocks all = soret::concatenate(parts);
  CHECK(all.blocks.size() == 4);
  CHECK(all.replica == std::vector<std::size_t>{0, 0, 1, 1});
  std::vector<PairDistributionBlocks> unlike{part, part};
  unlike[1].shape.volume = 101.0;
  CHECK_THROWS_AS(soret::concatenate(unlike), soret::RunTimeFailure);
}

TEST_CASE("the weight of a sphere's pairs integrates to its volume")
{
  const double radius = 1.7;
  double sum = 0.0;
  constexpr int steps = 20000;
  for (int k = 0; k < steps; ++k) {
    sum += soret::sphere_pair_weight((k + 0.5) * 4.0 / steps, radius) * 4.0 / steps;
  }
  CHECK(sum == doctest::Approx(4.0 * pi / 3.0 * std::pow(radius, 3)).epsilon(1e-6));
  CHECK(soret::sphere_pair_weight(3.41, radius) == 0.0);
}

TEST_CASE("hard-core steps have the finite-volume integrals of the closed form")
{
  // h = -1 for r < a: G^V = -(4 pi/3) a³ + (3 pi/4) a⁴/R - (pi/24) a⁶/R³ for 2R > a, and -(4 pi/3) R³ below.
  constexpr double width = 0.01;
  constexpr double a = 1.2;
  std::vector<double> g(1000, 1.0);
  std::fill_n(g.begin(), 120, 0.0);
  const std::vector<double> integrals = soret::finite_volume_integrals(width, g);
  for (const std::size_t bin : {119UL, 150UL, 400UL, 999UL}) {
    const double radius = 0.5 * width * static_cast<double>(bin + 1);
    const double exact = -4.0 * pi / 3.0 * std::pow(a, 3) + 0.75 * pi * std::pow(a, 4) / radius -
                         pi / 24.0 * std::pow(a, 6) / std::pow(radius, 3);
    CHECK(integrals[bin] == doctest::Approx(exact).epsilon(1e-12));
  }
  CHECK(integrals[49] == doctest::Approx(-4.0 * pi / 3.0 * std::pow(0.25, 3)));
  CHECK(soret::running_integral(width, g).back() == doctest::Approx(-4.0 * pi / 3.0 * std::pow(a, 3)));
  const soret::SphereExtrapolation fit = soret::extrapolate_spheres(width, integrals, {0.6, 5.0});
  CHECK(fit.integral == doctest::Approx(-4.0 * pi / 3.0 * std::pow(a, 3)).epsilon(1e-10));
  CHECK(fit.slope == doctest::Approx(0.75 * pi * std::pow(a, 4)).epsilon(1e-10));
  CHECK(fit.cube == doctest::Approx(-pi / 24.0 * std::pow(a, 6)).epsilon(1e-9));
}

TEST_CASE("finite-volume integrals equal a quadrature with the weight")
{
  constexpr double width = 0.02;
  const Oscillation h;
  std::vector<double> g;
  for (int bin = 0; bin < 200; ++bin) {
    g.push_back(1.0 + h.at((bin + 0.5) * width));
  }
  const std::vector<double> integrals = soret::finite_volume_integrals(width, g);
  for (const std::size_t last : {0UL, 10UL, 77UL, 199UL}) {
    const double radius = 0.5 * width * static_cast<double>(last + 1);
    double sum = 0.0;
    for (std::size_t bin = 0; bin <= last; ++bin) {
      for (int k = 0; k < 50; ++k) {
        const double r = (static_cast<double>(bin) + (k + 0.5) / 50.0) * width;
        sum += (g[bin] - 1.0) * soret::sphere_pair_weight(r, radius) * width / 50.0;
      }
    }
    CHECK(integrals[last] == doctest::Approx(sum).epsilon(3e-4));
  }
}

TEST_CASE("a curve of 1/R and 1/R^3 is found exactly")
{
  std::vector<double> values;
  for (int bin = 0; bin < 100; ++bin) {
    const double radius = 0.05 * (bin + 1);
    values.push_back(-3.25 + 1.5 / radius - 0.7 / std::pow(radius, 3));
  }
  const soret::SphereExtrapolation fit = soret::extrapolate_spheres(0.1, values, {1.0, 4.0});
  CHECK(fit.integral == doctest::Approx(-3.25).epsilon(1e-11));
  CHECK(fit.slope == doctest::Approx(1.5).epsilon(1e-11));
  CHECK(fit.cube == doctest::Approx(-0.7).epsilon(1e-11));
  CHECK_THROWS_AS(soret::extrapolate_spheres(0.1, values, {1.0, 1.11}), soret::InputError);
}

TEST_CASE("slowly decaying correlations of a mixture give its thermodynamic factor, not one too large")
{
  // h_11 = h_22 = -h_12 = A exp(-r/xi)/r beyond contact, of integral I = 4 pi A xi (c + xi) exp(-c/xi) each; a straight
  // line in 1/R through the whole window has Gamma larger by 0.05.
  constexpr double xi = 0.6;
  constexpr double contact = 1.0;
  constexpr double integral = 0.7;
  const double amplitude = integral / (4.0 * pi * xi * (contact + xi) * std::exp(-contact / xi));
  const PairDistributionShape shape = shape_of({1500, 1500}, 3750.0, 7.0, 1400);
  const auto g = [&](std::size_t i, std::size_t j, std::size_t bin) {
    const double r = shape.centre(bin);
    return 1.0 + (r < contact ? 0.0 : (i == j ? 1.0 : -1.0) * amplitude * std::exp(-r / xi) / r);
  };
  const double exact = 1.0 / (1.0 + 0.25 * 0.8 * 4.0 * integral);
  const KirkwoodBuff found = kirkwood_buff(one_block(shape, counts_from(shape, g)), {{}, false});
  CHECK(std::abs(found.solution->thermodynamic_factor.value - exact) < 0.002);
  const KirkwoodBuff widest = kirkwood_buff(one_block(shape, counts_from(shape, g)), {RadiusWindow{1.05, 3.5}, false});
  CHECK(std::abs(widest.solution->thermodynamic_factor.value - exact) < 0.02);
}

TEST_CASE("the integral of a damped oscillation is found, within what its change with the window says")
{
  const PairDistributionShape shape = shape_of({20000, 30000}, 1e5, 16.0, 1600);
  const auto g = [&](std::size_t i, std::size_t j, std::size_t bin) {
    return 1.0 + Oscillation{static_cast<double>(i + j + 1)}.at(shape.centre(bin));
  };
  const KirkwoodBuff result = kirkwood_buff(one_block(shape, counts_from(shape, g)), {{}, false});
  REQUIRE(result.pairs.size() == 3);
  CHECK(result.window.high == doctest::Approx(8.0));
  for (const soret::PairIntegral& pair : result.pairs) {
    const double exact = Oscillation{static_cast<double>(pair.i + pair.j + 1)}.integral();
    CHECK(pair.integral.value == doctest::Approx(exact).epsilon(0.003));
    CHECK(std::abs(pair.change.value) < 0.01 * exact);
    CHECK(std::isinf(pair.integral.standard_error));
    CHECK(pair.running.back().value == doctest::Approx(exact).epsilon(0.003));
    CHECK(pair.excess_of_j.value == doctest::Approx(shape.number_density(pair.j) * pair.integral.value));
    CHECK(pair.excess_of_i.value == doctest::Approx(shape.number_density(pair.i) * pair.integral.value));
    CHECK(pair.finite_volume.size() == shape.bins);
  }
  CHECK(result.radii[99] == doctest::Approx(0.5));
  CHECK(result.edges[99] == doctest::Approx(1.0));
  CHECK(result.centres[99] == doctest::Approx(0.995));
}

TEST_CASE("the integrals of an ideal gas in a closed box are zero after the correction")
{
  const PairDistributionShape shape = shape_of({30, 50}, 1000.0, 5.0, 100);
  const auto g = [&](std::size_t i, std::size_t j, std::size_t) {
    return i == j ? 1.0 - 1.0 / static_cast<double>(shape.particles[i]) : 1.0;
  };
  const PairDistributionBlocks blocks = one_block(shape, counts_from(shape, g));
  // The counts are those of N (N - 1)/2 pairs spread evenly.
  CHECK(blocks.blocks[0].counts[50] == doctest::Approx(30.0 * 29.0 / 2.0 * shape.shell_volume(50) / 1000.0));
  const KirkwoodBuff corrected = kirkwood_buff(blocks);
  for (const soret::PairIntegral& pair : corrected.pairs) {
    CHECK(std::abs(pair.integral.value) < 1e-9);
    for (const Estimate& value : pair.radial_distribution) {
      CHECK(value.value == doctest::Approx(1.0).epsilon(1e-12));
    }
  }
  CHECK(corrected.solution->thermodynamic_factor.value == doctest::Approx(1.0).epsilon(1e-9));
  CHECK(corrected.solution->partial_volume_1.value == doctest::Approx(12.5));
  CHECK(corrected.solution->reduced_compressibility.value == doctest::Approx(1.0).epsilon(1e-9));
  const KirkwoodBuff uncorrected = kirkwood_buff(blocks, {{}, false});
  CHECK(uncorrected.pairs[0].running.back().value == doctest::Approx(-4.0 * pi / 3.0 * 125.0 / 30.0));
}

TEST_CASE("species that differ by their label only have Gamma = 1 in a small closed box")
{
  // The chance of a pair to be in a bin is the same for all pairs; only the numbers of pairs differ.
  const PairDistributionShape shape = shape_of({13, 57}, 300.0, 3.3, 66);
  const auto g = [&](std::size_t i, std::size_t j, std::size_t bin) {
    const double pair_chance = bin < 20 ? 0.0 : 1.0 + Oscillation{3.0}.at(shape.centre(bin));
    return pair_chance * (i == j ? 1.0 - 1.0 / static_cast<double>(shape.particles[i]) : 1.0);
  };
  const PairDistributionBlocks blocks = one_block(shape, counts_from(shape, g));
  const KirkwoodBuff result = kirkwood_buff(blocks);
  CHECK(std::abs(result.pairs[0].integral.value) > 0.1);
  CHECK(result.pairs[0].integral.value == doctest::Approx(result.pairs[1].integral.value).epsilon(1e-10));
  CHECK(result.pairs[0].integral.value == doctest::Approx(result.pairs[2].integral.value).epsilon(1e-10));
  CHECK(std::abs(result.solution->f.value) < 1e-9);
  CHECK(std::abs(result.solution->thermodynamic_factor.value - 1.0) < 1e-9);
  CHECK(std::abs(kirkwood_buff(blocks, {{}, false}).solution->f.value) > 1e-3);
}

TEST_CASE("a binary solution obeys the identities of Kirkwood and Buff")
{
  const double density = 0.8;
  const double x_1 = 0.3;
  const BinarySolution<double> s = soret::binary_solution({-0.9, -1.1, -1.4}, NumberDensity{density}, x_1);
  CHECK(s.f == doctest::Approx(0.3 * 0.7 * 0.8 * (-0.9 - 1.1 + 2.8)));
  CHECK(s.f_11 + s.f_22 + s.f_12 == doctest::Approx(s.f));
  CHECK(s.f_11 == doctest::Approx(0.7 * 0.3 * 0.8 * -0.9));
  CHECK(s.thermodynamic_factor == doctest::Approx(1.0 / (1.0 + s.f)));
  CHECK(1.0 + s.excess_factor == doctest::Approx(s.thermodynamic_factor));
  CHECK(s.first_order_factor == doctest::Approx(1.0 - s.f));
  CHECK(density * (x_1 * s.partial_volume_1 + (1.0 - x_1) * s.partial_volume_2) == doctest::Approx(1.0));
  const auto swapped = soret::binary_solution({-1.1, -0.9, -1.4}, NumberDensity{density}, 1.0 - x_1);
  CHECK(swapped.thermodynamic_factor == doctest::Approx(s.thermodynamic_factor));
  CHECK(swapped.partial_volume_1 == doctest::Approx(s.partial_volume_2));
  CHECK(swapped.reduced_compressibility == doctest::Approx(s.reduced_compressibility));
  const auto alike = soret::binary_solution({-1.1, -1.1, -1.1}, NumberDensity{density}, x_1);
  CHECK(alike.thermodynamic_factor == 1.0);
  CHECK(alike.reduced_compressibility == doctest::Approx(1.0 - 0.8 * 1.1));  // that of one species
  CHECK(alike.partial_volume_1 == doctest::Approx(1.25));
  const auto pure = soret::binary_solution({-1.1, 5.0, 2.0}, NumberDensity{density}, 1.0);
  CHECK(pure.thermodynamic_factor == 1.0);
  CHECK(pure.reduced_compressibility == doctest::Approx(1.0 - 0.8 * 1.1));
  CHECK_THROWS_AS(soret::binary_solution({-40.0, -40.0, 40.0}, NumberDensity{density}, x_1), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::binary_solution({}, NumberDensity{density}, 1.1), soret::InputError);
  CHECK_THROWS_AS(soret::binary_solution({}, NumberDensity{0.0}, 0.5), soret::InputError);
  const Estimate slope = soret::chemical_potential_slope({0.5, 0.02, 7.0}, soret::Temperature{0.62}, 0.25);
  CHECK(slope.value == doctest::Approx(1.24));
  CHECK(slope.standard_error == doctest::Approx(0.0496));
  CHECK(slope.degrees_of_freedom == 7.0);
  CHECK_THROWS_AS(soret::chemical_potential_slope({}, soret::Temperature{0.62}, 0.0), soret::InputError);
}

TEST_CASE("what the window's start changes counts as an error of everything")
{
  const PairDistributionShape shape = shape_of({2000, 3000}, 6000.0, 8.0, 160);
  const PairDistributionBlocks blocks = noisy_blocks(shape, 20, 1e-4, 1);
  const auto with_window = [&blocks](double low, double high) {
    return kirkwood_buff(blocks, {RadiusWindow{low, high}, false});
  };
  const KirkwoodBuff found = with_window(0.5, 2.0);  // where the curves are far from straight
  const KirkwoodBuff later = with_window(0.8, 2.0);
  for (std::size_t pair = 0; pair < found.pairs.size(); ++pair) {
    const double difference = found.pairs[pair].integral.value - later.pairs[pair].integral.value;
    CHECK(found.pairs[pair].change.value == doctest::Approx(difference));
    CHECK(found.pairs[pair].integral.standard_error == doctest::Approx(std::abs(difference)).epsilon(0.01));
    CHECK(found.pairs[pair].excess_of_j.standard_error ==
          doctest::Approx(shape.number_density(found.pairs[pair].j) * std::abs(difference)).epsilon(0.01));
  }
  // Members of the solution to first order in the differences.
  for (const auto member : BinarySolution<Estimate>::members()) {
    const double difference = ((*found.solution).*member).value - ((*later.solution).*member).value;
    CHECK(((*found.solution).*member).standard_error == doctest::Approx(std::abs(difference)).epsilon(0.2));
  }
}

TEST_CASE("jackknife errors cover the true values, also of functions of correlated integrals" *
          doctest::skip(under_sanitizers))
{
  const PairDistributionShape shape = shape_of({2000, 3000}, 6000.0, 8.0, 160);
  const RadiusWindow window{2.0, 4.0};
  const auto noiseless = kirkwood_buff(noisy_blocks(shape, 4, 0.0, 0), {window, false});
  constexpr int runs = 300;
  double squares_integral = 0.0;
  double squares_factor = 0.0;
  for (int number = 1; number <= runs; ++number) {
    const auto result =
        kirkwood_buff(noisy_blocks(shape, 20, 0.05, static_cast<std::uint64_t>(number)), {window, false});
    const Estimate& integral = result.pairs[1].integral;
    const Estimate& factor = result.solution->thermodynamic_factor;
    CHECK(integral.standard_error > 0.0);
    const Estimate& change = result.pairs[1].change;
    const double misfit = std::max(0.0, std::pow(change.value, 2) - std::pow(change.standard_error, 2));
    squares_integral += std::pow(integral.value - noiseless.pairs[1].integral.value, 2) /
                        (std::pow(integral.standard_error, 2) - misfit);
    squares_factor += std::pow(factor.standard_errors_from(noiseless.solution->thermodynamic_factor.value), 2);
  }
  // Without what the change with the window adds: for a mean of 20 independent normal block values, block_mean has 0.94
  // here (Student's t would have 19/17, but the chance correlation of neighbours only ever increases the error), and
  // the squares scatter by 1.55.
  CHECK(std::abs(squares_integral / runs - 0.94) < 4.0 * 1.55 / std::sqrt(runs));
  CHECK(std::abs(squares_factor / runs - 0.94) < 4.0 * 1.55 / std::sqrt(runs));
}

TEST_CASE("the window follows the noise: wide if there is much, straight if there is none")
{
  const PairDistributionShape shape = shape_of({2000, 3000}, 1e6, 12.0, 240);
  const KirkwoodBuff noisy = kirkwood_buff(noisy_blocks(shape, 16, 2.0, 1), {{}, false});
  CHECK(noisy.window.low == doctest::Approx(1.8));
  const KirkwoodBuff precise = kirkwood_buff(noisy_blocks(shape, 16, 1e-7, 1), {{}, false});
  CHECK(precise.window.low > 2.0);
  for (const soret::PairIntegral& pair : noisy.pairs) {
    const double exact = Oscillation{0.6 * static_cast<double>(pair.i + pair.j + 1)}.integral();
    CHECK(std::abs(pair.integral.standard_errors_from(exact)) < 3.0);
  }
}

TEST_CASE("integrals that no stable solution has are reported, without a solution")
{
  const PairDistributionShape shape = shape_of({2000, 3000}, 1e6, 12.0, 240);
  const auto counted = counts_from(shape, [&](std::size_t i, std::size_t j, std::size_t bin) {
    return i != j && shape.centre(bin) < 5.0 ? 3.0 : 1.0;
  });
  const KirkwoodBuff crowd = kirkwood_buff(one_block(shape, counted), {{}, false});
  CHECK(crowd.pairs.size() == 3);
  CHECK(crowd.pairs[1].integral.value > 1.0);
  CHECK_FALSE(crowd.solution.has_value());
  CHECK(crowd.no_solution.find("not those of a stable solution") != std::string::npos);
}

TEST_CASE("Kirkwood-Buff integrals of one and of three species, and what is refused")
{
  const auto ideal = [](std::size_t, std::size_t, std::size_t) { return 1.0; };
  const PairDistributionShape one = shape_of({500}, 1000.0, 5.0, 60);
  const PairDistributionShape three = shape_of({100, 200, 300}, 1000.0, 5.0, 60);
  CHECK_FALSE(kirkwood_buff(one_block(one, counts_from(one, ideal))).solution.has_value());
  const KirkwoodBuff result = kirkwood_buff(one_block(three, counts_from(three, ideal)));
  CHECK(result.pairs.size() == 6);
  CHECK(result.pairs[4].i == 1);
  CHECK(result.pairs[4].j == 2);
  const PairDistributionBlocks blocks = one_block(one, counts_from(one, ideal));
  CHECK_THROWS_AS(kirkwood_buff(blocks, {RadiusWindow{1.0, 2.6}}), soret::InputError);
  CHECK_THROWS_AS(kirkwood_buff(blocks, {RadiusWindow{2.0, 1.0}}), soret::InputError);
  CHECK_THROWS_AS(kirkwood_buff(blocks, {RadiusWindow{2.35, 2.5}}), soret::InputError);
  CHECK_THROWS_AS(kirkwood_buff(PairDistributionBlocks{one, {}, {}}), soret::RunTimeFailure);
  const PairDistributionShape lonely = shape_of({1, 500}, 1000.0, 5.0, 60);
  CHECK_THROWS_AS(kirkwood_buff(one_block(lonely, counts_from(lonely, ideal))), soret::InputError);
}

TEST_CASE("the first shell ends at the lowest place between the highest peak and its neighbour, noise or not")
{
  soret::PairDistributionShape shape;
  shape.bins = 300;
  std::mt19937_64 generator{5};
  std::normal_distribution<double> normal;
  const auto distribution = [&](double noise) {
    std::vector<Estimate> g;
    for (std::size_t bin = 0; bin < shape.bins; ++bin) {
      const double r = 0.01 * (static_cast<double>(bin) + 0.5);
      const double wave = 1.0 + 1.8 * std::exp(-(r - 1.1)) * std::cos(2.0 * std::numbers::pi * (r - 1.1));
      g.push_back({r < 0.9 ? 0.0 : wave + noise * normal(generator), 0.01});
    }
    return g;
  };
  const auto exact = soret::first_shell(shape, distribution(0.0));
  REQUIRE(exact);
  CHECK(std::abs(0.01 * (static_cast<double>(*exact) + 0.5) - 1.575) < 0.01);  // where the derivative vanishes
  const auto noisy = soret::first_shell(shape, distribution(0.05));
  REQUIRE(noisy);
  CHECK(std::abs(static_cast<double>(*noisy) - static_cast<double>(*exact)) <= 5.0);
  shape.bins = 150;
  CHECK_FALSE(soret::first_shell(shape, std::vector<Estimate>(150, Estimate{0.0, 0.1})));
  std::vector<Estimate> short_one = distribution(0.0);
  short_one.resize(150);
  CHECK_FALSE(soret::first_shell(shape, short_one));
}
