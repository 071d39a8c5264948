#include <soret/estimate/profile_blocks.hpp>

#include <soret/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <numeric>

namespace soret {

namespace {

void add_to(std::vector<double>& target, const std::vector<double>& source)
{
  if (target.empty()) {
    target.resize(source.size(), 0.0);
  }
  if (target.size() != source.size()) {
    throw RunTimeFailure("profile blocks of different shapes cannot be added");
  }
  std::transform(target.begin(), target.end(), source.begin(), target.begin(), std::plus<>());
}

bool same_shape(const ProfileShape& a, const ProfileShape& b)
{
  return a.axis == b.axis && a.box_lengths == b.box_lengths && a.bins == b.bins && a.species_names == b.species_names &&
         a.masses == b.masses;
}

/// The blocks that lie within the first `samples` samples.
ModeSeries beginning_of(const ModeSeries& series, std::int64_t samples)
{
  ModeSeries beginning;
  for (const ModeBlock& block : series) {
    samples -= block.samples;
    if (samples < 0) {
      break;
    }
    beginning.push_back(block);
  }
  return beginning;
}

}  // namespace

double ProfileShape::bin_centre(std::size_t bin) const
{
  return (static_cast<double>(bin) + 0.5) * length() / static_cast<double>(bins);
}

double ProfileShape::mode_origin() const { return hot_centre.value_or(cold_centre.value_or(0.0) + 0.5); }

void ModeBlock::add(const ModeBlock& later)
{
  samples += later.samples;
  duration += later.duration;
  add_to(sums, later.sums);
}

std::vector<double> slowest_modes(const ProfileShape& shape, std::span<const double> sums)
{
  std::vector<double> modes(shape.species(), 0.0);
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    const double fraction = shape.bin_centre(bin) / shape.length() - shape.mode_origin();
    const double wave = std::cos(2.0 * std::numbers::pi * fraction);
    for (std::size_t species = 0; species < modes.size(); ++species) {
      modes[species] += wave * sums[shape.offset(bin, species, profile_column::count)];
    }
  }
  return modes;
}

void ProfileBlock::add(const ProfileBlock& other)
{
  start_time = samples == 0 ? other.start_time : std::min(start_time, other.start_time);
  end_time = samples == 0 ? other.end_time : std::max(end_time, other.end_time);
  samples += other.samples;
  duration += other.duration;
  add_to(energy_added, other.energy_added);
  add_to(sums, other.sums);
}

std::size_t ProfileBlocks::replicas() const
{
  return replica.empty() ? 0 : 1 + *std::max_element(replica.begin(), replica.end());
}

ProfileBlock ProfileBlocks::total() const
{
  std::vector<std::size_t> all(blocks.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return total(all);
}

ProfileBlock ProfileBlocks::total(std::span<const std::size_t> selection) const
{
  ProfileBlock sum;
  sum.sums.resize(shape.sums_size(), 0.0);
  for (const std::size_t k : selection) {
    sum.add(blocks.at(k));
  }
  return sum;
}

BlockSequence ProfileBlocks::sequence() const
{
  BlockSequence sequence;
  sequence.replica = replica;
  for (const ProfileBlock& block : blocks) {
    sequence.weights.push_back(static_cast<double>(block.samples));
  }
  return sequence;
}

Duration ProfileBlocks::mean_block_length() const
{
  if (blocks.empty()) {
    throw RunTimeFailure("the length of blocks was asked for; nothing was sampled");
  }
  const double covered = std::accumulate(blocks.begin(), blocks.end(), 0.0,
                                         [](double sum, const ProfileBlock& block) { return sum + block.duration; });
  return Duration{covered / static_cast<double>(blocks.size())};
}

ProfileBlocks ProfileBlocks::first(std::size_t count) const
{
  ProfileBlocks beginning{shape, {}, {}, {}};
  std::vector<std::size_t> taken(replicas(), 0);
  std::vector<std::int64_t> samples(replicas(), 0);
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (taken[replica[k]]++ < count) {
      beginning.blocks.push_back(blocks[k]);
      beginning.replica.push_back(replica[k]);
      samples[replica[k]] += blocks[k].samples;
    }
  }
  for (std::size_t number = 0; number < modes.size(); ++number) {
    beginning.modes.push_back(beginning_of(modes[number], samples.at(number)));
  }
  return beginning;
}

ProfileBlocks concatenate(std::span<const ProfileBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no profiles to put together");
  }
  ProfileBlocks all{replicas.front().shape, {}, {}, {}};
  std::size_t before = 0;
  for (const ProfileBlocks& part : replicas) {
    if (!same_shape(part.shape, all.shape)) {
      throw RunTimeFailure("profiles of different boxes, bins or species cannot be put together");
    }
    if (part.modes.empty() != replicas.front().modes.empty()) {
      throw RunTimeFailure("profiles with and without their modes cannot be put together");
    }
    all.modes.insert(all.modes.end(), part.modes.begin(), part.modes.end());
    all.blocks.insert(all.blocks.end(), part.blocks.begin(), part.blocks.end());
    for (const std::size_t number : part.replica) {
      all.replica.push_back(before + number);
    }
    before += part.replicas();
  }
  return all;
}

}  // namespace soret
