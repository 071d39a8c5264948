#include <soret/core/error.hpp>
#include <soret/estimate/count_histogram.hpp>
#include <soret/estimate/grand_canonical_blocks.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <numeric>
#include <vector>

using namespace soret;

namespace {

const GrandCanonicalShape shape{{"A", "B"}, true};

/// Blocks of two samples each with made-up observables.
GrandCanonicalBlocks blocks_of(std::size_t count, double start = 0.0)
{
  GrandCanonicalBlocks blocks{shape, 50, {}, {}};
  for (std::size_t k = 0; k < count; ++k) {
    GrandCanonicalBlock block;
    for (const double step : {0.0, 0.5}) {
      std::vector<double> observables;
      for (std::size_t a = 0; a < shape.observables(); ++a) {
        observables.push_back(start + static_cast<double>(k) * static_cast<double>(a + 1) + step);
      }
      block.add_sample(shape, observables);
    }
    blocks.blocks.push_back(block);
    blocks.replica.push_back(0);
  }
  return blocks;
}

}  // namespace

TEST_CASE("every product of observables has a place of its own")
{
  CHECK(shape.observables() == 7);
  CHECK(shape.sums_size() == 35);
  std::vector<int> taken(shape.sums_size(), 0);
  for (std::size_t a = 0; a < shape.observables(); ++a) {
    ++taken[a];
    for (std::size_t b = a; b < shape.observables(); ++b) {
      ++taken[shape.product(a, b)];
      CHECK(shape.product(a, b) == shape.product(b, a));
    }
  }
  CHECK(taken == std::vector<int>(shape.sums_size(), 1));
}

TEST_CASE("a block gives means and covariances of its samples")
{
  GrandCanonicalBlock block;
  block.add_sample(shape, std::vector<double>{1, 2, 3, 4, 5, 6, 7});
  block.add_sample(shape, std::vector<double>{3, 2, 5, 4, 9, 6, 1});
  CHECK(block.mean(0) == 2.0);
  CHECK(block.mean_product(shape, 0, 2) == 9.0);
  CHECK(block.covariance(shape, 2, 4) == 2.0);
  CHECK(block.covariance(shape, 6, 0) == -3.0);
  GrandCanonicalBlock twice;
  twice.add(block);
  twice.add(block);
  twice.subtract(block);
  CHECK(twice.samples == 2);
  CHECK(twice.sums == block.sums);
  CHECK_THROWS_AS(block.add_sample(shape, std::vector<double>{1.0}), RunTimeFailure);
}

TEST_CASE("blocks are merged, put together, packed and told apart by replica")
{
  const GrandCanonicalBlocks blocks = blocks_of(7);
  CHECK(blocks.attempts_per_block() == 100);
  const GrandCanonicalBlocks merged = blocks.merged(3);
  REQUIRE(merged.blocks.size() == 3);
  CHECK(merged.blocks[0].samples == 6);
  CHECK(merged.blocks[2].samples == 2);
  CHECK(merged.total().sums == blocks.total().sums);
  CHECK(blocks.merged(100).blocks.size() == 7);
  CHECK_THROWS_AS(blocks.merged(0), InputError);

  const GrandCanonicalBlocks both = concatenate(std::vector{blocks, blocks_of(3, 100.0)});
  CHECK(both.replica == std::vector<std::size_t>{0, 0, 0, 0, 0, 0, 0, 1, 1, 1});
  CHECK(both.series(1, 1) == std::vector<double>{100.25, 102.25, 104.25});
  CHECK(both.merged(2).blocks.size() == 4);
  GrandCanonicalBlocks other = blocks;
  other.shape.ghost_insertions = false;
  CHECK_THROWS_AS(concatenate(std::vector{blocks, other}), RunTimeFailure);

  const std::vector<GrandCanonicalBlock> unpacked = unpacked_blocks(packed(both.blocks), shape);
  CHECK(packed(unpacked) == packed(both.blocks));
  CHECK_THROWS_AS(unpacked_blocks(std::vector<double>(5, 0.0), shape), RunTimeFailure);
}

TEST_CASE("the jackknife of a linear function is the mean over blocks")
{
  const GrandCanonicalBlocks blocks = blocks_of(9);
  const std::vector<JackknifeEstimate> estimates =
      blocks.jackknife([](const GrandCanonicalBlock& sums) { return std::vector<double>{sums.mean(2)}; });
  REQUIRE(estimates.size() == 1);
  CHECK(estimates[0].estimate.value == doctest::Approx(12.25).epsilon(1e-13));
  CHECK(estimates[0].pseudo_values[4] == doctest::Approx(12.25).epsilon(1e-12));
  CHECK(estimates[0].pseudo_values[0] == doctest::Approx(0.25).epsilon(1e-11));
}

TEST_CASE("a histogram keeps numbers apart as long as it has bins, then in pairs")
{
  CountHistogram histogram{8};
  for (const std::int64_t n : {12, 10, 12, 17}) {
    histogram.add(n);
  }
  CHECK(histogram.bin_width() == 1);
  CHECK(histogram.first_number() == 10);
  CHECK(histogram.counts() == std::vector<std::int64_t>{1, 0, 2, 0, 0, 0, 0, 1});
  histogram.add(9);
  CHECK(histogram.bin_width() == 2);
  CHECK(histogram.first_number() == 8);
  CHECK(histogram.counts() == std::vector<std::int64_t>{1, 1, 2, 0, 1});
  histogram.add(1000);
  CHECK(histogram.bin_width() == 128);
  CHECK(histogram.counts() == std::vector<std::int64_t>{5, 0, 0, 0, 0, 0, 0, 1});
  CHECK(histogram.total() == 6);
  CHECK_THROWS_AS(histogram.add(-1), RunTimeFailure);
  CHECK_THROWS_AS(CountHistogram{1}, InputError);
  CHECK(CountHistogram::unpacked(histogram.packed()).packed() == histogram.packed());
  CHECK_THROWS_AS(CountHistogram::unpacked(std::vector<std::int64_t>{1}), RunTimeFailure);
}

TEST_CASE("histograms add up whatever their bins and their order")
{
  CountHistogram fine{16};
  CountHistogram coarse{16};
  CountHistogram both{16};
  for (const std::int64_t n : {3, 5, 5, 9}) {
    fine.add(n);
    both.add(n);
  }
  for (const std::int64_t n : {7, 40, 41, 60}) {
    coarse.add(n);
    both.add(n);
  }
  CountHistogram one = fine;
  one.add(coarse);
  CountHistogram other = coarse;
  other.add(fine);
  CHECK(one.packed() == both.packed());
  CHECK(other.packed() == both.packed());
  CHECK_THROWS_AS(one.add(CountHistogram{8}), RunTimeFailure);
}

TEST_CASE("a joint histogram widens each axis by itself and adds up")
{
  JointCountHistogram histogram{4};
  histogram.add(5, 100);
  histogram.add(6, 101);
  histogram.add(6, 101);
  CHECK(histogram.count(1, 1) == 2);
  CHECK(histogram.count(0, 1) == 0);
  histogram.add(7, 108);
  CHECK(histogram.bin_width(0) == 1);
  CHECK(histogram.bin_width(1) == 4);
  CHECK(histogram.first_number(1) == 100);
  CHECK(histogram.bins(0) == 3);
  CHECK(histogram.bins(1) == 3);
  CHECK(histogram.counts() == std::vector<std::int64_t>{1, 0, 0, 2, 0, 0, 0, 0, 1});
  JointCountHistogram more{4};
  more.add(4, 96);
  JointCountHistogram sum = more;
  sum.add(histogram);
  histogram.add(more);
  CHECK(sum.packed() == histogram.packed());
  CHECK(sum.total() == 5);
  CHECK(JointCountHistogram::unpacked(sum.packed()).packed() == sum.packed());
  CHECK_THROWS_AS(JointCountHistogram::unpacked(std::vector<std::int64_t>(9, 2)), RunTimeFailure);
  CHECK_THROWS_AS(sum.add(JointCountHistogram{8}), RunTimeFailure);
}
