#include "check.hpp"

#include <soret/core/error.hpp>

#include <mpi.h>

#include <array>
#include <string>

namespace soret::mpi {

void check(int code)
{
  if (code == MPI_SUCCESS) {
    return;
  }
  std::array<char, MPI_MAX_ERROR_STRING> words{};
  int length = 0;
  MPI_Error_string(code, words.data(), &length);
  throw RunTimeFailure("ranks cannot talk to each other: " +
                       std::string(words.data(), static_cast<std::size_t>(length)));
}

}  // namespace soret::mpi
