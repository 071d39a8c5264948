#pragma once
/// \file
/// Failures of MPI's C interface (private to the mpi module).

namespace soret::mpi {

/// Throws RunTimeFailure in MPI's own words unless `code` is that of success. Boost.MPI has MPI return its errors
/// instead of ending the program.
void check(int code);

}  // namespace soret::mpi
