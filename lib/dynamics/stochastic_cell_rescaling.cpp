#include "validation.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/stochastic_cell_rescaling.hpp>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr double largest_volume_change = 0.05;

}  // namespace

void StochasticCellRescaling::check() const
{
  if (!std::isfinite(pressure.value())) {
    throw InputError("barostat: pressure is " + std::to_string(pressure.value()) + "; it must be finite");
  }
  require_positive("barostat: temperature", temperature.value());
  require_positive("barostat: relaxation_time", relaxation_time.value());
  require_positive("barostat: compressibility", compressibility.value());
}

Vec3 StochasticCellRescaling::scale_factors(Pressure measured, const Box& box, Duration interval,
                                            std::int64_t step) const
{
  const double rate = compressibility.value() / (2.0 * relaxation_time.value());
  const double noise = RandomStream{seed, Stream::barostat}.normal(static_cast<std::uint64_t>(step), 0) *
                       std::sqrt(temperature.value() * rate * interval.value());
  const double volume = box.volume();
  const double lambda = std::sqrt(volume);
  const double excess = pressure.value() - measured.value() - temperature.value() / (2.0 * volume);
  const double relative = (noise - rate * lambda * excess * interval.value()) / lambda;
  const double volume_factor =
      std::clamp((1.0 + relative) * std::abs(1.0 + relative), 1.0 - largest_volume_change, 1.0 + largest_volume_change);
  if (!std::isfinite(relative)) {
    throw RunTimeFailure("barostat at step " + std::to_string(step) + ": the pressure is not finite");
  }
  if (!axis) {
    const double factor = std::cbrt(volume_factor);
    return {factor, factor, factor};
  }
  Vec3 factors{1.0, 1.0, 1.0};
  factors[index(*axis)] = volume_factor;
  return factors;
}

Box rescale_cell(Particles& particles, const Box& box, const Vec3& factors)
{
  Vec3 lengths = box.lengths();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double factor = factors[axis];
    const double inverse = 1.0 / factor;
    lengths[axis] *= factor;
    for (double& position : particles.position[axis]) {
      position *= factor;
    }
    for (double& velocity : particles.velocity[axis]) {
      velocity *= inverse;
    }
  }
  return Box{lengths};
}

}  // namespace soret
