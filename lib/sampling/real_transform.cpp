#include "real_transform.hpp"

#include <fftw3.h>

#include <type_traits>

namespace soret::detail {

namespace {

struct FreeArray {
  void operator()(void* array) const { fftw_free(array); }
};
struct DestroyPlan {
  void operator()(fftw_plan plan) const { fftw_destroy_plan(plan); }
};
using Plan = std::unique_ptr<std::remove_pointer_t<fftw_plan>, DestroyPlan>;

}  // namespace

struct RealTransform::Plans {
  explicit Plans(std::size_t n)
      : length{n},
        real{fftw_alloc_real(n)},
        spectrum{fftw_alloc_complex(n / 2 + 1)},
        forward{fftw_plan_dft_r2c_1d(static_cast<int>(n), real.get(), spectrum.get(), FFTW_ESTIMATE)},
        backward{fftw_plan_dft_c2r_1d(static_cast<int>(n), spectrum.get(), real.get(), FFTW_ESTIMATE)}
  {
  }
  std::size_t length;
  std::unique_ptr<double, FreeArray> real;
  std::unique_ptr<fftw_complex, FreeArray> spectrum;
  Plan forward;
  Plan backward;
};

RealTransform::RealTransform(std::size_t length) : plans_{std::make_unique<Plans>(length)} {}

RealTransform::~RealTransform() = default;

std::span<double> RealTransform::real() { return {plans_->real.get(), plans_->length}; }

std::span<std::complex<double>> RealTransform::spectrum()
{
  // FFTW documents that fftw_complex has the layout of std::complex<double>.
  return {reinterpret_cast<std::complex<double>*>(plans_->spectrum.get()), plans_->length / 2 + 1};
}

void RealTransform::forward() { fftw_execute(plans_->forward.get()); }

void RealTransform::backward() { fftw_execute(plans_->backward.get()); }

}  // namespace soret::detail
