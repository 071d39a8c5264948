#pragma once
/// \file
/// The mean box of a stretch at constant pressure.

#include <soret/core/state.hpp>
#include <soret/system/box.hpp>

namespace soret {

/// Averages box lengths.
class MeanBox {
 public:
  void add(const Box& box);
  bool is_empty() const { return count_ == 0.0; }
  void clear() { *this = {}; }
  /// Throws RunTimeFailure if nothing was added.
  Vec3 lengths() const;

  void save(State& state) const;
  void load(const State& state);

 private:
  Vec3 sum_;
  double count_ = 0.0;
};

}  // namespace soret
