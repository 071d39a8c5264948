#include "communicator_handle.hpp"

#include <soret/core/error.hpp>

#include <boost/mpi/collectives.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace soret::mpi {

namespace {

constexpr int exchange_tag = 17;

}  // namespace

Communicator::Communicator(std::shared_ptr<Handle> handle) : handle_{std::move(handle)} {}

int Communicator::rank() const { return handle_->group.rank(); }
int Communicator::size() const { return handle_->group.size(); }

double Communicator::all_sum(double value) const
{
  return boost::mpi::all_reduce(handle_->group, value, std::plus<double>());
}

std::int64_t Communicator::all_sum(std::int64_t value) const
{
  return boost::mpi::all_reduce(handle_->group, value, std::plus<std::int64_t>());
}

void Communicator::all_sum(std::span<double> values) const
{
  if (values.empty() || size() == 1) {
    return;
  }
  const std::vector<double> mine(values.begin(), values.end());
  boost::mpi::all_reduce(handle_->group, mine.data(), static_cast<int>(mine.size()), values.data(),
                         std::plus<double>());
}

double Communicator::all_max(double value) const
{
  return boost::mpi::all_reduce(handle_->group, value, boost::mpi::maximum<double>());
}

double Communicator::all_min(double value) const
{
  return boost::mpi::all_reduce(handle_->group, value, boost::mpi::minimum<double>());
}

bool Communicator::all_any(bool value) const
{
  return boost::mpi::all_reduce(handle_->group, value ? 1 : 0, boost::mpi::maximum<int>()) != 0;
}

void Communicator::barrier() const { handle_->group.barrier(); }

void Communicator::broadcast(std::string& text) const { boost::mpi::broadcast(handle_->group, text, 0); }

void Communicator::broadcast(std::vector<double>& values) const { boost::mpi::broadcast(handle_->group, values, 0); }

namespace {

/// Gathers per-rank arrays of trivially copyable values without serialising them.
template <class T>
std::vector<std::vector<T>> gather_arrays(const boost::mpi::communicator& group, std::span<const T> values)
{
  std::vector<int> counts;
  boost::mpi::gather(group, static_cast<int>(values.size()), counts, 0);
  std::vector<std::vector<T>> gathered;
  const T nothing{};  // Boost.MPI looks at the first value even if there is none
  const T* mine = values.empty() ? &nothing : values.data();
  if (group.rank() != 0) {
    boost::mpi::gatherv(group, mine, static_cast<int>(values.size()), 0);
    return gathered;
  }
  std::vector<int> offsets(counts.size(), 0);
  for (std::size_t rank = 1; rank < counts.size(); ++rank) {
    offsets[rank] = offsets[rank - 1] + counts[rank - 1];
  }
  std::vector<T> flat(static_cast<std::size_t>(offsets.back() + counts.back()));
  boost::mpi::gatherv(group, mine, static_cast<int>(values.size()), flat.data(), counts, offsets, 0);
  for (std::size_t rank = 0; rank < counts.size(); ++rank) {
    const auto first = flat.begin() + offsets[rank];
    gathered.emplace_back(first, first + counts[rank]);
  }
  return gathered;
}

}  // namespace

std::vector<std::vector<double>> Communicator::gather(std::span<const double> values) const
{
  return gather_arrays(handle_->group, values);
}

std::vector<std::vector<std::int64_t>> Communicator::gather(std::span<const std::int64_t> values) const
{
  return gather_arrays(handle_->group, values);
}

std::vector<std::string> Communicator::gather(const std::string& text) const
{
  std::vector<std::string> texts;
  if (is_root()) {
    boost::mpi::gather(handle_->group, text, texts, 0);
  }
  else {
    boost::mpi::gather(handle_->group, text, 0);
  }
  return texts;
}

Communicator Communicator::split(int colour) const
{
  return Communicator{std::make_shared<Handle>(Handle{handle_->group.split(colour, rank())})};
}

void Communicator::exchange(int destination, std::span<const double> outgoing, int source,
                            std::span<double> incoming) const
{
  if (destination == rank() && source == rank()) {
    if (outgoing.size() != incoming.size()) {
      throw RunTimeFailure("a rank exchanging with itself must receive what it sends");
    }
    std::copy(outgoing.begin(), outgoing.end(), incoming.begin());
    return;
  }
  std::array<boost::mpi::request, 2> requests;
  requests[0] = handle_->group.irecv(source, exchange_tag, incoming.data(), static_cast<int>(incoming.size()));
  requests[1] = handle_->group.isend(destination, exchange_tag, outgoing.data(), static_cast<int>(outgoing.size()));
  boost::mpi::wait_all(requests.begin(), requests.end());
}

std::vector<double> Communicator::exchange_unknown_length(int destination, std::span<const double> outgoing,
                                                          int source) const
{
  const std::array<double, 1> my_length{static_cast<double>(outgoing.size())};
  std::array<double, 1> length{0.0};
  exchange(destination, my_length, source, length);
  std::vector<double> incoming(static_cast<std::size_t>(length[0]));
  exchange(destination, outgoing, source, incoming);
  return incoming;
}

}  // namespace soret::mpi
