#include <soret/sampling/structure_factor.hpp>

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>
#include <soret/sampling/direct_modes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <complex>
#include <numbers>
#include <span>
#include <utility>

namespace soret {

namespace {

constexpr int fewest_blocks = 2;

std::size_t checked_blocks(Blocks blocks)
{
  if (blocks.value() < fewest_blocks) {
    throw InputError(fmt::format("structure factors in {} blocks are refused: at least {} are needed for an error",
                                 blocks.value(), fewest_blocks));
  }
  return static_cast<std::size_t>(blocks.value());
}

/// The mesh for vectors up to a wave number.
std::array<std::size_t, 3> mesh_points(const Vec3& lengths, double reach)
{
  WaveIndex largest{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    largest[axis] = static_cast<int>(reach * lengths[axis] / (2.0 * std::numbers::pi)) + 1;
  }
  return DensityMesh::points_for(largest);
}

/// How far to go before folding: the longest wave number divided by the lowest power of two whose mesh is allowed.
WaveNumber unfolded_reach(const Vec3& lengths, double end, std::size_t most_points)
{
  const auto total = [&](double reach) {
    const std::array<std::size_t, 3> points = mesh_points(lengths, reach);
    return static_cast<double>(points[0]) * static_cast<double>(points[1]) * static_cast<double>(points[2]);
  };
  double reach = end;
  while (total(reach) > static_cast<double>(most_points) && total(0.5 * reach) < total(reach)) {
    reach *= 0.5;
  }
  return WaveNumber{reach};
}

/// Adds Re(rho_a conj rho_b) of one vector for all pairs; `mode(a)` is rho_a.
template <class Mode>
void add_products(const StructureFactorShape& shape, std::size_t shell, const Mode& mode, std::vector<double>& sums)
{
  std::size_t pair = 0;
  for (std::size_t a = 0; a < shape.species(); ++a) {
    const std::complex<double> rho = mode(a);
    for (std::size_t b = a; b < shape.species(); ++b) {
      const std::complex<double> other = mode(b);
      sums[shape.offset(pair++, shell)] += rho.real() * other.real() + rho.imag() * other.imag();
    }
  }
}

/// Full blocks one after the other.
std::vector<double> flattened(const std::vector<StructureFactorBlock>& blocks)
{
  std::vector<double> sums;
  for (const StructureFactorBlock& block : blocks) {
    sums.insert(sums.end(), block.sums.begin(), block.sums.end());
  }
  return sums;
}

}  // namespace

StructureFactor::StructureFactor(mpi::Communicator communicator, WaveNumber longest, WaveNumber shell_width,
                                 Blocks blocks, StructureFactorSettings settings, std::optional<Box> mean_box)
    : communicator_{std::move(communicator)},
      longest_{longest},
      shell_width_{shell_width},
      settings_{settings},
      mean_box_{mean_box},
      blocks_{checked_blocks(blocks)}
{
  // Bad numbers are refused now, not at the first sample.
  WaveVectorShells::end(longest, shell_width);
  DensityMesh{{1, 1, 1}, settings.order};
}

std::vector<double> StructureFactor::count(const Snapshot& snapshot) const
{
  std::vector<double> particles(snapshot.species.size(), 0.0);
  for (const Species species : snapshot.particles.species) {
    particles.at(index(species)) += 1.0;
  }
  communicator_.all_sum(particles);
  return particles;
}

void StructureFactor::learn(const Vec3& lengths, std::vector<double> particles)
{
  const WaveNumber end = WaveVectorShells::end(longest_, shell_width_);
  const WaveNumber reach = unfolded_reach(lengths, end.value(), settings_.most_mesh_points);
  shells_.emplace(lengths, longest_, shell_width_, reach);
  lengths_ = lengths;
  shape_.shell_width = shell_width_.value();
  shape_.volume = lengths.x * lengths.y * lengths.z;
  shape_.wave_numbers = shells_->wave_numbers();
  shape_.folds = shells_->folds();
  shape_.vectors = shells_->half_vectors();
  for (double& vectors : shape_.vectors) {
    vectors *= 2.0;
  }
  shape_.particles = std::move(particles);
  if (settings_.method == ModeMethod::mesh) {
    mesh_.emplace(DensityMesh::points_for(shells_->largest_index()), settings_.order);
    modes_.resize(shape_.species());
  }
}

void StructureFactor::sample(const Snapshot& snapshot)
{
  std::vector<double> particles = count(snapshot);
  if (!shells_) {
    if (std::find(particles.begin(), particles.end(), 0.0) != particles.end()) {
      throw InputError("structure factors need at least one particle of every species");
    }
    learn(mean_box_ ? mean_box_->lengths() : snapshot.box.lengths(), particles);
    for (const SpeciesInfo& species : snapshot.species) {
      shape_.species_names.push_back(species.name);
    }
    blocks_.current() = empty_block();
  }
  if ((!mean_box_ && snapshot.box.lengths() != lengths_) || particles != shape_.particles) {
    throw RunTimeFailure(fmt::format(
        "step {}: the box or the number of particles changed while structure factors were sampled", snapshot.step));
  }
  std::vector<double> sums(shape_.sums_size(), 0.0);
  for (int level = 0; level < shells_->levels(); ++level) {
    if (settings_.method == ModeMethod::mesh) {
      add_mesh(snapshot, level, sums);
    }
    else {
      add_direct(snapshot, level, sums);
    }
  }
  communicator_.all_sum(sums);
  for (std::size_t pair = 0; pair < shape_.pairs(); ++pair) {
    for (std::size_t shell = 0; shell < shape_.shells(); ++shell) {
      sums[shape_.offset(pair, shell)] /= shells_->half_vectors()[shell];
    }
  }
  blocks_.current().add({1, std::move(sums)});
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
}

void StructureFactor::add_mesh(const Snapshot& snapshot, int level, std::vector<double>& sums)
{
  const Vec3 folded = snapshot.box.lengths() * (1.0 / WaveVectorShells::fold(level));
  for (std::size_t s = 0; s < modes_.size(); ++s) {
    mesh_->transform(communicator_, folded, snapshot.particles, Species{static_cast<std::uint8_t>(s)}, modes_[s]);
  }
  const auto add = [&](const WaveIndex& n, std::size_t shell) {
    const std::size_t here = mesh_->offset(n);
    add_products(
        shape_, shell, [&](std::size_t a) { return modes_[a][here]; }, sums);
    const double images = mesh_->image_power(n);
    for (std::size_t a = 0; a < modes_.size(); ++a) {
      sums[shape_.offset(shape_.pair(a, a), shell)] -= images * shape_.particles[a];
    }
  };
  shells_->for_each(level, add, communicator_.rank(), communicator_.size());
}

void StructureFactor::add_direct(const Snapshot& snapshot, int level, std::vector<double>& sums) const
{
  std::vector<WaveIndex> vectors;
  std::vector<std::size_t> shell_of;
  shells_->for_each(level, [&](const WaveIndex& n, std::size_t shell) {
    vectors.push_back(n);
    shell_of.push_back(shell);
  });
  const Vec3 folded = snapshot.box.lengths() * (1.0 / WaveVectorShells::fold(level));
  const auto modes = direct_modes(communicator_, folded, snapshot.particles, shape_.species(), vectors);
  const auto ranks = static_cast<std::size_t>(communicator_.size());
  for (auto v = static_cast<std::size_t>(communicator_.rank()); v < vectors.size(); v += ranks) {
    add_products(
        shape_, shell_of[v], [&](std::size_t a) { return modes[a][v]; }, sums);
  }
}

std::int64_t StructureFactor::samples() const
{
  return static_cast<std::int64_t>(blocks_.full().size()) * blocks_.samples_per_block() + blocks_.current().samples;
}

void StructureFactor::save(State& state) const
{
  state.put("shape", std::vector<std::int64_t>{static_cast<std::int64_t>(blocks_.fewest()),
                                               static_cast<std::int64_t>(settings_.method), settings_.order.value(),
                                               static_cast<std::int64_t>(settings_.most_mesh_points)});
  state.put("wave_numbers", std::vector<double>{longest_.value(), shell_width_.value()});
  state.put("box_lengths", std::vector<double>{lengths_.x, lengths_.y, lengths_.z});
  state.put("particles", shape_.particles);
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    state.put("species/" + std::to_string(s), shape_.species_names[s]);
  }
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("full_blocks", flattened(blocks_.full()));
  state.put("current_samples", blocks_.current().samples);
  state.put("current_block", blocks_.current().sums);
}

void StructureFactor::load(const State& state)
{
  State mine;
  save(mine);
  if (state.integers("shape") != mine.integers("shape") ||
      state.doubles("wave_numbers") != mine.doubles("wave_numbers")) {
    throw RunTimeFailure("the saved structure factors have other shells, blocks or settings");
  }
  if (state.doubles("particles").empty()) {  // saved before the first sample
    *this = StructureFactor{communicator_, longest_, shell_width_, Blocks{static_cast<int>(blocks_.fewest())},
                            settings_,     mean_box_};
    return;
  }
  const std::vector<double>& lengths = state.doubles("box_lengths");
  learn({lengths.at(0), lengths.at(1), lengths.at(2)}, state.doubles("particles"));
  if (mean_box_ && lengths_ != mean_box_->lengths()) {
    throw RunTimeFailure("the saved structure factors have another mean box");
  }
  shape_.species_names.clear();
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    shape_.species_names.push_back(state.text("species/" + std::to_string(s)));
  }
  const std::int64_t samples_per_block = state.integer("samples_per_block");
  const std::span<const double> sums{state.doubles("full_blocks")};
  if (sums.size() % shape_.sums_size() != 0 || state.doubles("current_block").size() != shape_.sums_size()) {
    throw RunTimeFailure("the saved structure factors have an unexpected length");
  }
  std::vector<StructureFactorBlock> full;
  for (std::size_t start = 0; start < sums.size(); start += shape_.sums_size()) {
    const std::span<const double> block = sums.subspan(start, shape_.sums_size());
    full.push_back({samples_per_block, std::vector<double>(block.begin(), block.end())});
  }
  blocks_ = {blocks_.fewest(), samples_per_block, std::move(full),
             StructureFactorBlock{state.integer("current_samples"), state.doubles("current_block")}};
}

StructureFactorBlocks StructureFactor::reduce() const
{
  StructureFactorBlocks reduced{shape_, blocks_.all(), {}};
  if (reduced.blocks.empty()) {
    throw RunTimeFailure("structure factors have no samples");
  }
  reduced.replica.assign(reduced.blocks.size(), 0);
  return reduced;
}

StructureFactorBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                      const StructureFactorBlocks& reduced)
{
  const StructureFactorShape& shape = reduced.shape;
  const auto fingerprint = {static_cast<double>(shape.species()),
                            static_cast<double>(shape.shells()),
                            shape.volume,
                            shape.shell_width,
                            shape.wave_numbers.back(),
                            shape.total_particles(),
                            shape.particles.front()};
  bool differ = false;
  for (const double number : fingerprint) {
    differ = world.all_min(number) != world.all_max(number) || differ;
  }
  if (differ) {
    throw RunTimeFailure("structure factors of replicas with different boxes, shells or particles");
  }
  std::vector<double> mine;
  for (const StructureFactorBlock& block : reduced.blocks) {
    mine.push_back(static_cast<double>(block.samples));
    mine.insert(mine.end(), block.sums.begin(), block.sums.end());
  }
  const std::size_t length = 1 + shape.sums_size();
  StructureFactorBlocks all{shape, {}, {}};
  const auto parts = mpi::gather_from_roots(world, replica, mine);
  for (std::size_t number = 0; number < parts.size(); ++number) {
    for (auto block = parts[number].begin(); block != parts[number].end();) {
      const auto end = block + static_cast<std::ptrdiff_t>(length);
      all.blocks.push_back({static_cast<std::int64_t>(*block), std::vector<double>(block + 1, end)});
      all.replica.push_back(number);
      block = end;
    }
  }
  return all;
}

}  // namespace soret
