/// Figures, the generic report and that of soret-nemd.
#include "sample_run.hpp"
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/nemd_report.hpp>
#include <soret/output/output_directory.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <regex>
#include <set>

using namespace soret;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_of(const std::string& text, const std::string& part)
{
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

/// Hides gnuplot while it lives.
class NoPrograms {
 public:
  NoPrograms() : path_{std::getenv("PATH")} { setenv("PATH", "/nonexistent", 1); }
  ~NoPrograms() { setenv("PATH", path_.c_str(), 1); }
  NoPrograms(const NoPrograms&) = delete;
  NoPrograms& operator=(const NoPrograms&) = delete;

 private:
  std::string path_;
};

bool gnuplot_is_installed() { return std::system("gnuplot --version > /dev/null 2>&1") == 0; }

Provenance sample_provenance() { return {"soret-nemd", "0.1.0", Seed{17}, "[system]\nname = \"<A & B>\"\n"}; }

}  // namespace

TEST_CASE("text becomes HTML with subscripts, superscripts and italics, everything else escaped")
{
  CHECK(html_text("a < b & \"c\"") == "a &lt; b &amp; &quot;c&quot;");
  CHECK(html_text("{/:Italic S}_{T} = 1 k_{B}/σ^{3}") == "<i>S</i><sub>T</sub> = 1 k<sub>B</sub>/σ<sup>3</sup>");
  CHECK(html_text("x_{<y>} _{open") == "x<sub>&lt;y&gt;</sub> _{open");
  CHECK(html_text("snake_case") == "snake_case");
}

TEST_CASE("a figure's commands hold its data, with gaps for what is not finite")
{
  const std::array x{1.0, 2.0, 3.0};
  const std::array y{4.0, std::numeric_limits<double>::quiet_NaN(), 6.0};
  Figure figure{"x", "it's y"};
  figure.line("curve", Ink::blue, x, y).shade(Shade::hot, 1.5, 2.5, "hot").level("mean", 5.0).x_range(0.0, 4.0);
  const std::string commands = figure.gnuplot_commands();
  CHECK(holds(commands, "$curve0 << EOD\n1 4 \n\n3 6 \nEOD\n"));
  CHECK(holds(commands, "set ylabel 'it''s y'"));
  CHECK(holds(commands, "rectangle from 1.5,graph 0 to 2.5,graph 1"));
  CHECK(holds(commands, "set xrange [0:4]"));
  CHECK(holds(commands, ", 5 with lines dt"));
  CHECK_THROWS_AS(figure.line("", Ink::blue, std::array{1.0}, y), RunTimeFailure);
  CHECK(plain_text("A_1^{x}@") == "A\\_1\\^\\{x\\}\\@");
}

TEST_CASE("drawings fit into one page: no id twice, no prologue")
{
  if (test_world().size() > 1 || !gnuplot_is_installed()) {
    return;
  }
  const std::array x{1.0, 2.0};
  Figure figure{"x", "y"};
  figure.points(plain_text("it's_A"), Ink::blue, x, std::array{Estimate{1.0, 0.1}, Estimate{2.0, 0.1}});
  std::string page;
  for (const char* identifier : {"one", "two"}) {
    const Drawing drawing = draw(figure, identifier);
    CHECK(drawing.problem == "");
    CHECK(drawing.svg.starts_with("<svg"));
    CHECK(holds(drawing.svg, "it&#39;s_A") != holds(drawing.svg, "it's_A"));
    page += drawing.svg;
  }
  const std::regex id{"\\sid=[\"']([^\"']*)[\"']"};
  const std::regex use{"href=[\"']#([^\"']*)[\"']"};
  std::set<std::string> ids;
  std::size_t found = 0;
  for (std::sregex_iterator match{page.begin(), page.end(), id}; match != std::sregex_iterator{}; ++match, ++found) {
    ids.insert((*match)[1]);
  }
  CHECK(found > 10);
  CHECK(ids.size() == found);
  for (std::sregex_iterator match{page.begin(), page.end(), use}; match != std::sregex_iterator{}; ++match) {
    CHECK(ids.contains((*match)[1]));
  }
  Figure nonsense{"x", "y"};
  CHECK(holds(draw(nonsense, "three").problem, "gnuplot failed"));  // nothing to plot
}

TEST_CASE("the report of a run says first what was found and stands alone")
{
  if (test_world().size() > 1) {
    return;
  }
  const SampleRun sample = sample_run();
  const Provenance provenance = sample_provenance();
  const NemdRun run = sample_nemd_run(sample, provenance);
  const std::string headline = nemd_headline(run);
  CHECK(headline.starts_with("light collects at the cold side, heavy at the hot side: {/:Italic S}_{T}(light) = 1.5"));
  CHECK(holds(headline, "K^{-1}"));

  TemporaryDirectory directory;
  nemd_report(run).write(directory / report_name);
  const std::string html = file_content(directory / report_name);
  CHECK(holds(html, html_text(headline)));
  CHECK(holds(html, "<li>this is a sample, not a run</li>"));
  CHECK(holds(html, "name = &quot;&lt;A &amp; B&gt;&quot;"));
  CHECK(count_of(html, "<figure>") == 15);
  CHECK(count_of(html, "<div") == count_of(html, "</div>"));
  CHECK(count_of(html, "<tr>") == 1 + sample.found.estimates.size());
  CHECK(count_of(html, "src=") == 0);
  CHECK(count_of(html, "<link") == 0);
  CHECK(count_of(html, "http") == count_of(html, "=\"http://www.w3.org/"));  // the names of SVG's vocabularies
  if (gnuplot_is_installed()) {
    CHECK(count_of(html, "<svg") == 15);
    CHECK(count_of(html, "No picture") == 0);
  }
}

TEST_CASE("the headline is about the species that was asked for, whichever side it goes to")
{
  const SampleRun sample = sample_run();
  const Provenance provenance = sample_provenance();
  NemdRun run = sample_nemd_run(sample, provenance);
  run.main_species = 1;
  CHECK(nemd_headline(run).starts_with(
      "heavy collects at the hot side, light at the cold side: {/:Italic S}_{T}(heavy) = -1.5"));
  if (test_world().is_root()) {
    const NoPrograms hidden;
    CHECK(holds(nemd_report(run).html(), "Soret coefficient of heavy"));
  }
}

TEST_CASE("without gnuplot the report says so and keeps its tables")
{
  if (test_world().size() > 1) {
    return;
  }
  const SampleRun sample = sample_run();
  const Provenance provenance = sample_provenance();
  const NoPrograms hidden;
  const std::string html = nemd_report(sample_nemd_run(sample, provenance)).html();
  CHECK(count_of(html, "No picture: gnuplot is not installed") == 15);
  CHECK(count_of(html, "<tr>") == 1 + sample.found.estimates.size());
}

TEST_CASE("what cannot be told apart from zero is not claimed")
{
  SampleRun sample = sample_run();
  for (NamedEstimate& item : sample.found.estimates) {
    if (item.name == "soret_coefficient") {
      item.estimate.standard_error = std::abs(item.estimate.value) / 2.4;
    }
  }
  const Provenance provenance = sample_provenance();
  CHECK(nemd_headline(sample_nemd_run(sample, provenance))
            .starts_with("On which side light collects cannot be told from this run: "));
}

TEST_CASE("the headline names a side exactly where no warning says that none can be named")
{
  SampleRun sample = sample_run();
  const Provenance provenance = sample_provenance();
  const Estimate soret = sample.found.at("soret_coefficient", "light");
  for (const double significance : {0.99, 1.01}) {
    sample.settings.significance = significance * std::abs(soret.standard_errors_from(0.0));
    sample.found = analyse_nemd(sample.profile, sample.settings);
    const bool is_warned = std::ranges::any_of(
        sample.found.warnings, [](const std::string& warning) { return holds(warning, "cannot be told from zero"); });
    const bool is_told = !holds(nemd_headline(sample_nemd_run(sample, provenance)), "cannot be told");
    CHECK(is_told != is_warned);
    CHECK(is_told == (significance < 1.0));
  }
}

TEST_CASE("one block, one species and no time series still make a report")
{
  if (test_world().size() > 1) {
    return;
  }
  SampleRun sample = sample_run();
  sample.profile = sample.profile.first(1);
  sample.table.clear();
  sample.settings.energy_times.clear();
  sample.settings.conserved_energy.clear();
  const NoPrograms hidden;
  const Provenance provenance = sample_provenance();
  const auto report = [&] {
    sample.found = analyse_nemd(sample.profile, sample.settings);
    return nemd_report(sample_nemd_run(sample, provenance)).html();
  };
  CHECK(count_of(report(), "<figure>") == 13);

  ProfileBlocks pure = sample.profile;
  pure.shape.species_names = {"Ar"};
  pure.shape.masses = {1.0};
  for (ProfileBlock& block : pure.blocks) {
    const std::vector<double> both = block.sums;
    block.sums.assign(pure.shape.sums_size(), 0.0);
    for (std::size_t bin = 0; bin < pure.shape.bins; ++bin) {
      for (std::size_t column = 0; column < profile_column::size; ++column) {
        block.sums[pure.shape.offset(bin, 0, column)] =
            both[sample.profile.shape.offset(bin, 0, column)] + both[sample.profile.shape.offset(bin, 1, column)];
      }
    }
  }
  sample.profile = pure;
  const std::string html = report();
  CHECK(holds(html, "Thermal conductivity of Ar: λ = "));
  CHECK(count_of(html, "<figure>") == 6);
}

TEST_CASE("a series over gradients shows the limit of vanishing gradient")
{
  if (test_world().size() > 1) {
    return;
  }
  const std::array points{GradientPoint{0.01, {1.0, 0.1}}, GradientPoint{0.02, {1.3, 0.1}},
                          GradientPoint{0.03, {1.8, 0.1}}};
  const LinearResponse response = extrapolate_to_zero_gradient(points);
  const NoPrograms hidden;
  const std::string html = gradient_series_report(sample_provenance(), "Kr", points, response, {"short runs"}).html();
  CHECK(holds(html,
              "In the limit of vanishing gradient: <i>S</i><sub>T</sub>(Kr) = " + to_string(response.extrapolated)));
  CHECK(holds(html, "<li>short runs</li>"));
  CHECK(holds(html, "beyond linear response") == response.shows_nonlinearity);
  CHECK(count_of(html, "<tr>") == 4);
}
