#include "stage_series.hpp"

#include "insertion_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace soret {

namespace {

std::vector<StageSeries> isobaric_stages(const EmdMeasurements& measured)
{
  constexpr std::array names{"isobaric", "isobaric_below", "isobaric_above"};
  std::vector<StageSeries> stages;
  for (std::size_t k = 0; k < measured.isobaric.size(); ++k) {
    const EquilibriumRun& run = measured.isobaric[k];
    const std::string composition =
        k == 0 ? "" : fmt::format(", x({}) = {:.3g}", measured.species_names[0], run.mole_fraction(0));
    stages.push_back({names.at(k), "constant pressure" + composition, StageSeries::Kind::constant_pressure,
                      measured.books_box_motion, run.particles(), run.series});
  }
  return stages;
}

}  // namespace

std::vector<StageSeries> stage_series(const EmdMeasurements& measured)
{
  std::vector<StageSeries> stages = isobaric_stages(measured);
  const auto add = [&](const std::string& name, const auto& run) {
    if (run) {
      stages.push_back({name, name, StageSeries::Kind::constant_volume, true, run->particles(), run->series});
    }
  };
  add("transport", measured.transport);
  add("structure", measured.structure);
  add("relaxation", measured.relaxation);
  for (std::size_t k = 0; k < measured.insertions.size(); ++k) {
    const InsertionRun& run = measured.insertions[k];
    stages.push_back({fmt::format("insertion_{}", k + 1), "insertion of " + insertion_label(measured, run),
                      StageSeries::Kind::insertion, false, run.particles(), run.series});
  }
  std::erase_if(stages, [](const StageSeries& stage) {
    return std::ranges::all_of(stage.tables, [](const ThermodynamicTable& table) { return table.empty(); });
  });
  return stages;
}

}  // namespace soret
