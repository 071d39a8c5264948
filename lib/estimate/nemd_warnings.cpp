#include "nemd_warnings.hpp"

#include <soret/estimate/significance.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret::detail {

namespace {

constexpr std::size_t few_blocks = 10;
constexpr double blocks_per_relaxation = 3.0;
constexpr double steep_relative_gradient = 0.01;
constexpr double tolerated_imbalance = 0.05;

/// Collects the sentences; every check is one member.
class Distrust {
 public:
  Distrust(const ProfileBlocks& profile, const NemdAnalysis& settings, const NemdEstimates& found,
           const std::vector<JackknifeEstimate>& results)
      : profile_{profile}, settings_{settings}, found_{found}, results_{results}
  {
  }

  std::vector<std::string> all()
  {
    check_block_count();
    check_block_length();
    for (std::size_t i = 0; i < results_.size(); ++i) {
      if (!is_mirrored(found_.estimates[i])) {
        check(found_.estimates[i], results_[i]);
      }
    }
    check_drifts();
    check_steadiness();
    check_heat_balance();
    check_gradient();
    return std::move(warnings_);
  }

 private:
  /// In a binary mixture the second species only repeats the first with the opposite sign.
  bool is_mirrored(const NamedEstimate& item) const
  {
    return profile_.shape.species() == 2 && item.of == profile_.shape.species_names[1];
  }

  /// Of the blocks, for what follows a species' composition.
  double inefficiency_of(const std::string& species) const
  {
    const std::vector<std::string>& names = profile_.shape.species_names;
    const auto index = static_cast<std::size_t>(std::ranges::find(names, species) - names.begin());
    return composition_inefficiency(profile_, found_.relaxation, index);
  }

  void check(const NamedEstimate& item, const JackknifeEstimate& result)
  {
    if (item.name == "soret_coefficient") {
      check_blocks_of(item, result);
      check_significance_of(item);
    }
    if (item.name == "soret_halves_difference") {
      check_zero(item,
                 "the two sides of the cold slab give different Soret coefficients of {0}: their difference is {1}");
    }
    if (item.name == "mass_flux") {
      check_zero(item, "species {0} still flows ({1} towards the hot slab): the composition is not stationary");
    }
    if (item.name == "heat_flux_mismatch") {
      check_zero(item, "the microscopic heat flux and the power of the baths disagree by {1}");
    }
  }

  /// Whether the error is known and the value not clearly different from zero.
  bool may_be_zero(const Estimate& estimate) const
  {
    return std::isfinite(estimate.standard_error) && !is_significant(estimate);
  }

  bool is_significant(const Estimate& estimate) const
  {
    return soret::is_significant(estimate, settings_.significance);
  }

  void check_block_count()
  {
    const std::size_t blocks = profile_.blocks.size();
    if (blocks < 2) {
      warnings_.push_back("there is only one block: no error can be given");
    }
    else if (blocks < few_blocks) {
      warnings_.push_back(fmt::format("only {} blocks: the errors themselves are uncertain by about {:.0f} %", blocks,
                                      100.0 / std::sqrt(2.0 * (static_cast<double>(blocks) - 1.0))));
    }
  }

  /// Against the slowest species.
  void check_block_length()
  {
    const std::optional<CompositionRelaxation> slowest_species = slowest(found_.relaxation);
    if (!slowest_species) {
      return;
    }
    const double relaxation = slowest_species->time.value;
    const double length = profile_.mean_block_length().value();
    const auto blocks = static_cast<double>(profile_.blocks.size());
    if (length < blocks_per_relaxation * relaxation) {
      warnings_.push_back(
          fmt::format("blocks of {:.4g} time units are shorter than {:.0f} relaxation times of the composition ({}): "
                      "in the errors of Soret coefficients {} of them count as {:.1f} independent ones",
                      length, blocks_per_relaxation, to_string(*slowest_species), profile_.blocks.size(),
                      blocks / statistical_inefficiency(Duration{length}, RelaxationTime{relaxation})));
    }
    const double covered = length * blocks;
    const double times = relaxation_times_covered(profile_, found_.relaxation);
    if (times < fewest_relaxation_times) {
      const double freedom = std::max(1.0, times / 2.0 - 1.0);
      warnings_.push_back(
          fmt::format("{:.4g} time units were sampled in all, less than {:.0f} relaxation times of the composition "
                      "({}): the errors of Soret coefficients are themselves uncertain by {:.0f} % or more",
                      covered, fewest_relaxation_times, to_string(*slowest_species), 100.0 / std::sqrt(2.0 * freedom)));
    }
  }

  void check_blocks_of(const NamedEstimate& item, const JackknifeEstimate& result)
  {
    if (result.correlation.is_significant()) {
      warnings_.push_back(
          fmt::format("neighbouring blocks of the Soret coefficient of {} are correlated ({:.2f} ± {:.2f}): its "
                      "error was enlarged by {:.1f}, but blocks should be longer",
                      item.of, result.correlation.lag_one, result.correlation.lag_one_error,
                      result.estimate.standard_error / result.uncorrelated_error));
    }
    const ReplicaAgreement agreement =
        replica_agreement(result.pseudo_values, profile_.sequence(), inefficiency_of(item.of));
    if (agreement.is_broken()) {
      warnings_.push_back(
          fmt::format("the replicas disagree about the Soret coefficient of {}: chi² = {:.1f} for {} degrees of "
                      "freedom; they may not have been equilibrated independently for long enough",
                      item.of, agreement.chi_squared, agreement.degrees_of_freedom));
    }
  }

  void check_significance_of(const NamedEstimate& item)
  {
    if (may_be_zero(item.estimate)) {
      warnings_.push_back(
          fmt::format("the Soret coefficient of {} ({}) cannot be told from zero", item.of, to_string(item.estimate)));
    }
  }

  void check_zero(const NamedEstimate& item, fmt::string_view sentence)
  {
    if (is_significant(item.estimate)) {
      warnings_.push_back(fmt::format(fmt::runtime(sentence), item.of, to_string(item.estimate)));
    }
  }

  void check_drifts()
  {
    for (const DriftTest& drift : found_.drifts) {
      if (drift.is_drifting) {
        warnings_.push_back(drift.message() + ": the stationary state was not reached before sampling");
      }
    }
  }

  void check_steadiness()
  {
    if (found_.steadiness.verdict == Steadiness::moving) {
      warnings_.push_back(found_.steadiness.message());
    }
    if (!settings_.glass_temperature) {
      return;
    }
    const ProfileBlock total = profile_.total();
    const std::vector<double> temperatures = SlabAverages{profile_.shape, total}.temperature();
    const double coldest = *std::ranges::min_element(temperatures);
    if (coldest < settings_.glass_temperature->value()) {
      warnings_.push_back(
          fmt::format("the profile reaches down to the temperature {:.4g}, below {:g}, where this model's composition "
                      "settles too slowly to be followed: no steady state is to be expected there, though {}",
                      coldest, settings_.glass_temperature->value(), found_.steadiness.message()));
    }
  }

  /// A leak matters when it is a visible part of the heat that is carried.
  void check_heat_balance()
  {
    if (!found_.contains("bath_power")) {
      warnings_.push_back("no heat bath exchanged energy: the thermal conductivity is from the microscopic flux alone");
      return;
    }
    const double power = found_.at("bath_power").value;
    const Estimate& imbalance = found_.at("bath_imbalance");
    if (is_significant(imbalance) && std::abs(imbalance.value) > tolerated_imbalance * power) {
      warnings_.push_back(fmt::format("heat put in and taken out do not balance: {} against a power of {:.4g}",
                                      to_string(imbalance), power));
    }
    if (found_.contains("energy_drift")) {
      const Estimate& drift = found_.at("energy_drift");
      if (is_significant(drift) && std::abs(drift.value) > tolerated_imbalance * power) {
        warnings_.push_back(
            fmt::format("the energy that should be conserved drifts by {} per time against a power of {:.4g}",
                        to_string(drift), power));
      }
    }
  }

  void check_gradient()
  {
    const Estimate& gradient = found_.at("temperature_gradient");
    if (may_be_zero(gradient)) {
      warnings_.push_back(fmt::format("there is no temperature gradient in the window: {}", to_string(gradient)));
      return;
    }
    const double relative = std::abs(gradient.value / found_.at("local_temperature").value);
    if (relative > steep_relative_gradient) {
      warnings_.push_back(
          fmt::format("the gradient is steep, |dT/dz|/T = {:.3g} per sigma; that the response is still linear "
                      "must be shown by smaller gradients",
                      relative));
    }
  }

  const ProfileBlocks& profile_;
  const NemdAnalysis& settings_;
  const NemdEstimates& found_;
  const std::vector<JackknifeEstimate>& results_;
  std::vector<std::string> warnings_;
};

}  // namespace

std::vector<std::string> nemd_warnings(const ProfileBlocks& profile, const NemdAnalysis& settings,
                                       const NemdEstimates& found, const std::vector<JackknifeEstimate>& results)
{
  return Distrust{profile, settings, found, results}.all();
}

}  // namespace soret::detail
