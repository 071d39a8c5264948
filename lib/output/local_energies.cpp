#include <soret/output/local_energies.hpp>

#include <soret/output/figure.hpp>

#include <fmt/format.h>
#include <ncDim.h>
#include <ncException.h>
#include <ncFile.h>
#include <ncVar.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr double same_temperature = 0.02;  // relative

/// The first `count` values of a variable and of its errors: those of the first species, if it has several.
std::vector<Estimate> estimates_in(const netCDF::NcFile& file, const std::string& name, std::size_t count)
{
  const auto values = [&](const std::string& variable_name) {
    const netCDF::NcVar variable = file.getVar(variable_name);
    const std::vector<std::size_t> start(static_cast<std::size_t>(variable.getDimCount()), 0);
    std::vector<std::size_t> length(start.size(), 1);
    length.back() = count;
    std::vector<double> read(count);
    variable.getVar(start, length, read.data());
    return read;
  };
  const std::vector<double> means = values(name);
  const std::vector<double> errors = values(name + "_standard_error");
  std::vector<Estimate> estimates;
  for (std::size_t k = 0; k < count; ++k) {
    estimates.push_back({means[k], errors[k]});
  }
  return estimates;
}

void insert(std::vector<EnergyIsotherm>& isotherms, double temperature, double fraction, const Estimate& energy)
{
  auto isotherm = std::ranges::find_if(isotherms, [&](const EnergyIsotherm& each) {
    return std::abs(each.temperature - temperature) < same_temperature * each.temperature;
  });
  if (isotherm == isotherms.end()) {
    isotherms.push_back({temperature, {}, {}});
    isotherm = std::prev(isotherms.end());
  }
  const auto place = std::ranges::upper_bound(isotherm->mole_fractions, fraction);
  isotherm->energies.insert(isotherm->energies.begin() + (place - isotherm->mole_fractions.begin()), energy);
  isotherm->mole_fractions.insert(place, fraction);
}

std::vector<double> values_of(const std::vector<Estimate>& estimates)
{
  std::vector<double> values;
  for (const Estimate& each : estimates) {
    values.push_back(each.value);
  }
  return values;
}

}  // namespace

std::vector<LocalEnergy> read_local_energies(const std::filesystem::path& results)
{
  if (!std::filesystem::is_regular_file(results)) {
    return {};
  }
  try {
    const netCDF::NcFile file{results.string(), netCDF::NcFile::read};
    if (file.getDim("place").isNull()) {
      return {};
    }
    const std::size_t count = file.getDim("place").getSize();
    const std::vector<Estimate> temperatures = estimates_in(file, "local_temperature", count);
    const std::vector<Estimate> fractions = estimates_in(file, "local_mole_fraction", count);
    const std::vector<Estimate> energies = estimates_in(file, "local_potential_energy", count);
    std::vector<LocalEnergy> places;
    for (std::size_t k = 0; k < count; ++k) {
      places.push_back({temperatures[k], fractions[k], energies[k]});
    }
    return places;
  }
  catch (const netCDF::exceptions::NcException&) {  // of another program or version
    return {};
  }
}

std::filesystem::path results_of(const RunSummary& run)
{
  return std::filesystem::absolute(run.file).parent_path() / "results.nc";
}

std::vector<EnergyIsotherm> energy_isotherms(const Comparison& comparison)
{
  std::vector<EnergyIsotherm> isotherms;
  if (!comparison.different_models.empty()) {
    return isotherms;
  }
  for (const RunSummary& run : comparison.runs) {
    const SummaryEntry* temperature = run.find("mean_temperature");
    const SummaryEntry* energy = run.find("potential_energy");
    if (run.find("temperature_gradient") == nullptr && temperature != nullptr && energy != nullptr &&
        !run.mole_fractions.empty()) {
      insert(isotherms, temperature->estimate.value, run.mole_fractions.front().second, energy->estimate);
    }
  }
  std::ranges::stable_sort(isotherms, {}, &EnergyIsotherm::temperature);
  return isotherms;
}

void add_local_energies(Report& report, const Comparison& comparison)
{
  const std::vector<EnergyIsotherm> isotherms = energy_isotherms(comparison);
  Figure figure{"local mole fraction of the first species", "potential energy per particle / ε"};
  std::size_t drawn = 0;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    std::vector<double> fractions;
    std::vector<Estimate> energies;
    double coldest = 0.0;
    double hottest = 0.0;
    for (const LocalEnergy& place : read_local_energies(results_of(comparison.runs[run]))) {
      coldest = fractions.empty() ? place.temperature.value : std::min(coldest, place.temperature.value);
      hottest = std::max(hottest, place.temperature.value);
      fractions.push_back(place.mole_fraction.value);
      energies.push_back(place.potential_energy);
    }
    if (!fractions.empty()) {
      figure.points(fmt::format("run {}, {{/:Italic T}} = {:.3g} to {:.3g}", run + 1, coldest, hottest), ink(drawn++),
                    fractions, energies);
    }
  }
  if (drawn == 0 || isotherms.empty()) {
    return;
  }
  for (const EnergyIsotherm& isotherm : isotherms) {
    const std::string name = fmt::format("equilibrium, {{/:Italic T}} = {:.3g}", isotherm.temperature);
    figure.line(name, Ink::black, isotherm.mole_fractions, values_of(isotherm.energies));
    figure.dots("", Ink::black, isotherm.mole_fractions, values_of(isotherm.energies));
  }
  report.heading("Local equilibrium");
  report.figure(figure, "Local energy against local composition",
                "Places between the slabs over isotherms of equilibrium runs: in local equilibrium a place lies on the "
                "isotherm of its temperature, at the same density or pressure.");
}

}  // namespace soret
