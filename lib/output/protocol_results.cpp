#include <soret/output/protocol_results.hpp>

#include <functional>
#include <utility>
#include <vector>

namespace soret {

namespace {

constexpr Dimension heat_flux{.length = -2, .energy = 1, .time = -1};

/// One block for each window and replica, window by window.
ProfileBlocks all_windows(std::span<const WindowedProfile> windows)
{
  ProfileBlocks all{windows.front().profile.shape, {}, {}, {}};
  for (const WindowedProfile& windowed : windows) {
    const ProfileBlocks merged = merged_by_replica(windowed.profile);
    all.blocks.insert(all.blocks.end(), merged.blocks.begin(), merged.blocks.end());
    all.replica.insert(all.replica.end(), merged.replica.begin(), merged.replica.end());
  }
  return all;
}

void add_window_facts(ResultsFile& file, std::span<const WindowedProfile> windows)
{
  std::vector<std::string> labels;
  std::vector<std::string> legs;
  std::vector<double> from;
  std::vector<double> to;
  std::vector<std::int64_t> of_block;
  for (std::size_t window = 0; window < windows.size(); ++window) {
    labels.push_back(windows[window].window.label());
    legs.push_back(windows[window].window.leg);
    from.push_back(windows[window].window.from);
    to.push_back(windows[window].window.to);
    of_block.insert(of_block.end(), windows[window].profile.replicas(), static_cast<std::int64_t>(window));
  }
  file.add_coordinate("window", labels, "stretch of time over which profiles were averaged");
  file.add({"window_leg", {"window"}, dimension::none, "leg of the protocol"}, legs);
  file.add({"window_start", {"window"}, dimension::time, "beginning, since the protocol's zero"}, from);
  file.add({"window_end", {"window"}, dimension::time, "end, since the protocol's zero"}, to);
  file.add({"window_of_block", {"block"}, dimension::none, "number of the window that the block belongs to, from 0"},
           of_block);
}

/// A profile of each window, or of each window and species.
using Rows = std::function<std::vector<const std::vector<Estimate>*>(const WindowProfiles&)>;

void add_rows(ResultsFile& file, const ProtocolEstimates& found, const Variable& variable, const Rows& rows)
{
  std::vector<Estimate> values;
  for (const WindowEstimates& window : found.windows) {
    for (const std::vector<Estimate>* row : rows(window.profiles)) {
      values.insert(values.end(), row->begin(), row->end());
    }
  }
  file.add(variable, values);
}

Rows one(std::vector<Estimate> WindowProfiles::*member)
{
  return [member](const WindowProfiles& profiles) { return std::vector{&(profiles.*member)}; };
}

Rows per_species(std::vector<std::vector<Estimate>> WindowProfiles::*member)
{
  return [member](const WindowProfiles& profiles) {
    std::vector<const std::vector<Estimate>*> rows;
    for (const std::vector<Estimate>& row : profiles.*member) {
      rows.push_back(&row);
    }
    return rows;
  };
}

}  // namespace

void add_windows(ResultsFile& file, std::span<const WindowedProfile> windows, const ProtocolEstimates& found,
                 std::span<const std::string> control_names)
{
  if (windows.empty()) {
    return;
  }
  add_profiles(file, all_windows(windows), control_names);
  add_window_facts(file, windows);
  const std::vector<std::string> plain{"window", "bin"};
  const std::vector<std::string> of_species{"window", "species", "bin"};
  add_rows(file, found, {"window_temperature", plain, dimension::temperature, "kinetic temperature"},
           one(&WindowProfiles::temperature));
  add_rows(file, found, {"window_number_density", plain, dimension::number_density, "number density of all species"},
           one(&WindowProfiles::number_density));
  add_rows(file, found, {"window_potential_energy", plain, dimension::energy, "potential energy per particle"},
           one(&WindowProfiles::potential_energy));
  add_rows(file, found, {"window_heat_flux", plain, heat_flux, "microscopic heat flux along the axis"},
           one(&WindowProfiles::heat_flux));
  add_rows(file, found,
           {"window_species_density", of_species, dimension::number_density, "number density of a species"},
           per_species(&WindowProfiles::species_density));
  add_rows(file, found, {"window_mole_fraction", of_species, dimension::none, "mole fraction"},
           per_species(&WindowProfiles::mole_fraction));
}

std::vector<NamedEstimate> named_contrasts(const ProtocolEstimates& found)
{
  std::vector<NamedEstimate> all;
  const auto of = [](const std::string& species, const TimeWindow& window) {
    return species.empty() ? window.label() : species + ", " + window.label();
  };
  for (const WindowEstimates& window : found.windows) {
    for (const NamedEstimate& item : window.contrasts) {
      all.push_back({item.name, of(item.of, window.window), item.dimension, item.estimate});
    }
  }
  for (const WindowChange& change : found.since_first) {
    all.push_back(
        {change.name + "_change", of(change.of, found.windows[change.later].window), change.dimension, change.change});
  }
  return all;
}

}  // namespace soret
