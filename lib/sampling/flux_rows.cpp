#include "flux_rows.hpp"

#include "kinetic_sums.hpp"

#include <array>
#include <cmath>

namespace soret::detail {

namespace {

using SymmetricTensor = std::array<double, 6>;

/// Where the sums are in a row.
namespace column {
constexpr std::size_t heat = 0;
constexpr std::size_t stress = 3;
constexpr std::size_t energy = 9;
constexpr std::size_t species = 10;  // mass, then momentum
constexpr std::size_t per_species = 4;
}  // namespace column

Vec3 product(const SymmetricTensor& t, const Vec3& v)
{
  return {t[0] * v.x + t[3] * v.y + t[4] * v.z, t[3] * v.x + t[1] * v.y + t[5] * v.z,
          t[4] * v.x + t[5] * v.y + t[2] * v.z};
}

Vec3 vector_at(std::span<const double> row, std::size_t at) { return {row[at], row[at + 1], row[at + 2]}; }

void append(std::vector<double>& row, const Vec3& vector) { row.insert(row.end(), {vector.x, vector.y, vector.z}); }

/// This rank's sum of u_i v_i + W_i v_i.
Vec3 heat_flux_of_tallies(const Snapshot& snapshot)
{
  Vec3 sum;
  for (std::size_t i = 0; i < snapshot.particles.size(); ++i) {
    const Vec3 velocity = snapshot.particles.velocity_of(i);
    SymmetricTensor virial{};
    for (std::size_t c = 0; c < virial.size(); ++c) {
      virial[c] = snapshot.virial[c][i];
    }
    sum += snapshot.potential_energy[i] * velocity + product(virial, velocity);
  }
  return sum;
}

}  // namespace

std::size_t local_row_size(std::size_t species) { return column::species + column::per_species * species; }

void append_local_sums(const Snapshot& snapshot, std::vector<double>& rows)
{
  const KineticSums kinetic = local_kinetic_sums(snapshot.particles, snapshot.species);
  const PairTotals& pairs = snapshot.totals.value();
  append(rows, kinetic.heat_flux + (pairs.heat_flux ? *pairs.heat_flux : heat_flux_of_tallies(snapshot)));
  for (std::size_t c = 0; c < pairs.virial.size(); ++c) {
    rows.push_back(kinetic.tensor[c] + pairs.virial[c]);
  }
  rows.push_back(kinetic.energy() + pairs.potential_energy);
  for (std::size_t kind = 0; kind < snapshot.species.size(); ++kind) {
    rows.push_back(kinetic.mass[kind]);
    append(rows, kinetic.momentum[kind]);
  }
}

std::vector<double> barycentric_fluxes(std::span<const double> sums, std::size_t species)
{
  const auto own = [](std::size_t kind) { return column::species + column::per_species * kind; };
  double mass = 0.0;
  Vec3 momentum;
  for (std::size_t kind = 0; kind < species; ++kind) {
    mass += sums[own(kind)];
    momentum += vector_at(sums, own(kind) + 1);
  }
  const Vec3 centre = (1.0 / mass) * momentum;
  SymmetricTensor stress{};
  for (std::size_t c = 0; c < stress.size(); ++c) {
    stress[c] = sums[column::stress + c];
  }
  std::vector<double> fluxes;
  append(fluxes, vector_at(sums, column::heat) - product(stress, centre) +
                     (mass * norm_squared(centre) - sums[column::energy]) * centre);
  for (std::size_t kind = 0; kind + 1 < species; ++kind) {
    append(fluxes, vector_at(sums, own(kind) + 1) - sums[own(kind)] * centre);
  }
  for (std::size_t c = 0; c < stress.size(); ++c) {
    stress[c] -= mass * centre[symmetric_components[c][0]] * centre[symmetric_components[c][1]];
  }
  const auto [xx, yy, zz, xy, xz, yz] = stress;
  fluxes.insert(fluxes.end(), {xy, xz, yz, 0.5 * (xx - yy), (2.0 * zz - xx - yy) / (2.0 * std::sqrt(3.0))});
  return fluxes;
}

CorrelatedQuantities flux_quantities(std::size_t species)
{
  CorrelatedQuantities result{{{std::string{flux::heat}, 3}}, {}};
  for (std::size_t kind = 0; kind + 1 < species; ++kind) {
    result.quantities.push_back({flux::mass(kind), 3});
  }
  const std::size_t vectors = result.quantities.size();
  result.quantities.push_back({std::string{flux::stress}, 5});
  for (std::size_t a = 0; a < vectors; ++a) {
    for (std::size_t b = 0; b < vectors; ++b) {
      result.pairs.push_back({a, b});
    }
  }
  result.pairs.push_back({vectors, vectors});
  return result;
}

}  // namespace soret::detail
