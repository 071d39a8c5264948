#include <soret/input/trajectory_reader.hpp>

#include "trajectory_source.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

/// Boxes whose lengths differ by less are the same, printed with few digits.
constexpr double printed_digits = 1e-6;
/// No trajectory goes farther; beyond, the images of a particle cannot be counted.
constexpr double most_images = 1e9;

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

struct TrajectoryReader::Input {
  explicit Input(const TrajectoryFile& file) : names{file.species}, source{open_trajectory(file, names)} {}

  SpeciesNames names;
  std::unique_ptr<TrajectorySource> source;
  RawFrame frame;
  std::int64_t number = 0;  ///< of the frame, counted from 1
};

TrajectoryReader::TrajectoryReader(const TrajectoryFile& file) : file_{file}, box_{1.0, 1.0, 1.0}
{
  require_sensible(file_);
  input_ = std::make_unique<Input>(file_);
  while (input_->number < file_.first_frame) {
    if (!read_sorted()) {
      throw InputError(fmt::format("'{}' holds {} frames; frame {} and those after it were asked for",
                                   file_.path.string(), input_->number, file_.first_frame));
    }
  }
  try {
    box_ = Box{file_.length_unit * input_->frame.box_lengths};
  }
  catch (const InputError& error) {
    fail(error.what());
  }
  learn_particles();
}

TrajectoryReader::~TrajectoryReader() = default;

void TrajectoryReader::fail(const std::string& message) const
{
  const std::string step = input_->frame.step ? fmt::format(" (step {})", *input_->frame.step) : std::string{};
  throw InputError(fmt::format("'{}', frame {}{}: {}", file_.path.string(), input_->number, step, message));
}

void TrajectoryReader::learn_particles()
{
  const std::vector<RawParticle>& raw = input_->frame.particles;
  const std::vector<std::string>& names = input_->names.names();
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> place(names.size(), none);
  for (const RawParticle& particle : raw) {
    if (place[particle.name] == none) {
      place[particle.name] = input_->names.is_closed() ? particle.name : species_.size();
      species_.push_back({names[particle.name], 1.0});
    }
  }
  if (input_->names.is_closed()) {
    species_.clear();
    for (std::size_t s = 0; s < names.size(); ++s) {
      if (place[s] == none) {
        fail(fmt::format("no particle is of species '{}'; accepted: only names of species that are there", names[s]));
      }
      species_.push_back({names[s], file_.masses.empty() ? 1.0 : file_.masses[s]});
    }
  }
  for (const std::size_t s : place) {
    species_of_name_.push_back(static_cast<Species>(s));
  }
  particles_.reserve(raw.size());
  for (const RawParticle& particle : raw) {
    if (particles_.size() > 0 && particles_.id.back() == particle.id) {
      fail(fmt::format("the particle id {} appears twice", particle.id));
    }
    particles_.add(particle.id, species_of_name_[particle.name], file_.length_unit * particle.position);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles_.image[axis].back() = particle.image[axis];
    }
  }
}

std::vector<std::int64_t> TrajectoryReader::counts() const
{
  std::vector<std::int64_t> counts(species_.size());
  for (const Species species : particles_.species) {
    ++counts[index(species)];
  }
  return counts;
}

bool TrajectoryReader::read_sorted()
{
  if (!input_->source->read(input_->frame)) {
    return false;
  }
  ++input_->number;
  std::vector<RawParticle>& raw = input_->frame.particles;
  std::sort(raw.begin(), raw.end(), [](const RawParticle& a, const RawParticle& b) { return a.id < b.id; });
  return true;
}

void TrajectoryReader::require_same_particles() const
{
  const std::vector<RawParticle>& raw = input_->frame.particles;
  const std::vector<std::int64_t>& ids = particles_.id;
  for (std::size_t i = 0; i < std::max(raw.size(), ids.size()); ++i) {
    if (i == raw.size() || (i < ids.size() && raw[i].id > ids[i])) {
      fail(fmt::format("particle {} is missing, which frame {} has; accepted: the same particles in all frames", ids[i],
                       file_.first_frame));
    }
    if (i > 0 && raw[i].id == raw[i - 1].id) {
      fail(fmt::format("the particle id {} appears twice", raw[i].id));
    }
    if (i == ids.size() || raw[i].id < ids[i]) {
      fail(fmt::format("particle {} is new, frame {} has not got it; accepted: the same particles in all frames",
                       raw[i].id, file_.first_frame));
    }
    if (raw[i].name >= species_of_name_.size() || species_of_name_[raw[i].name] != particles_.species[i]) {
      fail(fmt::format("particle {} is of species '{}' and was of species '{}' in frame {}", raw[i].id,
                       input_->names.names()[raw[i].name], species_[index(particles_.species[i])].name,
                       file_.first_frame));
    }
  }
}

void TrajectoryReader::require_same_box() const
{
  const Vec3 lengths = file_.length_unit * input_->frame.box_lengths;
  const Vec3& first = box_.lengths();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!(std::abs(lengths[axis] - first[axis]) <= printed_digits * first[axis])) {
      fail(
          fmt::format("the box is {} {} {} and was {} {} {} in frame {}; accepted: trajectories at constant volume "
                      "only, with the same box in all frames",
                      lengths.x, lengths.y, lengths.z, first.x, first.y, first.z, file_.first_frame));
    }
  }
}

/// The shortest way from where the particle was.
void TrajectoryReader::unwrap(std::size_t particle)
{
  const Vec3 to = file_.length_unit * input_->frame.particles[particle].position;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = box_.lengths()[axis];
    const double way = to[axis] - particles_.position[axis][particle];
    const double boxes = std::round(way / length);
    const double image = particles_.image[axis][particle] - boxes;
    if (!(std::abs(image) < most_images)) {
      fail(fmt::format("particle {} is too far away to count its images: {} = {}", particles_.id[particle], "xyz"[axis],
                       to[axis]));
    }
    particles_.image[axis][particle] = static_cast<std::int32_t>(image);
    const double fraction = std::abs(way / length - boxes);
    if (fraction > largest_move_.box_fraction) {
      largest_move_ = {fraction, particles_.id[particle], input_->number};
    }
  }
}

void TrajectoryReader::take_positions()
{
  const RawFrame& raw = input_->frame;
  for (std::size_t i = 0; i < raw.particles.size(); ++i) {
    const RawParticle& particle = raw.particles[i];
    if (!raw.is_unwrapped && !file_.unwrapped) {
      unwrap(i);
    }
    const Vec3 position = file_.length_unit * particle.position;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles_.position[axis][i] = position[axis];
      if (raw.is_unwrapped) {
        particles_.image[axis][i] = particle.image[axis];
      }
    }
  }
}

std::optional<double> TrajectoryReader::time_of_frame() const
{
  if (file_.time_between_frames) {
    return static_cast<double>(input_->number - 1) * file_.time_between_frames->value();
  }
  if (file_.time_step && input_->frame.step) {
    return static_cast<double>(*input_->frame.step) * file_.time_step->value();
  }
  if (input_->frame.time) {
    return file_.time_unit * *input_->frame.time;
  }
  return std::nullopt;
}

std::optional<TrajectoryFrame> TrajectoryReader::next_frame()
{
  if (!frame_is_waiting_) {
    if (!read_sorted()) {
      return std::nullopt;
    }
    require_same_particles();
    require_same_box();
    take_positions();
  }
  frame_is_waiting_ = false;
  return TrajectoryFrame{input_->number, input_->frame.step, time_of_frame(), particles_};
}

}  // namespace soret
