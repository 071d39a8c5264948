#include "gcmc_figures.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace soret {

namespace {

constexpr std::size_t most_points = 400;  // of a curve
constexpr std::size_t most_chains = 6;
constexpr double millions = 1e-6;
constexpr const char* attempts_label = "attempted moves / 10^{6}";

/// "N(A)" in the markup of figures.
std::string symbol_of(const std::string& memory_name)
{
  const std::string subscript =
      memory_name.size() > 1 ? "(" + plain_text(memory_name.substr(2, memory_name.size() - 3)) + ")" : "";
  return "{/:Italic " + memory_name.substr(0, 1) + "}" + subscript;
}

}  // namespace

GcmcFigures::GcmcFigures(const GcmcRun& run)
    : run_{run},
      blocks_{run.measured.samples.blocks.merged(most_points)},
      slowest_{&*std::ranges::max_element(run.found.memories, {},
                                          [](const NamedMemory& one) { return one.memory.autocorrelation_time.value; })}
{
}

std::vector<double> GcmcFigures::along(std::size_t chain, const std::vector<double>& weights) const
{
  std::vector<double> values;
  for (std::size_t k = 0; k < blocks_.blocks.size(); ++k) {
    if (blocks_.replica[k] != chain) {
      continue;
    }
    double& value = values.emplace_back(0.0);
    for (std::size_t a = 0; a < weights.size(); ++a) {
      value += weights[a] * blocks_.blocks[k].mean(a);
    }
  }
  return values;
}

std::vector<double> GcmcFigures::attempts(std::size_t chain) const
{
  std::vector<double> middles;
  double before = 0.0;
  for (std::size_t k = 0; k < blocks_.blocks.size(); ++k) {
    if (blocks_.replica[k] == chain) {
      const auto length = static_cast<double>(blocks_.blocks[k].samples * blocks_.attempts_per_sample);
      middles.push_back(millions * (before + 0.5 * length));
      before += length;
    }
  }
  return middles;
}

Figure GcmcFigures::numbers() const
{
  const GrandCanonicalShape& shape = blocks_.shape;
  Figure figure{attempts_label, "number of particles"};
  for (std::size_t i = 0; i < shape.species(); ++i) {
    std::vector<double> weights(shape.observables(), 0.0);
    weights[shape.count(i)] = 1.0;
    figure.line(plain_text(shape.species_names[i]), ink(i), attempts(0), along(0, weights));
  }
  return figure;
}

Figure GcmcFigures::slowest() const
{
  const std::size_t chains = std::min(most_chains, blocks_.replica.back() + 1);
  // a mole fraction is watched by its linear part, which has no mean
  const bool is_deviation = slowest_->name.starts_with("x");
  Figure figure{attempts_label, (is_deviation ? "deviation of " : "") + symbol_of(slowest_->name)};
  for (std::size_t chain = 0; chain < chains; ++chain) {
    figure.line(chains > 1 ? fmt::format("chain {}", chain) : "", ink(chain), attempts(chain),
                along(chain, slowest_->weights));
  }
  return figure;
}

Figure GcmcFigures::histogram(std::size_t species) const
{
  const CountHistogram& histogram = run_.measured.samples.counts[species];
  const std::string name = plain_text(blocks_.shape.species_names[species]);
  const auto width = static_cast<double>(histogram.bin_width());
  std::vector<double> numbers;
  std::vector<double> shares;
  for (std::size_t bin = 0; bin < histogram.counts().size(); ++bin) {
    numbers.push_back(static_cast<double>(histogram.first_number()) + width * (static_cast<double>(bin) + 0.5) - 0.5);
    shares.push_back(static_cast<double>(histogram.counts()[bin]) / static_cast<double>(histogram.total()) / width);
  }
  Figure figure{"number of " + name, "share of the samples"};
  figure.line("", ink(species), numbers, shares);
  return figure;
}

Figure GcmcFigures::autocorrelations() const
{
  Figure figure{"lag: " + std::string(attempts_label), "autocorrelation"};
  for (std::size_t k = 0; k < run_.found.memories.size(); ++k) {
    const NamedMemory& one = run_.found.memories[k];
    std::vector<double> lags;
    for (std::size_t lag = 0; lag < one.correlation.size(); ++lag) {
      lags.push_back(millions * run_.found.lag_attempts * static_cast<double>(lag));
    }
    figure.line(symbol_of(one.name), ink(k), lags, one.correlation);
  }
  figure.level("", 0.0);
  return figure;
}

}  // namespace soret
