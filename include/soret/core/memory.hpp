#pragma once
/// \file
/// How the process deals with its memory.

namespace soret {

/// From now on arrays of a few MB and more go back to the system when they are freed, where the C library allows it. It
/// would rather keep them for later ones, between which gaps remain: systems of some 10^6 particles then take a tenth
/// more. The price is that such arrays are provided anew by the system each time; arrays that live for a step only
/// should not be so large. Not thread-safe: to be called at the beginning of a program, if at all.
void return_freed_arrays();

}  // namespace soret
