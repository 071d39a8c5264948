#include <soret/simulation/elastic_neighbours.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace soret {

namespace {

/// How much longer `now` is than `then`.
Vec3 stretch(const Box& now, const Box& then)
{
  const Vec3& a = now.lengths();
  const Vec3& b = then.lengths();
  return {a.x / b.x, a.y / b.y, a.z / b.z};
}

/// (1/s - 1)/2, s being the smallest of the factors.
double half_shrinkage(const Vec3& factors) { return 0.5 * (1.0 / std::min({factors.x, factors.y, factors.z}) - 1.0); }

std::string planes_entry(std::size_t axis) { return fmt::format("planes/{}", "xyz"[axis]); }

double longest_of(const Vec3& factors) { return std::max({factors.x, factors.y, factors.z}); }

/// The largest distance between positions and where they were; NaN if one is.
double largest_displacement(const std::array<std::vector<double>, 3>& positions,
                            const std::array<std::vector<double>, 3>& reference)
{
  const auto& [x, y, z] = positions;
  const auto& [from_x, from_y, from_z] = reference;
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

}  // namespace

ElasticNeighbours::ElasticNeighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff,
                                     ListBuffers buffers, const Box& box, bool balance)
    : lists_{communicator, grid, cutoff, buffers},
      decision_{communicator, lists_.near_displacement_squared()},
      balance_{communicator, balance},
      cutoff_{cutoff},
      frame_{box},
      near_box_{box}
{
}

void ElasticNeighbours::rebuild(const Box& box, Particles& particles, Luggage luggage)
{
  rebuild_once(box, particles, luggage);
  if (const auto planes = balance_.all_after_search(box, particles, lists_)) {
    lists_.shift_planes(*planes);
    rebuild_once(box, particles, luggage);
  }
}

void ElasticNeighbours::rebuild_once(const Box& box, Particles& particles, Luggage luggage)
{
  frame_ = box;
  near_box_ = box;
  lists_.rebuild(box, particles, luggage);
  decision_.count_anew();
}

void ElasticNeighbours::change_buffers(ListBuffers buffers)
{
  lists_.change_buffers(buffers);
  decision_.change_limit(lists_.near_displacement_squared());
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
  if (box.lengths() == frame_.lengths()) {
    lists_.refresh(particles);
    return;
  }
  const Vec3 stretched = stretch(box, frame_);
  map_into_frame(particles, stretched);
  refresh_mapped(stretched);
}

bool ElasticNeighbours::needs_near(const Box& box) const
{
  const double displacement =
      longest_of(stretch(near_box_, frame_)) * largest_displacement(mapped_.position, lists_.reference());
  const double approach = displacement + cutoff_ * half_shrinkage(stretch(box, near_box_));
  return lists_.all_need_near(approach < 0.0 ? 0.0 : approach * approach);  // a NaN stays one
}

/// How much closer two particles of the near range may have come since the search, over two.
double ElasticNeighbours::approach_since_search(const Box& box) const
{
  return largest_displacement(mapped_.position, lists_.search_reference()) +
         lists_.near_range() * half_shrinkage(stretch(box, frame_));
}

void ElasticNeighbours::update(const Box& box, Particles& particles, Luggage luggage)
{
  const Vec3 stretched = stretch(box, frame_);
  map_into_frame(particles, stretched);
  const bool is_near_old = needs_near(box);
  if (is_near_old && lists_.all_need_search(approach_since_search(box))) {
    rebuild(box, particles, luggage);
    return;
  }
  refresh_mapped(stretched);
  if (is_near_old) {
    lists_.pick_near(mapped_.position);
    near_box_ = box;
    decision_.count_anew();
  }
}

void ElasticNeighbours::save_domains(State& state) const
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    state.put(planes_entry(axis), lists_.grid().planes()[axis]);
  }
  balance_.save(state);
}

void ElasticNeighbours::restore_domains(const State& state, const Box& box, Particles& particles)
{
  GridPlanes planes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    planes[axis] = state.doubles(planes_entry(axis));
  }
  lists_.shift_planes(planes);
  rebuild_once(box, particles, {});
  balance_.load(state);
}

void ElasticNeighbours::restore_near(const Box& box, const std::array<std::vector<double>, 3>& reference)
{
  mapped_.position = reference;
  constexpr double rounding =
      1e-9;  // a list that was just searched has moved by nothing, and equal buffers allow no more
  if (lists_.all_need_search(approach_since_search(box) - rounding)) {
    throw InputError(fmt::format(
        "the saved run had other list buffers or another cutoff: its lists cannot be made with ranges of {:g} "
        "and {:g}",
        lists_.near_range(), lists_.range()));
  }
  refresh_mapped(stretch(box, frame_));
  lists_.pick_near(mapped_.position);
  mapped_ = {};
  near_box_ = box;
}

/// In the box of the frame.
void ElasticNeighbours::renew(Particles& particles, Luggage luggage)
{
  if (lists_.all_need_search(largest_displacement(particles.position, lists_.search_reference()))) {
    rebuild(frame_, particles, luggage);
    return;
  }
  lists_.refresh(particles);
  lists_.pick_near(particles.position);
  decision_.count_anew();
}

void ElasticNeighbours::start_update(Particles& particles, double local_displacement_squared, Luggage luggage)
{
  const bool wait = decision_.is_doubtful();
  decision_.start(local_displacement_squared);
  if (wait && decision_.all_need_rebuild()) {
    renew(particles, luggage);
  }
  else {
    lists_.start_refresh(particles);
  }
}

bool ElasticNeighbours::renew_if_needed(Particles& particles, Luggage luggage)
{
  if (!decision_.is_under_way() || !decision_.all_need_rebuild()) {
    return false;
  }
  lists_.finish_refresh();
  renew(particles, luggage);
  return true;
}

}  // namespace soret
