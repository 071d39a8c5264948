#include <soret/workflow/protocol_results.hpp>

#include <soret/output/protocol_report.hpp>
#include <soret/output/protocol_results.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/summary_of.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace soret {

namespace {

std::string words_of(const TemperatureRamp& ramp)
{
  return ramp.from == ramp.to ? fmt::format("{:g}", ramp.from.value())
                              : fmt::format("{:g} to {:g}", ramp.from.value(), ramp.to.value());
}

ReportTable leg_table(const ProtocolSettings& protocol, TimeStep time_step)
{
  ReportTable table{{"leg", "from", "to", "baths"}, {}};
  const double zero = static_cast<double>(protocol.steps_before(protocol.zero_leg, time_step).value());
  for (std::size_t leg = 0; leg < protocol.legs.size(); ++leg) {
    std::string baths;
    for (const ProtocolBath bath : all_protocol_baths) {
      if (const auto& ramp = protocol.legs[leg].bath(bath)) {
        baths += fmt::format("{}{} {}", baths.empty() ? "" : ", ", name_of(bath), words_of(*ramp));
      }
    }
    const auto since_zero = [&](std::size_t before) {
      const auto steps = static_cast<double>(protocol.steps_before(before, time_step).value());
      return fmt::format("{:g}", (steps - zero) * time_step.value());
    };
    table.rows.push_back(
        {protocol.legs[leg].name, since_zero(leg), since_zero(leg + 1), baths.empty() ? "none" : baths});
  }
  return table;
}

/// Two points per leg; a rest interrupts the curve.
std::vector<BathCurve> bath_curves(const ProtocolSettings& protocol, TimeStep time_step)
{
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  const double zero = static_cast<double>(protocol.steps_before(protocol.zero_leg, time_step).value());
  std::vector<BathCurve> curves;
  for (const ProtocolBath bath : all_protocol_baths) {
    if (protocol.course_of(bath, time_step).only_rests()) {
      continue;
    }
    BathCurve curve{name_of(bath), {}, {}};
    for (std::size_t leg = 0; leg < protocol.legs.size(); ++leg) {
      const auto& ramp = protocol.legs[leg].bath(bath);
      for (const std::size_t end : {leg, leg + 1}) {
        const auto steps = static_cast<double>(protocol.steps_before(end, time_step).value());
        curve.times.push_back((steps - zero) * time_step.value());
      }
      curve.temperatures.push_back(ramp ? ramp->from.value() : nothing);
      curve.temperatures.push_back(ramp ? ramp->to.value() : nothing);
    }
    curves.push_back(std::move(curve));
  }
  return curves;
}

Report report_of(const NemdWorkflow& run, const RunFacts& facts, const Provenance& provenance,
                 const ProtocolMeasurement& measured, const ProtocolEstimates& found, bool finished)
{
  const NemdSettings& settings = run.settings();
  const GradientSettings& gradient = settings.gradient;
  const Box& box = run.simulation().box();
  return protocol_report({.provenance = provenance,
                          .facts = facts,
                          .windows = measured.windows,
                          .found = found,
                          .table = measured.series,
                          .control_names = run.simulation().ledger_names(),
                          .baths = bath_curves(*settings.protocol, settings.run.time_step),
                          .legs = leg_table(*settings.protocol, settings.run.time_step),
                          .hot = {gradient.hot_slab.in_box(gradient.axis, box)},
                          .cold = {gradient.cold_slab.in_box(gradient.axis, box)},
                          .remarks = remarks_of(settings.output, finished),
                          .main_species = index(settings.estimate.species.front())});
}

}  // namespace

void write_protocol_results(const NemdWorkflow& run, const Ranks& ranks, bool finished,
                            const Configuration& configuration, RunLog& log)
{
  const ProtocolMeasurement measured = run.reduce_protocol();
  if (!ranks.world.is_root()) {
    return;
  }
  const ProtocolEstimates found = analyse_windows(measured.windows);
  RunFacts facts = facts_of(run, "soret-nemd", finished);
  facts.warnings.insert(facts.warnings.end(), found.warnings.begin(), found.warnings.end());
  const std::vector<NamedEstimate> contrasts = named_contrasts(found);
  const OutputSettings& output = run.settings().output;
  Summary summary{facts};
  add_all(contrasts, summary);
  summary.write(output.directory);
  if (measured.windows.empty()) {
    log.say("no window of the protocol has been sampled yet");
    return;
  }
  const Provenance provenance{.program = facts.program,
                              .version = facts.version,
                              .seed = run.settings().run.seed,
                              .configuration = configuration.resolved()};
  const std::vector<std::string> control_names = run.simulation().ledger_names();
  ResultsFile results;
  add_provenance(results, provenance);
  add_windows(results, measured.windows, found, control_names);
  add_time_series(results, measured.series, control_names);
  add_estimates(results, contrasts);
  results.write(output.directory / "results.nc");
  if (output.report) {
    report_of(run, facts, provenance, measured, found, finished).write(output.directory / "report.html");
  }
  say_all(contrasts, found.warnings, log);
}

}  // namespace soret
