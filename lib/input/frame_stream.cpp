#include "frame_stream.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

void require_sensible(const TrajectoryFile& file)
{
  if (!file.masses.empty() && file.masses.size() != file.species.size()) {
    throw InputError(fmt::format("{} masses for {} species of a trajectory; accepted: one mass for each name",
                                 file.masses.size(), file.species.size()));
  }
  if (file.first_frame < 1 || !(file.length_unit > 0.0) || !(file.time_unit > 0.0)) {
    throw InputError(
        fmt::format("a trajectory from frame {} with units of length {:g} and time {:g} is refused: frames are counted "
                    "from 1 and units are positive",
                    file.first_frame, file.length_unit, file.time_unit));
  }
}

}  // namespace

FrameStream::FrameStream(const TrajectoryFile& file) : file_{file}, names_{file.species}
{
  require_sensible(file_);
  source_ = open_trajectory(file_, names_);
}

bool FrameStream::next(FrameContent content)
{
  if (!source_->read(frame_, content)) {
    return false;
  }
  ++number_;
  std::vector<RawParticle>& raw = frame_.particles;
  std::sort(raw.begin(), raw.end(), [](const RawParticle& a, const RawParticle& b) { return a.id < b.id; });
  return true;
}

void FrameStream::go_to_first(FrameContent content)
{
  while (number_ < file_.first_frame) {
    if (!next(content)) {
      throw InputError(fmt::format("'{}' holds {} frames; frame {} and those after it were asked for",
                                   file_.path.string(), number_, file_.first_frame));
    }
  }
}

Box FrameStream::box() const
{
  try {
    return Box{file_.length_unit * frame_.box_lengths};
  }
  catch (const InputError& error) {
    fail(error.what());
  }
}

void FrameStream::fail(const std::string& message) const
{
  const std::string step = frame_.step ? fmt::format(" (step {})", *frame_.step) : std::string{};
  throw InputError(fmt::format("'{}', frame {}{}: {}", file_.path.string(), number_, step, message));
}

bool is_same_box(const Box& a, const Box& b)
{
  constexpr double printed_digits = 1e-6;  // lengths that differ by less are the same, printed with few digits
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!(std::abs(b.lengths()[axis] - a.lengths()[axis]) <= printed_digits * a.lengths()[axis])) {
      return false;
    }
  }
  return true;
}

}  // namespace soret
