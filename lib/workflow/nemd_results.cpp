#include <soret/workflow/nemd_results.hpp>

#include <soret/core/version.hpp>
#include <soret/estimate/linear_response.hpp>
#include <soret/output/summary.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

namespace {

RunFacts facts_of(const NemdRun& run, const Ranks& ranks)
{
  return {.program = "soret-nemd",
          .version = version(),
          .ranks = ranks.world.size(),
          .replicas = ranks.replicas,
          .particles = run.simulation().particle_count(),
          .steps = run.simulation().step(),
          .wall_seconds = run.wall_seconds(),
          .atom_steps_per_second = run.atom_steps_per_second()};
}

void add_all(const std::vector<NamedEstimate>& estimates, Summary& summary)
{
  for (const NamedEstimate& named : estimates) {
    if (named.of.empty()) {
      summary.add(named.name, named.estimate, named.unit());
    }
    else {
      summary.add(named.name, named.of, named.estimate, named.unit());
    }
  }
}

/// A series of gradients gives its coefficients in the limit of vanishing gradient; everything else is that of the
/// first gradient.
std::vector<NamedEstimate> combined(const std::vector<NemdSample>& samples)
{
  std::vector<NamedEstimate> estimates = samples.front().estimates.estimates;
  if (samples.size() == 1) {
    return estimates;
  }
  for (NamedEstimate& named : estimates) {
    if (named.name != "soret_coefficient" && named.name != "thermal_conductivity") {
      continue;
    }
    std::vector<GradientPoint> points;
    for (const NemdSample& sample : samples) {
      points.push_back(
          {std::abs(sample.estimates.at("temperature_gradient").value), sample.estimates.at(named.name, named.of)});
    }
    named.estimate = extrapolate_to_zero_gradient(points).extrapolated;
  }
  return estimates;
}

void say_results(const std::vector<NamedEstimate>& estimates, const std::vector<NemdSample>& samples, RunLog& log)
{
  for (const NamedEstimate& named : estimates) {
    if (named.name == "soret_coefficient" || named.name == "thermal_conductivity") {
      log.say(fmt::format("{}{} = {} {}", named.name, named.of.empty() ? "" : "(" + named.of + ")",
                          to_string(named.estimate), named.unit()));
    }
  }
  for (const NemdSample& sample : samples) {
    for (const std::string& warning : sample.estimates.warnings) {
      log.warn(samples.size() == 1 ? warning : fmt::format("driving force times {:g}: {}", sample.factor, warning));
    }
  }
}

}  // namespace

void write_nemd_results(const NemdRun& run, const Ranks& ranks, bool finished, const std::string& configuration,
                        RunLog& log)
{
  const std::vector<NemdSample> samples = run.reduce_samples();
  if (!ranks.world.is_root()) {
    return;
  }
  Summary summary{facts_of(run, ranks)};
  if (!samples.empty()) {
    const std::vector<NamedEstimate> estimates = combined(samples);
    add_all(estimates, summary);
    say_results(estimates, samples, log);
  }
  summary.write(run.settings().output.directory);
}

}  // namespace soret
