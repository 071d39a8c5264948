#pragma once
/// \file
/// What a model says about forces and masses, as named numbers and as text.

#include <soret/input/model.hpp>
#include <soret/system/parameters.hpp>

#include <string>
#include <string_view>

namespace soret {

/// The mass of every species and what every pair's kind of potential uses, "NAME of OWNER": "mass of A", "epsilon of
/// A-B (Lennard-Jones)". The species of a pair are sorted by name and Mie's exponents 12 and 6 are Lennard-Jones', so
/// that the same model has the same parameters however it is written. What a recorded mistake has left open is NaN.
ModelParameters parameters_of(const Model& model);

/// These parameters in one line, exactly, "OWNER: NAME VALUE, NAME VALUE; OWNER: ...":
///
///     A: mass 1; A-A (Lennard-Jones): cutoff 2.5, energy shift at the cutoff 1, epsilon 1, sigma 1
std::string parameter_text(const Model& model);

/// The parameters that parameter_text has written. Throws InputError, naming the part that does not have its form.
ModelParameters parameters_in(std::string_view text);

}  // namespace soret
