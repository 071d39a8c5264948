#pragma once
/// \file
/// The pictures of soret-emd's report (private to the output module).

#include "stage_series.hpp"

#include <soret/output/emd_report.hpp>
#include <soret/output/figure.hpp>

namespace soret {

/// Makes each picture on demand.
class EmdFigures {
 public:
  explicit EmdFigures(const EmdRun& run) : run_{run} {}

  /// Normalised correlation function of two fluxes (a pair of the transport stage).
  Figure correlation(std::size_t pair) const;
  /// The transport coefficient that its running integral makes, with the limit that was used.
  Figure running_integral(std::size_t pair) const;
  /// The logarithm of an averaged spectrum, in units of the coefficient that it has at frequency zero, and the smooth
  /// curve that cepstral analysis leaves of it.
  Figure spectrum(const CoefficientSpectrum& spectrum) const;
  /// Mean squared displacements, both axes logarithmic to base ten.
  Figure displacements() const;
  /// The same against time with the line that gives a species' diffusion coefficient.
  Figure diffusive_line(const DiffusiveLine& line) const;
  /// The same of the first species' centre and mutual diffusion.
  Figure relative_line(const DiffusiveLine& line) const;
  /// The values of three compositions and the line that is read at the pure components.
  Figure mixing_line(const MolarValues<Estimate>& values, const std::string& y_label) const;
  /// Normalised autocorrelations of velocities, and their integrals with the limits that were used.
  Figure velocity_correlations() const;
  Figure velocity_integrals() const;
  Figure radial_distributions() const;
  /// Finite-volume Kirkwood-Buff integrals against 1/R with the lines.
  Figure kirkwood_buff() const;
  Figure structure_factors() const;
  Figure concentration_structure_factor() const;
  /// Partial structure factors at small wave numbers and what the lines through the inverse matrix make of them.
  Figure partial_limits() const;
  /// Differences of chemical potentials by exchanges against composition, with the line.
  Figure exchange_line() const;
  /// Against time, a line per replica: what the conserved energy per particle has changed by, the potential energy per
  /// particle, and the number density.
  Figure energy_drift(const StageSeries& stage) const;
  Figure potential_energy(const StageSeries& stage) const;
  Figure density(const StageSeries& stage) const;

 private:
  double limit_of(std::size_t pair) const;

  const EmdRun& run_;
};

}  // namespace soret
