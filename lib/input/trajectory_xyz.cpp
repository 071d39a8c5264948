#include "text.hpp"
#include "trajectory_source.hpp"
#include "xyz_header.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

class XyzTrajectory : public TrajectorySource {
 public:
  XyzTrajectory(const std::filesystem::path& path, SpeciesNames& names) : reader_{path}, names_{names} {}
  bool read(RawFrame& frame, FrameContent content) override;

 private:
  void take_attributes(const XyzHeader& header, RawFrame& frame) const;
  RawParticle particle_of(const std::string& line, const XyzHeader& header, std::int64_t place) const;

  LineReader reader_;
  SpeciesNames& names_;
};

/// The value under the first of the keys that is there.
const std::string* find_any(const std::map<std::string, std::string>& attributes,
                            std::initializer_list<const char*> keys)
{
  for (const char* key : keys) {
    const auto found = attributes.find(key);
    if (found != attributes.end()) {
      return &found->second;
    }
  }
  return nullptr;
}

void XyzTrajectory::take_attributes(const XyzHeader& header, RawFrame& frame) const
{
  if (const std::string* time = find_any(header.attributes, {"Time", "time"})) {
    frame.time = text::to_number(*time);
  }
  if (const std::string* step = find_any(header.attributes, {"Step", "step", "Timestep", "timestep"})) {
    frame.step = text::to_integer(*step);
  }
  const std::string* periodic = find_any(header.attributes, {"pbc"});
  if (periodic != nullptr && periodic->find_first_of("Ff0") != std::string::npos) {
    throw InputError(fmt::format("pbc=\"{}\"; accepted: a box periodic along all axes, \"T T T\"", *periodic));
  }
  frame.corner = header.origin;
  frame.box_lengths = header.box.lengths();
}

RawParticle XyzTrajectory::particle_of(const std::string& line, const XyzHeader& header, std::int64_t place) const
{
  const XyzProperties& columns = header.columns;
  const std::vector<std::string> words = xyz_words(line, columns);
  return {columns.id ? text::to_integer(words[*columns.id]) : place,
          names_.number_of(words[*columns.species]),
          vector_at(words, *columns.position) - header.origin,
          {}};
}

bool XyzTrajectory::read(RawFrame& frame, FrameContent content)
{
  std::string line;
  do {
    if (!reader_.next(line)) {
      return false;
    }
  } while (line.empty());
  frame = {};
  const XyzHeader header = read_xyz_header(reader_, line);
  reader_.in_context([&] { take_attributes(header, frame); });
  for (std::int64_t i = 0; i < header.particles; ++i) {
    if (!reader_.next(line) || line.empty()) {
      reader_.fail(fmt::format("the frame ends after {} of {} particles", i, header.particles));
    }
    if (content == FrameContent::everything) {
      frame.particles.push_back(reader_.in_context([&] { return particle_of(line, header, i); }));
    }
  }
  return true;
}

}  // namespace

std::unique_ptr<TrajectorySource> open_xyz_trajectory(const std::filesystem::path& path, SpeciesNames& names)
{
  return std::make_unique<XyzTrajectory>(path, names);
}

}  // namespace soret
