#include <soret/output/gcmc_results.hpp>

#include <string>
#include <vector>

namespace soret {

namespace {

constexpr Dimension volume{.length = 3};

std::vector<double> first_numbers(std::int64_t first, std::int64_t width, std::size_t bins)
{
  std::vector<double> numbers;
  for (std::size_t bin = 0; bin < bins; ++bin) {
    numbers.push_back(static_cast<double>(first + static_cast<std::int64_t>(bin) * width));
  }
  return numbers;
}

void add_histogram(ResultsFile& file, const std::string& name, const CountHistogram& histogram)
{
  if (histogram.counts().empty()) {
    return;
  }
  const std::string axis = "number_" + name;
  file.add_coordinate(axis, first_numbers(histogram.first_number(), histogram.bin_width(), histogram.counts().size()),
                      dimension::none, "first number of the bin");
  file.add({"histogram_" + name, {axis}, dimension::none, "samples with such a number of particles"},
           histogram.counts());
}

void add_joint_histogram(ResultsFile& file, const std::string& a, const std::string& b,
                         const JointCountHistogram& histogram)
{
  if (histogram.counts().empty()) {
    return;
  }
  const std::string pair = a + "_" + b;
  std::vector<std::string> axes;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    axes.push_back("number_" + (axis == 0 ? a : b) + "_of_pair_" + pair);
    file.add_coordinate(axes.back(),
                        first_numbers(histogram.first_number(axis), histogram.bin_width(axis), histogram.bins(axis)),
                        dimension::none, "first number of the bin");
  }
  file.add({"histogram_" + pair, axes, dimension::none, "samples with such numbers of particles"}, histogram.counts());
}

}  // namespace

void add_chains(ResultsFile& file, const GrandCanonicalBlocks& blocks)
{
  const GrandCanonicalShape& shape = blocks.shape;
  std::vector<std::int64_t> chain;
  std::vector<std::int64_t> samples;
  std::vector<double> attempts;
  std::vector<double> numbers;
  std::vector<double> energy;
  std::vector<double> virial;
  std::vector<double> volumes;
  std::int64_t before = 0;
  for (std::size_t k = 0; k < blocks.blocks.size(); ++k) {
    const GrandCanonicalBlock& block = blocks.blocks[k];
    before = k > 0 && blocks.replica[k] == blocks.replica[k - 1] ? before : 0;
    chain.push_back(static_cast<std::int64_t>(blocks.replica[k]));
    samples.push_back(block.samples);
    attempts.push_back((static_cast<double>(before) + 0.5 * static_cast<double>(block.samples)) *
                       static_cast<double>(blocks.attempts_per_sample));
    before += block.samples;
    for (std::size_t i = 0; i < shape.species(); ++i) {
      numbers.push_back(block.mean(shape.count(i)));
    }
    energy.push_back(block.mean(shape.energy()));
    virial.push_back(block.mean(shape.virial()));
    volumes.push_back(block.mean(shape.volume()));
  }
  file.add_coordinate("species", shape.species_names, "species");
  file.add_dimension("block", chain.size());
  file.add({"block_chain", {"block"}, dimension::none, "chain that the block belongs to"}, chain);
  file.add({"block_samples", {"block"}, dimension::none, "samples in the block"}, samples);
  file.add({"block_attempts", {"block"}, dimension::none, "attempted moves of the chain up to the block's middle"},
           attempts);
  file.add({"block_number", {"block", "species"}, dimension::none, "mean number of particles"}, numbers);
  file.add({"block_energy", {"block"}, dimension::energy, "mean potential energy of the box"}, energy);
  file.add({"block_virial", {"block"}, dimension::energy, "mean virial of the box, sum of r.F over pairs"}, virial);
  file.add({"block_volume", {"block"}, volume, "mean volume"}, volumes);
}

void add_histograms(ResultsFile& file, const GrandCanonicalSamples& samples)
{
  const std::vector<std::string>& names = samples.blocks.shape.species_names;
  for (std::size_t i = 0; i < names.size(); ++i) {
    add_histogram(file, names[i], samples.counts[i]);
  }
  if (names.size() > 1) {
    add_histogram(file, "total", samples.total_count);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (std::size_t j = i + 1; j < names.size(); ++j) {
      add_joint_histogram(file, names[i], names[j], samples.joint[samples.pair(i, j)]);
    }
  }
}

void add_memories(ResultsFile& file, const GcmcEstimates& found)
{
  if (found.memories.empty()) {
    return;
  }
  std::vector<std::string> labels;
  std::vector<double> values;
  std::vector<double> lags;
  for (const NamedMemory& one : found.memories) {
    labels.push_back(one.name);
    values.insert(values.end(), one.correlation.begin(), one.correlation.end());
  }
  for (std::size_t lag = 0; lag < found.memories.front().correlation.size(); ++lag) {
    lags.push_back(static_cast<double>(lag) * found.lag_attempts);
  }
  file.add_coordinate("observable", labels, "N(A): number of A, N: of all, x(A): mole fraction, U: energy, V: volume");
  file.add_coordinate("lag", lags, dimension::none, "attempted moves between the two block means");
  file.add({"autocorrelation", {"observable", "lag"}, dimension::none, "normalised autocorrelation of block means"},
           values);
}

}  // namespace soret
