#include <soret/estimate/multistate_bennett.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/bennett_acceptance_ratio.hpp>

#include "linearised_profile.hpp"

#include <Eigen/Dense>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace soret {

namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// All samples together, and the sums over them that the equations are made of.
class Mixture {
 public:
  Mixture(const CouplingSamples& samples, std::span<const double> counts);

  Vector solve(Vector start) const;
  /// p_i(x_n), shape (windows, samples).
  Matrix probabilities(const Vector& f) const;
  /// sum_n w_n p_i p_j.
  Matrix products(const Matrix& p) const { return p * weights_.asDiagonal() * p.transpose(); }
  /// H without its first row and column: f_0 is held.
  Matrix reduced_hessian(const Matrix& p) const;
  const Vector& weights() const { return weights_; }
  const Vector& counts() const { return counts_; }

 private:
  /// Largest relative violation of sum w p_i = n_i.
  double violation(const Matrix& p) const
  {
    return ((p * weights_ - counts_).array() / counts_.array()).abs().maxCoeff();
  }
  Vector newton_step(const Vector& f, const Matrix& p) const;
  Vector self_consistent_step(const Vector& f, const Matrix& p) const;

  static constexpr double tolerance = 1e-11;
  static constexpr int most_iterations = 2000;

  Matrix energies_;  // (windows, samples)
  Vector weights_;   // those of a window add up to its count
  Vector counts_;
};

Mixture::Mixture(const CouplingSamples& samples, std::span<const double> counts)
    : energies_(static_cast<Eigen::Index>(samples.size()), static_cast<Eigen::Index>(samples.samples())),
      weights_(energies_.cols()),
      counts_(Eigen::Map<const Vector>(counts.data(), energies_.rows()))
{
  Eigen::Index column = 0;
  for (std::size_t k = 0; k < samples.size(); ++k) {
    const std::vector<double> weights = samples.weights(k);
    for (std::size_t n = 0; n < weights.size(); ++n, ++column) {
      weights_[column] = weights[n] * counts[k] / static_cast<double>(weights.size());
      for (Eigen::Index l = 0; l < energies_.rows(); ++l) {
        energies_(l, column) = samples.energy(k, n, static_cast<std::size_t>(l)) - samples.energy(k, n, k);
      }
    }
  }
}

Matrix Mixture::probabilities(const Vector& f) const
{
  Matrix p = (-energies_).colwise() + (f + counts_.array().log().matrix());
  for (Eigen::Index n = 0; n < p.cols(); ++n) {
    const double most = p.col(n).maxCoeff();
    p.col(n) = (p.col(n).array() - most).exp();
    p.col(n) /= p.col(n).sum();
  }
  return p;
}

Matrix Mixture::reduced_hessian(const Matrix& p) const
{
  const Eigen::Index others = counts_.size() - 1;
  Matrix hessian = -products(p);
  hessian.diagonal() += p * weights_;
  return hessian.bottomRightCorner(others, others);
}

Vector Mixture::newton_step(const Vector& f, const Matrix& p) const
{
  const Eigen::Index others = counts_.size() - 1;
  Vector next = f;
  next.tail(others) += reduced_hessian(p).ldlt().solve((counts_ - p * weights_).tail(others));
  return next;
}

/// exp(-f_i) = sum_n w_n exp(-u_i)/sum_k n_k exp(f_k - u_k): ln(n_i/sum_n w_n p_i) is added to f_i.
Vector Mixture::self_consistent_step(const Vector& f, const Matrix& p) const
{
  const Vector next = f + (counts_.array() / (p * weights_).array()).log().matrix();
  return next.array() - next[0];
}

Vector Mixture::solve(Vector f) const
{
  Matrix p = probabilities(f);
  double now = violation(p);
  for (int iteration = 0; now > tolerance; ++iteration) {
    if (iteration == most_iterations || !std::isfinite(now)) {
      throw RunTimeFailure(
          fmt::format("the multistate acceptance ratio of {} windows does not converge: after {} "
                      "iterations its equations are violated by {:.3g}",
                      counts_.size(), iteration, now));
    }
    Vector next = newton_step(f, p);
    Matrix next_p = probabilities(next);
    double then = violation(next_p);
    if (!(then < now)) {
      next = self_consistent_step(f, p);
      next_p = probabilities(next);
      then = violation(next_p);
    }
    f = std::move(next);
    p = std::move(next_p);
    now = then;
  }
  return f;
}

/// What the samples do to f_k - f_0: the solution follows f = f* - H^-1 (sum_n w_n p(x_n) - n).
class MixtureInfluence {
 public:
  MixtureInfluence(const CouplingSamples& samples, const Mixture& mixture, const Matrix& p)
      : samples_{samples}, mixture_{mixture}, p_{p}
  {
    const Eigen::Index others = p.rows() - 1;
    inverse_ = mixture.reduced_hessian(p).ldlt().solve(Matrix::Identity(others, others));
  }

  detail::Influence on(std::size_t k) const
  {
    const Eigen::Index others = p_.rows() - 1;
    const Vector combined = p_.bottomRows(others).transpose() * inverse_.col(static_cast<Eigen::Index>(k) - 1);
    detail::Influence influence;
    Eigen::Index first = 0;
    for (std::size_t j = 0; j < samples_.size(); ++j) {
      const std::size_t length = samples_.windows[j].samples();
      const double count = mixture_.counts()[static_cast<Eigen::Index>(j)];
      influence.push_back(detail::weighted_deviations(samples_.weights(j), {combined.data() + first, length}, -count));
      first += static_cast<Eigen::Index>(length);
    }
    return influence;
  }

 private:
  const CouplingSamples& samples_;
  const Mixture& mixture_;
  const Matrix& p_;
  Matrix inverse_;
};

/// O_ij = sum_n w_n p_i p_j/n_i, similar to the symmetric matrix S_ij = sum_n w_n p_i p_j/sqrt(n_i n_j).
WindowOverlap overlap_of(const Mixture& mixture, const Matrix& p)
{
  const Matrix products = mixture.products(p);
  const Vector scale = mixture.counts().cwiseSqrt().cwiseInverse();
  const Matrix symmetric = scale.asDiagonal() * products * scale.asDiagonal();
  const Vector values = Eigen::SelfAdjointEigenSolver<Matrix>(symmetric, Eigen::EigenvaluesOnly).eigenvalues();
  WindowOverlap overlap{static_cast<std::size_t>(p.rows()), {}, {values.begin(), values.end()}};
  std::ranges::reverse(overlap.eigenvalues);
  for (Eigen::Index i = 0; i < p.rows(); ++i) {
    for (Eigen::Index j = 0; j < p.rows(); ++j) {
      overlap.matrix.push_back(products(i, j) / mixture.counts()[i]);
    }
  }
  return overlap;
}

}  // namespace

MultistateBennett multistate_bennett(const CouplingSamples& samples)
{
  const FreeEnergyProfile pairwise = bennett_acceptance_ratio(samples);
  const auto windows = static_cast<Eigen::Index>(samples.size());
  Vector start(windows);
  for (Eigen::Index k = 0; k < windows; ++k) {
    start[k] = pairwise.from_first[static_cast<std::size_t>(k)].value;
  }
  MultistateBennett result{{}, {}, effective_counts(samples)};
  const Mixture mixture{samples, result.effective_counts};
  const Vector f = mixture.solve(start);
  const Matrix p = mixture.probabilities(f);
  const MixtureInfluence influence{samples, mixture, p};
  result.profile =
      detail::linearised_profile(samples, {f.data(), samples.size()}, [&](std::size_t k) { return influence.on(k); });
  result.overlap = overlap_of(mixture, p);
  return result;
}

}  // namespace soret
