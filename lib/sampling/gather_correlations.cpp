#include <soret/mpi/replicas.hpp>
#include <soret/sampling/flux_correlations.hpp>

#include <algorithm>

namespace soret {

namespace {

/// One replica as its number of blocks, the blocks' weights and values, the number of segments and the spectra.
std::vector<double> pack(const CorrelationBlocks& replica)
{
  std::vector<double> packed{static_cast<double>(replica.blocks.size())};
  for (const CorrelationBlock& block : replica.blocks) {
    packed.push_back(block.origins);
    packed.insert(packed.end(), block.values.begin(), block.values.end());
  }
  packed.push_back(static_cast<double>(replica.spectra.segments));
  for (const std::complex<double>& value : replica.spectra.values) {
    packed.push_back(value.real());
    packed.push_back(value.imag());
  }
  return packed;
}

/// The reverse, for a replica of the same shape as `like`.
CorrelationBlocks unpack(std::span<const double> packed, const CorrelationBlocks& like)
{
  const auto take = [&](std::size_t count) {
    const std::span<const double> front = packed.first(count);
    packed = packed.subspan(count);
    return front;
  };
  const std::size_t pairs = like.quantities.pairs.size();
  CorrelationBlocks replica{like.quantities, like.lag_spacing, like.longest_lag, {}, {}, {}};
  replica.blocks.resize(static_cast<std::size_t>(take(1).front()));
  replica.replica.assign(replica.blocks.size(), 0);
  for (CorrelationBlock& block : replica.blocks) {
    block.origins = take(1).front();
    const std::span<const double> values = take(pairs * like.lags());
    block.values.assign(values.begin(), values.end());
  }
  replica.spectra.segments = static_cast<std::size_t>(take(1).front());
  replica.spectra.segment_length = like.spectra.segment_length;
  if (replica.spectra.segments > 0) {
    const std::span<const double> values = take(2 * pairs * replica.spectra.frequencies());
    for (std::size_t k = 0; k < values.size(); k += 2) {
      replica.spectra.values.emplace_back(values[k], values[k + 1]);
    }
  }
  return replica;
}

/// One replica as the levels' weights and the values of all blocks.
std::vector<double> pack(const MultipleTauBlocks& replica)
{
  std::vector<double> packed{static_cast<double>(replica.blocks.size())};
  for (const MultipleTauBlock& block : replica.blocks) {
    packed.insert(packed.end(), block.origins.begin(), block.origins.end());
    packed.insert(packed.end(), block.values.begin(), block.values.end());
  }
  return packed;
}

/// The reverse, for a replica of the same shape as `like`.
MultipleTauBlocks unpack(std::span<const double> packed, const MultipleTauBlocks& like)
{
  const std::size_t levels = like.lags.levels;
  const std::size_t values = like.quantities.pairs.size() * like.lags.size();
  MultipleTauBlocks replica{like.quantities, like.sample_spacing, like.lags, {}, {}};
  for (std::size_t start = 1; start < packed.size(); start += levels + values) {
    const std::span<const double> origins = packed.subspan(start, levels);
    const std::span<const double> means = packed.subspan(start + levels, values);
    replica.blocks.push_back({{origins.begin(), origins.end()}, {means.begin(), means.end()}});
  }
  replica.replica.assign(replica.blocks.size(), 0);
  return replica;
}

template <class Correlations>
Correlations gathered(const mpi::Communicator& world, const mpi::Communicator& replica, const Correlations& reduced,
                      std::span<const ReplicaTemperature> to_leave_out)
{
  std::vector<Correlations> replicas;
  std::size_t number = 0;
  for (const std::vector<double>& packed : mpi::gather_from_roots(world, replica, pack(reduced))) {
    const auto is_this = [number](const ReplicaTemperature& each) { return each.replica == number; };
    if (std::none_of(to_leave_out.begin(), to_leave_out.end(), is_this)) {
      replicas.push_back(unpack(packed, reduced));
    }
    ++number;
  }
  return concatenate(replicas);
}

}  // namespace

CorrelationBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  const CorrelationBlocks& reduced, std::span<const ReplicaTemperature> to_leave_out)
{
  return gathered(world, replica, reduced, to_leave_out);
}

MultipleTauBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  const MultipleTauBlocks& reduced, std::span<const ReplicaTemperature> to_leave_out)
{
  return gathered(world, replica, reduced, to_leave_out);
}

}  // namespace soret
