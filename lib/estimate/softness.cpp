#include <soret/estimate/softness.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/first_passage.hpp>
#include <soret/estimate/jackknife.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <span>

namespace soret {

namespace {

constexpr double significance = 3.0;

/// The spectra f(q) of single blocks, linearised about that of all and free of its bias; shape (block)(shell).
using BlockSpectra = std::vector<std::vector<double>>;

BlockSpectra block_spectra(const std::vector<JackknifeEstimate>& shells, std::size_t blocks)
{
  BlockSpectra spectra(blocks, std::vector<double>(shells.size()));
  for (std::size_t shell = 0; shell < shells.size(); ++shell) {
    for (std::size_t block = 0; block < blocks; ++block) {
      spectra[block][shell] = shells[shell].pseudo_values[block];
    }
  }
  return spectra;
}

std::vector<double> values_of(const std::vector<JackknifeEstimate>& found)
{
  std::vector<double> values;
  for (const JackknifeEstimate& each : found) {
    values.push_back(each.estimate.value);
  }
  return values;
}

void require_positive(const Estimate& found, const char* what)
{
  if (!(found.value > significance * found.standard_error)) {
    throw RunTimeFailure(
        fmt::format("the structure factors show no cage: its {} is {}, not {:g} standard errors above zero", what,
                    to_string(found), significance));
  }
}

/// Everything that is a function of the spectrum.
class Cages {
 public:
  Cages(std::span<const double> wave_numbers, const CageRule& rule, const BlockSequence& blocks,
        const BlockSpectra& spectra)
      : wave_numbers_{wave_numbers}, rule_{rule}, blocks_{blocks}, spectra_{spectra}
  {
  }

  /// Numbers computed from a cage, with errors.
  template <class Function>
  std::vector<Estimate> estimates(const Function& function) const
  {
    std::vector<Estimate> found;
    const auto of_spectrum = [&](std::span<const double> spectrum) {
      return function(CagingPotential{wave_numbers_, spectrum, rule_});
    };
    for (const JackknifeEstimate& each : jackknife(blocks_, spectra_, of_spectrum)) {
      found.push_back(each.estimate);
    }
    return found;
  }

 private:
  std::span<const double> wave_numbers_;
  const CageRule& rule_;
  const BlockSequence& blocks_;
  const BlockSpectra& spectra_;
};

void add_curve(Softness& found, const Cages& cages)
{
  constexpr int intervals = 125;
  constexpr double end_in_ranges = 1.25;
  for (int k = 0; k <= intervals; ++k) {  // most of them near the bottom, which is narrow
    const double fraction = static_cast<double>(k) / intervals;
    found.distances.push_back(end_in_ranges * found.range.value * fraction * fraction);
  }
  found.potential = cages.estimates([&](const CagingPotential& cage) {
    std::vector<double> curve;
    for (const double distance : found.distances) {
      curve.push_back(cage.at(Distance{distance}));
    }
    return curve;
  });
}

}  // namespace

double Softness::harmonic(Distance distance) const
{
  return fitted_minimum + distance.value() * distance.value() / (2.0 * softness.value);
}

Softness softness(const StructureFactorBlocks& data, const CageRule& rule)
{
  const BlockSequence blocks = data.sequence();
  if (blocks.size() < 2) {
    throw RunTimeFailure("the noise of structure factors cannot be taken out of a single block");
  }
  const std::vector<JackknifeEstimate> shells = jackknife(
      blocks, data.averages(), [&](std::span<const double> averages) { return cage_spectrum(data.shape, averages); });
  const BlockSpectra spectra = block_spectra(shells, blocks.size());
  const Cages cages{data.shape.wave_numbers, rule, blocks, spectra};

  Softness found;
  found.rule = rule;
  const std::vector<Estimate> linear = cages.estimates([](const CagingPotential& cage) {
    return std::vector{cage.depth(), cage.curvature(), cage.tail_share()};
  });
  found.depth = linear[0];
  found.tail_share = linear[2];
  require_positive(found.depth, "depth");
  require_positive(linear[1], "curvature 1/S");
  found.noise_share =
      CagingPotential{data.shape.wave_numbers, values_of(shells), rule}.curvature() / linear[1].value - 1.0;

  const std::vector<Estimate> others = cages.estimates([](const CagingPotential& cage) {
    const Distance range = cage.range();
    return std::vector{1.0 / cage.curvature(), cage.fitted_minimum(), range.value(),
                       log_first_passage_time([&](Distance distance) { return cage.at(distance); }, range)};
  });
  found.softness = others[0];
  found.fitted_minimum = others[1].value;
  found.range = others[2];
  found.first_passage = others[3];
  for (std::size_t shell = 0; shell < shells.size(); ++shell) {
    if (data.shape.wave_numbers[shell] <= rule.largest_wave_number.value()) {
      Estimate free_of_noise = shells[shell].estimate;
      free_of_noise.value -= shells[shell].bias;
      found.wave_numbers.push_back(data.shape.wave_numbers[shell]);
      found.spectrum.push_back(free_of_noise);
    }
  }
  add_curve(found, cages);
  return found;
}

}  // namespace soret
