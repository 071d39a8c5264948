#include <soret/estimate/number_fluctuations.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>
#include <Eigen/Dense>

#include <numeric>

namespace soret {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Vector = Eigen::VectorXd;

Vector vector_of(const std::vector<double>& values)
{
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

std::vector<double> values_of(const Vector& vector) { return {vector.data(), vector.data() + vector.size()}; }

/// A matrix of covariances is positive definite unless numbers do not fluctuate apart from each other.
Eigen::LDLT<Matrix> decomposed(const OpenMoments& moments)
{
  const auto size = static_cast<Eigen::Index>(moments.species());
  Eigen::LDLT<Matrix> decomposition{Eigen::Map<const Matrix>(moments.number_covariance.data(), size, size)};
  if (decomposition.info() != Eigen::Success || !(decomposition.vectorD().minCoeff() > 0.0)) {
    throw RunTimeFailure("the numbers of particles do not fluctuate independently of each other");
  }
  return decomposition;
}

}  // namespace

double kirkwood_buff_integral(const OpenMoments& moments, std::size_t i, std::size_t j)
{
  const double n_i = moments.numbers[i];
  const double n_j = moments.numbers[j];
  if (!(n_i > 0.0 && n_j > 0.0)) {
    throw RunTimeFailure(fmt::format("there are {:g} and {:g} particles of a pair of species on average", n_i, n_j));
  }
  return moments.volume * (moments.covariance(i, j) / (n_i * n_j) - (i == j ? 1.0 / n_i : 0.0));
}

OpenPartials open_partials(const OpenMoments& moments)
{
  const Eigen::LDLT<Matrix> covariance = decomposed(moments);
  const Vector numbers = vector_of(moments.numbers);
  const Vector stiffness = covariance.solve(numbers);
  const double bulk_stiffness = numbers.dot(stiffness);  // V/(k_B T kappa_T)
  const Vector volumes = moments.volume / bulk_stiffness * stiffness;
  const Vector at_volume = covariance.solve(vector_of(moments.energy_covariance));
  const double per_volume = (moments.energy - numbers.dot(at_volume)) / moments.volume;
  return {.reduced_compressibility = numbers.sum() / bulk_stiffness,
          .volumes = values_of(volumes),
          .energies = values_of(at_volume + per_volume * volumes)};
}

}  // namespace soret
