#include <soret/input/trajectory_reader.hpp>

#include "continuous_paths.hpp"
#include "frame_stream.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

/// No trajectory goes farther; beyond, the images of a particle cannot be counted.
constexpr double most_images = 1e9;

}  // namespace

struct TrajectoryReader::Input : FrameStream {
  using FrameStream::FrameStream;

  ContinuousPaths paths;  ///< with FrameBoxes::own
};

TrajectoryReader::TrajectoryReader(const TrajectoryFile& file, FrameBoxes boxes)
    : file_{file}, boxes_{boxes}, box_{1.0, 1.0, 1.0}
{
  input_ = std::make_unique<Input>(file_);
  input_->go_to_first();
  box_ = input_->box();
  units_ = input_->frame().units;
  learn_particles();
  if (boxes_ == FrameBoxes::own) {
    take_positions();
  }
}

TrajectoryReader::~TrajectoryReader() = default;

void TrajectoryReader::learn_particles()
{
  const std::vector<RawParticle>& raw = input_->frame().particles;
  const std::vector<std::string>& names = input_->names().names();
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> place(names.size(), none);
  for (const RawParticle& particle : raw) {
    if (place[particle.name] == none) {
      place[particle.name] = input_->names().is_closed() ? particle.name : species_.size();
      species_.push_back({names[particle.name], 1.0});
    }
  }
  if (input_->names().is_closed()) {
    species_.clear();
    for (std::size_t s = 0; s < names.size(); ++s) {
      if (place[s] == none) {
        input_->fail(
            fmt::format("no particle is of species '{}'; accepted: only names of species that are there", names[s]));
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
      input_->fail(fmt::format("the particle id {} appears twice", particle.id));
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

void TrajectoryReader::require_same_particles() const
{
  const std::vector<RawParticle>& raw = input_->frame().particles;
  const std::vector<std::int64_t>& ids = particles_.id;
  for (std::size_t i = 0; i < std::max(raw.size(), ids.size()); ++i) {
    if (i == raw.size() || (i < ids.size() && raw[i].id > ids[i])) {
      input_->fail(fmt::format("particle {} is missing, which frame {} has; accepted: the same particles in all frames",
                               ids[i], file_.first_frame));
    }
    if (i > 0 && raw[i].id == raw[i - 1].id) {
      input_->fail(fmt::format("the particle id {} appears twice", raw[i].id));
    }
    if (i == ids.size() || raw[i].id < ids[i]) {
      input_->fail(
          fmt::format("particle {} is new, frame {} has not got it; accepted: the same particles in all frames",
                      raw[i].id, file_.first_frame));
    }
    if (raw[i].name >= species_of_name_.size() || species_of_name_[raw[i].name] != particles_.species[i]) {
      input_->fail(fmt::format("particle {} is of species '{}' and was of species '{}' in frame {}", raw[i].id,
                               input_->names().names()[raw[i].name], species_[index(particles_.species[i])].name,
                               file_.first_frame));
    }
  }
}

void TrajectoryReader::take_box()
{
  const Box box = input_->box();
  if (boxes_ == FrameBoxes::own) {
    box_ = box;
  }
  else if (!is_same_box(box_, box)) {
    const Vec3& lengths = box.lengths();
    const Vec3& first = box_.lengths();
    input_->fail(fmt::format("the box is {} {} {} and was {} {} {} in frame {}; accepted: the same box in all frames",
                             lengths.x, lengths.y, lengths.z, first.x, first.y, first.z, file_.first_frame));
  }
}

/// The shortest way from where the particle was.
void TrajectoryReader::unwrap(std::size_t particle)
{
  const Vec3 to = file_.length_unit * input_->frame().particles[particle].position;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = box_.lengths()[axis];
    const double way = to[axis] - particles_.position[axis][particle];
    const double boxes = std::round(way / length);
    const double image = particles_.image[axis][particle] - boxes;
    if (!(std::abs(image) < most_images)) {
      input_->fail(fmt::format("particle {} is too far away to count its images: {} = {}", particles_.id[particle],
                               "xyz"[axis], to[axis]));
    }
    particles_.image[axis][particle] = static_cast<std::int32_t>(image);
    note_move(std::abs(way / length - boxes), particle);
  }
}

void TrajectoryReader::note_move(double box_fraction, std::size_t particle)
{
  if (box_fraction > largest_move_.box_fraction) {
    largest_move_ = {box_fraction, particles_.id[particle], input_->number()};
  }
}

void TrajectoryReader::extend_paths()
{
  const RawFrame& raw = input_->frame();
  const FarthestMove farthest = input_->paths.take(raw.particles, file_.length_unit * raw.corner, box_.lengths(),
                                                   file_.length_unit, raw.is_unwrapped || file_.unwrapped);
  note_move(farthest.box_fraction, farthest.particle);
}

void TrajectoryReader::take_positions()
{
  const RawFrame& raw = input_->frame();
  const bool has_images = boxes_ == FrameBoxes::same;
  if (!has_images) {
    extend_paths();
  }
  for (std::size_t i = 0; i < raw.particles.size(); ++i) {
    const RawParticle& particle = raw.particles[i];
    if (has_images && !raw.is_unwrapped && !file_.unwrapped) {
      unwrap(i);
    }
    const Vec3 position = file_.length_unit * particle.position;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if (has_images && file_.unwrapped && !raw.is_unwrapped) {  // to find out whether that is so
        note_move(std::abs(position[axis] - particles_.position[axis][i]) / box_.lengths()[axis], i);
      }
      particles_.position[axis][i] = position[axis];
      if (!has_images || raw.is_unwrapped) {
        particles_.image[axis][i] = has_images ? particle.image[axis] : 0;
      }
    }
  }
}

std::optional<double> TrajectoryReader::time_of_frame() const
{
  if (file_.time_between_frames) {
    return static_cast<double>(input_->number() - 1) * file_.time_between_frames->value();
  }
  if (file_.time_step && input_->frame().step) {
    return static_cast<double>(*input_->frame().step) * file_.time_step->value();
  }
  if (input_->frame().time) {
    return file_.time_unit * *input_->frame().time;
  }
  return std::nullopt;
}

std::optional<TrajectoryFrame> TrajectoryReader::next_frame()
{
  if (!frame_is_waiting_) {
    if (!input_->next()) {
      return std::nullopt;
    }
    require_same_particles();
    take_box();
    take_positions();
  }
  frame_is_waiting_ = false;
  return TrajectoryFrame{input_->number(), input_->frame().step, time_of_frame(), particles_,
                         input_->paths.positions()};
}

}  // namespace soret
