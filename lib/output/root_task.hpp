#pragma once
/// \file
/// Work that only the root rank does, with failures that every rank learns of (private to the output module).

#include <soret/mpi/communicator.hpp>

#include <functional>

namespace soret {

/// Runs `task` on root. If it throws, every rank throws an error of the same kind (InputError or RunTimeFailure) with
/// the same message, so that no rank is left waiting in a later collective call. Collective.
void run_on_root(const mpi::Communicator& communicator, const std::function<void()>& task);

}  // namespace soret
