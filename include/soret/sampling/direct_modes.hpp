#pragma once
/// \file
/// Fourier modes of the density by the sum over particles.

#include <soret/mpi/communicator.hpp>
#include <soret/sampling/wave_vector_shells.hpp>
#include <soret/system/particles.hpp>

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// Collective: rho_a(q) = sum_{i in a} exp(-i q.r_i) for q_d = 2 pi n_d/L_d, by the sum over each rank's particles and
/// then over ranks; the same on every rank, shape (species, vector). Exact to rounding, which grows as the largest
/// |n_d|: powers of exp(-2 pi i r_d/L_d) are made by multiplication. Time: particles × vectors. Throws InputError if a
/// particle's species is not below `species`.
std::vector<std::vector<std::complex<double>>> direct_modes(const mpi::Communicator& communicator, const Vec3& lengths,
                                                            const Particles& particles, std::size_t species,
                                                            std::span<const WaveIndex> vectors);

}  // namespace soret
