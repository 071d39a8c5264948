/// Energies and virials of fixed configurations to every digit that NIST prints.
#include "support/nist.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/simulation/simulation.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <optional>
#include <string>
#include <tuple>

using namespace soret;
using namespace test_support;

namespace {

/// A published number: what rounds or truncates to it agrees with it.
struct Printed {
  double value;
  double unit;  ///< of its last digit
  explicit Printed(const std::string& text) : value{std::stod(text)}
  {
    const std::size_t point = text.find('.');
    const auto decimals = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    unit = std::pow(10.0, -decimals);
  }
  bool agrees_with(double found) const
  {
    const double excess = std::abs(found) - std::abs(value);
    return found * value >= 0.0 && excess >= -0.5 * unit && excess < unit;
  }
};

/// U, W = sum r.f and the long-range correction of U.
struct Reference {
  int configuration;
  double cutoff;
  const char* energy;
  const char* virial;
  const char* tail;
};

/// The values of one row by a Simulation on all ranks; nothing if the box cannot be divided, which must then be said
/// with the numbers.
template <class P>
std::optional<Thermodynamics> measured(const Reference& row, const P& potential)
{
  ForceField field{Cutoff{row.cutoff}};
  field.add({"A", 1.0}, potential);
  const System system = nist_configuration(row.configuration, field.species());
  const mpi::Communicator world = test_world();
  try {
    Simulation simulation{world, system, field, VelocityVerlet{TimeStep{0.001}}, {.skin = Skin{0.3}}};
    return simulation.measure();
  }
  catch (const InputError& refusal) {
    const std::string message = refusal.what();
    const std::string length = std::to_string(std::lround(system.box.lengths().x));
    CHECK(world.size() > 1);
    CHECK(message.find("a box of " + length + " x " + length + " x " + length) != std::string::npos);
    CHECK(message.find(std::to_string(world.size()) + " ranks") != std::string::npos);
    return {};
  }
}

template <class P>
void check(const Reference& row, const P& potential)
{
  CAPTURE(row.configuration);
  CAPTURE(row.cutoff);
  const std::optional<Thermodynamics> found = measured(row, potential);
  if (!found) {
    return;
  }
  const double energy = found->potential_energy;
  const double virial = found->virial[0] + found->virial[1] + found->virial[2];
  for (const auto& [name, published, value] : {std::tuple{"U", row.energy, energy}, std::tuple{"W", row.virial, virial},
                                               std::tuple{"U_LRC", row.tail, found->tail_energy}}) {
    const std::string line = std::string{name} + " = " + std::to_string(value) + ", published " + published;
    CHECK_MESSAGE(Printed{published}.agrees_with(value), line);
  }
}

}  // namespace

TEST_CASE("NIST Lennard-Jones configurations, cut")
{
  const LennardJones cut{1.0, 1.0, Truncation::cut};
  check({1, 3.0, "-4351.5402", "-568.67", "-198.49"}, cut);
  check({2, 3.0, "-690.00404", "-568.46", "-24.230"}, cut);
  check({3, 3.0, "-1146.6674", "-1164.9", "-49.622"}, cut);
  check({4, 3.0, "-16.790321", "-46.249", "-0.54517"}, cut);
  check({1, 4.0, "-4467.4957", "-1263.9", "-83.769"}, cut);
  check({2, 4.0, "-704.60332", "-655.99", "-10.226"}, cut);
  check({3, 4.0, "-1175.3806", "-1337.1", "-20.942"}, cut);
  check({4, 4.0, "-17.060453", "-47.869", "-0.23008"}, cut);
}

TEST_CASE("NIST Lennard-Jones configurations, force-shifted")
{
  const ForceShiftedLennardJones force_shifted{};
  check({1, 3.0, "-3870.9", "317.54", "0"}, force_shifted);
  check({2, 3.0, "-620.12", "-445.33", "0"}, force_shifted);
  check({3, 3.0, "-1021.0", "-935.78", "0"}, force_shifted);
  check({4, 3.0, "-15.001", "-43.096", "0"}, force_shifted);
}

TEST_CASE("the tail correction of the pressure")
{
  // Frenkel and Smit, equation 3.2.10: (16/3) pi rho² (2/3 r_c^-9 - r_c^-3).
  const std::optional<Thermodynamics> found = measured({1, 3.0, "", "", ""}, LennardJones{1.0, 1.0, Truncation::cut});
  if (found) {
    const double density = 0.8;
    const double s3 = 1.0 / 27.0;
    const double expected = 16.0 / 3.0 * std::numbers::pi * density * density * (2.0 / 3.0 * s3 * s3 * s3 - s3);
    CHECK(found->tail_pressure == doctest::Approx(expected).epsilon(1e-12));
  }
}
