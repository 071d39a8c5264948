#include <soret/simulation/elastic_neighbours.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

ElasticNeighbours::ElasticNeighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff,
                                     Skin skin, const Box& box)
    : lists_{communicator, grid, cutoff, skin},
      decision_{communicator, lists_.rebuild_displacement_squared()},
      cutoff_{cutoff},
      frame_{box}
{
}

void ElasticNeighbours::rebuild(const Box& box, Particles& particles, Luggage luggage)
{
  frame_ = box;
  lists_.rebuild(box, particles, luggage);
  decision_.count_anew();
}

Vec3 ElasticNeighbours::stretch(const Box& box) const
{
  const Vec3& now = box.lengths();
  const Vec3& then = frame_.lengths();
  return {now.x / then.x, now.y / then.y, now.z / then.z};
}

void ElasticNeighbours::map_into_frame(const Particles& particles, const Vec3& stretch)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double shrink = 1.0 / stretch[axis];
    const std::vector<double>& from = particles.position[axis];
    std::vector<double>& to = mapped_.position[axis];
    to.resize(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
      to[i] = shrink * from[i];
    }
  }
}

void ElasticNeighbours::refresh_mapped(const Vec3& stretch)
{
  lists_.refresh(mapped_);
  Slots& slots = lists_.slots();
  const auto positions = slots.positions();
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots.is_empty(slot)) {
      continue;  // nobody brings it back to its place
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      positions[axis][slot] *= stretch[axis];
    }
  }
}

void ElasticNeighbours::refresh(const Box& box, const Particles& particles)
{
  if (has_frame_of(box)) {
    lists_.refresh(particles);
    return;
  }
  const Vec3 stretched = stretch(box);
  map_into_frame(particles, stretched);
  refresh_mapped(stretched);
}

double ElasticNeighbours::local_displacement() const
{
  const auto& [x, y, z] = mapped_.position;
  const auto& [from_x, from_y, from_z] = lists_.reference();
  double largest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double squared = norm_squared(Vec3{x[i] - from_x[i], y[i] - from_y[i], z[i] - from_z[i]});
    largest = squared <= largest ? largest : squared;
    if (std::isnan(squared)) {
      return squared;
    }
  }
  return std::sqrt(largest);
}

void ElasticNeighbours::update(const Box& box, Particles& particles, Luggage luggage)
{
  const Vec3 stretched = stretch(box);
  map_into_frame(particles, stretched);
  const double least = std::min({stretched.x, stretched.y, stretched.z});
  const double approach = std::max(0.0, local_displacement() + 0.5 * cutoff_ * (1.0 / least - 1.0));
  if (lists_.all_need_rebuild(approach * approach)) {
    rebuild(box, particles, luggage);
  }
  else {
    refresh_mapped(stretched);
  }
}

void ElasticNeighbours::start_update(Particles& particles, double local_displacement_squared, Luggage luggage)
{
  const bool wait = decision_.is_doubtful();
  decision_.start(local_displacement_squared);
  if (wait && decision_.all_need_rebuild()) {
    rebuild(frame_, particles, luggage);
  }
  else {
    lists_.start_refresh(particles);
  }
}

bool ElasticNeighbours::rebuild_if_needed(Particles& particles, Luggage luggage)
{
  if (!decision_.is_under_way() || !decision_.all_need_rebuild()) {
    return false;
  }
  rebuild(frame_, particles, luggage);
  return true;
}

}  // namespace soret
