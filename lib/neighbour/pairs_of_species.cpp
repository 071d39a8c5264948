#include <soret/neighbour/pairs_of_species.hpp>

#include <algorithm>
#include <vector>

namespace soret {

namespace {

/// Which clusters hold a particle of the species.
std::vector<bool> clusters_with(Slots& slots, Species species)
{
  const auto wanted = static_cast<std::int32_t>(index(species));
  const std::int32_t* of_slot = slots.arrays_float().species;
  std::vector<bool> found(slots.size() / cluster_size, false);
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (of_slot[slot] == wanted && !slots.is_empty(slot)) {
      found[slot / cluster_size] = true;
    }
  }
  return found;
}

}  // namespace

PairLists pairs_of_species(const ClusterPairs& pairs, Slots& slots, Species species)
{
  const std::vector<bool> wanted = clusters_with(slots, species);
  const auto is_wanted = [&wanted](std::int32_t cluster) { return wanted[static_cast<std::size_t>(cluster)]; };
  PairLists kept;
  for (const ClusterRow* row = pairs.rows; row != pairs.rows + pairs.row_count; ++row) {
    const bool whole_row = is_wanted(row->cluster);
    const auto keep_group = [&](std::int32_t begin, std::int32_t end) {
      std::copy_if(pairs.partners + begin, pairs.partners + end, std::back_inserter(kept.partners),
                   [&](std::int32_t partner) { return whole_row || is_wanted(partner); });
      return static_cast<std::int32_t>(kept.partners.size());
    };
    ClusterRow part = *row;
    part.begin = static_cast<std::int32_t>(kept.partners.size());
    part.lower = keep_group(row->begin, row->lower);
    part.upper = keep_group(row->lower, row->upper);
    part.end = keep_group(row->upper, row->end);
    part.with_itself = whole_row ? row->with_itself : 0;
    if (part.with_itself != 0 || part.end > part.begin) {
      kept.rows.push_back(part);
    }
  }
  return kept;
}

}  // namespace soret
