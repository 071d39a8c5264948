#pragma once
/// \file
/// Where a control acts: the whole box or a slab of it, and which particles are there now.

#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace soret {

/// The whole box or a slab.
class Region {
 public:
  /// The whole box.
  Region() = default;
  /// A slab (implicit, so that a Slab can be given wherever a region is asked for). Throws InputError unless the centre
  /// lies in [0, 1) and the width in (0, 1].
  Region(const Slab& slab);

  bool is_whole_box() const { return !slab_.has_value(); }
  const std::optional<Slab>& slab() const { return slab_; }

 private:
  std::optional<Slab> slab_;
};

/// Throws InputError, naming `control`, if the slabs of a two-slab heat source overlap.
void require_disjoint(const char* control, const Slab& hot, const Slab& cold);

/// This rank's particles inside a region at the moment of the last local_find().
class Members {
 public:
  void local_find(const Region& region, const Box& box, const Particles& particles);
  std::size_t size() const { return everything_ ? count_ : indices_.size(); }

  /// Calls function(i) for the index i of every member, in increasing order.
  template <class Function>
  void for_each(Function function) const
  {
    if (everything_) {
      for (std::size_t i = 0; i < count_; ++i) {
        function(i);
      }
      return;
    }
    for (const std::uint32_t i : indices_) {
      function(std::size_t{i});
    }
  }

 private:
  bool everything_ = true;
  std::size_t count_ = 0;  ///< particles on this rank
  std::vector<std::uint32_t> indices_;
};

}  // namespace soret
