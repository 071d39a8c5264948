#include <soret/workflow/nemd_results.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/linear_response.hpp>
#include <soret/output/nemd_report.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/protocol_results.hpp>
#include <soret/workflow/summary_of.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

namespace soret {

namespace {

/// The points of one coefficient against the gradient, without those whose error is not known yet.
std::vector<GradientPoint> points_of(const std::string& name, const std::string& of,
                                     const std::vector<NemdSample>& samples)
{
  std::vector<GradientPoint> points;
  for (const NemdSample& sample : samples) {
    const GradientPoint point{std::abs(sample.estimates.at("temperature_gradient").value),
                              sample.estimates.at(name, of)};
    if (std::isfinite(point.value.value) && std::isfinite(point.value.standard_error) &&
        point.value.standard_error > 0.0) {
      points.push_back(point);
    }
  }
  return points;
}

/// How the composition of a species responded to each gradient, without those whose error is not known yet.
std::vector<LocalSeriesPoint> responses_of(std::size_t species, const std::string& name,
                                           const std::vector<NemdSample>& samples)
{
  std::vector<LocalSeriesPoint> points;
  for (const NemdSample& sample : samples) {
    const Estimate& response = sample.estimates.at("mole_fraction_gradient", name);
    const double gradient = std::abs(sample.estimates.at("temperature_gradient").value);
    if (gradient > 0.0 && std::isfinite(response.standard_error) && response.standard_error > 0.0) {
      points.push_back({{gradient, response, sample.estimates.at("mole_fraction_curvature", name)},
                        sample.estimates.places[species]});
    }
  }
  return points;
}

/// What a series of gradients extrapolates: the transport coefficients.
bool is_coefficient(const NamedEstimate& named)
{
  return named.name.starts_with("soret_coefficient") || named.name.starts_with("thermal_conductivity");
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
    if (!is_coefficient(named)) {
      continue;
    }
    const std::vector<GradientPoint> points = points_of(named.name, named.of, samples);
    if (!points.empty()) {
      named.estimate = extrapolate_to_zero_gradient(points).extrapolated;
    }
  }
  return estimates;
}

/// First what belongs to `species`, in their order, then everything else.
void sort_by_species(std::vector<NamedEstimate>& estimates, const std::vector<std::string>& species)
{
  std::ranges::stable_sort(estimates, {}, [&](const NamedEstimate& named) {
    return std::ranges::find(species, named.of) - species.begin();
  });
}

/// Those of a series say which of its gradients they are about.
std::vector<std::string> warnings_of(const std::vector<NemdSample>& samples)
{
  std::vector<std::string> warnings;
  for (const NemdSample& sample : samples) {
    for (const std::string& warning : sample.estimates.warnings) {
      warnings.push_back(samples.size() == 1 ? warning
                                             : fmt::format("driving force times {:g}: {}", sample.factor, warning));
    }
  }
  return warnings;
}

void say_results(const std::vector<NamedEstimate>& estimates, const std::vector<std::string>& warnings, RunLog& log)
{
  for (const NamedEstimate& named : estimates) {
    if (named.name == "soret_coefficient" || named.name == "thermal_conductivity") {
      log.say(fmt::format("{}{} = {} {}", named.name, named.of.empty() ? "" : "(" + named.of + ")",
                          to_string(named.estimate), named.unit()));
    }
  }
  for (const std::string& warning : warnings) {
    log.warn(warning);
  }
}

/// "results.nc" and so on; the runs of a series after the first carry their number.
std::filesystem::path numbered(const std::filesystem::path& directory, const std::string& stem, std::size_t number,
                               const std::string& extension)
{
  return directory / (number == 0 ? stem + extension : fmt::format("{}-gradient-{}{}", stem, number + 1, extension));
}

void write_results_file(const NemdWorkflow& run, const NemdSample& sample, const std::vector<NamedEstimate>& estimates,
                        const Provenance& provenance, const std::filesystem::path& file)
{
  const std::vector<std::string> control_names = run.simulation().ledger_names();
  ResultsFile results;
  add_provenance(results, provenance);
  add_profiles(results, sample.profile, control_names);
  add_places(results, sample.estimates.places);
  add_time_series(results, sample.series, control_names);
  add_estimates(results, estimates);
  results.write(file);
}

Report report_of(const NemdWorkflow& run, const RunFacts& facts, const NemdSample& sample, const Provenance& provenance,
                 const std::vector<std::string>& remarks, const Configuration& configuration)
{
  std::optional<std::size_t> main_species;
  if (configuration.given("estimate.species")) {
    main_species = index(run.settings().estimate.species.front());
  }
  const GradientSettings& gradient = run.settings().gradient;
  return nemd_report(NemdRun{.provenance = provenance,
                             .facts = facts,
                             .profile = sample.profile,
                             .settings = sample.settings,
                             .found = sample.estimates,
                             .table = sample.series,
                             .control_names = run.simulation().ledger_names(),
                             .hot = {gradient.hot_slab.in_box(gradient.axis, run.simulation().box())},
                             .cold = {gradient.cold_slab.in_box(gradient.axis, run.simulation().box())},
                             .remarks = remarks,
                             .units = configuration.units(),
                             .main_species = main_species});
}

/// The extrapolation of the main species' coefficient to vanishing gradient.
void write_series_report(const NemdWorkflow& run, const std::vector<NemdSample>& samples, const Provenance& provenance,
                         const std::vector<std::string>& remarks, const std::filesystem::path& file)
{
  const std::string species = run.settings().model.species[index(run.settings().estimate.species.front())].name;
  const std::vector<GradientPoint> points = points_of("soret_coefficient", species, samples);
  if (!points.empty()) {
    gradient_series_report(provenance, species, points, extrapolate_to_zero_gradient(points), remarks,
                           responses_of(index(run.settings().estimate.species.front()), species, samples))
        .write(file);
  }
}

/// The samples with their estimates. A window that the profile does not have must not cost the run: what was sampled is
/// in the checkpoint, and a continuation may ask for another window.
std::vector<NemdSample> analysed(const NemdWorkflow& run, bool finished, RunLog& log)
{
  try {
    return run.reduce_samples();
  }
  catch (const InputError& refusal) {
    if (finished) {
      throw RunTimeFailure(fmt::format(
          "what was sampled cannot be analysed as asked: {}; it is in the checkpoint: continue with other keys "
          "of [estimate] and --restart {}",
          refusal.what(), run.settings().output.directory.string()));
    }
    log.warn(fmt::format("no estimates yet: {}", refusal.what()));
    return {};
  }
}

}  // namespace

void write_nemd_results(const NemdWorkflow& run, const Ranks& ranks, bool finished, const Configuration& configuration,
                        RunLog& log)
{
  if (run.settings().protocol) {
    write_protocol_results(run, ranks, finished, configuration, log);
    return;
  }
  const std::vector<NemdSample> samples = analysed(run, finished, log);
  if (!ranks.world.is_root()) {
    return;
  }
  RunFacts facts = facts_of(run, "soret-nemd", finished);
  const std::vector<std::string> warnings = warnings_of(samples);
  facts.warnings.insert(facts.warnings.end(), warnings.begin(), warnings.end());
  const std::filesystem::path& directory = run.settings().output.directory;
  Summary summary{facts};
  if (samples.empty()) {
    log.say("summary.json holds no estimates yet");
    summary.write(directory);
    return;
  }
  std::vector<NamedEstimate> estimates = combined(samples);
  add_all(estimates, summary);
  summary.write(directory);
  const Provenance provenance{.program = facts.program,
                              .version = facts.version,
                              .seed = run.settings().run.seed,
                              .configuration = configuration.resolved()};
  const std::vector<std::string> remarks = remarks_of(run.settings().output, finished);
  for (std::size_t s = 0; s < samples.size(); ++s) {
    write_results_file(run, samples[s], s == 0 ? estimates : samples[s].estimates.estimates, provenance,
                       numbered(directory, "results", s, ".nc"));
    if (run.settings().output.report) {
      report_of(run, facts, samples[s], provenance, remarks, configuration)
          .write(numbered(directory, "report", s, ".html"));
    }
  }
  if (samples.size() > 1 && run.settings().output.report && samples[0].profile.shape.species() > 1) {
    write_series_report(run, samples, provenance, remarks, directory / "report-series.html");
  }
  std::vector<std::string> species;
  for (const Species of : run.settings().estimate.species) {
    species.push_back(run.settings().model.species[index(of)].name);
  }
  for (const NemdSample& sample : samples) {
    log.say(sample.estimates.steadiness.message());
  }
  sort_by_species(estimates, species);
  say_results(estimates, warnings, log);
}

}  // namespace soret
