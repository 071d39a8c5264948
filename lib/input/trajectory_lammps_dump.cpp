#include "line_reader.hpp"
#include "text.hpp"
#include "trajectory_source.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret {

namespace {

using Words = std::vector<std::string>;

/// The columns of ITEM: ATOMS that are read.
struct DumpColumns {
  std::size_t id = 0;
  std::optional<std::size_t> type;
  std::optional<std::size_t> element;
  std::array<std::size_t, 3> position{};
  bool is_scaled = false;     ///< positions are fractions of the box
  bool is_unwrapped = false;  ///< they go on beyond the box
  std::optional<std::array<std::size_t, 3>> image;
  std::size_t count = 0;
};

std::optional<std::size_t> column(const Words& names, const std::string& name)
{
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional{static_cast<std::size_t>(found - names.begin())};
}

/// Columns named like "xs" "ys" "zs", or "ix" "iy" "iz": the axis between the two texts.
std::optional<std::array<std::size_t, 3>> axis_columns(const Words& names, const std::string& before,
                                                       const std::string& after)
{
  std::array<std::size_t, 3> columns{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto found = column(names, before + "xyz"[axis] + after);
    if (!found) {
      return std::nullopt;
    }
    columns[axis] = *found;
  }
  return columns;
}

/// `names` are those behind ITEM: ATOMS. Of several kinds of positions the continuous ones are preferred.
DumpColumns parse_columns(const Words& names)
{
  DumpColumns columns;
  columns.count = names.size();
  columns.type = column(names, "type");
  columns.element = column(names, "element");
  columns.image = axis_columns(names, "i", "");
  const auto id = column(names, "id");
  bool has_positions = false;
  for (const auto& [ending, is_scaled, is_unwrapped] :
       {std::tuple{"u", false, true}, {"su", true, true}, {"", false, false}, {"s", true, false}}) {
    if (const auto position = axis_columns(names, "", ending); position && !has_positions) {
      has_positions = true;
      columns.position = *position;
      columns.is_scaled = is_scaled;
      columns.is_unwrapped = is_unwrapped;
    }
  }
  if (!id || !(columns.type || columns.element) || !has_positions) {
    throw InputError(
        fmt::format("the columns are '{}'; accepted: id, type or element, and positions x y z, xu yu zu, xs ys zs or "
                    "xsu ysu zsu, with ix iy iz if wanted",
                    text::joined(names, " ")));
  }
  columns.id = *id;
  if (columns.is_unwrapped) {
    columns.image.reset();  // they belong to the wrapped positions
  }
  return columns;
}

class LammpsDump : public TrajectorySource {
 public:
  LammpsDump(const std::filesystem::path& path, SpeciesNames& names) : reader_{path}, names_{names} {}
  bool read(RawFrame& frame, FrameContent content) override;

 private:
  std::string value_line();
  void read_bounds(const Words& item, RawFrame& frame);
  void read_particles(const Words& item, RawFrame& frame, FrameContent content);
  RawParticle particle_of(const Words& words, const DumpColumns& columns, const RawFrame& frame) const;

  LineReader reader_;
  SpeciesNames& names_;
  std::string units_;                      ///< LAMMPS names them once, before the first frame
  std::optional<std::int64_t> announced_;  ///< particles of the present frame
  bool has_bounds_ = false;                ///< likewise
};

std::string LammpsDump::value_line()
{
  std::string line;
  if (!reader_.next(line) || line.empty() || line.starts_with("ITEM:")) {
    reader_.fail("the frame is cut short in its header");
  }
  return line;
}

void LammpsDump::read_bounds(const Words& item, RawFrame& frame)
{
  constexpr std::size_t first_flag = 3;  // behind ITEM: BOX BOUNDS
  for (std::size_t i = first_flag; i < item.size(); ++i) {
    if (item[i] == "xy" || item[i] == "abc") {
      reader_.fail("the box is tilted; accepted: an orthorhombic box");
    }
    if (item[i] != "pp") {
      reader_.fail(fmt::format("the boundaries are '{}'; accepted: a box periodic along all axes, 'pp pp pp'",
                               text::joined({item.begin() + first_flag, item.end()}, " ")));
    }
  }
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Words bounds = text::words(value_line());
    if (bounds.size() != 2) {
      reader_.fail(fmt::format("{} numbers; accepted: lower and upper bound of an orthorhombic box", bounds.size()));
    }
    reader_.in_context([&] {
      frame.corner[axis] = text::to_number(bounds[0]);
      frame.box_lengths[axis] = text::to_number(bounds[1]) - frame.corner[axis];
    });
  }
  has_bounds_ = true;
}

RawParticle LammpsDump::particle_of(const Words& words, const DumpColumns& columns, const RawFrame& frame) const
{
  if (words.size() != columns.count) {
    throw InputError(fmt::format("{} columns; accepted: {} as ITEM: ATOMS says", words.size(), columns.count));
  }
  RawParticle particle;
  particle.id = text::to_integer(words[columns.id]);
  particle.name =
      columns.element ? names_.number_of(words[*columns.element]) : names_.number_of_type(words[*columns.type]);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double number = text::to_number(words[columns.position[axis]]);
    particle.position[axis] = columns.is_scaled ? number * frame.box_lengths[axis] : number - frame.corner[axis];
    if (columns.image) {
      particle.image[axis] = static_cast<std::int32_t>(text::to_integer(words[(*columns.image)[axis]]));
    }
  }
  return particle;
}

void LammpsDump::read_particles(const Words& item, RawFrame& frame, FrameContent content)
{
  if (!announced_ || !has_bounds_) {
    reader_.fail("the frame has no ITEM: NUMBER OF ATOMS or no ITEM: BOX BOUNDS before its particles");
  }
  const DumpColumns columns = reader_.in_context([&] { return parse_columns({item.begin() + 2, item.end()}); });
  frame.is_unwrapped = columns.is_unwrapped || columns.image.has_value();
  std::string line;
  for (std::int64_t i = 0; i < *announced_; ++i) {
    if (!reader_.next(line) || line.empty() || line.starts_with("ITEM:")) {
      reader_.fail(fmt::format("the frame ends after {} of {} particles", i, *announced_));
    }
    if (content == FrameContent::everything) {
      frame.particles.push_back(reader_.in_context([&] { return particle_of(text::words(line), columns, frame); }));
    }
  }
}

bool LammpsDump::read(RawFrame& frame, FrameContent content)
{
  frame = {};
  announced_.reset();
  has_bounds_ = false;
  std::string line;
  bool has_begun = false;
  while (reader_.next(line)) {
    const Words item = text::words(line);
    if (item.empty()) {
      continue;
    }
    if (item[0] != "ITEM:" || item.size() < 2) {
      reader_.fail(fmt::format("'{}'; accepted: a line that begins with ITEM:", line));
    }
    has_begun = true;
    if (item[1] == "TIMESTEP") {
      frame.step = reader_.in_context([&] { return text::to_integer(value_line()); });
    }
    else if (item[1] == "TIME") {
      frame.time = reader_.in_context([&] { return text::to_number(value_line()); });
    }
    else if (item[1] == "NUMBER") {
      announced_ = reader_.in_context([&] { return text::to_integer(value_line()); });
    }
    else if (item[1] == "BOX") {
      read_bounds(item, frame);
    }
    else if (item[1] == "UNITS") {
      units_ = value_line();
    }
    else if (item[1] == "ATOMS") {
      frame.units = units_;
      read_particles(item, frame, content);
      return true;
    }
    else {
      value_line();
    }
  }
  if (has_begun) {
    reader_.fail("the file ends in the header of a frame");
  }
  return false;
}

}  // namespace

std::unique_ptr<TrajectorySource> open_lammps_dump(const std::filesystem::path& path, SpeciesNames& names)
{
  return std::make_unique<LammpsDump>(path, names);
}

}  // namespace soret
