/// Headlines and key numbers of the report of soret-emd.
#include <soret/output/emd_report.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace soret;

namespace {

/// The page of a run of species A and B that found these and nothing else; what is known of A, B has with opposite
/// sign.
std::string page_of(const std::vector<NamedEstimate>& of_a, bool complete)
{
  const Provenance provenance{.program = "soret-emd", .version = "0.1.0", .seed = Seed{1}, .configuration = ""};
  const RunFacts facts{.program = "soret-emd", .version = "0.1.0", .ranks = 1, .steps = 1000, .complete = complete};
  EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  EmdEstimates found;
  for (const NamedEstimate& item : of_a) {
    found.estimates.push_back(item);
    found.estimates.push_back({item.name, item.of.empty() ? "" : "B", item.dimension, item.estimate});
    found.estimates.back().estimate.value *= -1.0;
  }
  return emd_report(EmdRun{provenance, facts, measured, found, {}, Units{}}).html();
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a headline has a unit and says whether the run was stopped before there was a Soret coefficient")
{
  const NamedEstimate pressure{"pressure", "", dimension::pressure, {0.8373, 0.0053}};
  const std::string whole = page_of({pressure}, true);
  CHECK(holds(whole, "<p class=\"headline\">pressure, mean of the three directions: 0.8373 ± 0.0053 ε/σ<sup>3</sup>"));
  CHECK(
      holds(page_of({pressure}, false),
            "<p class=\"headline\">The run was stopped before its end, without a Soret coefficient so far; pressure"));
  CHECK(!holds(page_of({{"soret_coefficient", "A", dimension::inverse_temperature, {2.0, 0.2}}}, false),
               "without a Soret coefficient"));
}

TEST_CASE("a side is named from as many standard errors on as in the reports of soret-nemd")
{
  const auto page = [](double error) {
    return page_of({{"soret_coefficient", "A", dimension::inverse_temperature, {2.0, error}}}, true);
  };
  CHECK(holds(page(2.0 / 2.6), "In a temperature gradient A would collect at the cold side"));
  CHECK(holds(page(2.0 / 2.4), "On which side A would collect cannot be told from this run"));
}

TEST_CASE("the side is that of the Soret coefficient times the thermodynamic factor, where that is known")
{
  const NamedEstimate soret{"soret_coefficient", "A", dimension::inverse_temperature, {2.0, 1.0}};
  const NamedEstimate product{
      "soret_coefficient_times_thermodynamic_factor", "A", dimension::inverse_temperature, {4.0, 0.6}};
  CHECK(holds(page_of({soret}, true), "On which side A would collect cannot be told from this run"));
  CHECK(holds(page_of({soret, product}, true), "In a temperature gradient A would collect at the cold side"));
}

TEST_CASE("key numbers carry full names")
{
  const std::string page = page_of({{"thermodynamic_factor_from_insertion", "", dimension::none, {0.27, 0.38}}}, true);
  CHECK(holds(page, "<div class=\"label\">thermodynamic factor Γ from chemical potentials</div>"));
}
