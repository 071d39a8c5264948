#include <soret/mpi/pending_maximum.hpp>

#include "check.hpp"
#include "communicator_handle.hpp"

#include <exception>
#include <utility>

namespace soret::mpi {

struct PendingMaximum::Reduction {
  explicit Reduction(std::shared_ptr<Communicator::Handle> its_handle)
      : handle{std::move(its_handle)}, group{static_cast<MPI_Comm>(handle->group)}
  {
  }

  std::shared_ptr<Communicator::Handle> handle;  ///< keeps the group alive
  MPI_Comm group;
  MPI_Request request = MPI_REQUEST_NULL;
  double mine = 0.0;
  double largest = 0.0;
};

PendingMaximum::PendingMaximum(const Communicator& communicator)
    : reduction_{std::make_unique<Reduction>(communicator.handle_)}
{
}

PendingMaximum::PendingMaximum(PendingMaximum&&) noexcept = default;

PendingMaximum::~PendingMaximum()
{
  if (reduction_ == nullptr || !is_under_way()) {
    return;
  }
  if (std::uncaught_exceptions() == 0) {
    MPI_Wait(&reduction_->request, MPI_STATUS_IGNORE);
  }
  else {
    // A collective cannot be given up, so its numbers stay where they are. The program is about to end.
    [[maybe_unused]] const Reduction* left = reduction_.release();
  }
}

void PendingMaximum::start(double value)
{
  reduction_->mine = value;
  check(MPI_Iallreduce(&reduction_->mine, &reduction_->largest, 1, MPI_DOUBLE, MPI_MAX, reduction_->group,
                       &reduction_->request));
}

bool PendingMaximum::is_under_way() const { return reduction_->request != MPI_REQUEST_NULL; }

double PendingMaximum::wait()
{
  check(MPI_Wait(&reduction_->request, MPI_STATUS_IGNORE));
  return reduction_->largest;
}

}  // namespace soret::mpi
