#include <soret/sampling/correlation_sums.hpp>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

namespace soret {

void CorrelationSums::add(const CorrelationSums& later)
{
  samples += later.samples;
  std::transform(origins.begin(), origins.end(), later.origins.begin(), origins.begin(), std::plus<>());
  std::transform(sums.begin(), sums.end(), later.sums.begin(), sums.begin(), std::plus<>());
}

CorrelationSums no_sums(std::size_t kinds, std::size_t sums)
{
  return {0, std::vector<std::int64_t>(kinds, 0), std::vector<double>(sums, 0.0)};
}

void save_blocks(const DoublingBlocks<CorrelationSums>& blocks, State& state)
{
  std::vector<double> sums;
  std::vector<std::int64_t> origins;
  for (const CorrelationSums& block : blocks.full()) {
    sums.insert(sums.end(), block.sums.begin(), block.sums.end());
    origins.insert(origins.end(), block.origins.begin(), block.origins.end());
  }
  state.put("samples_per_block", blocks.samples_per_block());
  state.put("full_sums", std::move(sums));
  state.put("full_origins", std::move(origins));
  state.put("current_samples", blocks.current().samples);
  state.put("current_origins", blocks.current().origins);
  state.put("current_sums", blocks.current().sums);
}

DoublingBlocks<CorrelationSums> load_blocks(const State& state, std::size_t fewest, const CorrelationSums& empty)
{
  const std::int64_t samples_per_block = state.integer("samples_per_block");
  const std::vector<std::int64_t>& origins = state.integers("full_origins");
  const std::vector<double>& sums = state.doubles("full_sums");
  const std::size_t kinds = empty.origins.size();
  const std::size_t stride = empty.sums.size();
  std::vector<CorrelationSums> full;
  for (std::size_t k = 0; k < origins.size() / kinds; ++k) {
    const auto of_block = std::span{origins}.subspan(k * kinds, kinds);
    const auto sums_of_block = std::span{sums}.subspan(k * stride, stride);
    full.push_back(
        {samples_per_block, {of_block.begin(), of_block.end()}, {sums_of_block.begin(), sums_of_block.end()}});
  }
  return {fewest, samples_per_block, std::move(full),
          CorrelationSums{state.integer("current_samples"), state.integers("current_origins"),
                          state.doubles("current_sums")}};
}

}  // namespace soret
