#include <soret/core/version.hpp>

namespace soret {

std::string version() { return SORET_VERSION; }

}  // namespace soret
