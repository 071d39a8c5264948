// A pair potential that soret does not have: the library's vectorised loop runs it without any change to the library.
#include <soret/soret.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <string>

namespace {

/// Screened repulsion u(r) = strength exp(-r/length)/r, shifted to zero at the cutoff.
/// -(du/dr)/r = strength exp(-r/length)/r³ (1 + r/length).
struct ScreenedRepulsion {
  double strength = 1.0;
  double length = 1.0;

  static constexpr std::size_t coefficient_count = 3;  // strength, 1/length, energy at the cutoff
  std::array<double, coefficient_count> coefficients(double cutoff) const
  {
    return {strength, 1.0 / length, strength * std::exp(-cutoff / length) / cutoff};
  }

  template <class T>
  static soret::PairTerm<T> evaluate(T r_squared, const T* c)
  {
    using std::exp;
    using std::sqrt;
    const T r = sqrt(r_squared);
    const T unshifted = c[0] * exp(-r * c[1]) / r;
    return {.energy = unshifted - c[2], .force_over_r = unshifted * (T(1.0) + r * c[1]) / r_squared};
  }
};

constexpr double cutoff = 3.0;

double energy_at(const ScreenedRepulsion& potential, double r)
{
  return ScreenedRepulsion::evaluate(r * r, potential.coefficients(cutoff).data()).energy;
}

/// Sum over all pairs with the formula in scalar arithmetic, to be compared with the loop's.
double energy_of_all_pairs(const soret::System& system, const ScreenedRepulsion& potential)
{
  double sum = 0.0;
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto separation =
          system.box.minimum_image(system.particles.position_of(i) - system.particles.position_of(j));
      const double r = std::sqrt(soret::norm_squared(separation));
      sum += r < cutoff ? energy_at(potential, r) : 0.0;
    }
  }
  return sum;
}

bool agrees(std::ostream& out, const std::string& what, double found, double expected, double tolerance)
{
  const bool good = std::abs(found - expected) <= tolerance * std::abs(expected);
  out << what << ": " << found << ", expected " << expected << (good ? "" : "  <- wrong") << '\n';
  return good;
}

}  // namespace

int main(int argc, char** argv)
{
  using namespace soret;
  mpi::Session session{argc, argv};
  std::ostream& out = session.root_out();
  const ScreenedRepulsion potential{.strength = 5.0, .length = 0.8};
  ForceField field{Cutoff{cutoff}, Mixing::none};
  const Species colloid = field.add({.name = "colloid", .mass = 1.0}, potential);
  System system = lattice(Box{9.0, 9.0, 9.0}, {{colloid, 500}}, field.species(), Seed{1});
  draw_velocities(system, Temperature{1.0}, Seed{2});
  const double expected_energy = energy_of_all_pairs(system, potential);

  Simulation simulation{session.world(), std::move(system), field, VelocityVerlet{TimeStep{0.002}}};
  const Thermodynamics start = simulation.measure();
  bool good = agrees(out, "potential energy", start.potential_energy, expected_energy, 1e-12);

  constexpr double h = 1e-5;
  const double slope = (energy_at(potential, 1.1 + h) - energy_at(potential, 1.1 - h)) / (2.0 * h);
  const double force = 1.1 * ScreenedRepulsion::evaluate(1.1 * 1.1, potential.coefficients(cutoff).data()).force_over_r;
  good = agrees(out, "force at r = 1.1", force, -slope, 1e-8) && good;

  simulation.advance(Steps{2000});
  good =
      agrees(out, "total energy after 2000 steps", simulation.measure().total_energy(), start.total_energy(), 1e-4) &&
      good;
  const std::string instruction_set = simulation.instruction_set();
  out << "instruction set: " << instruction_set << '\n';
  if (argc > 1 && std::string{argv[1]} == "vectorised") {
    good = instruction_set != "SCALAR" && good;
  }
  return good ? 0 : 1;
}
