#pragma once
/// \file
/// The version of the library.

#include <string>

namespace soret {

/// "major.minor.patch".
std::string version();

}  // namespace soret
