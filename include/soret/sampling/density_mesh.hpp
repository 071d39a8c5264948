#pragma once
/// \file
/// Fourier modes of the density of a species, by a mesh.

#include <soret/core/aligned.hpp>
#include <soret/core/vec3.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/wave_vector_shells.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <complex>
#include <cstddef>
#include <memory>
#include <vector>

namespace soret {

/// The number of mesh points over which a particle is spread along each axis.
using SplineOrder = Quantity<struct SplineOrderTag, int>;

/// rho(q) = sum_i exp(-i q.r_i) on a regular mesh of n_x × n_y × n_z points. Particles are spread with centred cardinal
/// B-splines of order p, whose transform at index m is
///   W(m) = prod_d (sin(pi m_d/n_d)/(pi m_d/n_d))^p,
/// summed over ranks, transformed and divided by W (Hockney and Eastwood, Computer Simulation Using Particles, 1988;
/// Essmann et al., doi:10.1063/1.470117). What remains are the images at m + k n, integer k:
///   rho_mesh(m) = sum_k W(m + k n)/W(m) rho(m + k n).
/// The mean with a second mesh, half a cell further along every axis, cancels all images with odd k_x + k_y + k_z
/// (interlacing, Hockney and Eastwood). The range of m is limited to |m_d| <= n_d/3, two thirds of the Nyquist limit:
/// there the strongest image left, two periods away along one axis, has the amplitude 5^-p: 6.4e-5 for p = 6; it falls
/// as |m|^p below.
class DensityMesh {
 public:
  using Modes = AlignedVector<std::complex<double>>;

  /// Throws InputError unless the order is in 4..8 and there are mesh points along every axis.
  explicit DensityMesh(const std::array<std::size_t, 3>& points, SplineOrder order = SplineOrder{6});
  DensityMesh(DensityMesh&&) noexcept;
  DensityMesh& operator=(DensityMesh&&) noexcept;
  DensityMesh(const DensityMesh&) = delete;
  DensityMesh& operator=(const DensityMesh&) = delete;
  ~DensityMesh();

  /// A mesh for indices up to `largest`: at least 3 × largest and 8 points per axis, even and with no prime factor
  /// beyond 7.
  static std::array<std::size_t, 3> points_for(const WaveIndex& largest);

  const std::array<std::size_t, 3>& points() const { return points_; }

  /// Collective: the modes of one species' particles in a periodic box of these lengths (particles outside count with
  /// their image inside; a fraction of the real box folds it), the same on every rank. Memory: `modes` and as much
  /// again, 16 n_x n_y (n_z/2 + 1) bytes each. Throws RunTimeFailure, on all ranks, if a coordinate is not finite.
  void transform(const mpi::Communicator& communicator, const Vec3& lengths, const Particles& particles,
                 Species species, Modes& modes);

  /// Where index m, 0 <= m_z and |m_d| <= n_d/3, is in the modes. All others hold nothing of use.
  std::size_t offset(const WaveIndex& m) const
  {
    return (wrapped(m[0], 0) * points_[1] + wrapped(m[1], 1)) * (points_[2] / 2 + 1) + static_cast<std::size_t>(m[2]);
  }

  /// What the images add to |rho(m)|² per particle, in the mean over a homogeneous system whose structure factor at the
  /// images is that of independent particles:
  ///   C(m) = sum_{k != 0, k_x + k_y + k_z even} (W(m + k n)/W(m))².
  /// |rho|² - N C is free of this bias.
  double image_power(const WaveIndex& m) const;

 private:
  struct Plan;
  /// What depends on the index along one axis, for |m| <= n/3.
  struct AxisTable {
    std::vector<double> inverse_spline;             ///< 1/W, by m >= 0
    std::vector<std::complex<double>> half_cell;    ///< exp(-i pi m/n), by m >= 0
    std::vector<std::array<double, 2>> image_sums;  ///< of (W(m + k n)/W(m))² over even k != 0, over odd k; by m >= 0
  };

  std::size_t wrapped(int m, std::size_t axis) const
  {
    return m >= 0 ? static_cast<std::size_t>(m) : points_[axis] - static_cast<std::size_t>(-m);
  }
  void make_tables();
  void transform_shifted(const mpi::Communicator& communicator, const Vec3& lengths, const Particles& particles,
                         Species species, double shift, Modes& modes) const;
  void interlace(Modes& modes) const;

  std::array<std::size_t, 3> points_;
  int order_;
  std::array<AxisTable, 3> tables_;
  Modes shifted_;
  std::unique_ptr<Plan> plan_;
};

}  // namespace soret
