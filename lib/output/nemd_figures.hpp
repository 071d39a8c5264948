#pragma once
/// \file
/// The pictures of a soret-nemd report (private to the output module).

#include <soret/output/figure.hpp>
#include <soret/output/nemd_report.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace soret {

/// Draws what `run` holds; every member is one picture.
class NemdFigures {
 public:
  explicit NemdFigures(const NemdRun& run);

  Figure temperature() const;
  /// Mole fraction with error bars and fit lines of one species.
  Figure composition(std::size_t species) const;
  /// Mole fraction against temperature inside the windows, both sides.
  Figure composition_against_temperature(std::size_t species) const;
  Figure densities() const;
  Figure energies() const;
  Figure pressure() const;
  /// Microscopic heat flux along the axis with what the baths carried as dashed lines.
  Figure heat_flux() const;
  Figure mass_fluxes() const;
  Figure running_soret(std::size_t species) const;
  Figure block_values(std::size_t species) const;
  /// Energy added by each control since the start of the table.
  Figure bath_energies() const;
  /// Change of the conserved energy per particle.
  Figure energy_drift() const;

 private:
  Figure profile_figure(const std::string& y_label) const;
  void add_fit(Figure& figure, const std::string& name, std::size_t side, const StraightLine& line) const;
  std::vector<Estimate> estimate(const ProfileStatistic& per_bin) const;
  std::vector<double> mean(const ProfileStatistic& per_bin) const;

  const NemdRun& run_;
  ProfileBlock total_;
  std::vector<double> centres_;
};

}  // namespace soret
