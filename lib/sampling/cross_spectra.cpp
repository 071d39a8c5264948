#include "cross_spectra.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret::detail {

std::vector<std::complex<double>> transform_components(RealTransform& transform, std::span<const double> rows,
                                                       std::size_t row_size)
{
  const std::size_t samples = rows.size() / row_size;
  std::vector<std::complex<double>> spectra;
  spectra.reserve(row_size * transform.spectrum().size());
  for (std::size_t component = 0; component < row_size; ++component) {
    const std::span<double> series = transform.real();
    for (std::size_t n = 0; n < samples; ++n) {
      series[n] = rows[n * row_size + component];
    }
    std::fill(series.begin() + static_cast<std::ptrdiff_t>(samples), series.end(), 0.0);
    transform.forward();
    const std::span<const std::complex<double>> spectrum = transform.spectrum();
    spectra.insert(spectra.end(), spectrum.begin(), spectrum.end());
  }
  return spectra;
}

void add_cross_spectrum(const CorrelatedQuantities& quantities, const QuantityPair& pair,
                        std::span<const std::complex<double>> later, std::span<const std::complex<double>> earlier,
                        std::span<std::complex<double>> sum)
{
  const std::size_t first_a = quantities.offset(pair.a) * sum.size();
  const std::size_t first_b = quantities.offset(pair.b) * sum.size();
  for (std::size_t c = 0; c < quantities.components(pair); ++c) {
    const std::span<const std::complex<double>> a = later.subspan(first_a + c * sum.size(), sum.size());
    const std::span<const std::complex<double>> b = earlier.subspan(first_b + c * sum.size(), sum.size());
    for (std::size_t k = 0; k < sum.size(); ++k) {
      sum[k] += a[k] * std::conj(b[k]);
    }
  }
}

std::vector<std::int64_t> shape_of(const CorrelatedQuantities& quantities)
{
  std::vector<std::int64_t> shape{static_cast<std::int64_t>(quantities.quantities.size())};
  for (const CorrelatedQuantity& quantity : quantities.quantities) {
    shape.push_back(static_cast<std::int64_t>(quantity.components));
  }
  for (const QuantityPair& pair : quantities.pairs) {
    shape.push_back(static_cast<std::int64_t>(pair.a));
    shape.push_back(static_cast<std::int64_t>(pair.b));
  }
  return shape;
}

CorrelatedQuantities valid(CorrelatedQuantities quantities)
{
  quantities.require_valid();
  return quantities;
}

std::size_t checked_count(Blocks blocks)
{
  if (blocks.value() < 2) {
    throw InputError(fmt::format("{} blocks are refused: at least 2 are needed for an error", blocks.value()));
  }
  return static_cast<std::size_t>(blocks.value());
}

void require_complete(const CorrelatedQuantities& quantities, std::span<const double> row)
{
  if (row.size() != quantities.row_size()) {
    throw RunTimeFailure(fmt::format("a sample of {} components was offered for correlation; {} are needed", row.size(),
                                     quantities.row_size()));
  }
}

}  // namespace soret::detail
