#include <soret/core/error.hpp>
#include <soret/estimate/bennett_acceptance_ratio.hpp>
#include <soret/estimate/coupling_samples.hpp>
#include <soret/estimate/exponential_averaging.hpp>
#include <soret/estimate/free_energy_convergence.hpp>
#include <soret/estimate/multistate_bennett.hpp>
#include <soret/estimate/thermodynamic_integration.hpp>

#include "coverage.hpp"
#include "oscillator_ladder.hpp"
#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

using soret::CouplingSamples;
using soret::Estimate;
using soret::FreeEnergyProfile;
using soret::IntegrationRule;

namespace {

struct NamedEstimator {
  std::string name;
  soret::FreeEnergyEstimator estimate;
};

FreeEnergyProfile multistate(const CouplingSamples& samples) { return soret::multistate_bennett(samples).profile; }

FreeEnergyProfile spline(const CouplingSamples& samples)
{
  return soret::thermodynamic_integration(samples, IntegrationRule::natural_cubic_spline);
}

const std::vector<NamedEstimator> estimators{{"forward", soret::exponential_averaging_forward},
                                             {"backward", soret::exponential_averaging_backward},
                                             {"spline", spline},
                                             {"acceptance ratio", soret::bennett_acceptance_ratio},
                                             {"multistate", multistate}};

/// What the spline makes of exact means differs from the integral: the rule's own error.
double exact_for(const NamedEstimator& estimator, const OscillatorLadder& ladder)
{
  if (estimator.name != "spline") {
    return ladder.exact();
  }
  std::vector<double> lambdas;
  for (std::size_t k = 0; k < ladder.windows; ++k) {
    lambdas.push_back(ladder.lambda(k));
  }
  const std::vector<double> weights = soret::integration_weights(lambdas, IntegrationRule::natural_cubic_spline).back();
  double integral = 0.0;
  for (std::size_t k = 0; k < ladder.windows; ++k) {
    integral += weights[k] * 0.5 * (ladder.last_spring - 1.0) / ladder.spring(lambdas[k]);
  }
  return integral;
}

/// Runs every estimator on many made-up samples and counts how often the error bar holds the truth.
void check_coverage(const OscillatorLadder& ladder, const std::function<CouplingSamples()>& draw)
{
  std::vector<Coverage> coverages;
  for (const NamedEstimator& estimator : estimators) {
    coverages.emplace_back(exact_for(estimator, ladder));
  }
  constexpr int repetitions = 300;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    const CouplingSamples samples = draw();
    for (std::size_t i = 0; i < estimators.size(); ++i) {
      coverages[i].add(estimators[i].estimate(samples).total());
    }
  }
  for (std::size_t i = 0; i < estimators.size(); ++i) {
    coverages[i].check(estimators[i].name);
  }
}

/// A box at constant pressure whose volume is all there is: u = (p + lambda a) V, sampled as V^N exp(-u).
struct BreathingBox {
  std::size_t windows = 4;
  double particles = 10.0;
  double pressure = 1.0;
  double attraction = 0.6;  ///< a

  double rate(std::size_t k) const
  {
    return pressure + attraction * static_cast<double>(k) / static_cast<double>(windows - 1);
  }
  /// Z_k = Gamma(N + 1)/rate^(N + 1), with one more power of V Gamma(N + 2)/rate^(N + 2).
  double exact(double powers_of_volume) const
  {
    return (particles + powers_of_volume + 1.0) * std::log(rate(windows - 1) / rate(0));
  }
  CouplingSamples samples(std::size_t length, bool weighted, std::mt19937_64& generator) const
  {
    CouplingSamples samples;
    samples.weighted_by_volume = weighted;
    samples.windows.resize(windows);
    for (std::size_t k = 0; k < windows; ++k) {
      samples.lambdas.push_back(static_cast<double>(k) / static_cast<double>(windows - 1));
      std::gamma_distribution<double> distribution{particles + 1.0, 1.0 / rate(k)};
      for (std::size_t n = 0; n < length; ++n) {
        const double volume = distribution(generator);
        std::vector<double> row;
        for (std::size_t l = 0; l < windows; ++l) {
          row.push_back(rate(l) * volume);
        }
        samples.windows[k].add(row, attraction * volume, volume);
      }
    }
    return samples;
  }
};

}  // namespace

TEST_CASE("every estimator finds the free energies of a ladder of oscillators")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{11};
  const CouplingSamples samples = ladder.samples(20000, generator);
  for (const NamedEstimator& estimator : estimators) {
    const FreeEnergyProfile profile = estimator.estimate(samples);
    INFO(estimator.name);
    MESSAGE(estimator.name << ": " << soret::to_string(profile.total()) << ", exact " << ladder.exact());
    REQUIRE(profile.from_first.size() == ladder.windows);
    REQUIRE(profile.steps.size() == ladder.windows - 1);
    CHECK(profile.from_first[0].value == 0.0);
    CHECK(profile.from_first[0].standard_error == 0.0);
    CHECK(std::abs(profile.total().standard_errors_from(exact_for(estimator, ladder))) < 3.0);
    CHECK(profile.total().standard_error < 0.03);
    CHECK(profile.total().standard_error > 0.001);
    CHECK(profile.steps[1].value == doctest::Approx(profile.from_first[2].value - profile.from_first[1].value));
  }
  CHECK(soret::bennett_acceptance_ratio(samples).total().standard_error <
        soret::exponential_averaging_forward(samples).total().standard_error);
  CHECK(multistate(samples).total().standard_error <
        1.02 * soret::bennett_acceptance_ratio(samples).total().standard_error);
}

TEST_CASE("every step of the ladder, too")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{12};
  const FreeEnergyProfile profile = multistate(ladder.samples(20000, generator));
  for (std::size_t k = 1; k < ladder.windows; ++k) {
    CHECK(std::abs(profile.from_first[k].standard_errors_from(ladder.exact(k))) < 3.0);
    CHECK(std::abs(profile.steps[k - 1].standard_errors_from(ladder.exact(k) - ladder.exact(k - 1))) < 3.0);
  }
}

TEST_CASE("errors of independent samples cover the truth" * doctest::skip(under_sanitizers))
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{13};
  check_coverage(ladder, [&] { return ladder.samples(100, generator); });
}

TEST_CASE("errors of correlated samples cover the truth" * doctest::skip(under_sanitizers))
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{14};
  check_coverage(ladder, [&] { return ladder.samples(1000, generator, 0.8); });
}

TEST_CASE("errors of many replicas too short for their correlation cover the truth" * doctest::skip(under_sanitizers))
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{15};
  check_coverage(ladder, [&] { return ladder.samples(12, generator, 0.95, 60); });
}

TEST_CASE("errors of samples weighted by volume cover the truth" * doctest::skip(under_sanitizers))
{
  const BreathingBox box;
  std::mt19937_64 generator{16};
  Coverage ratio{box.exact(1.0)};
  Coverage all{box.exact(1.0)};
  for (int repetition = 0; repetition < 300; ++repetition) {
    const CouplingSamples samples = box.samples(100, true, generator);
    ratio.add(soret::bennett_acceptance_ratio(samples).total());
    all.add(multistate(samples).total());
  }
  ratio.check("acceptance ratio");
  all.check("multistate");
}

TEST_CASE("correlated samples are worth what their autocorrelation says")
{
  const OscillatorLadder ladder{3, 1.0, 1.0};  // slopes are linear in x: their autocorrelation is rho^lag
  std::mt19937_64 generator{17};
  const double rho = 0.8;
  for (const double count : soret::effective_counts(ladder.samples(50000, generator, rho))) {
    CHECK(count == doctest::Approx(50000.0 * (1.0 - rho) / (1.0 + rho)).epsilon(0.15));
  }
  const Estimate correlated = multistate(ladder.samples(50000, generator, rho)).total();
  const Estimate independent = multistate(ladder.samples(50000, generator)).total();
  CHECK(correlated.standard_error / independent.standard_error == doctest::Approx(3.0).epsilon(0.15));
}

TEST_CASE("of two windows the multistate ratio is the acceptance ratio")
{
  const OscillatorLadder ladder{2, 3.0, 1.0};
  std::mt19937_64 generator{18};
  CouplingSamples samples = ladder.samples(500, generator, 0.5);
  samples.windows[1].append(ladder.samples(900, generator).windows[1]);
  for (const bool weighted : {false, true}) {
    samples.weighted_by_volume = weighted;
    for (double& volume : samples.windows[0].volumes) {
      volume *= weighted ? 1.0 + 0.1 * std::sin(static_cast<double>(&volume - samples.windows[0].volumes.data())) : 1.0;
    }
    const Estimate ratio = soret::bennett_acceptance_ratio(samples).total();
    const Estimate all = multistate(samples).total();
    CHECK(all.value == doctest::Approx(ratio.value).epsilon(1e-9));
    CHECK(all.standard_error == doctest::Approx(ratio.standard_error).epsilon(1e-6));
  }
}

TEST_CASE("the error of independent samples is Bennett's")
{
  const OscillatorLadder ladder{2, 3.0, 1.0};
  std::mt19937_64 generator{19};
  const soret::MultistateBennett result = soret::multistate_bennett(ladder.samples(20000, generator));
  // variance = 1/sum p_0 p_1 - 1/n_0 - 1/n_1, and O_01 = sum p_0 p_1/n_0.
  const double overlap_sum = result.effective_counts[0] * result.overlap(0, 1);
  const double variance = 1.0 / overlap_sum - 1.0 / result.effective_counts[0] - 1.0 / result.effective_counts[1];
  CHECK(result.profile.total().standard_error == doctest::Approx(std::sqrt(variance)).epsilon(0.05));
}

TEST_CASE("the multistate ratio fulfils its equations")
{
  const OscillatorLadder ladder{4, 5.0, 2.0};
  std::mt19937_64 generator{20};
  const CouplingSamples samples = ladder.samples(300, generator, 0.3);
  const soret::MultistateBennett result = soret::multistate_bennett(samples);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    double sum = 0.0;
    for (std::size_t k = 0; k < samples.size(); ++k) {
      for (std::size_t n = 0; n < 300; ++n) {
        double mixture = 0.0;
        for (std::size_t l = 0; l < samples.size(); ++l) {
          mixture +=
              result.effective_counts[l] * std::exp(result.profile.from_first[l].value - samples.energy(k, n, l));
        }
        sum += result.effective_counts[k] / 300.0 *
               std::exp(result.profile.from_first[i].value - samples.energy(k, n, i)) / mixture;
      }
    }
    CHECK(sum == doctest::Approx(1.0).epsilon(1e-9));
  }
}

TEST_CASE("samples that are impossible in other windows only count in their own")
{
  const OscillatorLadder ladder{3, 2.0, 1.0};
  std::mt19937_64 generator{31};
  CouplingSamples samples = ladder.samples(5000, generator);
  for (std::size_t n = 0; n < 5000; n += 10) {
    samples.windows[0].energies[n * 3 + 1] = 1e18;  // u_1 and u_2 of samples of window 0
    samples.windows[0].energies[n * 3 + 2] = 1e30;
  }
  // A tenth of window 0 is lost for the others: -ln Z_0 falls by ln(10/9) or so, whatever the large energies are.
  for (const Estimate& total : {soret::bennett_acceptance_ratio(samples).total(), multistate(samples).total()}) {
    CHECK(total.value - ladder.exact() == doctest::Approx(std::log(10.0 / 9.0)).epsilon(0.5));
    CHECK(total.standard_error < 0.05);
  }
}

TEST_CASE("energies common to all windows do not matter")
{
  const OscillatorLadder ladder{3, 2.0, 1.0};
  std::mt19937_64 generator{32};
  CouplingSamples samples = ladder.samples(500, generator);
  const Estimate before = multistate(samples).total();
  for (std::size_t k = 0; k < samples.size(); ++k) {
    for (std::size_t i = 0; i < samples.windows[k].energies.size(); ++i) {
      samples.windows[k].energies[i] -= 1e4 + static_cast<double>(i / 3);
    }
  }
  CHECK(multistate(samples).total().value == doctest::Approx(before.value).epsilon(1e-9));
}

TEST_CASE("rows of the overlap matrix add up to one")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{21};
  const soret::WindowOverlap overlap = soret::multistate_bennett(ladder.samples(500, generator)).overlap;
  for (std::size_t i = 0; i < ladder.windows; ++i) {
    double sum = 0.0;
    for (std::size_t j = 0; j < ladder.windows; ++j) {
      sum += overlap(i, j);
    }
    CHECK(sum == doctest::Approx(1.0).epsilon(1e-9));
  }
  CHECK(overlap.eigenvalues[0] == doctest::Approx(1.0).epsilon(1e-9));
  CHECK(overlap.eigenvalues[1] < 1.0);
  CHECK(overlap.connection() > 0.05);
}

TEST_CASE("identical windows overlap completely")
{
  const OscillatorLadder ladder{3, 1.0, 0.0};
  std::mt19937_64 generator{22};
  const soret::MultistateBennett result = soret::multistate_bennett(ladder.samples(200, generator));
  CHECK(result.profile.total().value == doctest::Approx(0.0).epsilon(1e-12));
  CHECK(result.profile.total().standard_error == doctest::Approx(0.0).epsilon(1e-12));
  CHECK(result.overlap(0, 2) == doctest::Approx(1.0 / 3.0).epsilon(0.01));
  CHECK(result.overlap.connection() == doctest::Approx(1.0).epsilon(1e-9));
}

TEST_CASE("weighting by volume adds one power of it")
{
  const BreathingBox box;
  std::mt19937_64 generator{23};
  for (const bool weighted : {false, true}) {
    const CouplingSamples samples = box.samples(20000, weighted, generator);
    const double exact = box.exact(weighted ? 1.0 : 0.0);
    const double other = box.exact(weighted ? 0.0 : 1.0);
    for (const NamedEstimator& estimator : estimators) {
      const Estimate total = estimator.estimate(samples).total();
      MESSAGE(estimator.name << ": " << soret::to_string(total) << ", exact " << exact);
      CHECK(std::abs(total.standard_errors_from(exact)) < 3.5);
      CHECK(std::abs(total.standard_errors_from(other)) > 10.0);
    }
  }
}

TEST_CASE("integration rules")
{
  const std::vector<double> even{0.0, 1.0, 2.0};
  CHECK(soret::integration_weights(even, IntegrationRule::trapezoid)[2] == std::vector<double>{0.5, 1.0, 0.5});
  const std::vector<double> natural = soret::integration_weights(even, IntegrationRule::natural_cubic_spline)[2];
  CHECK(natural[0] == doctest::Approx(3.0 / 8.0));
  CHECK(natural[1] == doctest::Approx(10.0 / 8.0));
  CHECK(natural[2] == doctest::Approx(3.0 / 8.0));
  const std::vector<double> uneven{0.0, 0.1, 0.25, 0.5, 0.8, 1.0};
  for (const auto rule : {IntegrationRule::trapezoid, IntegrationRule::natural_cubic_spline}) {
    const auto rows = soret::integration_weights(uneven, rule);
    for (std::size_t k = 0; k < uneven.size(); ++k) {
      double line = 0.0;
      for (std::size_t j = 0; j < uneven.size(); ++j) {
        line += rows[k][j] * (1.0 - 3.0 * uneven[j]);
      }
      CHECK(line == doctest::Approx(uneven[k] - 1.5 * uneven[k] * uneven[k]).epsilon(1e-12));
    }
  }
  CHECK_THROWS_AS(soret::integration_weights(std::vector{0.0, 0.0}, IntegrationRule::trapezoid), soret::InputError);
}

TEST_CASE("the spline is closer to a smooth integral than the trapezoid")
{
  std::vector<double> x;
  for (int i = 0; i <= 8; ++i) {
    x.push_back(i / 8.0);
  }
  const auto error = [&](IntegrationRule rule) {
    const std::vector<double> weights = soret::integration_weights(x, rule).back();
    double sum = 0.0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      sum += weights[j] / (1.0 + x[j]);
    }
    return std::abs(sum - std::log(2.0));
  };
  CHECK(error(IntegrationRule::natural_cubic_spline) < 0.3 * error(IntegrationRule::trapezoid));
}

TEST_CASE("mean slopes are those of the oscillators")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{24};
  const std::vector<Estimate> slopes = soret::mean_slopes(ladder.samples(10000, generator, 0.5));
  for (std::size_t k = 0; k < ladder.windows; ++k) {
    CHECK(std::abs(slopes[k].standard_errors_from(1.5 / ladder.spring(ladder.lambda(k)))) < 3.5);
  }
}

TEST_CASE("windows without overlap are reported")
{
  const OscillatorLadder ladder{3, 1.0, 24.0};  // twelve standard deviations apart
  std::mt19937_64 generator{25};
  const CouplingSamples samples = ladder.samples(400, generator);
  const soret::MultistateBennett result = soret::multistate_bennett(samples);
  CHECK(result.overlap(0, 1) < soret::smallest_good_overlap);
  CHECK(result.overlap.connection() < 0.01);
  const std::vector<std::string> warnings = soret::free_energy_warnings(samples, result, {});
  REQUIRE(warnings.size() >= 2);
  CHECK(warnings[0].find("windows 0 and 1 (lambda = 0 and 0.5) hardly overlap") != std::string::npos);
  CHECK(warnings[1].find("windows 1 and 2") != std::string::npos);
}

TEST_CASE("a good ladder gives no warnings")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{26};
  const CouplingSamples samples = ladder.samples(2000, generator);
  const auto convergence = soret::free_energy_convergence(samples, multistate, 4);
  REQUIRE(convergence.size() == 4);
  CHECK(convergence.back().forward.value == convergence.back().reverse.value);
  CHECK(convergence[0].forward.standard_error ==
        doctest::Approx(2.0 * convergence[3].forward.standard_error).epsilon(0.25));
  CHECK(soret::free_energy_warnings(samples, soret::multistate_bennett(samples), convergence).empty());
}

TEST_CASE("a run that begins out of equilibrium does not converge")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{27};
  CouplingSamples samples = ladder.samples(1000, generator);
  for (std::size_t k = 0; k < samples.size(); ++k) {
    for (std::size_t n = 0; n < 300; ++n) {
      for (std::size_t l = 0; l < samples.size(); ++l) {
        samples.windows[k].energies[n * samples.size() + l] += 0.8 * ladder.lambda(l);
      }
    }
  }
  const auto convergence = soret::free_energy_convergence(samples, soret::bennett_acceptance_ratio, 10);
  CHECK(soret::difference_of_halves(convergence).standard_errors_from(0.0) > 3.0);
  const auto warnings = soret::free_energy_warnings(samples, soret::multistate_bennett(samples), convergence);
  REQUIRE_FALSE(warnings.empty());
  CHECK(warnings.back().find("first and the last half") != std::string::npos);
  CHECK(std::isinf(soret::difference_of_halves({}).standard_error));
}

TEST_CASE("few effective samples are reported")
{
  const OscillatorLadder ladder{2, 1.0, 0.5};
  std::mt19937_64 generator{28};
  const CouplingSamples samples = ladder.samples(30, generator);
  const auto warnings = soret::free_energy_warnings(samples, soret::multistate_bennett(samples), {});
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find("fewer than 50 independent samples") != std::string::npos);
  CHECK(warnings[0].find(" of 30 at lambda = 0, ") != std::string::npos);
  CHECK(warnings[0].find(" of 30 at lambda = 1") != std::string::npos);
}

TEST_CASE("parts of samples are taken from every replica")
{
  const OscillatorLadder ladder;
  std::mt19937_64 generator{29};
  const CouplingSamples samples = ladder.samples(10, generator, 0.0, 3);
  const CouplingSamples last = samples.part(0.7, 1.0);
  CHECK(last.windows[2].samples() == 9);
  CHECK(last.windows[2].replica_starts == std::vector<std::size_t>{0, 3, 6});
  CHECK(last.energy(2, 3, 1) == samples.energy(2, 17, 1));
  CHECK(last.windows[2].slopes[8] == samples.windows[2].slopes[29]);
  last.require_consistent();
}

TEST_CASE("samples that do not fit together are refused")
{
  const OscillatorLadder ladder{2, 2.0, 1.0};
  std::mt19937_64 generator{30};
  const CouplingSamples good = ladder.samples(5, generator);
  const auto refused = [&](const std::function<void(CouplingSamples&)>& spoil) {
    CouplingSamples bad = good;
    spoil(bad);
    CHECK_THROWS_AS(soret::multistate_bennett(bad), soret::InputError);
  };
  refused([](CouplingSamples& bad) { bad.lambdas = {1.0, 0.0}; });
  refused([](CouplingSamples& bad) { bad.lambdas.push_back(2.0); });
  refused([](CouplingSamples& bad) { bad.windows.pop_back(); });
  refused([](CouplingSamples& bad) { bad.windows[1] = {}; });
  refused([](CouplingSamples& bad) { bad.windows[0].energies.pop_back(); });
  refused([](CouplingSamples& bad) { bad.windows[0].energies[3] = std::numeric_limits<double>::infinity(); });
  refused([](CouplingSamples& bad) { bad.windows[0].volumes.pop_back(); });
  refused([](CouplingSamples& bad) { bad.windows[0].volumes[1] = 0.0; });
  refused([](CouplingSamples& bad) { bad.windows[0].replica_starts = {0, 7}; });
  refused([](CouplingSamples& bad) { bad.windows[0].replica_starts = {1}; });
  refused([](CouplingSamples& bad) { bad.temperature = soret::Temperature{0.0}; });
}

TEST_CASE("a free energy as an energy")
{
  const Estimate energy = soret::times_temperature({-3.0, 0.1, 7.0}, soret::Temperature{0.5});
  CHECK(energy.value == -1.5);
  CHECK(energy.standard_error == doctest::Approx(0.05));
  CHECK(energy.degrees_of_freedom == 7.0);
}
