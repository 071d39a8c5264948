#pragma once
/// \file
/// Stretches of the axis of a profile, shaded in its pictures (private to the output module).

#include <soret/output/figure.hpp>
#include <soret/system/box.hpp>

#include <span>
#include <string>

namespace soret {

/// Shades from..to, lengths along an axis of the given length, which may reach beyond the box: what sticks out appears
/// at the other end.
void shade_stretch(Figure& figure, double length, Shade meaning, double from, double to, const std::string& word);

/// Shades the slabs, with the word "hot" or "cold".
void shade_slabs(Figure& figure, double length, Shade meaning, std::span<const Slab> slabs);

}  // namespace soret
