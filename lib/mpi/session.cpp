#include <soret/mpi/session.hpp>

#include "communicator_handle.hpp"

#include <boost/mpi/environment.hpp>

#include <cstdlib>
#include <iostream>
#include <ostream>

namespace soret::mpi {

struct Session::Implementation {
  Implementation(int& argc, char**& argv) : environment{argc, argv} {}
  boost::mpi::environment environment;
  std::ostream silent{nullptr};
};

Session::Session(int& argc, char**& argv) : implementation_{std::make_unique<Implementation>(argc, argv)} {}

Session::~Session() = default;

Communicator Session::world() const { return Communicator{std::make_shared<Communicator::Handle>()}; }

void Session::abort(int status) const
{
  boost::mpi::environment::abort(status);
  std::abort();  // the call above does not return, but does not say so
}

std::ostream& Session::root_out() const { return world().is_root() ? std::cout : implementation_->silent; }

}  // namespace soret::mpi
