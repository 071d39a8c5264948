/// \file
/// Saving and restoring a Simulation.

#include <soret/core/error.hpp>
#include <soret/simulation/simulation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace soret {

namespace {

constexpr std::array<const char*, 3> axis_names{"x", "y", "z"};

std::string named(const char* quantity, std::size_t axis) { return fmt::format("{}/{}", quantity, axis_names[axis]); }

std::string control_prefix(std::size_t index) { return fmt::format("control/{}", index); }

/// Positions when the lists were made come first: making them from these restores order and lists exactly.
void save_particles(const Particles& particles, const Neighbours& lists, State& state)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    state.put(named("search_reference", axis), lists.search_reference()[axis]);
    state.put(named("reference", axis), lists.reference()[axis]);
    state.put(named("position", axis), particles.position[axis]);
    state.put(named("velocity", axis), particles.velocity[axis]);
    state.put(named("force", axis), particles.force[axis]);
    state.put(named("image", axis),
              std::vector<std::int64_t>(particles.image[axis].begin(), particles.image[axis].end()));
  }
  std::vector<std::int64_t> species;
  species.reserve(particles.size());
  std::transform(particles.species.begin(), particles.species.end(), std::back_inserter(species),
                 [](Species s) { return static_cast<std::int64_t>(index(s)); });
  state.put("species", std::move(species));
  state.put("id", particles.id);
}

std::array<std::vector<double>, 3> load_vectors(const char* name, const State& state)
{
  return {state.doubles(named(name, 0)), state.doubles(named(name, 1)), state.doubles(named(name, 2))};
}

/// All but positions and forces.
void load_particles(const State& state, Particles& particles)
{
  const auto& ids = state.integers("id");
  particles.resize(ids.size());
  particles.id = ids;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    particles.velocity[axis] = state.doubles(named("velocity", axis));
    const auto& images = state.integers(named("image", axis));
    std::transform(images.begin(), images.end(), particles.image[axis].begin(),
                   [](std::int64_t image) { return static_cast<std::int32_t>(image); });
  }
  const auto& species = state.integers("species");
  std::transform(species.begin(), species.end(), particles.species.begin(),
                 [](std::int64_t s) { return Species{static_cast<std::uint8_t>(s)}; });
}

void save_box(const Box& box, const char* name, State& state)
{
  state.put(name, std::vector<double>{box.lengths().x, box.lengths().y, box.lengths().z});
}

Box load_box(const char* name, const State& state)
{
  const auto& lengths = state.doubles(name);
  return {lengths.at(0), lengths.at(1), lengths.at(2)};
}

}  // namespace

void Simulation::save(State& state) const
{
  state.put("step", step_);
  save_box(box_, "box", state);
  save_box(neighbours_.frame(), "search_box", state);
  save_box(neighbours_.near_box(), "reference_box", state);
  if (has_changed_buffers_) {
    state.put("list_buffers", std::vector<double>{buffers_.near.value(), buffers_.wide.value()});
  }
  state.put("grid", std::vector<std::int64_t>(grid().shape().begin(), grid().shape().end()));
  State domains;
  neighbours_.save_domains(domains);
  state.put_all("domains", domains);
  save_particles(particles_, neighbours_.lists(), state);
  State forces;
  history_.save(forces);
  state.put_all("earlier_force", std::move(forces));
  state.put("control_count", static_cast<std::int64_t>(controls_.size()));
  for (std::size_t c = 0; c < controls_.size(); ++c) {
    State part;
    controls_[c]->save(part);
    part.put("name", controls_[c]->name());
    state.put_all(control_prefix(c), std::move(part));
  }
}

void Simulation::load(const State& state)
{
  const auto& shape = state.integers("grid");
  if (!std::equal(shape.begin(), shape.end(), grid().shape().begin())) {
    throw InputError(
        fmt::format("the saved run had a rank grid of {} x {} x {}, this one has {} x {} x {}; give [run] grid",
                    shape.at(0), shape.at(1), shape.at(2), grid().shape()[0], grid().shape()[1], grid().shape()[2]));
  }
  if (state.integer("control_count") != static_cast<std::int64_t>(controls_.size())) {
    throw InputError(fmt::format("the saved run had {} controls, this one has {}", state.integer("control_count"),
                                 controls_.size()));
  }
  if (state.contains("list_buffers")) {
    const std::vector<double>& buffers = state.doubles("list_buffers");
    take_list_buffers({Skin{buffers.at(0)}, Skin{buffers.at(1)}});
  }
  step_ = state.integer("step");
  load_particles(state, particles_);
  particles_.position = load_vectors("search_reference", state);
  neighbours_.restore_domains(state.part("domains"), load_box("search_box", state), particles_);
  if (particles_.id != state.integers("id")) {
    throw RunTimeFailure("the saved particles are not in the order that their positions imply");
  }
  neighbours_.restore_near(load_box("reference_box", state), load_vectors("reference", state));
  particles_.position = load_vectors("position", state);
  particles_.force = load_vectors("force", state);
  history_.load(state.part("earlier_force"));
  box_ = load_box("box", state);
  neighbours_.refresh(box_, particles_);
  for (std::size_t c = 0; c < controls_.size(); ++c) {
    const State part = state.part(control_prefix(c));
    if (part.text("name") != controls_[c]->name()) {
      throw InputError(
          fmt::format("control {} of the saved run is {}, here it is {}", c, part.text("name"), controls_[c]->name()));
    }
    controls_[c]->load(part);
  }
}

}  // namespace soret
