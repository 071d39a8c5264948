#include <soret/mpi/messages.hpp>

#include "communicator_handle.hpp"

#include <exception>
#include <utility>
#include <vector>

namespace soret::mpi {

namespace {

constexpr int first_tag = 100;  // above those of Communicator

void wait(std::vector<MPI_Request>& requests)
{
  MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE);
  requests.clear();
}

}  // namespace

/// The interface of C: with that of Boost a wait may ask each message in turn for its state.
struct Messages::Requests {
  Requests(const Requests&) = delete;
  Requests& operator=(const Requests&) = delete;
  explicit Requests(std::shared_ptr<Communicator::Handle> its_handle)
      : handle{std::move(its_handle)}, group{static_cast<MPI_Comm>(handle->group)}
  {
  }
  ~Requests()
  {
    for (MPI_Request& request : received) {
      MPI_Cancel(&request);
    }
    wait(received);
    if (std::uncaught_exceptions() == 0) {
      wait(sent);  // the arrays are about to go, but other ranks may still have to read them
      return;
    }
    for (MPI_Request& request : sent) {
      MPI_Request_free(&request);
    }
  }

  std::shared_ptr<Communicator::Handle> handle;  ///< keeps the group alive
  MPI_Comm group;
  std::vector<MPI_Request> sent;
  std::vector<MPI_Request> received;
};

Messages::Messages(const Communicator& communicator) : requests_{std::make_unique<Requests>(communicator.handle_)} {}

Messages::Messages(Messages&&) noexcept = default;
Messages& Messages::operator=(Messages&&) noexcept = default;
Messages::~Messages() = default;

void Messages::send(int destination, int channel, std::span<const double> outgoing)
{
  MPI_Isend(outgoing.data(), static_cast<int>(outgoing.size()), MPI_DOUBLE, destination, first_tag + channel,
            requests_->group, &requests_->sent.emplace_back());
}

void Messages::receive(int source, int channel, std::span<double> incoming)
{
  MPI_Irecv(incoming.data(), static_cast<int>(incoming.size()), MPI_DOUBLE, source, first_tag + channel,
            requests_->group, &requests_->received.emplace_back());
}

void Messages::wait_received() { wait(requests_->received); }

void Messages::wait_sent() { wait(requests_->sent); }

}  // namespace soret::mpi
