#pragma once
/// \file
/// Fourier transforms of real series, with FFTW.

#include <complex>
#include <cstddef>
#include <memory>
#include <span>

namespace soret::detail {

/// The discrete Fourier transform X_k = sum_n x_n exp(-2 pi i k n/N), k = 0..N/2, of N real numbers and its inverse, on
/// arrays of its own. Plans are chosen without measuring, so that results are the same bit for bit in every run.
class RealTransform {
 public:
  explicit RealTransform(std::size_t length);
  ~RealTransform();
  RealTransform(const RealTransform&) = delete;
  RealTransform& operator=(const RealTransform&) = delete;

  std::span<double> real();
  std::span<std::complex<double>> spectrum();
  /// real() into spectrum().
  void forward();
  /// N times the inverse, spectrum() into real(); what was in spectrum() is lost.
  void backward();

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

}  // namespace soret::detail
