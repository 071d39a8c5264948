/// Headlines and key numbers of the report of soret-emd.
#include <soret/output/emd_report.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace soret;

namespace {

/// The page of a run of species A and B that found this and nothing else.
std::string page_of(const NamedEstimate& only, bool complete)
{
  const Provenance provenance{.program = "soret-emd", .version = "0.1.0", .seed = Seed{1}, .configuration = ""};
  const RunFacts facts{.program = "soret-emd", .version = "0.1.0", .ranks = 1, .steps = 1000, .complete = complete};
  EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  EmdEstimates found;
  found.estimates = {only, {only.name, only.of.empty() ? "" : "B", only.dimension, only.estimate}};
  found.estimates.back().estimate.value *= -1.0;
  return emd_report(EmdRun{provenance, facts, measured, found, {}, Units{}}).html();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a headline has a unit and says whether the run was stopped before there was a Soret coefficient")
{
  const NamedEstimate pressure{"pressure", "", dimension::pressure, {0.8373, 0.0053}};
  const std::string whole = page_of(pressure, true);
  CHECK(holds(whole, "<p class=\"headline\">pressure, mean of the three directions: 0.8373 ± 0.0053 ε/σ<sup>3</sup>"));
  CHECK(
      holds(page_of(pressure, false),
            "<p class=\"headline\">The run was stopped before its end, without a Soret coefficient so far; pressure"));
  CHECK(!holds(page_of({"soret_coefficient", "A", dimension::inverse_temperature, {2.0, 0.2}}, false),
               "without a Soret coefficient"));
}

TEST_CASE("a side is named from as many standard errors on as in the reports of soret-nemd")
{
  const auto page = [](double error) {
    return page_of({"soret_coefficient", "A", dimension::inverse_temperature, {2.0, error}}, true);
  };
  CHECK(holds(page(2.0 / 2.6), "In a temperature gradient A would collect at the cold side"));
  CHECK(holds(page(2.0 / 2.4), "On which side A would collect cannot be told from this run"));
}

TEST_CASE("key numbers carry full names")
{
  const std::string page = page_of({"thermodynamic_factor_from_insertion", "", dimension::none, {0.27, 0.38}}, true);
  CHECK(holds(page, "<div class=\"label\">thermodynamic factor Γ from chemical potentials</div>"));
}
