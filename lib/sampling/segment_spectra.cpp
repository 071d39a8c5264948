#include "cross_spectra.hpp"

#include <soret/sampling/segment_spectra.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace soret {

namespace {

std::size_t checked_length(std::size_t length)
{
  if (length < 8 || length % 2 != 0) {
    throw InputError(fmt::format("spectra of segments of {} samples are refused: an even number from 8", length));
  }
  return length;
}

}  // namespace

SegmentSpectra::SegmentSpectra(CorrelatedQuantities quantities, std::size_t segment_length)
    : quantities_{std::move(quantities)},
      segment_length_{checked_length(segment_length)},
      transform_{std::make_shared<detail::RealTransform>(segment_length)}
{
  quantities_.require_valid();
  sums_.assign(quantities_.pairs.size() * (segment_length_ / 2 + 1), 0.0);
}

void SegmentSpectra::add(std::span<const double> row)
{
  detail::require_complete(quantities_, row);
  buffer_.insert(buffer_.end(), row.begin(), row.end());
  if (buffer_.size() == segment_length_ * row.size()) {
    add_segment();
    buffer_.clear();
  }
}

void SegmentSpectra::add_segment()
{
  const auto spectra = detail::transform_components(*transform_, buffer_, quantities_.row_size());
  const std::size_t frequencies = segment_length_ / 2 + 1;
  for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
    const std::span<std::complex<double>> sum = std::span{sums_}.subspan(p * frequencies, frequencies);
    detail::add_cross_spectrum(quantities_, quantities_.pairs[p], spectra, spectra, sum);
  }
  ++segments_;
}

AveragedSpectra SegmentSpectra::average(Duration sample_spacing) const
{
  AveragedSpectra spectra{static_cast<std::size_t>(segments_), segment_length_, {}};
  if (segments_ == 0) {
    return spectra;
  }
  const std::size_t frequencies = spectra.frequencies();
  const double samples = static_cast<double>(segments_) * static_cast<double>(segment_length_);
  for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
    const auto components = static_cast<double>(quantities_.components(quantities_.pairs[p]));
    const std::span<const std::complex<double>> sums = std::span{sums_}.subspan(p * frequencies, frequencies);
    std::transform(sums.begin(), sums.end(), std::back_inserter(spectra.values), [&](const std::complex<double>& sum) {
      return sum * (sample_spacing.value() / (samples * components));
    });
  }
  return spectra;
}

std::vector<std::int64_t> SegmentSpectra::shape() const
{
  std::vector<std::int64_t> shape = detail::shape_of(quantities_);
  shape.push_back(static_cast<std::int64_t>(segment_length_));
  return shape;
}

void SegmentSpectra::save(State& state) const
{
  state.put("shape", shape());
  state.put("segments", segments_);
  std::vector<double> sums;
  for (const std::complex<double>& sum : sums_) {
    sums.push_back(sum.real());
    sums.push_back(sum.imag());
  }
  state.put("sums", std::move(sums));
  state.put("buffer", buffer_);
}

void SegmentSpectra::load(const State& state)
{
  if (state.integers("shape") != shape()) {
    throw RunTimeFailure("the saved spectra are of other quantities or lengths");
  }
  segments_ = state.integer("segments");
  const std::vector<double>& sums = state.doubles("sums");
  for (std::size_t k = 0; k < sums_.size(); ++k) {
    sums_[k] = {sums.at(2 * k), sums.at(2 * k + 1)};
  }
  buffer_ = state.doubles("buffer");
}

}  // namespace soret
