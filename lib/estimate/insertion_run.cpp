#include <soret/estimate/insertion_run.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/bennett_acceptance_ratio.hpp>
#include <soret/estimate/exponential_averaging.hpp>
#include <soret/estimate/series_mean.hpp>
#include <soret/estimate/thermodynamic_integration.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

/// Collects the estimates of one run.
class RunAnalysis {
 public:
  RunAnalysis(const InsertionRun& run, InsertionResult& result) : run_{run}, result_{result} {}

  void windows()
  {
    const CouplingSamples& samples = *run_.windows;
    CouplingCurves curves{samples.lambdas, mean_slopes(samples), multistate_bennett(samples),
                          free_energy_convergence(samples, bennett_acceptance_ratio)};
    add("", curves.result.profile);
    add("bar", bennett_acceptance_ratio(samples));
    const Estimate spline = thermodynamic_integration(samples, IntegrationRule::natural_cubic_spline).total();
    const Estimate trapezoid = thermodynamic_integration(samples, IntegrationRule::trapezoid).total();
    add("integration", spline);
    add("integration_trapezoid", trapezoid);
    warn_of_quadrature(spline, trapezoid);
    add("exponential_forward", exponential_averaging_forward(samples));
    add("exponential_backward", exponential_averaging_backward(samples));
    for (const std::string& warning : free_energy_warnings(samples, curves.result, curves.convergence)) {
      result_.warnings.push_back(warning);
    }
    result_.curves = std::move(curves);
  }

  void ramps()
  {
    constexpr double significance = 3.0;
    const RampFreeEnergy found = ramp_free_energy(run_.ramps);
    add("", found.free_energy);
    add("ramp_upwards", found.upwards);
    add("ramp_downwards", found.downwards);
    if (std::abs(found.hysteresis.standard_errors_from(0.0)) > significance) {
      result_.warnings.push_back(
          fmt::format("ramps upwards and downwards differ by {} k_B T (hysteresis): they are too fast",
                      to_string(found.hysteresis)));
    }
    if (!std::isfinite(found.hysteresis.standard_error)) {
      result_.warnings.push_back("a single ramp in each direction says nothing about errors: make more");
    }
  }

  void test_insertions()
  {
    const WidomResult found = widom_insertion(run_.test_insertions, run_.temperature, run_.test_insertion_replica);
    result_.warnings.insert(result_.warnings.end(), found.warnings.begin(), found.warnings.end());
    if (!std::isfinite(found.excess.value)) {
      throw RunTimeFailure("every test insertion met an overlap");
    }
    result_.excess.push_back({"widom", found.excess});
  }

  template <class Part>
  void attempt(const std::string& what, const Part& part)
  {
    try {
      part();
    }
    catch (const RunTimeFailure& failure) {
      result_.warnings.push_back("no " + what + ": " + failure.what());
    }
    catch (const InputError& failure) {
      result_.warnings.push_back("no " + what + ": " + failure.what());
    }
  }

 private:
  /// What two rules make of the same slopes differs by their error, which neither knows of.
  void warn_of_quadrature(const Estimate& spline, const Estimate& trapezoid)
  {
    constexpr double significance = 3.0;
    constexpr double relevant = 0.1;  // of k_B T
    const Estimate off = difference(spline, trapezoid);
    if (std::abs(off.value) > relevant && std::abs(off.standard_errors_from(0.0)) > significance) {
      result_.warnings.push_back(
          fmt::format("the integrals of the slope by spline and by trapezoids differ by {} k_B T: couplings are too "
                      "far apart for integration",
                      to_string(off)));
    }
  }
  void add(const std::string& estimator, const Estimate& reduced)
  {
    result_.excess.push_back({estimator, times_temperature(reduced, run_.temperature)});
  }
  void add(const std::string& estimator, const FreeEnergyProfile& profile) { add(estimator, profile.total()); }

  const InsertionRun& run_;
  InsertionResult& result_;
};

}  // namespace

std::int64_t InsertionRun::particles() const { return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}); }

double InsertionRun::mole_fraction(std::size_t of) const
{
  return static_cast<double>(counts.at(of)) / static_cast<double>(particles());
}

Estimate InsertionRun::density() const
{
  const double number = static_cast<double>(particles()) + 0.5;
  return series_mean(series, [number](const ThermodynamicRow& row) { return number / row.volume(); });
}

const Estimate* InsertionResult::find(const std::string& estimator) const
{
  const auto found = std::ranges::find(excess, estimator, &ExcessByEstimator::estimator);
  return found == excess.end() ? nullptr : &found->excess;
}

InsertionResult analyse_insertion(const InsertionRun& run)
{
  InsertionResult result;
  RunAnalysis analysis{run, result};
  if (run.windows) {
    analysis.attempt("free energy from windows", [&] { analysis.windows(); });
  }
  if (!run.ramps.empty()) {
    analysis.attempt("free energy from ramps", [&] { analysis.ramps(); });
  }
  if (!run.test_insertions.empty()) {
    analysis.attempt("chemical potential from test insertions", [&] { analysis.test_insertions(); });
  }
  return result;
}

}  // namespace soret
