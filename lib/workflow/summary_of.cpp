#include <soret/workflow/summary_of.hpp>

#include <soret/core/version.hpp>

#include <fmt/format.h>

namespace soret {

RunFacts facts_of(const PhasedRun& run, const std::string& program, bool finished)
{
  return {.program = program,
          .version = version(),
          .ranks = run.ranks().world.size(),
          .replicas = run.ranks().replicas,
          .particles = run.particle_count(),
          .steps = run.steps(),
          .wall_seconds = run.wall_seconds(),
          .atom_steps_per_second = run.atom_steps_per_second(),
          .complete = finished,
          .warnings = remarks_of(OutputSettings{}, finished)};
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

void say_all(const std::vector<NamedEstimate>& estimates, const std::vector<std::string>& warnings, RunLog& log)
{
  for (const NamedEstimate& named : estimates) {
    log.say(fmt::format("{}{} = {} {}", named.name, named.of.empty() ? "" : "(" + named.of + ")",
                        to_string(named.estimate), named.unit()));
  }
  for (const std::string& warning : warnings) {
    log.warn(warning);
  }
}

std::vector<std::string> remarks_of(const OutputSettings& output, bool finished)
{
  std::vector<std::string> remarks;
  if (!output.note.empty()) {
    remarks.push_back(output.note);
  }
  if (!finished) {
    remarks.emplace_back(
        "The run was stopped before its end: these are the estimates of what had been sampled by then.");
  }
  return remarks;
}

}  // namespace soret
