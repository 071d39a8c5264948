/// \file
/// What the moments of numbers, energy, virial and volume say.

#include <soret/estimate/thermodynamic_factor.hpp>

#include "gcmc_parts.hpp"

#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr Dimension volume_dimension{.length = 3};

/// What one function of the sums gives: names and dimensions of its numbers, in order.
class Batch {
 public:
  void name(const std::string& quantity, Dimension dimension, const std::string& of = {})
  {
    items_.push_back({quantity, of, dimension, {}});
  }
  void add_to(GcmcCollector& collector, const ChainStatistics& statistics, const ChainFunction& function) const
  {
    const std::vector<Estimate> values = statistics.estimates(function);
    for (std::size_t k = 0; k < items_.size(); ++k) {
      collector.add(items_[k].name, items_[k].dimension, values.at(k), items_[k].of);
    }
  }

 private:
  std::vector<NamedEstimate> items_;
};

BinarySolution<double> solution_of(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums)
{
  const OpenMoments moments = open_moments(shape, sums);
  const double number = moments.numbers[0] + moments.numbers[1];
  return binary_solution({.g_11 = kirkwood_buff_integral(moments, 0, 0),
                          .g_22 = kirkwood_buff_integral(moments, 1, 1),
                          .g_12 = kirkwood_buff_integral(moments, 0, 1)},
                         NumberDensity{number / moments.volume}, moments.numbers[0] / number);
}

void add_integrals(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  Batch batch;
  for (std::size_t i = 0; i < shape.species(); ++i) {
    for (std::size_t j = i; j < shape.species(); ++j) {
      batch.name("kirkwood_buff", volume_dimension, chains.names()[i] + "-" + chains.names()[j]);
    }
  }
  batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
    const OpenMoments moments = open_moments(shape, sums);
    std::vector<double> integrals;
    for (std::size_t i = 0; i < shape.species(); ++i) {
      for (std::size_t j = i; j < shape.species(); ++j) {
        integrals.push_back(kirkwood_buff_integral(moments, i, j));
      }
    }
    return integrals;
  });
}

void add_pressure(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  const double moves_of_volume = chains.measured.pressure ? 1.0 : 0.0;
  Batch batch;
  batch.name("pressure", dimension::pressure);
  batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
    const double kinetic = (total_number(shape, sums) + moves_of_volume) * chains.thermal_energy();
    return std::vector{(kinetic + sums.mean(shape.virial()) / 3.0) / sums.mean(shape.volume())};
  });
  if (chains.measured.energies_jump) {
    collector.warn(
        "the pair energy jumps at the cutoff (truncation = cut), which the virial does not know of: the pressure lacks "
        "what the jumps contribute; take truncation = shifted or state.tail_corrections = yes");
  }
}

void add_enthalpy(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  Batch batch;
  batch.name("enthalpy", dimension::energy);
  batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
    const double work = chains.measured.pressure->value() * sums.mean(shape.volume());
    return std::vector{(sums.mean(shape.energy()) + work) / total_number(shape, sums) + 1.5 * chains.thermal_energy()};
  });
}

/// From the activity: <N_i>/V = z_i exp(-mu_i^ex/k_B T).
void add_potentials_of_reservoir(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  Batch batch;
  for (const std::string& name : chains.names()) {
    batch.name("chemical_potential_excess", dimension::energy, name);
  }
  batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
    std::vector<double> potentials;
    for (std::size_t i = 0; i < shape.species(); ++i) {
      const double ideal = chains.measured.activities[i] * sums.mean(shape.volume());
      if (!(sums.mean(i) > 0.0)) {
        throw RunTimeFailure("there was no particle of " + chains.names()[i]);
      }
      potentials.push_back(chains.thermal_energy() * std::log(ideal / sums.mean(i)));
    }
    return potentials;
  });
}

/// By Widom's ghosts: mu_i^ex = -k_B T ln(<V B_i>/<V>).
void add_potentials_of_ghosts(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  const char* name = chains.measured.is_open() ? "chemical_potential_excess_by_insertion" : "chemical_potential_excess";
  Batch batch;
  for (const std::string& species : chains.names()) {
    batch.name(name, dimension::energy, species);
  }
  batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
    std::vector<double> potentials;
    for (std::size_t i = 0; i < shape.species(); ++i) {
      const double weighted = sums.mean_product(shape, shape.volume(), shape.insertion_factor(i));
      if (!(weighted > 0.0)) {
        throw RunTimeFailure("no ghost of " + chains.names()[i] + " found room");
      }
      potentials.push_back(-chains.thermal_energy() * std::log(weighted / sums.mean(shape.volume())));
    }
    return potentials;
  });
}

}  // namespace

double total_number(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums)
{
  double number = 0.0;
  for (std::size_t i = 0; i < shape.species(); ++i) {
    number += sums.mean(shape.count(i));
  }
  return number;
}

OpenMoments open_moments(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums)
{
  OpenMoments moments;
  moments.volume = sums.mean(shape.volume());
  moments.energy = sums.mean(shape.energy());
  for (std::size_t i = 0; i < shape.species(); ++i) {
    moments.numbers.push_back(sums.mean(shape.count(i)));
    moments.energy_covariance.push_back(sums.covariance(shape, shape.energy(), shape.count(i)));
    for (std::size_t j = 0; j < shape.species(); ++j) {
      moments.number_covariance.push_back(sums.covariance(shape, shape.count(i), shape.count(j)));
    }
  }
  return moments;
}

double thermodynamic_factor_of(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums)
{
  return solution_of(shape, sums).thermodynamic_factor;
}

void add_fluctuations(GcmcCollector& collector, const GcmcChains& chains)
{
  if (chains.names().size() == 2) {
    Batch batch;
    batch.name("thermodynamic_factor", dimension::none);
    batch.name("thermodynamic_factor_excess", dimension::none);
    collector.attempt("thermodynamic factor", [&] {
      batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
        const BinarySolution<double> solution = solution_of(chains.shape(), sums);
        return std::vector{solution.thermodynamic_factor, solution.excess_factor};
      });
    });
  }
  collector.attempt("Kirkwood-Buff integrals", [&] { add_integrals(collector, chains); });
}

void add_state(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  Batch numbers;
  numbers.name("density", dimension::number_density);
  numbers.name("potential_energy", dimension::energy);
  if (chains.measured.is_open()) {
    for (const std::string& name : chains.names()) {
      numbers.name("particle_number", dimension::none, name);
    }
  }
  if (chains.measured.is_open() && shape.species() > 1) {
    for (const std::string& name : chains.names()) {
      numbers.name("mole_fraction", dimension::none, name);
    }
  }
  collector.attempt("density and composition", [&] {
    numbers.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
      const double all = total_number(shape, sums);
      if (!(all > 0.0)) {
        throw RunTimeFailure("there was no particle");
      }
      std::vector<double> values{all / sums.mean(shape.volume()), sums.mean(shape.energy()) / all};
      for (const double divisor : {1.0, all}) {
        for (std::size_t i = 0; i < shape.species(); ++i) {
          values.push_back(sums.mean(i) / divisor);
        }
      }
      return values;
    });
  });
  add_pressure(collector, chains);
  collector.add("mean_temperature", dimension::temperature, {chains.thermal_energy(), 0.0});  // imposed
  if (chains.measured.pressure) {
    add_enthalpy(collector, chains);
  }
  if (chains.measured.is_open()) {
    collector.attempt("excess chemical potentials", [&] { add_potentials_of_reservoir(collector, chains); });
  }
  if (shape.ghost_insertions) {
    collector.attempt("excess chemical potentials by insertion", [&] { add_potentials_of_ghosts(collector, chains); });
  }
}

void add_partial_quantities(GcmcCollector& collector, const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  Batch batch;
  batch.name("reduced_compressibility", dimension::none);
  if (shape.species() == 1) {  // its partial quantities are those of the whole
    batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
      return std::vector{open_partials(open_moments(shape, sums)).reduced_compressibility};
    });
    return;
  }
  for (const auto& [name, dimension] : {std::pair{"partial_volume", volume_dimension},
                                        {"partial_energy", dimension::energy},
                                        {"partial_enthalpy", dimension::energy}}) {
    for (const std::string& species : chains.names()) {
      batch.name(name, dimension, species);
    }
  }
  batch.add_to(collector, chains.statistics, [&](const GrandCanonicalBlock& sums) {
    const OpenPartials partial = open_partials(open_moments(shape, sums));
    const double pressure = (total_number(shape, sums) * chains.thermal_energy() + sums.mean(shape.virial()) / 3.0) /
                            sums.mean(shape.volume());
    std::vector<double> values{partial.reduced_compressibility};
    values.insert(values.end(), partial.volumes.begin(), partial.volumes.end());
    values.insert(values.end(), partial.energies.begin(), partial.energies.end());
    for (std::size_t i = 0; i < shape.species(); ++i) {
      values.push_back(partial.energies[i] + pressure * partial.volumes[i] + 1.5 * chains.thermal_energy());
    }
    return values;
  });
}

}  // namespace soret
