// The program of the documentation, shortened: a mixture in a temperature gradient and its Soret coefficient.
#include <soret/soret.hpp>

#include <cmath>

int main(int argc, char** argv)
{
  using namespace soret;
  mpi::Session session{argc, argv};
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  const Species ar = field.add({.name = "Ar", .mass = 1.0}, LennardJones{.epsilon = 1.00, .sigma = 1.00});
  const Species kr = field.add({.name = "Kr", .mass = 2.1}, LennardJones{.epsilon = 1.39, .sigma = 1.07});
  System system = lattice(Box{6.0, 6.0, 18.0}, {{ar, 200}, {kr, 200}}, field.species(), Seed{16});
  draw_velocities(system, Temperature{1.2}, Seed{17});
  Simulation simulation{session.world(), std::move(system), field, VelocityVerlet{TimeStep{0.002}}};
  simulation.control(Csvr{Temperature{1.2}, RelaxationTime{0.5}, Seed{18}});
  simulation.advance(Steps{1000});
  simulation.remove_controls();
  simulation.control(
      HeatExchange{.hot = Slab{Axis::z, 0.5, 0.1}, .cold = Slab{Axis::z, 0.0, 0.1}, .power = Power{30.0}});
  simulation.advance(Steps{2000});
  SlabProfile profile{Axis::z, Bins{36}, Blocks{10}};
  simulation.advance(Steps{4000}, every(Steps{20}, profile));
  const Soret soret = soret_coefficient(profile.reduce(session.world()), kr, FitWindow{0.10, 0.40});
  session.root_out() << "S_T(Kr) = " << soret.coefficient << '\n';
  return std::isfinite(soret.coefficient.value) && soret.coefficient.standard_error > 0.0 ? 0 : 1;
}
