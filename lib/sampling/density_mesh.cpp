#include <soret/sampling/density_mesh.hpp>

#include <soret/core/error.hpp>

#include <fftw3.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>

namespace soret {

namespace {

constexpr int lowest_order = 4;
constexpr int highest_order = 8;
constexpr std::size_t fewest_points = 8;
constexpr int images = 12;                         // beyond these, image sums add less than rounding for order 4
constexpr std::size_t doubles_per_sum = 1U << 20;  // bounds the buffers of a sum over ranks

/// The even number from `fewest` on that FFTW transforms fast.
std::size_t fast_size(std::size_t fewest)
{
  for (std::size_t size = fewest + fewest % 2;; size += 2) {
    std::size_t rest = size;
    for (const std::size_t factor : {2U, 3U, 5U, 7U}) {
      while (rest % factor == 0) {
        rest /= factor;
      }
    }
    if (rest == 1) {
      return size;
    }
  }
}

/// The points that a particle touches along one axis and its weight at each.
template <std::size_t Order>
struct AxisStencil {
  std::array<std::size_t, Order> point;
  std::array<double, Order> weight;
  bool is_contiguous;

  /// `coordinate` in [0, points) mesh cells. Weights are M_Order(coordinate - point + Order/2), by the recursion
  ///   M_k(x) = (x M_{k-1}(x) + (k - x) M_{k-1}(x - 1))/(k - 1).
  AxisStencil(double coordinate, std::size_t points)
  {
    const double centred = coordinate + 0.5 * Order;
    const double base = std::floor(centred);
    const double fraction = centred - base;
    weight.fill(0.0);
    weight[Order - 1] = 1.0;  // weight[Order - 1 - j] holds M_k(fraction + j), so that points ascend
    for (std::size_t k = 2; k <= Order; ++k) {
      const double inverse = 1.0 / static_cast<double>(k - 1);
      for (std::size_t j = k; j-- > 0;) {
        const double x = fraction + static_cast<double>(j);
        const double before = j > 0 ? weight[Order - j] : 0.0;
        double& here = weight[Order - 1 - j];
        here = inverse * (x * here + (static_cast<double>(k) - x) * before);
      }
    }
    const auto count = static_cast<std::ptrdiff_t>(points);
    const std::ptrdiff_t first = static_cast<std::ptrdiff_t>(base) - static_cast<std::ptrdiff_t>(Order) + 1;
    for (std::size_t a = 0; a < Order; ++a) {
      const std::ptrdiff_t image = (first + static_cast<std::ptrdiff_t>(a)) % count;
      point[a] = static_cast<std::size_t>(image < 0 ? image + count : image);
    }
    is_contiguous = point[Order - 1] == point[0] + Order - 1;
  }
};

/// A real mesh in the layout of FFTW's in-place transform: rows padded to an even length.
struct PaddedMesh {
  std::span<double> values;
  std::array<std::size_t, 3> points;
  std::size_t row_length() const { return 2 * (points[2] / 2 + 1); }
};

template <std::size_t Order>
void spread_particle(const std::array<double, 3>& cell, const PaddedMesh& mesh)
{
  const AxisStencil<Order> x{cell[0], mesh.points[0]};
  const AxisStencil<Order> y{cell[1], mesh.points[1]};
  const AxisStencil<Order> z{cell[2], mesh.points[2]};
  for (std::size_t a = 0; a < Order; ++a) {
    for (std::size_t b = 0; b < Order; ++b) {
      double* row = mesh.values.data() + (x.point[a] * mesh.points[1] + y.point[b]) * mesh.row_length();
      const double weight = x.weight[a] * y.weight[b];
      if (z.is_contiguous) {
        double* start = row + z.point[0];
        for (std::size_t c = 0; c < Order; ++c) {
          start[c] += weight * z.weight[c];
        }
      }
      else {
        for (std::size_t c = 0; c < Order; ++c) {
          row[z.point[c]] += weight * z.weight[c];
        }
      }
    }
  }
}

/// Spreads a species on mesh points (i + shift) h.
template <std::size_t Order>
void spread(const Particles& particles, Species species, const Vec3& lengths, double shift, const PaddedMesh& mesh)
{
  std::array<double, 3> cell{};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    if (particles.species[i] != species) {
      continue;
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const auto points = static_cast<double>(mesh.points[axis]);
      const double fraction = particles.position[axis][i] / lengths[axis];
      cell[axis] = (fraction - std::floor(fraction)) * points - shift;
    }
    spread_particle<Order>(cell, mesh);
  }
}

void spread(int order, const Particles& particles, Species species, const Vec3& lengths, double shift,
            const PaddedMesh& mesh)
{
  switch (order) {
    case 4:
      return spread<4>(particles, species, lengths, shift, mesh);
    case 5:
      return spread<5>(particles, species, lengths, shift, mesh);
    case 6:
      return spread<6>(particles, species, lengths, shift, mesh);
    case 7:
      return spread<7>(particles, species, lengths, shift, mesh);
    default:
      return spread<8>(particles, species, lengths, shift, mesh);
  }
}

void require_finite(const mpi::Communicator& communicator, const Particles& particles)
{
  const auto is_broken = [](const std::vector<double>& coordinates) {
    return std::any_of(coordinates.begin(), coordinates.end(), [](double x) { return !std::isfinite(x); });
  };
  if (communicator.all_any(std::any_of(particles.position.begin(), particles.position.end(), is_broken))) {
    throw RunTimeFailure("a density mesh needs finite coordinates; a particle has none");
  }
}

/// Number of modes of a mesh.
std::size_t modes_of(const std::array<std::size_t, 3>& points) { return points[0] * points[1] * (points[2] / 2 + 1); }

}  // namespace

/// FFTW's in-place real-to-complex transform of a mesh. Estimated, not measured: a measured plan would depend on what
/// else the machine does, and with it the rounding of the results.
struct DensityMesh::Plan {
  Plan(const std::array<std::size_t, 3>& n, Modes& example)
      : forward{fftw_plan_dft_r2c_3d(static_cast<int>(n[0]), static_cast<int>(n[1]), static_cast<int>(n[2]),
                                     reinterpret_cast<double*>(example.data()),
                                     reinterpret_cast<fftw_complex*>(example.data()), FFTW_ESTIMATE)}
  {
  }
  ~Plan() { fftw_destroy_plan(forward); }
  Plan(const Plan&) = delete;
  Plan& operator=(const Plan&) = delete;
  void execute(Modes& modes) const
  {
    fftw_execute_dft_r2c(forward, reinterpret_cast<double*>(modes.data()),
                         reinterpret_cast<fftw_complex*>(modes.data()));
  }
  fftw_plan forward;
};

DensityMesh::DensityMesh(const std::array<std::size_t, 3>& points, SplineOrder order)
    : points_{points}, order_{order.value()}
{
  if (order_ < lowest_order || order_ > highest_order) {
    throw InputError(fmt::format("splines of order {} are not available: it must be in {}..{}", order_, lowest_order,
                                 highest_order));
  }
  if (std::any_of(points.begin(), points.end(), [](std::size_t count) { return count == 0; })) {
    throw InputError(fmt::format("a mesh of {} × {} × {} points is empty", points[0], points[1], points[2]));
  }
  make_tables();
  shifted_.resize(modes_of(points_));
  plan_ = std::make_unique<Plan>(points_, shifted_);
}

DensityMesh::DensityMesh(DensityMesh&&) noexcept = default;
DensityMesh& DensityMesh::operator=(DensityMesh&&) noexcept = default;
DensityMesh::~DensityMesh() = default;

std::array<std::size_t, 3> DensityMesh::points_for(const WaveIndex& largest)
{
  std::array<std::size_t, 3> points{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    points[axis] = fast_size(std::max(fewest_points, 3 * static_cast<std::size_t>(largest[axis])));
  }
  return points;
}

void DensityMesh::make_tables()
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto n = static_cast<double>(points_[axis]);
    AxisTable& table = tables_[axis];
    for (std::size_t m = 0; m <= points_[axis] / 3; ++m) {
      const auto index = static_cast<double>(m);
      const double angle = std::numbers::pi * index / n;
      table.inverse_spline.push_back(m == 0 ? 1.0 : std::pow(angle / std::sin(angle), order_));
      table.half_cell.push_back(std::polar(1.0, -angle));
      std::array<double, 2> sums{};
      for (int k = 1; k <= images; ++k) {
        for (const double shift : {k * n, -k * n}) {
          sums[static_cast<std::size_t>(k % 2)] += std::pow(index / (index + shift), 2 * order_);
        }
      }
      table.image_sums.push_back(sums);
    }
  }
}

double DensityMesh::image_power(const WaveIndex& m) const
{
  // prod(1 + e + o) holds all images and m itself, prod(1 + e - o) the same with a minus sign for odd ones.
  double all = 1.0;
  double alternating = 1.0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const auto [even, odd] = tables_[axis].image_sums[static_cast<std::size_t>(std::abs(m[axis]))];
    all *= 1.0 + even + odd;
    alternating *= 1.0 + even - odd;
  }
  return 0.5 * (all + alternating) - 1.0;
}

void DensityMesh::transform_shifted(const mpi::Communicator& communicator, const Vec3& lengths,
                                    const Particles& particles, Species species, double shift, Modes& modes) const
{
  modes.assign(modes_of(points_), {});
  const std::span<double> values{reinterpret_cast<double*>(modes.data()), 2 * modes.size()};
  spread(order_, particles, species, lengths, shift, {values, points_});
  for (std::size_t start = 0; start < values.size(); start += doubles_per_sum) {
    communicator.all_sum(values.subspan(start, std::min(doubles_per_sum, values.size() - start)));
  }
  plan_->execute(modes);
}

void DensityMesh::transform(const mpi::Communicator& communicator, const Vec3& lengths, const Particles& particles,
                            Species species, Modes& modes)
{
  require_finite(communicator, particles);
  transform_shifted(communicator, lengths, particles, species, 0.0, modes);
  transform_shifted(communicator, lengths, particles, species, 0.5, shifted_);
  interlace(modes);
}

void DensityMesh::interlace(Modes& modes) const
{
  const auto limit = [this](std::size_t axis) { return static_cast<int>(tables_[axis].inverse_spline.size()) - 1; };
  const auto phase = [this](int m, std::size_t axis) {
    const std::complex<double> value = tables_[axis].half_cell[static_cast<std::size_t>(std::abs(m))];
    return m < 0 ? std::conj(value) : value;
  };
  const auto inverse = [this](int m, std::size_t axis) {
    return tables_[axis].inverse_spline[static_cast<std::size_t>(std::abs(m))];
  };
  for (int x = -limit(0); x <= limit(0); ++x) {
    for (int y = -limit(1); y <= limit(1); ++y) {
      const std::complex<double> phase_xy = phase(x, 0) * phase(y, 1);
      const double scale_xy = 0.5 * inverse(x, 0) * inverse(y, 1);
      const std::size_t row = offset({x, y, 0});
      for (int z = 0; z <= limit(2); ++z) {
        const std::size_t here = row + static_cast<std::size_t>(z);
        modes[here] = scale_xy * inverse(z, 2) * (modes[here] + phase_xy * phase(z, 2) * shifted_[here]);
      }
    }
  }
}

}  // namespace soret
