#include <soret/montecarlo/open_series.hpp>

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <string>

namespace soret {

namespace {

GrandCanonicalShape shape_of(const SpeciesTable& species, bool ghosts)
{
  GrandCanonicalShape shape;
  shape.ghost_insertions = ghosts;
  for (const SpeciesInfo& info : species) {
    shape.species_names.push_back(info.name);
  }
  return shape;
}

OpenSeriesOptions checked(const OpenSeriesOptions& options)
{
  if (options.attempts_per_sample < 1 || options.ghost_insertions < 0 || options.fewest_blocks < 2) {
    throw InputError(
        fmt::format("a series with {} attempts per sample, {} ghosts and {} blocks is refused: at least 1, "
                    "0 and 2 are needed",
                    options.attempts_per_sample, options.ghost_insertions, options.fewest_blocks));
  }
  return options;
}

/// The histograms of all chains in one. Counts are whole numbers below 2^53 and travel as doubles.
template <class Histogram>
Histogram added_up(const Histogram& local, const mpi::Communicator& world, const mpi::Communicator& replica)
{
  const std::vector<std::int64_t> packed = local.packed();
  Histogram all{local.most_bins()};
  for (const std::vector<double>& values : mpi::gather_from_roots(world, replica, {packed.begin(), packed.end()})) {
    const std::vector<std::int64_t> whole(values.begin(), values.end());
    all.add(Histogram::unpacked(whole));
  }
  return all;
}

template <class Histogram>
void save_histograms(State& state, const std::string& name, const std::vector<Histogram>& histograms)
{
  for (std::size_t k = 0; k < histograms.size(); ++k) {
    state.put(fmt::format("{}{}", name, k), histograms[k].packed());
  }
}

template <class Histogram>
void load_histograms(const State& state, const std::string& name, std::vector<Histogram>& histograms)
{
  for (std::size_t k = 0; k < histograms.size(); ++k) {
    histograms[k] = Histogram::unpacked(state.integers(fmt::format("{}{}", name, k)));
  }
}

}  // namespace

OpenSeries::OpenSeries(const SpeciesTable& species, const OpenSeriesOptions& options, Seed seed, std::uint64_t instance)
    : options_{checked(options)},
      shape_{shape_of(species, options.ghost_insertions > 0)},
      ghosts_{seed, Stream::ghost_insertion, instance},
      blocks_{options.fewest_blocks},
      counts_(shape_.species()),
      joint_(shape_.species() * (shape_.species() - 1) / 2)
{
}

void OpenSeries::sample(const MonteCarloChain& chain) { add(chain.sample(), insertion_factors(chain)); }

void OpenSeries::sample(const ChainSample& sample)
{
  if (options_.ghost_insertions > 0) {
    throw InputError("ghosts can only be inserted into a chain that one rank holds");
  }
  add(sample, {});
}

void OpenSeries::add(const ChainSample& sample, const std::vector<double>& insertion_factors)
{
  const std::vector<std::int64_t>& counts = sample.counts;
  std::vector<double> observables(counts.begin(), counts.end());
  observables.insert(observables.end(), {sample.energy, sample.virial, sample.volume});
  observables.insert(observables.end(), insertion_factors.begin(), insertion_factors.end());
  blocks_.current().add_sample(shape_, observables);
  if (blocks_.is_full()) {
    blocks_.close({});
  }
  std::size_t pair = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    counts_[i].add(counts[i]);
    for (std::size_t j = i + 1; j < counts.size(); ++j) {
      joint_[pair++].add(counts[i], counts[j]);
    }
  }
  total_count_.add(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  ++samples_;
}

std::vector<double> OpenSeries::insertion_factors(const MonteCarloChain& chain) const
{
  std::vector<double> factors;
  if (options_.ghost_insertions == 0) {
    return factors;
  }
  const OpenSystem& system = chain.system();
  const Reservoir& reservoir = chain.reservoir();
  constexpr double negligible_exponent = 700.0;  // beyond it the factor is nothing in double precision
  AttemptNumbers random{ghosts_, static_cast<std::uint64_t>(samples_)};
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    const auto species = static_cast<Species>(s);
    const double tail = system.tail_change({}, species);
    double sum = 0.0;
    for (int k = 0; k < options_.ghost_insertions; ++k) {
      const TrialSums sums =
          system.sums(species, system.point(random.point()), negligible_exponent * reservoir.thermal_energy());
      sum += std::exp(-reservoir.beta() * (sums.energy + tail));
    }
    factors.push_back(sum / options_.ghost_insertions);
  }
  return factors;
}

GrandCanonicalSamples OpenSeries::local_samples() const
{
  GrandCanonicalSamples samples{
      {shape_, options_.attempts_per_sample, blocks_.all(), {}}, counts_, total_count_, joint_};
  samples.blocks.replica.assign(samples.blocks.blocks.size(), 0);
  return samples;
}

GrandCanonicalSamples OpenSeries::reduce(const mpi::Communicator& communicator) const
{
  return reduce(communicator, communicator.split(communicator.rank()));
}

GrandCanonicalSamples OpenSeries::reduce(const mpi::Communicator& world, const mpi::Communicator& replica) const
{
  GrandCanonicalSamples reduced = local_samples();
  std::vector<GrandCanonicalBlocks> chains;
  for (const std::vector<double>& blocks : mpi::gather_from_roots(world, replica, packed(reduced.blocks.blocks))) {
    chains.push_back({shape_, options_.attempts_per_sample, unpacked_blocks(blocks, shape_), {}});
    chains.back().replica.assign(chains.back().blocks.size(), 0);
  }
  reduced.blocks = concatenate(chains);
  for (CountHistogram& histogram : reduced.counts) {
    histogram = added_up(histogram, world, replica);
  }
  for (JointCountHistogram& histogram : reduced.joint) {
    histogram = added_up(histogram, world, replica);
  }
  reduced.total_count = added_up(reduced.total_count, world, replica);
  return reduced;
}

void OpenSeries::save(State& state) const
{
  state.put("shape",
            std::vector<std::int64_t>{static_cast<std::int64_t>(shape_.species()), options_.attempts_per_sample,
                                      options_.ghost_insertions, static_cast<std::int64_t>(blocks_.fewest())});
  state.put("samples", samples_);
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("full_blocks", packed(blocks_.full()));
  state.put("current_samples", blocks_.current().samples);
  state.put("current_block", blocks_.current().sums);
  save_histograms(state, "counts", counts_);
  save_histograms(state, "joint", joint_);
  state.put("total_count", total_count_.packed());
}

void OpenSeries::load(const State& state)
{
  State here;
  save(here);
  if (state.integers("shape") != here.integers("shape")) {
    throw RunTimeFailure("the saved series of a chain had other species, ghosts, intervals or numbers of blocks");
  }
  samples_ = state.integer("samples");
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"),
             unpacked_blocks(state.doubles("full_blocks"), shape_),
             GrandCanonicalBlock{state.integer("current_samples"), state.doubles("current_block")}};
  load_histograms(state, "counts", counts_);
  load_histograms(state, "joint", joint_);
  total_count_ = CountHistogram::unpacked(state.integers("total_count"));
}

}  // namespace soret
