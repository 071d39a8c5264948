#pragma once
/// \file
/// The frames of a trajectory with their numbers, and messages that name them (private to the input module).

#include "trajectory_source.hpp"

#include <soret/system/box.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace soret {

/// Opens a trajectory and goes through its frames. `file` must outlive it.
class FrameStream {
 public:
  /// Throws InputError if the file cannot be used.
  explicit FrameStream(const TrajectoryFile& file);

  /// The next frame, its particles in the order of their ids; false at the end of the file. Throws InputError.
  bool next(FrameContent content = FrameContent::everything);
  /// Goes on to the first frame asked for. Throws InputError if the file holds fewer.
  void go_to_first(FrameContent content = FrameContent::everything);
  const RawFrame& frame() const { return frame_; }
  /// Of the frame, counted from 1.
  std::int64_t number() const { return number_; }
  const SpeciesNames& names() const { return names_; }
  /// The frame's box, in the units of the reader. Throws InputError if it is none.
  Box box() const;
  /// Throws InputError naming file and frame.
  [[noreturn]] void fail(const std::string& message) const;

 private:
  const TrajectoryFile& file_;
  SpeciesNames names_;
  std::unique_ptr<TrajectorySource> source_;
  RawFrame frame_;
  std::int64_t number_ = 0;
};

/// Whether two boxes are the same up to the rounding of printed numbers.
bool is_same_box(const Box& a, const Box& b);

}  // namespace soret
