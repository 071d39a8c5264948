#include <soret/core/error.hpp>
#include <soret/sampling/multiple_tau_correlator.hpp>
#include <soret/sampling/segment_correlator.hpp>
#include <soret/sampling/segment_spectra.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <random>
#include <span>
#include <vector>

using soret::CorrelatedQuantities;
using Rows = std::vector<std::vector<double>>;

namespace {

constexpr std::size_t longest_lag = 7;

/// Two vectors, correlated in both orders, and a scalar.
const CorrelatedQuantities quantities{{{"a", 3}, {"s", 1}, {"b", 3}}, {{0, 0}, {0, 2}, {2, 0}, {1, 1}}};

/// Noise, with a drift so that an order of time can be told.
Rows noise(std::size_t samples)
{
  std::mt19937_64 generator{11};
  std::normal_distribution<double> normal;
  Rows rows(samples, std::vector<double>(7));
  for (std::size_t n = 0; n < samples; ++n) {
    for (double& value : rows[n]) {
      value = normal(generator) + 0.01 * static_cast<double>(n);
    }
  }
  return rows;
}

/// The mean over components and origins first..last-1, by the definition.
double direct(const Rows& rows, std::size_t pair, std::size_t lag, std::size_t first, std::size_t last)
{
  const soret::QuantityPair& ab = quantities.pairs[pair];
  const std::size_t components = quantities.quantities[ab.a].components;
  double sum = 0.0;
  for (std::size_t t = first; t < last; ++t) {
    for (std::size_t c = 0; c < components; ++c) {
      sum += rows[t + lag][quantities.offset(ab.a) + c] * rows[t][quantities.offset(ab.b) + c];
    }
  }
  return sum / static_cast<double>(components * (last - first));
}

template <class Correlator>
void feed(Correlator& correlator, const Rows& rows, std::size_t first, std::size_t last)
{
  for (std::size_t n = first; n < last; ++n) {
    correlator.add(rows[n]);
  }
}

template <class Correlator>
soret::State state_of(const Correlator& correlator)
{
  soret::State state;
  correlator.save(state);
  return state;
}

/// Whether runs split anywhere end like a straight one.
template <class Correlator>
void check_splits(const Correlator& fresh)
{
  const Rows rows = noise(400);
  Correlator straight = fresh;
  feed(straight, rows, 0, rows.size());
  for (const std::size_t cut : {0, 1, 27, 28, 29, 133, 399}) {
    Correlator before = fresh;
    feed(before, rows, 0, cut);
    Correlator after = fresh;
    after.load(state_of(before));
    feed(after, rows, cut, rows.size());
    CHECK(state_of(straight).values() == state_of(after).values());
  }
}

}  // namespace

TEST_CASE("correlations by Fourier transform are those of the double loop, block by block")
{
  for (const std::size_t samples : {8UL, 20UL, 28UL, 29UL, 100UL, 700UL}) {
    const Rows rows = noise(samples);
    soret::SegmentCorrelator correlator{quantities, longest_lag, soret::Blocks{4}};
    feed(correlator, rows, 0, samples);
    const std::vector<soret::CorrelationBlock> blocks = correlator.blocks();
    std::size_t first = 0;
    for (const soret::CorrelationBlock& block : blocks) {
      const std::size_t last = first + static_cast<std::size_t>(block.origins);
      REQUIRE(last + longest_lag <= samples);
      for (std::size_t k = 0; k < block.values.size(); ++k) {
        const double expected = direct(rows, k / (longest_lag + 1), k % (longest_lag + 1), first, last);
        CHECK(std::abs(block.values[k] - expected) < 1e-12 * (1.0 + std::abs(expected)));
      }
      first = last;
    }
    CHECK(first == samples - longest_lag);  // no origin is lost, none counted twice
    CHECK(blocks.size() < 9);
    CHECK((samples < 700 || blocks.size() >= 4));
  }
}

TEST_CASE("a run of no more than the longest lag has no block")
{
  soret::SegmentCorrelator correlator{quantities, longest_lag, soret::Blocks{4}};
  feed(correlator, noise(longest_lag), 0, longest_lag);
  CHECK(correlator.blocks().empty());
}

namespace {

/// Means of neighbours.
Rows averaged(const Rows& rows)
{
  Rows coarser;
  for (std::size_t n = 0; n + 1 < rows.size(); n += 2) {
    coarser.emplace_back();
    for (std::size_t c = 0; c < 7; ++c) {
      coarser.back().push_back(0.5 * (rows[n][c] + rows[n + 1][c]));
    }
  }
  return coarser;
}

}  // namespace

TEST_CASE("multiple-tau correlations are those of averaged samples by the double loop, block by block")
{
  const soret::MultipleTauLags lags{longest_lag + 1, 4};
  // A spacing of the last level is 8 samples, its first origin is complete with sample 64.
  for (const std::size_t samples : {7UL, 8UL, 63UL, 64UL, 301UL, 700UL, 1500UL}) {
    const Rows rows = noise(samples);
    soret::MultipleTauCorrelator correlator{quantities, lags, soret::Blocks{4}};
    feed(correlator, rows, 0, samples);
    const soret::MultipleTauBlocks result = correlator.blocks(soret::Duration{0.5});
    CHECK(result.blocks.empty() == (samples < 8));
    CHECK(result.blocks.size() < 9);
    CHECK((samples < 63 || result.blocks.size() >= 4));
    CHECK((samples < 700 || result.usable_lags() == lags.size()));
    CHECK(result.replica == std::vector<std::size_t>(result.blocks.size(), 0));
    std::vector<Rows> level{rows};
    for (std::size_t l = 1; l < lags.levels; ++l) {
      level.push_back(averaged(level.back()));
    }
    std::vector<std::size_t> first(lags.levels, 0);
    for (const soret::MultipleTauBlock& block : result.blocks) {
      for (std::size_t k = 0; k < block.values.size(); ++k) {
        const std::size_t lag = k % lags.size();
        const std::size_t l = lags.level(lag);
        const auto last = first[l] + static_cast<std::size_t>(block.origins[l]);
        const std::size_t spacings = lags.samples(lag) / lags.spacing(lag);
        const double expected = last == first[l] ? 0.0 : direct(level[l], k / lags.size(), spacings, first[l], last);
        CHECK(std::abs(block.values[k] - expected) < 1e-12 * (1.0 + std::abs(expected)));
      }
      for (std::size_t l = 0; l < lags.levels; ++l) {
        first[l] += static_cast<std::size_t>(block.origins[l]);
      }
    }
    for (std::size_t l = 0; l < lags.levels; ++l) {  // no origin is lost, none counted twice
      CHECK(first[l] == std::max(level[l].size(), longest_lag) - longest_lag);
    }
  }
}

TEST_CASE("level 0 of the multiple-tau correlator is the Fourier form")
{
  const Rows rows = noise(700);
  soret::SegmentCorrelator segments{quantities, longest_lag, soret::Blocks{4}};
  soret::MultipleTauCorrelator correlator{quantities, {longest_lag + 1, 3}, soret::Blocks{4}};
  feed(segments, rows, 0, rows.size());
  feed(correlator, rows, 0, rows.size());
  const soret::CorrelationBlocks exact{quantities, 0.5, longest_lag, segments.blocks(), {}, {}};
  const soret::MultipleTauBlocks result = correlator.blocks(soret::Duration{0.5});
  CHECK(result.sequence().total_weight() == exact.sequence().total_weight());
  for (std::size_t pair = 0; pair < quantities.pairs.size(); ++pair) {
    for (std::size_t lag = 0; lag <= longest_lag; ++lag) {
      CHECK(result.time(lag) == 0.5 * static_cast<double>(lag));
      CHECK(result.mean_correlation(pair)[lag] == doctest::Approx(exact.mean_correlation(pair)[lag]).epsilon(1e-12));
    }
  }
}

TEST_CASE("averaged spectra are those of the sum by definition")
{
  constexpr std::size_t length = 12;
  constexpr double spacing = 0.5;
  const Rows rows = noise(3 * length + 5);
  soret::SegmentSpectra spectra{quantities, length};
  feed(spectra, rows, 0, rows.size());
  const soret::AveragedSpectra result = spectra.average(soret::Duration{spacing});
  REQUIRE(result.segments == 3);
  REQUIRE(result.frequencies() == 7);
  const auto component = [&](std::size_t segment, std::size_t c, std::size_t k) {
    std::complex<double> sum = 0.0;
    for (std::size_t n = 0; n < length; ++n) {
      sum += rows[segment * length + n][c] *
             std::polar(1.0, -2.0 * std::numbers::pi * static_cast<double>(k * n) / static_cast<double>(length));
    }
    return sum;
  };
  for (std::size_t k = 0; k < result.frequencies(); ++k) {
    std::complex<double> sum = 0.0;
    for (std::size_t segment = 0; segment < 3; ++segment) {
      for (std::size_t c = 0; c < 3; ++c) {
        sum += component(segment, c, k) * std::conj(component(segment, 4 + c, k));
      }
    }
    const std::complex<double> expected = sum * spacing / static_cast<double>(3 * 3 * length);
    CHECK(std::abs(result.of_pair(1)[k] - expected) < 1e-12);
    CHECK(std::abs(result.of_pair(2)[k] - std::conj(expected)) < 1e-12);
  }
}

TEST_CASE("correlators that were saved and loaded continue bit for bit")
{
  check_splits(soret::SegmentCorrelator{quantities, longest_lag, soret::Blocks{2}});
  check_splits(soret::SegmentSpectra{quantities, 26});
  check_splits(soret::MultipleTauCorrelator{quantities, {8, 4}, soret::Blocks{2}});
}

TEST_CASE("looking at the correlations does not change them")
{
  const Rows rows = noise(120);
  soret::SegmentCorrelator correlator{quantities, longest_lag, soret::Blocks{2}};
  soret::SegmentCorrelator watched = correlator;
  for (std::size_t n = 0; n < rows.size(); ++n) {
    correlator.add(rows[n]);
    watched.add(rows[n]);
    watched.blocks();
  }
  CHECK(state_of(correlator).values() == state_of(watched).values());
}

TEST_CASE("correlators refuse what does not fit")
{
  using soret::Blocks;
  using soret::InputError;
  using soret::MultipleTauCorrelator;
  using soret::RunTimeFailure;
  using soret::SegmentCorrelator;
  using soret::SegmentSpectra;
  CHECK_THROWS_AS((SegmentCorrelator{quantities, 0, Blocks{4}}), InputError);
  CHECK_THROWS_AS((SegmentCorrelator{quantities, 5, Blocks{1}}), InputError);
  CHECK_THROWS_AS((SegmentCorrelator{{{{"a", 3}}, {}}, 5, Blocks{4}}), InputError);
  CHECK_THROWS_AS((SegmentCorrelator{{{{"a", 3}}, {{0, 1}}}, 5, Blocks{4}}), InputError);
  CHECK_THROWS_AS((SegmentCorrelator{{{{"a", 3}, {"s", 1}}, {{0, 1}}}, 5, Blocks{4}}), InputError);
  CHECK_THROWS_AS((SegmentSpectra{quantities, 9}), InputError);
  CHECK_THROWS_AS((SegmentSpectra{quantities, 6}), InputError);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {7, 3}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {2, 3}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {8, 0}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {8, 41}, Blocks{4}}), InputError);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {8, 3}, Blocks{1}}), InputError);
  CHECK_THROWS_AS((MultipleTauCorrelator{{{{"a", 3}}, {}}, {8, 3}, Blocks{4}}), InputError);
  SegmentCorrelator segments{quantities, 5, Blocks{4}};
  SegmentSpectra spectra{quantities, 10};
  MultipleTauCorrelator levels{quantities, {8, 3}, Blocks{4}};
  const std::vector<double> short_row(6);
  CHECK_THROWS_AS(segments.add(short_row), RunTimeFailure);
  CHECK_THROWS_AS(spectra.add(short_row), RunTimeFailure);
  CHECK_THROWS_AS(levels.add(short_row), RunTimeFailure);
  CHECK_THROWS_AS((SegmentCorrelator{quantities, 6, Blocks{4}}.load(state_of(segments))), RunTimeFailure);
  CHECK_THROWS_AS((SegmentCorrelator{quantities, 5, Blocks{5}}.load(state_of(segments))), RunTimeFailure);
  CHECK_THROWS_AS((SegmentSpectra{quantities, 12}.load(state_of(spectra))), RunTimeFailure);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {8, 4}, Blocks{4}}.load(state_of(levels))), RunTimeFailure);
  CHECK_THROWS_AS((MultipleTauCorrelator{quantities, {8, 3}, Blocks{5}}.load(state_of(levels))), RunTimeFailure);
}
