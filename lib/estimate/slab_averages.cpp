#include <soret/estimate/slab_averages.hpp>

#include <algorithm>
#include <functional>

namespace soret {

namespace {

std::vector<double> quotient(std::vector<double> numerator, const std::vector<double>& denominator)
{
  std::transform(numerator.begin(), numerator.end(), denominator.begin(), numerator.begin(), std::divides<>());
  return numerator;
}

std::vector<double> scaled(std::vector<double> values, double factor)
{
  std::transform(values.begin(), values.end(), values.begin(), [factor](double value) { return factor * value; });
  return values;
}

std::vector<double> sum(std::vector<double> a, const std::vector<double>& b)
{
  std::transform(a.begin(), a.end(), b.begin(), a.begin(), std::plus<>());
  return a;
}

/// The sums of all blocks, and of all but one, without adding all of them up again for each.
class LeaveOneOut {
 public:
  explicit LeaveOneOut(const ProfileBlocks& profile) : profile_{profile}, total_{profile.total()} {}

  ProfileBlock without(std::size_t left_out) const
  {
    ProfileBlock rest = total_;
    if (left_out != none_left_out) {
      const ProfileBlock& block = profile_.blocks[left_out];
      rest.samples -= block.samples;
      rest.duration -= block.duration;
      subtract(rest.sums, block.sums);
      subtract(rest.energy_added, block.energy_added);
    }
    return rest;
  }

 private:
  static void subtract(std::vector<double>& from, const std::vector<double>& what)
  {
    std::transform(from.begin(), from.end(), what.begin(), from.begin(), std::minus<>());
  }

  const ProfileBlocks& profile_;
  ProfileBlock total_;
};

}  // namespace

std::vector<double> SlabAverages::column(std::size_t column_index, std::size_t species) const
{
  std::vector<double> values(shape_.bins);
  for (std::size_t bin = 0; bin < shape_.bins; ++bin) {
    values[bin] = block_.sums[shape_.offset(bin, species, column_index)];
  }
  return values;
}

std::vector<double> SlabAverages::column(std::size_t column_index) const
{
  std::vector<double> values(shape_.bins, 0.0);
  for (std::size_t species = 0; species < shape_.species(); ++species) {
    values = sum(std::move(values), column(column_index, species));
  }
  return values;
}

std::vector<double> SlabAverages::kinetic_trace() const
{
  return sum(sum(column(profile_column::kinetic_tensor), column(profile_column::kinetic_tensor + 1)),
             column(profile_column::kinetic_tensor + 2));
}

std::vector<double> SlabAverages::temperature() const { return quotient(kinetic_trace(), scaled(count(), 3.0)); }

std::vector<double> SlabAverages::temperature(Axis axis) const
{
  return quotient(column(profile_column::kinetic_tensor + index(axis)), count());
}

std::vector<double> SlabAverages::temperature(std::size_t species) const
{
  constexpr std::size_t xx = profile_column::kinetic_tensor;
  const std::vector<double> trace = sum(sum(column(xx, species), column(xx + 1, species)), column(xx + 2, species));
  return quotient(trace, scaled(count(species), 3.0));
}

std::vector<double> SlabAverages::number_density() const { return scaled(count(), 1.0 / sampled_bin_volume()); }

std::vector<double> SlabAverages::number_density(std::size_t species) const
{
  return scaled(count(species), 1.0 / sampled_bin_volume());
}

std::vector<double> SlabAverages::mole_fraction(std::size_t species) const { return quotient(count(species), count()); }

std::vector<double> SlabAverages::mass_fraction(std::size_t species) const
{
  std::vector<double> mass(shape_.bins, 0.0);
  for (std::size_t other = 0; other < shape_.species(); ++other) {
    mass = sum(std::move(mass), scaled(count(other), shape_.masses[other]));
  }
  return quotient(scaled(count(species), shape_.masses[species]), mass);
}

std::vector<double> SlabAverages::potential_energy() const
{
  return quotient(column(profile_column::potential_energy), count());
}

std::vector<double> SlabAverages::total_energy() const
{
  return quotient(sum(column(profile_column::potential_energy), scaled(kinetic_trace(), 0.5)), count());
}

std::vector<double> SlabAverages::pressure(std::size_t component) const
{
  return scaled(sum(column(profile_column::kinetic_tensor + component), column(profile_column::virial + component)),
                1.0 / sampled_bin_volume());
}

std::vector<double> SlabAverages::species_flux(std::size_t species, Axis axis) const
{
  return scaled(mass_flux(species, axis), 1.0 / shape_.masses[species]);
}

std::vector<double> SlabAverages::mass_flux(std::size_t species, Axis axis) const
{
  return scaled(column(profile_column::momentum + index(axis), species), 1.0 / sampled_bin_volume());
}

std::vector<double> SlabAverages::heat_flux(Axis axis) const
{
  return scaled(column(profile_column::heat_flux + index(axis)), 1.0 / sampled_bin_volume());
}

std::vector<JackknifeEstimate> jackknife(const ProfileBlocks& profile, const ProfileStatistic& statistic)
{
  const LeaveOneOut sums{profile};
  return jackknife(profile.sequence(), [&](std::size_t left_out) {
    const ProfileBlock rest = sums.without(left_out);
    return statistic(SlabAverages{profile.shape, rest});
  });
}

std::vector<Estimate> profile_estimate(const ProfileBlocks& profile, const ProfileStatistic& per_bin)
{
  std::vector<Estimate> estimates;
  for (const JackknifeEstimate& bin : jackknife(profile, per_bin)) {
    estimates.push_back(bin.estimate);
  }
  return estimates;
}

}  // namespace soret
