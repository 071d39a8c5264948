#include <soret/mpi/messages.hpp>

#include "check.hpp"
#include "communicator_handle.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <exception>
#include <utility>
#include <vector>

namespace soret::mpi {

namespace {

constexpr int first_tag = 100;  // above those of Communicator

/// Waits without looking at how it went.
void wait(std::vector<MPI_Request>& requests)
{
  MPI_Waitall(static_cast<int>(requests.size()), requests.data(), MPI_STATUSES_IGNORE);
}

/// Throws what failed first, if anything did.
void checked_wait(std::vector<MPI_Request>& requests, std::vector<MPI_Status>& statuses)
{
  statuses.resize(requests.size());
  const int code = MPI_Waitall(static_cast<int>(requests.size()), requests.data(), statuses.data());
  if (code == MPI_ERR_IN_STATUS) {
    for (const MPI_Status& status : statuses) {
      check(status.MPI_ERROR == MPI_ERR_PENDING ? MPI_SUCCESS : status.MPI_ERROR);
    }
  }
  check(code);
  requests.clear();
}

void check_length(const MPI_Status& status, int expected)
{
  int length = 0;
  check(MPI_Get_count(&status, MPI_DOUBLE, &length));
  if (length != expected) {
    throw RunTimeFailure(
        fmt::format("a message of rank {} has {} numbers, but {} were expected", status.MPI_SOURCE, length, expected));
  }
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
      if (request != MPI_REQUEST_NULL) {
        MPI_Cancel(&request);
      }
    }
    wait(received);
    if (std::uncaught_exceptions() == 0) {
      wait(sent);  // the arrays are about to go, but other ranks may still have to read them
      return;
    }
    for (MPI_Request& request : sent) {
      if (request != MPI_REQUEST_NULL) {
        MPI_Request_free(&request);
      }
    }
  }

  std::shared_ptr<Communicator::Handle> handle;  ///< keeps the group alive
  MPI_Comm group;
  std::vector<MPI_Request> sent;
  std::vector<MPI_Request> received;
  std::vector<int> lengths;  ///< of what is to be received
  std::vector<MPI_Status> statuses;
};

Messages::Messages(const Communicator& communicator) : requests_{std::make_unique<Requests>(communicator.handle_)} {}

Messages::Messages(Messages&&) noexcept = default;
Messages::~Messages() = default;

void Messages::send(int destination, int channel, std::span<const double> outgoing)
{
  check(MPI_Isend(outgoing.data(), static_cast<int>(outgoing.size()), MPI_DOUBLE, destination, first_tag + channel,
                  requests_->group, &requests_->sent.emplace_back(MPI_REQUEST_NULL)));
}

void Messages::receive(int source, int channel, std::span<double> incoming)
{
  const int length = static_cast<int>(incoming.size());
  check(MPI_Irecv(incoming.data(), length, MPI_DOUBLE, source, first_tag + channel, requests_->group,
                  &requests_->received.emplace_back(MPI_REQUEST_NULL)));
  requests_->lengths.push_back(length);
}

void Messages::wait_received()
{
  checked_wait(requests_->received, requests_->statuses);
  for (std::size_t m = 0; m < requests_->lengths.size(); ++m) {
    check_length(requests_->statuses[m], requests_->lengths[m]);
  }
  requests_->lengths.clear();
}

void Messages::wait_sent() { checked_wait(requests_->sent, requests_->statuses); }

}  // namespace soret::mpi
