/// \file
/// Saving and restoring a NemdWorkflow.

#include <soret/workflow/nemd_workflow.hpp>

#include <fmt/format.h>

#include <utility>

namespace soret {

namespace {

std::string sample_prefix(const char* kind, std::size_t gradient) { return fmt::format("{}/{}", kind, gradient); }

/// Slabs change once: when the box does.
void save_slabs(const GradientSettings& gradient, State& state)
{
  std::vector<double> values;
  std::vector<std::int64_t> fractions;
  for (const SlabSettings* slab : {&gradient.hot_slab, &gradient.cold_slab}) {
    for (const Extent& extent : {slab->centre, slab->width}) {
      values.push_back(extent.value);
      fractions.push_back(extent.is_fraction ? 1 : 0);
    }
  }
  state.put("slab_extents", std::move(values));
  state.put("slab_extents_are_fractions", std::move(fractions));
}

void load_slabs(const State& state, GradientSettings& gradient)
{
  const auto& values = state.doubles("slab_extents");
  const auto& fractions = state.integers("slab_extents_are_fractions");
  std::size_t next = 0;
  for (SlabSettings* slab : {&gradient.hot_slab, &gradient.cold_slab}) {
    for (Extent* extent : {&slab->centre, &slab->width}) {
      *extent = {values.at(next), fractions.at(next) != 0};
      ++next;
    }
  }
}

}  // namespace

void NemdWorkflow::save_rest(State& state) const
{
  for (std::size_t g = 0; g < profiles_.size(); ++g) {
    State part;
    profiles_[g]->save(part);
    state.put_all(sample_prefix("profile", g), std::move(part));
    State table;
    series_[g]->save(table);
    state.put_all(sample_prefix("series", g), std::move(table));
  }
  if (protocol_) {
    State part;
    protocol_->save(part);
    state.put_all("protocol", std::move(part));
  }
  mean_box_.save(state);
  save_slabs(settings_.gradient, state);
}

void NemdWorkflow::load_rest(const State& state)
{
  mean_box_.load(state);
  load_slabs(state, settings_.gradient);
  make_samplers();
  add_controls();
}

void NemdWorkflow::load_samples(const State& state)
{
  for (std::size_t g = 0; g < profiles_.size(); ++g) {
    profiles_[g]->load(state.part(sample_prefix("profile", g)));
    series_[g]->load(state.part(sample_prefix("series", g)));
  }
  if (protocol_) {
    protocol_->load(state.part("protocol"));
  }
}

}  // namespace soret
