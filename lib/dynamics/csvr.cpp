#include "validation.hpp"

#include <soret/dynamics/csvr.hpp>

#include <cmath>

namespace soret {

std::unique_ptr<CsvrThermostat> Csvr::make() const { return std::make_unique<CsvrThermostat>(*this); }

CsvrThermostat::CsvrThermostat(const Csvr& description)
    : Thermostat{"csvr", description.label, description.temperature},
      relaxation_time_{description.relaxation_time},
      stream_{description.seed, Stream::csvr, description.instance},
      group_{description.region}
{
  require_positive(name() + ": relaxation_time", relaxation_time_.value());
}

void CsvrThermostat::end_step(Motion& motion)
{
  const GroupMotion& total = group_.all_measure(motion);
  if (!group_.has_thermal_motion()) {
    return;
  }
  const auto step = static_cast<std::uint64_t>(motion.step);
  const double c = std::exp(-motion.time_step.value() / relaxation_time_.value());
  const double q = (1.0 - c) * temperature().value() / (2.0 * total.thermal_kinetic_energy());
  const double normal = stream_.normal(step, 0, 0);
  const double sum_of_squares = 2.0 * gamma_variate(stream_, 0.5 * (total.degrees_of_freedom() - 1.0), step, 1);
  const double alpha_squared = c + q * (normal * normal + sum_of_squares) + 2.0 * normal * std::sqrt(c * q);
  const double alpha = std::copysign(std::sqrt(alpha_squared), normal + std::sqrt(c / q));
  book(group_.local_scale(motion, alpha));
}

double gamma_variate(const RandomStream& stream, double shape, std::uint64_t step, std::uint64_t first_draw)
{
  constexpr std::uint64_t particle = 0;
  const bool boosted = shape < 1.0;
  const double d = (boosted ? shape + 1.0 : shape) - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  for (std::uint64_t draw = first_draw;; draw += 2) {
    const double x = stream.normal(step, particle, draw);
    const auto uniform = stream.uniform4(step, particle, draw + 1);
    const double cube_root = 1.0 + c * x;
    const double v = cube_root * cube_root * cube_root;
    if (v > 0.0 && std::log(uniform[0]) < 0.5 * x * x + d * (1.0 - v + std::log(v))) {
      return d * v * (boosted ? std::pow(uniform[1], 1.0 / shape) : 1.0);
    }
  }
}

}  // namespace soret
