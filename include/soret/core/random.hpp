#pragma once
/// \file
/// Random numbers keyed by (seed, stream, step, particle): the noise a particle feels does not depend on which rank
/// owns it, and a restarted run continues it exactly. Philox4x64-10 from Random123 (Salmon et al. 2011,
/// doi:10.1145/2063384.2063405); there is no state to save.

#include <soret/core/quantity.hpp>
#include <soret/core/vec3.hpp>

#include <array>
#include <cstdint>

namespace soret {

/// Every stream of random numbers in soret. A new use gets a new line here, at the end: numbers are part of
/// checkpoints.
enum class Stream : std::uint64_t {
  placement = 1,        ///< species assignment and random packing
  velocities = 2,       ///< initial Maxwell-Boltzmann velocities
  langevin = 3,         ///< Langevin thermostats
  csvr = 4,             ///< stochastic velocity rescaling
  barostat = 5,         ///< stochastic cell rescaling
  jackknife = 6,        ///< bootstrap resampling in estimates
  monte_carlo = 7,      ///< moves of Monte Carlo chains, keyed by attempt
  ghost_insertion = 8,  ///< Widom's ghost particles
  insertions = 10,      ///< places of Widom's test insertions
  propulsion = 11       ///< directions of self-propelled particles
};

/// A function from (step, particle, draw) to random numbers. `instance` separates several users of one stream
/// (two Langevin slabs, say).
class RandomStream {
 public:
  RandomStream(Seed seed, Stream stream, std::uint64_t instance = 0);

  /// 256 random bits.
  std::array<std::uint64_t, 4> bits(std::uint64_t step, std::uint64_t particle, std::uint64_t draw = 0) const;
  /// Uniform in (0, 1): never 0, never 1.
  double uniform(std::uint64_t step, std::uint64_t particle, std::uint64_t draw = 0) const;
  /// Four independent uniforms in (0, 1).
  std::array<double, 4> uniform4(std::uint64_t step, std::uint64_t particle, std::uint64_t draw = 0) const;
  /// Three independent standard normals (Box-Muller).
  Vec3 normal3(std::uint64_t step, std::uint64_t particle, std::uint64_t draw = 0) const;
  /// One standard normal.
  double normal(std::uint64_t step, std::uint64_t particle, std::uint64_t draw = 0) const;

 private:
  std::array<std::uint64_t, 2> key_;
  std::uint64_t instance_;
};

}  // namespace soret
