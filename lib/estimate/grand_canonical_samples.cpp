#include <soret/estimate/grand_canonical_samples.hpp>

namespace soret {

std::size_t GrandCanonicalSamples::pair(std::size_t i, std::size_t j) const
{
  return i * counts.size() - i * (i + 1) / 2 + j - i - 1;
}

}  // namespace soret
