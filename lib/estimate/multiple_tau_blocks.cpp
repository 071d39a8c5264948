#include <soret/estimate/multiple_tau_blocks.hpp>

#include <soret/core/error.hpp>

#include <algorithm>

namespace soret {

std::size_t MultipleTauLags::samples(std::size_t lag) const
{
  const std::size_t half = points / 2;
  return lag < points ? lag : (half + (lag - points) % half) * spacing(lag);
}

MultipleTauLags MultipleTauLags::reaching(std::size_t samples, std::size_t points)
{
  MultipleTauLags lags{points, 1};
  while (((points - 1) << (lags.levels - 1)) < samples) {
    ++lags.levels;
  }
  return lags;
}

BlockSequence MultipleTauBlocks::sequence() const
{
  BlockSequence sequence;
  for (const MultipleTauBlock& block : blocks) {
    sequence.weights.push_back(block.origins.front());
  }
  sequence.replica = replica;
  return sequence;
}

std::size_t MultipleTauBlocks::usable_lags() const
{
  std::size_t lag = 0;
  const auto has_lag = [&](const MultipleTauBlock& block) { return block.origins[lags.level(lag)] > 0.0; };
  while (lag < lags.size() &&
         2 * static_cast<std::size_t>(std::count_if(blocks.begin(), blocks.end(), has_lag)) > blocks.size()) {
    ++lag;
  }
  return lag;
}

std::vector<double> MultipleTauBlocks::mean_correlation(std::size_t pair, std::size_t left_out) const
{
  std::vector<double> mean(usable_lags(), 0.0);
  std::vector<double> weight(lags.levels, 0.0);
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (k == left_out) {
      continue;
    }
    for (std::size_t level = 0; level < lags.levels; ++level) {
      weight[level] += blocks[k].origins[level];
    }
    for (std::size_t lag = 0; lag < mean.size(); ++lag) {
      mean[lag] += blocks[k].origins[lags.level(lag)] * blocks[k].values[pair * lags.size() + lag];
    }
  }
  for (std::size_t lag = 0; lag < mean.size(); ++lag) {
    mean[lag] /= weight[lags.level(lag)];
  }
  return mean;
}

MultipleTauBlocks concatenate(std::span<const MultipleTauBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no correlation functions to put together");
  }
  MultipleTauBlocks all = replicas.front();
  for (const MultipleTauBlocks& part : replicas.subspan(1)) {
    if (!(part.quantities == all.quantities) || !(part.lags == all.lags) || part.sample_spacing != all.sample_spacing) {
      throw RunTimeFailure("multiple-tau correlations of different quantities or lags cannot be put together");
    }
    const std::size_t before = all.replicas();
    all.blocks.insert(all.blocks.end(), part.blocks.begin(), part.blocks.end());
    for (const std::size_t number : part.replica) {
      all.replica.push_back(before + number);
    }
  }
  return all;
}

}  // namespace soret
