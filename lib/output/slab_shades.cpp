#include "slab_shades.hpp"

#include <cmath>

namespace soret {

void shade_stretch(Figure& figure, double length, Shade meaning, double from, double to, const std::string& word)
{
  const double shift = length * std::floor(from / length);
  from -= shift;
  to -= shift;
  if (to <= length) {
    figure.shade(meaning, from, to, word);
    return;
  }
  const bool first_is_wider = length - from >= to - length;
  figure.shade(meaning, from, length, first_is_wider ? word : "");
  figure.shade(meaning, 0.0, to - length, first_is_wider ? "" : word);
}

void shade_slabs(Figure& figure, double length, Shade meaning, std::span<const Slab> slabs)
{
  for (const Slab& slab : slabs) {
    shade_stretch(figure, length, meaning, length * (slab.centre - 0.5 * slab.width),
                  length * (slab.centre + 0.5 * slab.width), meaning == Shade::hot ? "hot" : "cold");
  }
}

}  // namespace soret
