#include <soret/core/random.hpp>

#include <Random123/philox.h>

#include <cmath>
#include <numbers>

namespace soret {

namespace {

/// The 53 leading bits, centred in their interval so that neither 0 nor 1 can occur.
double to_unit_interval(std::uint64_t bits) { return (static_cast<double>(bits >> 11U) + 0.5) * 0x1.0p-53; }

}  // namespace

RandomStream::RandomStream(Seed seed, Stream stream, std::uint64_t instance)
    : key_{seed.value(), static_cast<std::uint64_t>(stream)}, instance_{instance}
{
}

std::array<std::uint64_t, 4> RandomStream::bits(std::uint64_t step, std::uint64_t particle, std::uint64_t draw) const
{
  const r123::Philox4x64::ctr_type counter{{step, particle, draw, instance_}};
  const r123::Philox4x64::key_type key{{key_[0], key_[1]}};
  const r123::Philox4x64::ctr_type output = r123::Philox4x64{}(counter, key);
  return {output[0], output[1], output[2], output[3]};
}

std::array<double, 4> RandomStream::uniform4(std::uint64_t step, std::uint64_t particle, std::uint64_t draw) const
{
  const auto raw = bits(step, particle, draw);
  return {to_unit_interval(raw[0]), to_unit_interval(raw[1]), to_unit_interval(raw[2]), to_unit_interval(raw[3])};
}

double RandomStream::uniform(std::uint64_t step, std::uint64_t particle, std::uint64_t draw) const
{
  return to_unit_interval(bits(step, particle, draw)[0]);
}

Vec3 RandomStream::normal3(std::uint64_t step, std::uint64_t particle, std::uint64_t draw) const
{
  const auto u = uniform4(step, particle, draw);
  const double radius_a = std::sqrt(-2.0 * std::log(u[0]));
  const double radius_b = std::sqrt(-2.0 * std::log(u[2]));
  const double angle_a = 2.0 * std::numbers::pi * u[1];
  const double angle_b = 2.0 * std::numbers::pi * u[3];
  return {radius_a * std::cos(angle_a), radius_a * std::sin(angle_a), radius_b * std::cos(angle_b)};
}

double RandomStream::normal(std::uint64_t step, std::uint64_t particle, std::uint64_t draw) const
{
  return normal3(step, particle, draw).x;
}

}  // namespace soret
