#include <soret/workflow/insertion_samplers.hpp>

#include <soret/workflow/insertion_setup.hpp>

#include <fmt/format.h>

#include <utility>

namespace soret {

namespace {

/// Runs at zero total momentum lack one factor V (see CouplingSamples). At constant volume the weights are all alike.
constexpr bool weighted_by_volume = true;

std::string window_prefix(std::size_t window) { return fmt::format("window/{}", window); }

WidomInsertion::Settings test_insertion_settings(const EmdSettings& settings, Species species, Temperature temperature,
                                                 Seed seed)
{
  return {.species = {test_particle_of(settings.model, species)},
          .temperature = temperature,
          .insertions = settings.insertion->test_insertions,
          .weighted_by_volume = weighted_by_volume,
          .seed = seed,
          .blocks = Blocks{20}};
}

}  // namespace

InsertionSamplers::InsertionSamplers(const EmdSettings& settings, Species species, Temperature temperature,
                                     const mpi::Communicator& replica, Seed seed)
    : species_{species}, temperature_{temperature}
{
  const InsertionSettings& insertion = *settings.insertion;
  energies_ = std::make_shared<const CoupledParticleEnergies>(
      coupled_particle_of(settings.model, species, insertion.softness), insertion.couplings, temperature);
  if (insertion.mode == InsertionSettings::Mode::ramp) {
    ramps_ = std::make_unique<CouplingRamps>(replica, energies_, weighted_by_volume);
  }
  else {
    const auto most = static_cast<std::size_t>(insertion.most_samples / 2 * 2);
    for (std::size_t window = 0; window < insertion.couplings.size(); ++window) {
      windows_.push_back(std::make_unique<CouplingEnergies>(replica, energies_, window, most));
    }
  }
  if (insertion.test_insertions > 0) {
    test_insertions_ =
        std::make_unique<WidomInsertion>(replica, test_insertion_settings(settings, species, temperature, seed));
  }
}

void InsertionSamplers::begin_window(std::size_t coupling) { coupling_ = coupling; }

void InsertionSamplers::begin_ramp(bool upwards)
{
  ramps_->begin_ramp(upwards);
  move_to(upwards ? 0 : energies_->size() - 1);
}

void InsertionSamplers::move_to(std::size_t coupling)
{
  coupling_ = coupling;
  ramps_->move_to(coupling);
}

std::vector<Sampler*> InsertionSamplers::present()
{
  std::vector<Sampler*> list;
  if (is_ramp()) {
    list.push_back(ramps_.get());
  }
  else {
    list.push_back(windows_.at(coupling_).get());
  }
  if (test_insertions_ && coupling_ == 0) {
    list.push_back(test_insertions_.get());
  }
  return list;
}

void InsertionSamplers::save(State& state) const
{
  state.put("coupling", static_cast<std::int64_t>(coupling_));
  const auto save_part = [&state](const std::string& name, const Sampler& sampler) {
    State part;
    sampler.save(part);
    state.put_all(name, part);
  };
  for (std::size_t window = 0; window < windows_.size(); ++window) {
    save_part(window_prefix(window), *windows_[window]);
  }
  if (ramps_) {
    save_part("ramps", *ramps_);
  }
  if (test_insertions_) {
    save_part("test_insertions", *test_insertions_);
  }
}

void InsertionSamplers::load(const State& state)
{
  coupling_ = static_cast<std::size_t>(state.integer("coupling"));
  for (std::size_t window = 0; window < windows_.size(); ++window) {
    windows_[window]->load(state.part(window_prefix(window)));
  }
  if (ramps_) {
    ramps_->load(state.part("ramps"));
  }
  if (test_insertions_) {
    test_insertions_->load(state.part("test_insertions"));
  }
}

InsertionRun InsertionSamplers::reduce(const Ranks& ranks) const
{
  InsertionRun run;
  run.species = index(species_);
  run.temperature = temperature_;
  if (is_ramp()) {
    run.ramps = gather_replicas(ranks.world, ranks.replica, ramps_->ramps());
  }
  else {
    run.windows = CouplingSamples{
        {energies_->lambdas().begin(), energies_->lambdas().end()}, temperature_, weighted_by_volume, {}};
    for (const auto& window : windows_) {
      run.windows->windows.push_back(gather_replicas(ranks.world, window->local_window()));
    }
  }
  if (test_insertions_) {
    ReplicaInsertions all = gather_replicas(ranks.world, ranks.replica, test_insertions_->blocks(0));
    run.test_insertions = std::move(all.blocks);
    run.test_insertion_replica = std::move(all.replica);
  }
  return run;
}

}  // namespace soret
