/// \file
/// What every control must do, whatever it does: book its energy, keep or not keep momentum as it says, continue from a
/// saved state bit for bit, and not care how particles are dealt to ranks.

#include "toy.hpp"

#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/centre_of_mass_removal.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/heat_exchange.hpp>
#include <soret/dynamics/langevin.hpp>
#include <soret/dynamics/muller_plathe_swap.hpp>
#include <soret/dynamics/nose_hoover_chain.hpp>
#include <soret/dynamics/self_propulsion.hpp>
#include <soret/dynamics/slab_rescaling.hpp>
#include <soret/dynamics/velocity_rescaling.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace soret;

namespace {

const Box box{6.0, 7.0, 20.0};
const Slab hot{Axis::z, 0.5, 0.15};
const Slab cold{Axis::z, 0.0, 0.15};
const Temperature warm{1.5};
const RelaxationTime half{0.5};

struct Case {
  std::string title;
  std::function<void(toy::Run&)> add;
};

std::vector<Case> cases()
{
  return {
      {"Langevin, box",
       [](toy::Run& run) {
         run.control(Langevin{warm, half, Seed{1}});
       }},
      {"Langevin, two slabs",
       [](toy::Run& run) {
         run.control(Langevin{warm, half, Seed{1}, hot, "hot", 0});
         run.control(Langevin{Temperature{0.5}, half, Seed{1}, cold, "cold", 1});
       }},
      {"Nosé-Hoover chain, box",
       [](toy::Run& run) {
         run.control(NoseHooverChain{warm, half});
       }},
      {"Nosé-Hoover chain, slab",
       [](toy::Run& run) {
         run.control(NoseHooverChain{warm, half, 3, cold});
       }},
      {"CSVR, box",
       [](toy::Run& run) {
         run.control(Csvr{warm, half, Seed{2}});
       }},
      {"CSVR, slab",
       [](toy::Run& run) {
         run.control(Csvr{warm, half, Seed{2}, hot});
       }},
      {"self-propulsion, run and tumble",
       [](toy::Run& run) {
         run.control(SelfPropulsion{Propulsion::run_and_tumble, Force{0.8}, RelaxationTime{0.05}, {}, Seed{4}});
       }},
      {"self-propulsion, Brownian, one species",
       [](toy::Run& run) {
         run.control(SelfPropulsion{Propulsion::brownian, Force{0.8}, half, {Species{1}}, Seed{4}});
       }},
      {"self-propulsion, Ornstein-Uhlenbeck",
       [](toy::Run& run) {
         run.control(SelfPropulsion{Propulsion::ornstein_uhlenbeck, Force{0.8}, half, {}, Seed{4}});
       }},
      {"rescaling, box",
       [](toy::Run& run) {
         run.control(VelocityRescaling{warm, Steps{3}});
       }},
      {"rescaling, slab",
       [](toy::Run& run) {
         run.control(VelocityRescaling{warm, Steps{1}, hot});
       }},
      {"Langevin slab with momentum removed",
       [](toy::Run& run) {
         run.control(CentreOfMassRemoval{});
         run.control(Langevin{warm, half, Seed{1}, hot});
       }},
      {"slab rescaling",
       [](toy::Run& run) {
         run.control(SlabRescaling{hot, cold, warm, Temperature{0.7}});
       }},
      {"hex",
       [](toy::Run& run) {
         run.control(HeatExchange{hot, cold, Power{2.0}, HeatExchangeScheme::hex});
       }},
      {"ehex",
       [](toy::Run& run) {
         run.control(HeatExchange{hot, cold, Power{2.0}});
       }},
      {"swap",
       [](toy::Run& run) {
         run.control(MullerPlatheSwap{hot, cold, Steps{5}});
       }},
      {"swap of several, any species",
       [](toy::Run& run) {
         run.control(MullerPlatheSwap{hot, cold, Steps{5}, 3, SwapPartners::any_species});
       }},
  };
}

toy::Run make_run(const Case& which, const mpi::Communicator& communicator)
{
  const Particles all = toy::gas(120, box, toy::two_species(), Temperature{1.0}, Seed{9});
  toy::Run run{communicator, box, toy::two_species(), toy::dealt(all, communicator), VelocityVerlet{TimeStep{0.02}}};
  which.add(run);
  return run;
}

std::vector<State> saved(const toy::Run& run)
{
  std::vector<State> states(run.controls.size());
  for (std::size_t k = 0; k < states.size(); ++k) {
    run.controls[k]->save(states[k]);
  }
  return states;
}

}  // namespace

TEST_CASE("every control books what it adds to an ideal gas")
{
  for (const Case& which : cases()) {
    CAPTURE(which.title);
    toy::Run run = make_run(which, test_world());
    const double initial = run.all_energy();
    double worst = 0.0;
    double turnover = 0.0;
    run.advance(100, [&] {
      double gross = 0.0;
      for (const auto& control : run.controls) {
        for (const double entry : control->local_ledger()) {
          gross += std::abs(entry);
        }
      }
      turnover = std::max(turnover, run.communicator.all_sum(gross));
      worst = std::max(worst, std::abs(run.all_energy() - initial - run.all_energy_added()));
    });
    CHECK(turnover > 1.0);  // it did something
    CHECK(worst < 1e-10);
  }
}

TEST_CASE("results do not depend on the number of ranks")
{
  const mpi::Communicator alone = test_world().split(test_world().rank());
  for (const Case& which : cases()) {
    CAPTURE(which.title);
    toy::Run shared = make_run(which, test_world());
    toy::Run serial = make_run(which, alone);
    shared.advance(60);
    serial.advance(60);
    double worst = 0.0;
    for (std::size_t i = 0; i < shared.particles.size(); ++i) {
      const auto same = static_cast<std::size_t>(shared.particles.id[i]);  // in the serial run, index = id
      worst = std::max(worst, norm_squared(shared.particles.velocity_of(i) - serial.particles.velocity_of(same)));
      worst = std::max(worst, norm_squared(shared.particles.position_of(i) - serial.particles.position_of(same)));
    }
    CHECK(std::sqrt(worst) < 1e-12);
    CHECK(shared.all_energy_added() == doctest::Approx(serial.all_energy_added()).epsilon(1e-12));
  }
}

TEST_CASE("a run continued from a saved state equals the straight run bit for bit")
{
  for (const Case& which : cases()) {
    CAPTURE(which.title);
    toy::Run straight = make_run(which, test_world());
    straight.advance(37);
    toy::Run continued = make_run(which, test_world());
    continued.particles = straight.particles;
    continued.step = straight.step;
    const auto states = saved(straight);
    for (std::size_t k = 0; k < states.size(); ++k) {
      continued.controls[k]->load(states[k]);
    }
    straight.advance(23);
    continued.advance(23);
    CHECK(straight.particles.position == continued.particles.position);
    CHECK(straight.particles.velocity == continued.particles.velocity);
    const auto end_a = saved(straight);
    const auto end_b = saved(continued);
    for (std::size_t k = 0; k < states.size(); ++k) {
      CHECK(end_a[k].values() == end_b[k].values());
    }
  }
}

TEST_CASE("controls conserve momentum if and only if they say so")
{
  for (const Case& which : cases()) {
    CAPTURE(which.title);
    toy::Run run = make_run(which, test_world());
    const Vec3 initial = run.all_momentum();
    run.advance(20);
    const double change = std::sqrt(norm_squared(run.all_momentum() - initial));
    bool zeroed = false;
    bool conserved = true;
    for (const auto& control : run.controls) {
      zeroed = zeroed || control->zeroes_momentum();
      conserved = conserved && control->conserves_momentum();
    }
    if (zeroed) {
      CHECK(std::sqrt(norm_squared(run.all_momentum())) < 1e-12);
    }
    else {
      CHECK((change < 1e-11) == conserved);
    }
    CHECK(degrees_of_freedom(120, run.controls) == (conserved || zeroed ? 357 : 360));
  }
}

TEST_CASE("ledger entries have names")
{
  const HeatExchange exchange{hot, cold, Power{2.0}};
  CHECK(exchange.make()->ledger_names() == std::vector<std::string>{"ehex/hot", "ehex/cold"});
  CHECK(Langevin{warm, half, Seed{1}, hot, "hot"}.make()->ledger_names() == std::vector<std::string>{"langevin(hot)"});
  for (const Case& which : cases()) {
    const toy::Run run = make_run(which, test_world());
    for (const auto& control : run.controls) {
      CHECK(control->ledger_names().size() == control->local_ledger().size());
    }
  }
}

TEST_CASE("descriptions with impossible values are refused by name")
{
  CHECK_THROWS_WITH_AS((Langevin{Temperature{-1.0}, half, Seed{1}, hot, "hot"}.make()),
                       "langevin(hot): temperature is -1; it must be positive and finite", InputError);
  CHECK_THROWS_WITH_AS((Csvr{warm, RelaxationTime{0.0}, Seed{1}}.make()),
                       "csvr: relaxation_time is 0; it must be positive and finite", InputError);
  CHECK_THROWS_WITH_AS((NoseHooverChain{warm, half, 0}.make()), "nose_hoover_chain: length is 0; it must be at least 1",
                       InputError);
  CHECK_THROWS_AS((VelocityRescaling{warm, Steps{0}}.make()), InputError);
  CHECK_THROWS_AS((CentreOfMassRemoval{Steps{0}}.make()), InputError);
  CHECK_THROWS_AS((SlabRescaling{hot, hot, warm, warm}.make()), InputError);
  CHECK_THROWS_AS((SlabRescaling{hot, cold, warm, Temperature{0.0}}.make()), InputError);
  CHECK_THROWS_WITH_AS((HeatExchange{hot, cold, Power{-1.0}}.make()),
                       "heat_exchange: power is -1; it must be zero or positive, and finite", InputError);
  CHECK_THROWS_AS((MullerPlatheSwap{hot, cold, Steps{0}}.make()), InputError);
  CHECK_THROWS_AS((MullerPlatheSwap{hot, cold, Steps{1}, 0}.make()), InputError);
}

TEST_CASE("a heat exchange that the cold slab cannot pay for stops on every rank")
{
  toy::Run run = make_run({"", [](toy::Run& r) { r.control(HeatExchange{hot, cold, Power{1e5}}); }}, test_world());
  CHECK_THROWS_AS(run.advance(1), RunTimeFailure);
}
