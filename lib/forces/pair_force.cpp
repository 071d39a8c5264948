#include <soret/forces/pair_force.hpp>

#include <algorithm>
#include <cmath>

namespace soret {

PairForce::PairForce(const PairKernelSet& kernels, std::size_t species_count)
    : kernels_{kernels},
      species_count_{species_count},
      coefficients_(species_count * species_count * (kernels.coefficient_count + 1), 0.0),
      coefficients_float_(coefficients_.size(), 0.0F),
      tails_(species_count * species_count)
{
}

void PairForce::set(Species a, Species b, std::span<const double> coefficients, double cutoff,
                    const TailIntegrals& tail)
{
  for (const std::size_t pair : {pair_index(a, b), pair_index(b, a)}) {
    const std::size_t first = pair * (kernels_.coefficient_count + 1);
    std::copy(coefficients.begin(), coefficients.end(), coefficients_.begin() + static_cast<std::ptrdiff_t>(first));
    coefficients_[first + kernels_.coefficient_count] = cutoff * cutoff;
    tails_[pair] = tail;
  }
  std::transform(coefficients_.begin(), coefficients_.end(), coefficients_float_.begin(),
                 [](double value) { return static_cast<float>(value); });
  if (species_count_ <= cluster_size) {
    fill_rows();
  }
}

void PairForce::fill_rows()
{
  const std::size_t count = kernels_.coefficient_count + 1;
  rows_.assign(species_count_ * count * cluster_size, 0.0);
  for (std::size_t i = 0; i < species_count_; ++i) {
    for (std::size_t j = 0; j < species_count_; ++j) {
      for (std::size_t k = 0; k < count; ++k) {
        rows_[(i * count + k) * cluster_size + j] = coefficients_[(i * species_count_ + j) * count + k];
      }
    }
  }
  rows_float_.resize(rows_.size());
  std::transform(rows_.begin(), rows_.end(), rows_float_.begin(),
                 [](double value) { return static_cast<float>(value); });
}

void PairForce::local_add_forces(const ClusterPairs& pairs, Slots& slots, Precision precision, PairLoopKind kind) const
{
  const auto chosen = [kind](auto forces, auto fluxes, auto tallies) {
    return kind == PairLoopKind::forces ? forces : kind == PairLoopKind::fluxes ? fluxes : tallies;
  };
  if (kind == PairLoopKind::fluxes) {
    slots.prepare_velocities();
  }
  if (precision == Precision::double_precision) {
    slots.prepare_species();
    chosen(kernels_.force_double, kernels_.flux_double, kernels_.tally_double)(
        pairs, {coefficients_.data(), species_count_, rows_.empty() ? nullptr : rows_.data()}, slots.arrays());
    return;
  }
  slots.prepare_partner_sums();
  chosen(kernels_.force_float, kernels_.flux_float, kernels_.tally_float)(
      pairs, {coefficients_float_.data(), species_count_, rows_float_.empty() ? nullptr : rows_float_.data()},
      slots.arrays_float());
  slots.flush_partner_sums();
}

double PairForce::cutoff(Species a, Species b) const
{
  return std::sqrt(coefficients_[(pair_index(a, b) + 1) * (kernels_.coefficient_count + 1) - 1]);
}

double PairForce::largest_cutoff() const
{
  double largest = 0.0;
  for (std::size_t pair = 0; pair < tails_.size(); ++pair) {
    largest = std::max(largest, coefficients_[(pair + 1) * (kernels_.coefficient_count + 1) - 1]);
  }
  return std::sqrt(largest);
}

std::optional<Species> PairForce::common_species() const
{
  std::optional<Species> common;
  for (std::size_t s = 0; s < species_count_; ++s) {
    bool is_common = true;
    for (std::size_t pair = 0; pair < tails_.size(); ++pair) {
      const bool interacts = coefficients_[(pair + 1) * (kernels_.coefficient_count + 1) - 1] > 0.0;
      is_common = is_common && (!interacts || pair / species_count_ == s || pair % species_count_ == s);
    }
    if (is_common && common) {
      return std::nullopt;
    }
    if (is_common) {
      common = Species{static_cast<std::uint8_t>(s)};
    }
  }
  return common;
}

}  // namespace soret
