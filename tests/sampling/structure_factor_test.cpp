#include "hand_made_system.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/direct_modes.hpp>
#include <soret/sampling/structure_factor.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>
#include <vector>

using soret::Blocks;
using soret::Estimate;
using soret::ModeMethod;
using soret::PartialConvention;
using soret::Species;
using soret::StructureFactor;
using soret::StructureFactorBlocks;
using soret::Vec3;
using soret::WaveIndex;
using soret::WaveNumber;

namespace {

constexpr double pi = std::numbers::pi;

/// Particles at given places, every size()-th on each rank.
class Points {
 public:
  Points(const Vec3& lengths, std::size_t species) : box_{lengths}, species_(species, {"P", 1.0}) {}

  void clear() { *this = Points{box_.lengths(), species_.size()}; }
  void add(const Vec3& at, std::size_t species)
  {
    if (count_++ % test_world().size() == test_world().rank()) {
      particles_.add(count_, Species{static_cast<std::uint8_t>(species)}, at);
    }
  }
  /// `count` particles per species at independent places, drawn anew for each step.
  void add_ideal_gas(std::int64_t count, std::uint64_t step)
  {
    const soret::RandomStream stream{soret::Seed{11}, soret::Stream::placement};
    const Vec3& lengths = box_.lengths();
    for (std::size_t s = 0; s < species_.size(); ++s) {
      for (std::int64_t i = 0; i < count; ++i) {
        const auto u = stream.uniform4(step, static_cast<std::uint64_t>(i), s);
        add({u[0] * lengths.x, u[1] * lengths.y, u[2] * lengths.z}, s);
      }
    }
  }
  soret::Snapshot snapshot() const { return {box_, species_, particles_, {}, {}, 0, 0.0, {}}; }
  const soret::Particles& particles() const { return particles_; }
  const Vec3& lengths() const { return box_.lengths(); }

 private:
  soret::Box box_;
  soret::SpeciesTable species_;
  soret::Particles particles_;
  std::int64_t count_ = 0;
};

soret::StructureFactorSettings with(ModeMethod method, std::size_t most_mesh_points = 1U << 22U)
{
  soret::StructureFactorSettings settings;
  settings.method = method;
  settings.most_mesh_points = most_mesh_points;
  return settings;
}

StructureFactorBlocks sampled(const Points& points, double longest, double width, ModeMethod method,
                              std::size_t most_mesh_points = 1U << 22U)
{
  StructureFactor sampler{test_world(), WaveNumber{longest}, WaveNumber{width}, Blocks{4},
                          with(method, most_mesh_points)};
  sampler.sample(points.snapshot());
  return sampler.reduce();
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b)
{
  REQUIRE(a.size() == b.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(a[i] - b[i]));
  }
  return largest;
}

/// Largest |Re(rho_a conj rho_b)|, mesh minus direct sum at the same vector, over sqrt(N_a N_b) for pairs of species
/// with N particles each.
double mesh_error(const Points& points, std::int64_t count, int order, double longest)
{
  const soret::WaveVectorShells shells{points.lengths(), WaveNumber{longest}, WaveNumber{longest}};
  std::vector<WaveIndex> vectors;
  shells.for_each(0, [&](const WaveIndex& n, std::size_t) { vectors.push_back(n); });
  const auto exact = direct_modes(test_world(), points.lengths(), points.particles(), 2, vectors);
  soret::DensityMesh mesh{soret::DensityMesh::points_for(shells.largest_index()), soret::SplineOrder{order}};
  std::array<soret::DensityMesh::Modes, 2> modes;
  mesh.transform(test_world(), points.lengths(), points.particles(), Species{0}, modes[0]);
  mesh.transform(test_world(), points.lengths(), points.particles(), Species{1}, modes[1]);
  double largest = 0.0;
  for (std::size_t v = 0; v < vectors.size(); ++v) {
    const std::size_t here = mesh.offset(vectors[v]);
    for (const std::size_t b : {0U, 1U}) {
      const double found = std::real(modes[0][here] * std::conj(modes[b][here]));
      const double expected = std::real(exact[0][v] * std::conj(exact[b][v]));
      largest = std::max(largest, std::abs(found - expected) / static_cast<double>(count));
    }
  }
  return largest;
}

}  // namespace

TEST_CASE("modes of the mesh are those of the direct sum, vector by vector, in a box of three different lengths")
{
  Points points{{7.0, 9.0, 12.5}, 2};
  points.add_ideal_gas(300, 0);
  const std::array<double, 5> allowed{3e-2, 6e-3, 1.2e-3, 2.4e-4, 5e-5};  // a fifth for each order
  for (int order = 4; order <= 8; ++order) {
    const double error = mesh_error(points, 300, order, 8.0);
    MESSAGE("order ", order, ": largest error of a single vector in units of the self term ", error);
    CHECK(error < allowed[static_cast<std::size_t>(order - 4)]);
  }
}

TEST_CASE("shell averages of mesh and direct sum agree, folded or not, whatever the number of ranks")
{
  Points points{{7.0, 9.0, 12.5}, 2};
  points.add_ideal_gas(200, 3);
  for (const std::size_t most : {std::size_t{1} << 22U, std::size_t{6000}}) {
    const StructureFactorBlocks mesh = sampled(points, 8.0, 0.5, ModeMethod::mesh, most);
    const StructureFactorBlocks direct = sampled(points, 8.0, 0.5, ModeMethod::direct, most);
    REQUIRE(mesh.shape == direct.shape);
    CHECK(mesh.shape.folds.back() == (most > 6000 ? 1.0 : 4.0));
    CHECK(mesh.shape.folds.front() == 1.0);
    const double error = largest_difference(mesh.blocks[0].sums, direct.blocks[0].sums) / 200.0;
    MESSAGE("largest error of a shell in units of the self term ", error);
    CHECK(error < 2e-4);
  }
}

TEST_CASE("the direct sum is the definition, and shells hold the vectors that they should")
{
  HandMadeSystem system{test_world()};
  StructureFactor sampler{test_world(), WaveNumber{2.5}, WaveNumber{0.7}, Blocks{4}, with(ModeMethod::direct)};
  sampler.sample(system.snapshot());
  const StructureFactorBlocks data = sampler.reduce();
  const HandMadeSystem whole{0, 1, 60};
  std::vector<double> count(4, 0.0);
  std::vector<double> wave_number(4, 0.0);
  std::vector<double> sums(12, 0.0);
  for (int x = -5; x <= 5; ++x) {
    for (int y = -5; y <= 5; ++y) {
      for (int z = -9; z <= 9; ++z) {
        const Vec3 q{2.0 * pi * x / 4.0, 2.0 * pi * y / 5.0, 2.0 * pi * z / 12.0};
        const auto shell = static_cast<std::size_t>(std::sqrt(norm_squared(q)) / 0.7);
        if (shell >= 4 || norm_squared(q) == 0.0) {
          continue;
        }
        std::array<std::complex<double>, 2> rho{};
        for (std::size_t i = 0; i < 60; ++i) {
          rho[index(whole.particles().species[i])] += std::polar(1.0, -dot(q, whole.particles().position_of(i)));
        }
        count[shell] += 1.0;
        wave_number[shell] += std::sqrt(norm_squared(q));
        sums[shell] += std::norm(rho[0]);
        sums[4 + shell] += std::real(rho[0] * std::conj(rho[1]));
        sums[8 + shell] += std::norm(rho[1]);
      }
    }
  }
  REQUIRE(data.shape.shells() == 4);
  for (std::size_t shell = 0; shell < 4; ++shell) {
    CHECK(data.shape.vectors[shell] == count[shell]);
    CHECK(data.shape.wave_numbers[shell] == doctest::Approx(wave_number[shell] / count[shell]).epsilon(1e-13));
    for (std::size_t pair = 0; pair < 3; ++pair) {
      const double expected = sums[4 * pair + shell] / count[shell];
      CHECK(data.blocks[0].sums[4 * pair + shell] == doctest::Approx(expected).epsilon(1e-11).scale(30.0));
    }
  }
  CHECK(data.shape.particles == std::vector<double>{30.0, 30.0});
}

TEST_CASE("sums do not depend on the number of ranks")
{
  Points split{{7.0, 9.0, 12.5}, 2};
  split.add_ideal_gas(100, 5);
  const soret::mpi::Communicator alone = test_world().split(test_world().rank());
  const soret::RandomStream stream{soret::Seed{11}, soret::Stream::placement};
  soret::Particles all;
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::uint64_t i = 0; i < 100; ++i) {
      const auto u = stream.uniform4(5, i, s);
      all.add(0, Species{static_cast<std::uint8_t>(s)}, {u[0] * 7.0, u[1] * 9.0, u[2] * 12.5});
    }
  }
  const soret::Snapshot now = split.snapshot();
  for (const ModeMethod method : {ModeMethod::mesh, ModeMethod::direct}) {
    StructureFactor on_all{test_world(), WaveNumber{6.0}, WaveNumber{0.5}, Blocks{2}, with(method)};
    StructureFactor on_one{alone, WaveNumber{6.0}, WaveNumber{0.5}, Blocks{2}, with(method)};
    on_all.sample(now);
    on_one.sample({now.box, now.species, all, {}, {}, 0, 0.0, {}});
    CHECK(largest_difference(on_all.reduce().blocks[0].sums, on_one.reduce().blocks[0].sums) < 1e-10 * 100.0);
  }
}

TEST_CASE("a single particle scatters alike in all directions")
{
  for (const Vec3& place : {Vec3{0.0, 0.0, 0.0}, Vec3{1.234, -5.678, 99.87}, Vec3{2.5, 3.0, 7.999999999}}) {
    Points points{{5.0, 6.0, 8.0}, 1};
    points.add(place, 0);
    const StructureFactorBlocks direct = sampled(points, 9.0, 0.4, ModeMethod::direct);
    const StructureFactorBlocks mesh = sampled(points, 9.0, 0.4, ModeMethod::mesh);
    for (std::size_t shell = 0; shell < direct.shape.shells(); ++shell) {
      CHECK(direct.blocks[0].sums[shell] == doctest::Approx(1.0).epsilon(1e-13));
      CHECK(mesh.blocks[0].sums[shell] == doctest::Approx(1.0).epsilon(1e-4));
    }
  }
}

TEST_CASE("the self term that the mesh's images add is known")
{
  // The mean over a grid of places within a mesh cell removes the products of different images, exactly.
  constexpr int grid = 7;
  soret::DensityMesh mesh{{10, 12, 9}, soret::SplineOrder{4}};
  soret::DensityMesh::Modes modes;
  const std::vector<WaveIndex> vectors{{3, 4, 3}, {-3, 0, 1}, {2, -4, 2}, {0, 0, 3}, {1, 1, 0}};
  std::vector<double> mean(vectors.size(), 0.0);
  for (int place = 0; place < grid * grid * grid; ++place) {
    Points points{{10.0, 12.0, 9.0}, 1};
    points.add({place / (grid * grid) / 7.0, place / grid % grid / 7.0, place % grid / 7.0}, 0);
    mesh.transform(test_world(), points.lengths(), points.particles(), Species{0}, modes);
    for (std::size_t v = 0; v < vectors.size(); ++v) {
      mean[v] += std::norm(modes[mesh.offset(vectors[v])]) / (grid * grid * grid);
    }
  }
  for (std::size_t v = 0; v < vectors.size(); ++v) {
    CHECK(mean[v] - 1.0 == doctest::Approx(mesh.image_power(vectors[v])).epsilon(1e-4));
  }
  CHECK(mesh.image_power({3, 4, 3}) > 1e-5);
  CHECK(mesh.image_power({0, 0, 3}) < 1e-5);
}

TEST_CASE("a lattice has Bragg peaks and nothing else")
{
  // 4 × 6 × 5 cells of 1.2 × 1 × 1.1, two species on alternate sites along x: rho_A = rho_B exp(i q_x 1.2)
  Points points{{4.8, 6.0, 5.5}, 2};
  for (int x = 0; x < 4; ++x) {
    for (int y = 0; y < 6; ++y) {
      for (int z = 0; z < 5; ++z) {
        points.add({1.2 * x + 0.3, 1.0 * y, 1.1 * z}, static_cast<std::size_t>(x % 2));
      }
    }
  }
  const soret::WaveVectorShells shells{points.lengths(), WaveNumber{9.0}, WaveNumber{9.0}};
  std::vector<WaveIndex> vectors;
  shells.for_each(0, [&](const WaveIndex& n, std::size_t) { vectors.push_back(n); });
  const auto exact = direct_modes(test_world(), points.lengths(), points.particles(), 2, vectors);
  soret::DensityMesh mesh{soret::DensityMesh::points_for(shells.largest_index())};
  soret::DensityMesh::Modes a;
  soret::DensityMesh::Modes b;
  mesh.transform(test_world(), points.lengths(), points.particles(), Species{0}, a);
  mesh.transform(test_world(), points.lengths(), points.particles(), Species{1}, b);
  int peaks = 0;
  for (std::size_t v = 0; v < vectors.size(); ++v) {
    const WaveIndex& n = vectors[v];
    const bool is_peak = n[0] % 2 == 0 && n[1] % 6 == 0 && n[2] % 5 == 0;
    const double sign = n[0] % 4 == 0 ? 1.0 : -1.0;
    peaks += is_peak ? 1 : 0;
    const double own = is_peak ? 3600.0 : 0.0;
    CHECK(std::norm(exact[0][v]) == doctest::Approx(own).epsilon(1e-12).scale(1.0));
    CHECK(std::real(exact[0][v] * std::conj(exact[1][v])) == doctest::Approx(sign * own).epsilon(1e-12).scale(1.0));
    CHECK(std::norm(a[mesh.offset(n)]) == doctest::Approx(own).epsilon(1e-3).scale(1.0));
    CHECK(std::real(a[mesh.offset(n)] * std::conj(b[mesh.offset(n)])) ==
          doctest::Approx(sign * own).epsilon(1e-3).scale(1.0));
  }
  CHECK(peaks >= 5);
}

TEST_CASE("the structure factors of an ideal gas of three species are one and zero")
{
  Points points{{6.0, 7.0, 9.0}, 3};
  StructureFactor sampler{test_world(), WaveNumber{7.0}, WaveNumber{0.5}, Blocks{32}, with(ModeMethod::mesh, 20000)};
  for (std::uint64_t step = 0; step < 32; ++step) {
    points.clear();
    points.add_ideal_gas(150, step);
    sampler.sample(points.snapshot());
  }
  const StructureFactorBlocks data = sampler.reduce();
  REQUIRE(data.blocks.size() == 32);
  CHECK(data.shape.folds.back() == 2.0);
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = a; b < 3; ++b) {
      double chi_squared = 0.0;
      double sum = 0.0;
      const std::vector<Estimate> partial = partial_structure_factor(data, a, b, PartialConvention::per_species);
      for (const Estimate& value : partial) {
        const double deviation = value.standard_errors_from(a == b ? 1.0 : 0.0);
        chi_squared += deviation * deviation;
        sum += deviation;
      }
      const auto shells = static_cast<double>(partial.size());
      CHECK(chi_squared < shells + 4.0 * std::sqrt(2.0 * shells));
      CHECK(chi_squared > shells - 3.0 * std::sqrt(2.0 * shells));
      CHECK(std::abs(sum) < 3.5 * std::sqrt(shells));
    }
  }
}

TEST_CASE("pairs at a fixed distance obey Debye's formula")
{
  // A-B pairs of length d with free directions: rho 4 pi r² (g_AB(r) - 1) is x_B delta(r - d) per A, so that by
  // S(q) = 1 + 4 pi rho int r² (g - 1) sin(qr)/(qr) dr the partials per species are 1, sin(qd)/(qd), 1
  constexpr double distance = 1.3;
  Points points{{8.0, 7.0, 9.0}, 2};
  StructureFactor sampler{test_world(), WaveNumber{7.0}, WaveNumber{0.5}, Blocks{32}, {}};
  const soret::RandomStream stream{soret::Seed{12}, soret::Stream::placement};
  for (std::uint64_t step = 0; step < 32; ++step) {
    points.clear();
    for (std::uint64_t i = 0; i < 300; ++i) {
      const auto u = stream.uniform4(step, i, 0);
      const Vec3 direction = stream.normal3(step, i, 1);
      const Vec3 at{8.0 * u[0], 7.0 * u[1], 9.0 * u[2]};
      points.add(at, 0);
      points.add(at + direction * (distance / std::sqrt(norm_squared(direction))), 1);
    }
    sampler.sample(points.snapshot());
  }
  const StructureFactorBlocks data = sampler.reduce();
  const std::vector<Estimate> cross = partial_structure_factor(data, 0, 1, PartialConvention::per_species);
  const std::vector<Estimate> number = number_structure_factor(data);
  const std::vector<Estimate> concentration = concentration_structure_factor(data);
  // The expected values are means over the vectors of a shell: their |q| differ.
  const soret::WaveVectorShells shells{points.lengths(), WaveNumber{7.0}, WaveNumber{0.5}};
  std::vector<double> expected(shells.size(), 0.0);
  shells.for_each(0, [&](const WaveIndex& n, std::size_t shell) {
    const double phase = distance * shells.wave_number(n, 0);
    expected[shell] += std::sin(phase) / phase / shells.half_vectors()[shell];
  });
  double chi_squared = 0.0;
  for (std::size_t shell = 0; shell < shells.size(); ++shell) {
    const double deviation = cross[shell].standard_errors_from(expected[shell]);
    chi_squared += deviation * deviation;
    CHECK(std::abs(number[shell].standard_errors_from(1.0 + expected[shell])) < 4.0);
    CHECK(std::abs(concentration[shell].standard_errors_from(0.25 * (1.0 - expected[shell]))) < 4.0);
  }
  const auto count = static_cast<double>(shells.size());
  CHECK(chi_squared < count + 4.0 * std::sqrt(2.0 * count));
  CHECK(chi_squared > count - 3.0 * std::sqrt(2.0 * count));
}

TEST_CASE("structure factors that were saved and loaded continue bit for bit")
{
  const auto run = [](StructureFactor& sampler, std::int64_t first, std::int64_t last) {
    HandMadeSystem system{test_world()};
    for (std::int64_t step = first; step <= last; ++step) {
      system.move(step);
      sampler.sample(system.snapshot());
    }
  };
  const auto make = [](int blocks) {
    return StructureFactor{test_world(), WaveNumber{5.0}, WaveNumber{0.4}, Blocks{blocks},
                           with(ModeMethod::mesh, 4000)};
  };
  StructureFactor straight = make(3);
  run(straight, 1, 27);
  CHECK(straight.samples() == 27);
  CHECK(straight.reduce().blocks.size() <= 6);
  CHECK(straight.reduce().sequence().total_weight() == 27.0);
  for (const std::int64_t cut : {0, 1, 7, 26}) {
    StructureFactor before = make(3);
    run(before, 1, cut);
    soret::State state;
    before.save(state);
    StructureFactor after = make(3);
    after.load(state);
    run(after, cut + 1, 27);
    soret::State straight_state;
    soret::State split_state;
    straight.save(straight_state);
    after.save(split_state);
    CHECK(straight_state.values() == split_state.values());
  }
  soret::State state;
  straight.save(state);
  StructureFactor other = make(4);
  CHECK_THROWS_AS(other.load(state), soret::RunTimeFailure);
}

TEST_CASE("replicas are put together in the order of their roots")
{
  const soret::mpi::Communicator world = test_world();
  const soret::mpi::Communicator replica = world.split(world.rank() % 2);
  HandMadeSystem system{replica};
  const std::int64_t samples = 3 + world.rank() % 2;
  StructureFactor sampler{replica, WaveNumber{3.0}, WaveNumber{0.5}, Blocks{4}, {}};
  for (std::int64_t step = 0; step < samples; ++step) {
    system.move(step + 10 * (world.rank() % 2));
    sampler.sample(system.snapshot());
  }
  const StructureFactorBlocks all = gather_replicas(world, replica, sampler.reduce());
  const bool has_two = world.size() > 1;
  REQUIRE(all.blocks.size() == (has_two ? 7 : 3));
  CHECK(all.replica.front() == 0);
  CHECK(all.replica.back() == (has_two ? 1 : 0));
  const StructureFactorBlocks mine = sampler.reduce();
  const std::size_t first = world.rank() % 2 == 0 ? 0 : 3;
  for (std::size_t k = 0; k < mine.blocks.size(); ++k) {
    CHECK(all.blocks[first + k].sums == mine.blocks[k].sums);
  }
  CHECK(all.shape == mine.shape);
}

TEST_CASE("structure factors refuse what does not fit")
{
  const auto make = [](double longest, double width, int blocks, int order) {
    soret::StructureFactorSettings settings;
    settings.order = soret::SplineOrder{order};
    return StructureFactor{test_world(), WaveNumber{longest}, WaveNumber{width}, Blocks{blocks}, settings};
  };
  CHECK_THROWS_AS(make(0.0, 0.1, 4, 6), soret::InputError);
  CHECK_THROWS_AS(make(5.0, 0.0, 4, 6), soret::InputError);
  CHECK_THROWS_AS(make(5.0, std::numeric_limits<double>::quiet_NaN(), 4, 6), soret::InputError);
  CHECK_THROWS_AS(make(5.0, 0.1, 1, 6), soret::InputError);
  CHECK_THROWS_AS(make(5.0, 0.1, 4, 3), soret::InputError);
  CHECK_THROWS_AS(make(5.0, 0.1, 4, 9), soret::InputError);
  Points points{{5.0, 6.0, 8.0}, 1};
  points.add_ideal_gas(20, 1);
  StructureFactor too_short = make(0.5, 0.1, 4, 6);
  CHECK_THROWS_AS(too_short.sample(points.snapshot()), soret::InputError);
  StructureFactor sampler = make(5.0, 0.5, 4, 6);
  CHECK_THROWS_AS(sampler.reduce(), soret::RunTimeFailure);
  sampler.sample(points.snapshot());
  Points other_box{{5.0, 6.0, 8.5}, 1};
  other_box.add_ideal_gas(20, 1);
  CHECK_THROWS_AS(sampler.sample(other_box.snapshot()), soret::RunTimeFailure);
  points.add({0.0, 0.0, 0.0}, 0);
  CHECK_THROWS_AS(sampler.sample(points.snapshot()), soret::RunTimeFailure);
  Points lost{{5.0, 6.0, 8.0}, 1};
  lost.add_ideal_gas(19, 1);
  lost.add({std::numeric_limits<double>::quiet_NaN(), 0.0, 0.0}, 0);
  CHECK_THROWS_AS(sampler.sample(lost.snapshot()), soret::RunTimeFailure);
}
