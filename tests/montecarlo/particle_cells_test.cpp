#include "support/brute_force.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/montecarlo/particle_cells.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

using namespace soret;

namespace {

constexpr double cutoff = 1.5;
const Box box{3.0, 4.6, 6.1};

/// A plain list of what should be in the cells.
struct Expected {
  Species species;
  Vec3 at;
};
using Register = std::map<std::int64_t, Expected>;

Species species(std::size_t s) { return static_cast<Species>(s); }

Register contents(const ParticleCells& cells)
{
  Register found;
  for (const ParticleCells::Slot slot : cells.occupied()) {
    found[cells.id(slot)] = {cells.species(slot), cells.position(slot)};
  }
  return found;
}

/// Particles, lists and slots agree with the register and with each other.
void check_contents(const ParticleCells& cells, const Register& expected)
{
  const Register found = contents(cells);
  REQUIRE(found.size() == expected.size());
  REQUIRE(cells.occupied().size() == expected.size());
  for (const auto& [id, particle] : expected) {
    REQUIRE(found.contains(id));
    CHECK(found.at(id).species == particle.species);
    CHECK(found.at(id).at == particle.at);
  }
  std::set<std::int64_t> listed;
  for (std::size_t s = 0; s < 2; ++s) {
    for (std::size_t n = 0; n < cells.count(species(s)); ++n) {
      const ParticleCells::Slot slot = cells.nth_of(species(s), n);
      CHECK(cells.species(slot) == species(s));
      listed.insert(cells.id(slot));
    }
  }
  CHECK(listed.size() == expected.size());
}

/// Applies random changes to both.
class Shuffler {
 public:
  void change(ParticleCells& cells, Register& expected)
  {
    const auto u = random_.uniform4(step_, 0);
    const auto v = random_.uniform4(step_++, 1);
    const Vec3 at{u[0] * box.lengths().x, u[1] * box.lengths().y, u[2] * box.lengths().z};
    const double action = u[3];
    if (action < 0.35 || expected.empty()) {
      expected[next_id_] = {species(v[0] < 0.5), at};
      cells.insert(next_id_++, species(v[0] < 0.5), at);
      return;
    }
    const auto slots = cells.occupied();
    const ParticleCells::Slot slot = slots[static_cast<std::size_t>(v[1] * static_cast<double>(slots.size()))];
    const std::int64_t id = cells.id(slot);
    if (action < 0.55) {
      expected.erase(id);
      cells.remove(slot);
    }
    else if (action < 0.9) {
      expected[id].at = at;
      CHECK(cells.id(cells.move(slot, at)) == id);
    }
    else {
      expected[id].species = species(v[2] < 0.5);
      cells.change_species(slot, species(v[2] < 0.5));
    }
  }

 private:
  RandomStream random_{Seed{3}, Stream::monte_carlo};
  std::uint64_t step_ = 0;
  std::int64_t next_id_ = 0;
};

/// Ids within the cutoff of a position by the blocks that the cells propose.
std::multiset<double> distances_by_cells(const ParticleCells& cells, const Vec3& at)
{
  ParticleCells::Candidates candidates;
  candidates.runs[0] = cells.home_run(at);
  candidates.count = 1;
  cells.add_others(at, candidates);
  std::multiset<double> found;
  for (std::size_t k = 0; k < candidates.count; ++k) {
    const CandidateRun& run = candidates.runs[k];
    for (const ParticleBlock* block = run.begin; block != run.end; ++block) {
      for (std::size_t lane = 0; lane < ParticleBlock::size; ++lane) {
        const Vec3 r{run.x - block->x[lane], run.y - block->y[lane], run.z - block->z[lane]};
        if (norm_squared(r) < cutoff * cutoff) {
          found.insert(norm_squared(r));
        }
      }
    }
  }
  return found;
}

void check_neighbours(const ParticleCells& cells, const Vec3& at)
{
  const std::multiset<double> found = distances_by_cells(cells, at);
  std::multiset<double> expected;
  for (const auto& [id, particle] : contents(cells)) {
    const double distance_squared = norm_squared(cells.box().minimum_image(at - particle.at));
    if (distance_squared < cutoff * cutoff) {
      expected.insert(distance_squared);
    }
  }
  REQUIRE(found.size() == expected.size());
  CHECK(std::equal(found.begin(), found.end(), expected.begin(),
                   [](double a, double b) { return std::abs(a - b) < 1e-12; }));
}

}  // namespace

TEST_CASE("cells hold what was put in, through any number of changes")
{
  ParticleCells cells{box, cutoff, 2};
  CHECK(cells.grid() == std::array<std::size_t, 3>{2, 3, 4});
  Register expected;
  Shuffler shuffler;
  for (int round = 0; round < 20; ++round) {
    for (int k = 0; k < 200; ++k) {
      shuffler.change(cells, expected);
    }
    check_contents(cells, expected);
  }
  CHECK(expected.size() > 300);  // more than 24 cells of one block can hold
}

TEST_CASE("candidates are all particles within the cutoff, each once")
{
  ParticleCells cells{box, cutoff, 2};
  Register expected;
  Shuffler shuffler;
  for (int k = 0; k < 1500; ++k) {
    shuffler.change(cells, expected);
  }
  const RandomStream random{Seed{4}, Stream::monte_carlo};
  for (std::uint64_t k = 0; k < 200; ++k) {
    const auto u = random.uniform4(k, 0);
    check_neighbours(cells, {u[0] * box.lengths().x, u[1] * box.lengths().y, u[2] * box.lengths().z});
  }
  check_neighbours(cells, {0.0, 0.0, 0.0});
  check_neighbours(cells, {box.lengths().x * (1.0 - 1e-16), 1.0, box.lengths().z * (1.0 - 1e-16)});
}

TEST_CASE("a hidden particle is out of sight and comes back to where it was")
{
  ParticleCells cells{box, cutoff, 1};
  const Vec3 at{1.0, 1.0, 1.0};
  const ParticleCells::Slot slot = cells.insert(7, Species{0}, at);
  CHECK(distances_by_cells(cells, {1.2, 1.0, 1.0}).size() == 1);
  const double kept = cells.hide(slot);
  CHECK(distances_by_cells(cells, {1.2, 1.0, 1.0}).empty());
  cells.show(slot, kept);
  CHECK(cells.position(slot) == at);
}

TEST_CASE("scaling the box keeps every particle at its fraction of the box")
{
  ParticleCells cells{box, cutoff, 2};
  Register expected;
  Shuffler shuffler;
  for (int k = 0; k < 600; ++k) {
    shuffler.change(cells, expected);
  }
  for (const double factor : {1.01, 1.3, 0.8}) {  // the same grid, more cells, fewer cells
    cells.rescale(factor);
    for (auto& [id, particle] : expected) {
      particle.at *= factor;
    }
    check_contents(cells, expected);
    check_neighbours(cells, {0.3, 0.2, cells.box().lengths().z - 0.1});
  }
  CHECK_THROWS_AS(cells.rescale(0.9), InputError);
}

TEST_CASE("cells that were saved and loaded are the same, order included")
{
  ParticleCells cells{box, cutoff, 2};
  Register expected;
  Shuffler shuffler;
  for (int k = 0; k < 1500; ++k) {
    shuffler.change(cells, expected);
  }
  State saved;
  cells.save(saved);
  ParticleCells loaded{Box{9.0, 9.0, 9.0}, cutoff, 2};
  loaded.load(saved);
  check_contents(loaded, expected);
  for (std::size_t n = 0; n < cells.count(Species{0}); ++n) {
    CHECK(loaded.nth_of(Species{0}, n) == cells.nth_of(Species{0}, n));
  }
  State again;
  loaded.save(again);
  CHECK(saved.values() == again.values());
  ParticleCells one_species{box, cutoff, 1};
  CHECK_THROWS_AS(one_species.load(saved), RunTimeFailure);
}

TEST_CASE("a box narrower than two cutoffs is refused with the numbers")
{
  CHECK_THROWS_WITH_AS((ParticleCells{Box{3.0, 2.9, 6.0}, cutoff, 1}), doctest::Contains("2.9 long along y"),
                       InputError);
}
