#pragma once
/// \file
/// The mixture that simulation tests run, and everything that may act on it.

#include "support/brute_force.hpp"
#include "support/by_id.hpp"
#include "support/liquid.hpp"

#include <soret/dynamics/centre_of_mass_removal.hpp>
#include <soret/dynamics/csvr.hpp>
#include <soret/dynamics/heat_exchange.hpp>
#include <soret/dynamics/langevin.hpp>
#include <soret/dynamics/martyna_tobias_klein.hpp>
#include <soret/dynamics/muller_plathe_swap.hpp>
#include <soret/dynamics/nose_hoover_chain.hpp>
#include <soret/dynamics/slab_rescaling.hpp>
#include <soret/dynamics/velocity_rescaling.hpp>
#include <soret/simulation/simulation.hpp>

#include <functional>
#include <string>
#include <vector>

namespace test_support {

using namespace soret;

/// A lasting contrast in mass, size and energy.
inline ForceField mixture_field()
{
  ForceField field{Cutoff{2.5}};
  field.add({"A", 1.0}, LennardJones{});
  field.add({"B", 2.0}, LennardJones{.epsilon = 0.8, .sigma = 0.95});
  return field;
}

/// The same for the double sum over pairs.
inline PairLaws mixture_laws()
{
  const LennardJones a{};
  const LennardJones b{.epsilon = 0.8, .sigma = 0.95};
  PairLaws laws;
  laws.set(Species{0}, Species{0}, law_of(a, 2.5));
  laws.set(Species{1}, Species{1}, law_of(b, 2.5));
  laws.set(Species{0}, Species{1}, law_of(a.mixed_with(b, 0.0), 2.5));
  return laws;
}

/// Big enough for eight ranks.
inline System mixture()
{
  return liquid(Box{12.0, 12.5, 13.0}, 1200, mixture_field().species(), 0.1, Temperature{1.2});
}

/// Relative difference of the forces as they are from those of the double sum over pairs. Collective.
inline double all_force_error(const Simulation& simulation)
{
  const auto count = static_cast<std::size_t>(simulation.particle_count());
  const Particles& local = simulation.local_particles();
  const Particles everything = all_particles(simulation.communicator(), local, count);
  PairSums found{count};
  found.force = all_vectors_by_id(simulation.communicator(), local.id, local.force, count);
  return relative_errors(found, brute_force(simulation.box(), everything, mixture_laws())).force;
}

/// Something that acts on a simulation.
struct NamedControls {
  std::string name;
  std::function<void(Simulation&)> add;
};

inline constexpr Slab hot_slab{Axis::z, 0.5, 0.2};
inline constexpr Slab cold_slab{Axis::z, 0.0, 0.2};

/// Every control, on the whole box and in slabs.
inline std::vector<NamedControls> all_controls()
{
  constexpr Temperature warm{1.6};
  constexpr Temperature cool{0.9};
  constexpr RelaxationTime fast{0.3};
  return {
      {"none", [](Simulation&) {}},
      {"langevin",
       [=](Simulation& s) {
         s.control(Langevin{warm, fast, Seed{31}});
       }},
      {"two langevin slabs",
       [=](Simulation& s) {
         s.control(CentreOfMassRemoval{Steps{5}});
         s.control(Langevin{.temperature = warm, .relaxation_time = fast, .seed = Seed{31}, .region = hot_slab});
         s.control(Langevin{
             .temperature = cool, .relaxation_time = fast, .seed = Seed{31}, .region = cold_slab, .instance = 1});
       }},
      {"slabs net of recoil",
       [=](Simulation& s) {
         s.control(CentreOfMassRemoval{});
         s.control(Langevin{.temperature = warm,
                            .relaxation_time = fast,
                            .seed = Seed{31},
                            .region = hot_slab,
                            .net_of_recoil = true});
         s.control(Langevin{.temperature = cool,
                            .relaxation_time = fast,
                            .seed = Seed{31},
                            .region = cold_slab,
                            .instance = 1,
                            .net_of_recoil = true});
       }},
      {"csvr",
       [=](Simulation& s) {
         s.control(Csvr{warm, fast, Seed{32}});
       }},
      {"nose-hoover chain",
       [=](Simulation& s) {
         s.control(NoseHooverChain{warm, fast});
       }},
      {"velocity rescaling",
       [=](Simulation& s) { s.control(VelocityRescaling{.temperature = warm, .interval = Steps{3}}); }},
      {"slab rescaling",
       [=](Simulation& s) {
         s.control(SlabRescaling{hot_slab, cold_slab, warm, cool});
       }},
      {"hex",
       [](Simulation& s) {
         s.control(HeatExchange{hot_slab, cold_slab, Power{100.0}, HeatExchangeScheme::hex});
       }},
      {"ehex",
       [](Simulation& s) {
         s.control(HeatExchange{hot_slab, cold_slab, Power{100.0}, HeatExchangeScheme::ehex});
       }},
      {"swap",
       [](Simulation& s) {
         s.control(MullerPlatheSwap{.hot = hot_slab, .cold = cold_slab, .interval = Steps{4}, .swaps = 3});
       }},
  };
}

/// What moves the box: at a pressure far from that of the mixture, so that it moves fast.
inline std::vector<NamedControls> box_controls()
{
  constexpr MartynaTobiasKlein npt{.pressure = Pressure{2.0},
                                   .temperature = Temperature{1.2},
                                   .thermostat_relaxation_time = RelaxationTime{0.3},
                                   .barostat_relaxation_time = RelaxationTime{0.3}};
  return {
      {"npt", [=](Simulation& s) { s.control(npt); }},
      {"npt along z",
       [=](Simulation& s) {
         MartynaTobiasKlein along_z = npt;
         along_z.axis = Axis::z;
         s.control(along_z);
       }},
      {"npt and a langevin slab",
       [=](Simulation& s) {
         s.control(npt);
         s.control(Langevin{.temperature = Temperature{1.6},
                            .relaxation_time = RelaxationTime{0.3},
                            .seed = Seed{31},
                            .region = hot_slab});
       }},
  };
}

}  // namespace test_support
