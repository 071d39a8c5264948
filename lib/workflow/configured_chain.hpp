#pragma once
/// \file
/// What the chains of soret-gcmc have in common, whatever goes through their box.

#include <soret/workflow/gcmc_chain.hpp>
#include <soret/workflow/gcmc_setup.hpp>

#include <memory>
#include <utility>

namespace soret::detail {

/// Chain: MonteCarloChain or DecomposedChain.
template <class Chain>
class ConfiguredChain : public GcmcChain {
 public:
  void tune(bool on) override { chain_->tune(on); }
  void begin_settling() override { make_settling_chain(); }
  void end_settling() override
  {
    take_over(*settling_);
    settling_.reset();
  }
  std::string steps_in_words() const override { return tuned_.in_words(settings_.model.species); }

  void verify_energy() override
  {
    State as_it_was;
    chain_->save(as_it_was);
    chain_->check_energy();
    chain_->load(as_it_was);
  }

  void save(State& state) const override
  {
    State of_chain;
    chain_->save(of_chain);
    state.put_all("chain", std::move(of_chain));
    if (settling_) {
      State of_settling;
      settling_->save(of_settling);
      state.put_all("settling", of_settling);
    }
  }

  void load(const State& state) override
  {
    chain_->load(state.part("chain"));
    if (state.contains_part("settling")) {
      make_settling_chain();
      settling_->load(state.part("settling"));
    }
  }

 protected:
  ConfiguredChain(const GcmcSettings& settings, Seed seed, int replica, std::unique_ptr<Chain> chain)
      : settings_{settings},
        seed_{seed},
        replica_{replica},
        chain_{std::move(chain)},
        tuned_{add_moves(*chain_, settings)}
  {
  }

  /// A chain of the start without moves at fixed numbers; those of one seed are told apart by their instance.
  virtual std::unique_ptr<Chain> settling_chain(std::uint64_t instance) const = 0;
  /// Takes the particles of the chain that has settled them.
  virtual void take_over(const Chain& settled) = 0;

  const GcmcSettings& settings() const { return settings_; }
  Seed seed() const { return seed_; }
  int replica() const { return replica_; }
  bool is_settling() const { return settling_ != nullptr; }
  Chain& settling() { return *settling_; }
  Chain& chain() { return *chain_; }
  const Chain& chain() const { return *chain_; }
  TunedMoves& tuned() { return tuned_; }

 private:
  void make_settling_chain()
  {
    constexpr std::uint64_t not_the_main_chain = 1;
    settling_ = settling_chain(not_the_main_chain);
    settling_->add(displacement_of(settings_), 1.0);
    settling_->tune(true);
  }

  GcmcSettings settings_;
  Seed seed_;
  int replica_;
  std::unique_ptr<Chain> chain_;
  TunedMoves tuned_;
  std::unique_ptr<Chain> settling_;
};

}  // namespace soret::detail
