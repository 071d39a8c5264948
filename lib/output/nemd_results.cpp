#include <soret/output/nemd_results.hpp>

#include "row_variables.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <ctime>
#include <functional>
#include <vector>

namespace soret {

namespace {

constexpr Dimension particle_flux{.length = -2, .time = -1};
constexpr Dimension mass_flux{.length = -4, .energy = 1, .time = 1};
constexpr Dimension heat_flux{.length = -2, .energy = 1, .time = -1};
constexpr Dimension momentum{.length = -1, .energy = 1, .time = 1};

/// The dimension `control`, or a check that it is the one that exists.
void add_controls(ResultsFile& file, std::span<const std::string> names, std::size_t energies)
{
  if (names.size() != energies) {
    throw RunTimeFailure(
        fmt::format("results: {} names for the {} energies added by controls", names.size(), energies));
  }
  if (energies > 0 && !file.has_dimension("control")) {
    file.add_coordinate("control", names, "thermostats, heat sources and constraints");
  }
}

/// Adds variables that exist for every block.
class BlockVariables {
 public:
  BlockVariables(ResultsFile& file, const ProfileBlocks& profile) : file_{file}, profile_{profile} {}

  /// One number per block.
  void scalar(const std::string& name, Dimension unit, const std::string& long_name,
              const std::function<double(const ProfileBlock&)>& of)
  {
    std::vector<double> values;
    for (const ProfileBlock& block : profile_.blocks) {
      values.push_back(of(block));
    }
    file_.add({name, {"block"}, unit, long_name}, values);
  }

  /// A profile per block.
  void profile(const std::string& name, Dimension unit, const std::string& long_name,
               const std::function<std::vector<double>(const SlabAverages&)>& of)
  {
    add(name, {"block", "bin"}, unit, long_name, 1, [&](const SlabAverages& slabs, std::size_t) { return of(slabs); });
  }

  /// A profile per block and member of another dimension.
  void profiles(const std::string& name, const std::string& along, std::size_t count, Dimension unit,
                const std::string& long_name,
                const std::function<std::vector<double>(const SlabAverages&, std::size_t)>& of)
  {
    add(name, {"block", along, "bin"}, unit, long_name, count, of);
  }

 private:
  void add(const std::string& name, std::vector<std::string> dimensions, Dimension unit, const std::string& long_name,
           std::size_t count, const std::function<std::vector<double>(const SlabAverages&, std::size_t)>& of)
  {
    std::vector<double> values;
    for (const ProfileBlock& block : profile_.blocks) {
      const SlabAverages slabs{profile_.shape, block};
      for (std::size_t member = 0; member < count; ++member) {
        const std::vector<double> of_member = of(slabs, member);
        values.insert(values.end(), of_member.begin(), of_member.end());
      }
    }
    file_.add({name, std::move(dimensions), unit, long_name}, values);
  }

  ResultsFile& file_;
  const ProfileBlocks& profile_;
};

void add_block_facts(ResultsFile& file, const ProfileBlocks& profile)
{
  BlockVariables variables{file, profile};
  variables.scalar("block_start", dimension::time, "time at the block's start", [](auto& b) { return b.start_time; });
  variables.scalar("block_end", dimension::time, "time at the block's end", [](auto& b) { return b.end_time; });
  variables.scalar("block_samples", dimension::none, "number of samples in the block",
                   [](auto& b) { return static_cast<double>(b.samples); });
  const std::vector<std::int64_t> replica(profile.replica.begin(), profile.replica.end());
  file.add({"replica", {"block"}, dimension::none, "independent copy of the system that the block belongs to"},
           replica);
}

void add_energies_added(ResultsFile& file, const ProfileBlocks& profile, std::span<const std::string> control_names)
{
  const std::size_t controls = profile.blocks.front().energy_added.size();
  add_controls(file, control_names, controls);
  if (controls == 0) {
    return;
  }
  std::vector<double> added;
  for (const ProfileBlock& block : profile.blocks) {
    added.insert(added.end(), block.energy_added.begin(), block.energy_added.end());
  }
  file.add({"energy_added", {"block", "control"}, dimension::energy, "energy put in by each control during the block"},
           added);
}

void add_scalar_profiles(BlockVariables& variables)
{
  variables.profile("temperature", dimension::temperature, "kinetic temperature",
                    [](const SlabAverages& s) { return s.temperature(); });
  variables.profile("number_density", dimension::number_density, "number density of all species",
                    [](const SlabAverages& s) { return s.number_density(); });
  variables.profile("potential_energy", dimension::energy, "potential energy per particle",
                    [](const SlabAverages& s) { return s.potential_energy(); });
  variables.profile("total_energy", dimension::energy, "kinetic and potential energy per particle",
                    [](const SlabAverages& s) { return s.total_energy(); });
  variables.profiles("temperature_of_direction", "direction", 3, dimension::temperature,
                     "kinetic temperature of one direction",
                     [](const SlabAverages& s, std::size_t a) { return s.temperature(static_cast<Axis>(a)); });
  variables.profiles("pressure", "tensor", 6, dimension::pressure, "pressure tensor, kinetic and virial part",
                     [](const SlabAverages& s, std::size_t c) { return s.pressure(c); });
  variables.profiles("heat_flux", "direction", 3, heat_flux, "microscopic heat flux",
                     [](const SlabAverages& s, std::size_t a) { return s.heat_flux(static_cast<Axis>(a)); });
}

void add_species_profiles(BlockVariables& variables, const ProfileShape& shape)
{
  const auto add = [&](const std::string& name, Dimension unit, const std::string& long_name, const auto& of) {
    variables.profiles(name, "species", shape.species(), unit, long_name, of);
  };
  add("species_number_density", dimension::number_density, "number density of a species",
      [](const SlabAverages& s, std::size_t i) { return s.number_density(i); });
  add("mole_fraction", dimension::none, "mole fraction",
      [](const SlabAverages& s, std::size_t i) { return s.mole_fraction(i); });
  add("mass_fraction", dimension::none, "mass fraction",
      [](const SlabAverages& s, std::size_t i) { return s.mass_fraction(i); });
  add("species_temperature", dimension::temperature, "kinetic temperature of a species",
      [](const SlabAverages& s, std::size_t i) { return s.temperature(i); });
  add("species_flux", particle_flux, "particles of a species through unit area and time along the axis",
      [axis = shape.axis](const SlabAverages& s, std::size_t i) { return s.species_flux(i, axis); });
  add("mass_flux", mass_flux, "mass of a species through unit area and time along the axis",
      [axis = shape.axis](const SlabAverages& s, std::size_t i) { return s.mass_flux(i, axis); });
}

void add_raw_sums(ResultsFile& file, const ProfileBlocks& profile)
{
  const std::vector<std::string> columns{
      "count",      "momentum_x", "momentum_y", "momentum_z",       "kinetic_xx",  "kinetic_yy", "kinetic_zz",
      "kinetic_xy", "kinetic_xz", "kinetic_yz", "potential_energy", "virial_xx",   "virial_yy",  "virial_zz",
      "virial_xy",  "virial_xz",  "virial_yz",  "heat_flux_x",      "heat_flux_y", "heat_flux_z"};
  file.add_coordinate("column", columns, "what was summed over particles and samples");
  std::vector<double> sums;
  for (const ProfileBlock& block : profile.blocks) {
    sums.insert(sums.end(), block.sums.begin(), block.sums.end());
  }
  file.add({"profile_sums",
            {"block", "bin", "species", "column"},
            std::nullopt,
            "sums over particles and samples, each in its own reduced unit"},
           sums);
}

}  // namespace

void add_provenance(ResultsFile& file, const Provenance& provenance)
{
  file.attribute("title", "results of " + provenance.program);
  file.attribute("source", provenance.program + " " + provenance.version);
  file.attribute("history", fmt::format("{:%Y-%m-%dT%H:%M:%SZ} written by {}", fmt::gmtime(std::time(nullptr)),
                                        provenance.program));
  file.attribute("program", provenance.program);
  file.attribute("version", provenance.version);
  file.attribute("seed", provenance.seed.value());
  file.attribute("configuration", provenance.configuration);
}

void add_profiles(ResultsFile& file, const ProfileBlocks& profile, std::span<const std::string> control_names)
{
  const ProfileShape& shape = profile.shape;
  std::vector<double> centres;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    centres.push_back(shape.bin_centre(bin));
  }
  add_directions(file);
  file.add_dimension("block", profile.blocks.size());
  file.add_coordinate("bin", centres, dimension::length, "middle of the bin along the axis");
  file.add_coordinate("species", shape.species_names, "species");
  file.add({"species_mass", {"species"}, dimension::mass, "mass of a particle"}, shape.masses);
  file.attribute("profile_axis", std::array{"x", "y", "z"}[index(shape.axis)]);
  add_block_facts(file, profile);
  add_energies_added(file, profile, control_names);
  BlockVariables variables{file, profile};
  add_scalar_profiles(variables);
  add_species_profiles(variables, shape);
  add_raw_sums(file, profile);
}

void add_time_series(ResultsFile& file, const ThermodynamicTable& table, std::span<const std::string> control_names)
{
  if (table.empty()) {
    return;
  }
  add_directions(file);
  const std::size_t controls = table.front().energy_added.size();
  add_controls(file, control_names, controls);
  const RowVariables rows{file, "time", {&table, 1}};
  rows.scalar("time", dimension::time, "time", [](auto& row) { return row.time; });
  rows.scalar("total_kinetic_energy", dimension::energy, "kinetic energy of the whole system",
              [](auto& row) { return row.kinetic_energy; });
  rows.scalar("total_potential_energy", dimension::energy, "potential energy of the whole system",
              [](auto& row) { return row.potential_energy; });
  rows.scalar("conserved_energy", dimension::energy, "total energy minus all that controls added",
              [](auto& row) { return row.conserved_energy(); });
  rows.box_length("box_length", "box length");
  rows.pressure("pressure_of_box", "pressure tensor of the whole box");
  rows.vector("momentum", "direction", momentum, "momentum of the whole system", [](auto& row) {
    return std::vector{row.momentum.x, row.momentum.y, row.momentum.z};
  });
  if (controls > 0) {
    rows.vector("energy_added_since_start", "control", dimension::energy,
                "energy put in by each control since the start", [](auto& row) { return row.energy_added; });
  }
}

void add_estimates(ResultsFile& file, std::span<const NamedEstimate> estimates)
{
  std::vector<std::string> labels;
  std::vector<std::string> units;
  std::vector<double> values;
  std::vector<double> errors;
  std::vector<double> degrees;
  for (const NamedEstimate& item : estimates) {
    labels.push_back(item.of.empty() ? item.name : item.name + "(" + item.of + ")");
    units.push_back(item.unit());
    values.push_back(item.estimate.value);
    errors.push_back(item.estimate.standard_error);
    degrees.push_back(item.estimate.degrees_of_freedom);
  }
  file.add_coordinate("estimate", labels, "name of the estimate, with its species in parentheses");
  file.add({"estimate_value", {"estimate"}, dimension::none, "value, in estimate_unit"}, values);
  file.add({"estimate_standard_error", {"estimate"}, dimension::none, "standard error, in estimate_unit"}, errors);
  file.add({"estimate_degrees_of_freedom", {"estimate"}, dimension::none, "independent deviations behind the error"},
           degrees);
  file.add({"estimate_unit", {"estimate"}, dimension::none, "reduced unit of the estimate"}, units);
}

}  // namespace soret
