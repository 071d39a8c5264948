#pragma once
/// \file
/// Parameters of models by name, and how those of two models differ.

#include <map>
#include <string>

namespace soret {

/// "sigma of A-B (Lennard-Jones)", "mass of A", ...: what the parameters are called says what they belong to. Reduced
/// units.
using ModelParameters = std::map<std::string, double>;

/// "sigma of A-B (Lennard-Jones) 1.1 and 1.2, mass of C absent and 3": the first parameters that differ by more than
/// 1e-5 of their value, which numbers typed with six digits may, or that one of the models lacks, and how many more
/// there are. Empty if there are none.
std::string difference_between(const ModelParameters& a, const ModelParameters& b);

}  // namespace soret
