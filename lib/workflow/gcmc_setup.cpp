#include <soret/workflow/gcmc_setup.hpp>

#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/identity_exchange.hpp>
#include <soret/montecarlo/identity_swap.hpp>
#include <soret/montecarlo/transfer.hpp>
#include <soret/montecarlo/volume_change.hpp>
#include <soret/workflow/engine_setup.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

std::vector<Species> all_species(const SpeciesTable& table)
{
  std::vector<Species> all;
  for (std::size_t s = 0; s < table.size(); ++s) {
    all.push_back(static_cast<Species>(s));
  }
  return all;
}

}  // namespace

Reservoir reservoir_of(const GcmcState& state)
{
  std::vector<Activity> activities;
  for (const double activity : state.activities) {
    activities.emplace_back(activity);
  }
  return Reservoir{state.temperature, std::move(activities), state.pressure};
}

std::unique_ptr<MonteCarloChain> settling_chain(const GcmcSettings& settings, Seed seed)
{
  constexpr std::uint64_t not_the_main_chain = 1;
  ChainOptions options;
  options.seed = seed;
  options.instance = not_the_main_chain;
  auto chain =
      std::make_unique<MonteCarloChain>(make_start(settings.start, settings.model, seed),
                                        force_field_of(settings.model), Reservoir{settings.state.temperature}, options);
  chain->add(Displacement{settings.model.species, settings.moves.displacement, settings.moves.target_acceptance}, 1.0);
  chain->tune(true);
  return chain;
}

ConfiguredChain::ConfiguredChain(const GcmcSettings& settings, Seed seed) : species_{settings.model.species}
{
  ChainOptions options;
  options.seed = seed;
  options.tail_corrections = settings.state.tail_corrections;
  options.density_limit = settings.state.largest_density;
  chain_ = std::make_unique<MonteCarloChain>(make_start(settings.start, settings.model, seed),
                                             force_field_of(settings.model), reservoir_of(settings.state), options);
  add_moves(settings);
}

void ConfiguredChain::add_moves(const GcmcSettings& settings)
{
  const MoveSettings& moves = settings.moves;
  const std::vector<Species> all = all_species(species_);
  if (moves.displacements > 0.0) {
    displacement_ =
        &chain_->add(Displacement{species_, moves.displacement, moves.target_acceptance}, moves.displacements);
  }
  if (moves.exchanges > 0.0) {
    chain_->add(Transfer{species_, all, moves.insertion_trials}, moves.exchanges);
  }
  if (moves.identity_changes > 0.0) {
    chain_->add(IdentityExchange{species_, all}, moves.identity_changes);
  }
  if (moves.swaps > 0.0) {
    chain_->add(IdentitySwap{species_, all}, moves.swaps);
  }
  if (moves.volume_changes > 0.0) {
    volume_change_ = &chain_->add(VolumeChange{moves.volume_change, moves.target_acceptance}, moves.volume_changes);
  }
}

std::string ConfiguredChain::steps_in_words() const
{
  std::string words;
  const auto append = [&](const std::string& part) { words += (words.empty() ? "" : ", ") + part; };
  for (std::size_t s = 0; displacement_ != nullptr && s < species_.size(); ++s) {
    append(fmt::format("largest displacement of {} {:.4g}", species_[s].name,
                       displacement_->step(static_cast<Species>(s))));
  }
  if (volume_change_ != nullptr) {
    append(fmt::format("largest change of ln V {:.4g}", volume_change_->step()));
  }
  return words;
}

}  // namespace soret
