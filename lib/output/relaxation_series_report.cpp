/// \file
/// Relaxation times against temperature as text and pictures.

#include <soret/output/figure.hpp>
#include <soret/output/relaxation_series.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

namespace soret {

namespace {

std::string chi_text(double chi_squared, std::size_t points)
{
  constexpr std::size_t parameters = 3;
  return fmt::format("chi² {:.1f} ({} expected)", chi_squared, points - parameters);
}

/// Rows of quantity, law, what was found, how well it fits.
ReportTable series_table(const std::vector<RelaxationSeries>& all)
{
  ReportTable table{{"quantity", "law", "found", "fit"}, {}};
  for (const RelaxationSeries& each : all) {
    const auto add = [&](const std::string& law, const std::string& found, const std::string& fit) {
      table.rows.push_back({each.name, law, found, fit});
    };
    if (each.vft) {
      add("Vogel-Fulcher-Tammann",
          fmt::format("K {}, T_VFT {}, ln tau_0 {}", to_string(each.vft->fragility), to_string(each.vft->temperature),
                      to_string(each.vft->log_time)),
          chi_text(each.vft->chi_squared, each.vft->points));
    }
    if (each.parabolic) {
      add("parabolic",
          fmt::format("J {}, onset {}, ln tau at the onset {}; {} temperatures below it",
                      to_string(each.parabolic->energy), to_string(each.parabolic->onset),
                      to_string(each.parabolic->log_time), each.parabolic->points),
          chi_text(each.parabolic->chi_squared, each.parabolic->points));
    }
    if (each.mode_coupling) {
      add("mode coupling",
          fmt::format("T_c {}, gamma {}", to_string(each.mode_coupling->temperature),
                      to_string(each.mode_coupling->exponent)),
          chi_text(each.mode_coupling->chi_squared, each.mode_coupling->points));
    }
    if (each.onset) {
      add("onset",
          fmt::format("ln tau exceeds the Arrhenius law of the three hottest by 0.1 at T = {}", to_string(*each.onset)),
          "");
    }
    for (const std::string& refusal : each.refusals) {
      add("none", refusal, "");
    }
  }
  return table;
}

/// A law as a curve of log10 tau against 1/T.
void draw(Figure& figure, const std::string& name, Ink colour, double coldest, double hottest,
          const std::function<double(Temperature)>& log_time)
{
  constexpr int points = 100;
  std::vector<double> x;
  std::vector<double> y;
  for (int k = 0; k <= points; ++k) {
    x.push_back(1.0 / hottest + (1.0 / coldest - 1.0 / hottest) * k / points);
    y.push_back(log_time(Temperature{1.0 / x.back()}) / std::numbers::ln10);
  }
  figure.line(name, colour, x, y);
}

Figure slowing_down(const RelaxationSeries& series)
{
  Figure figure{"1/{/:Italic T} / (k_{B}/ε)", "log_{10} " + plain_text(series.name) + " / τ"};
  std::vector<double> x;
  std::vector<Estimate> y;
  for (const RelaxationAtTemperature& point : series.points) {
    x.push_back(1.0 / point.temperature.value());
    y.push_back({std::log10(point.time.value), point.time.relative_error() / std::numbers::ln10});
  }
  figure.points("", Ink::black, x, y);
  const auto [first, last] = std::ranges::minmax(x);
  const double hottest = 1.0 / first;
  const double coldest = 1.0 / last;
  if (series.vft) {
    draw(figure, "Vogel-Fulcher-Tammann", Ink::blue, coldest, hottest,
         [&](Temperature at) { return series.vft->log_time_at(at); });
  }
  if (series.parabolic) {
    draw(figure, "parabolic", Ink::orange, coldest, std::min(hottest, series.parabolic->onset.value),
         [&](Temperature at) { return series.parabolic->log_time_at(at); });
  }
  if (series.mode_coupling) {
    draw(figure, "mode coupling", Ink::green, coldest, hottest,
         [&](Temperature at) { return series.mode_coupling->log_time_at(at); });
  }
  const double margin = 0.05 * (last - first);
  figure.x_range(first - margin, last + margin);
  return figure;
}

}  // namespace

std::string relaxation_text(const std::vector<RelaxationSeries>& all)
{
  std::string text;
  for (const std::vector<std::string>& row : series_table(all).rows) {
    text += fmt::format("{}: {}: {}{}{}\n", row[0], row[1], row[2], row[3].empty() ? "" : "; ", row[3]);
  }
  return text;
}

void add_relaxation_series(Report& report, const std::vector<RelaxationSeries>& all)
{
  if (all.empty()) {
    return;
  }
  report.heading("Slowing down");
  report.table(series_table(all));
  for (const RelaxationSeries& each : all) {
    if (each.points.size() < fewest_law_points) {
      continue;
    }
    report.figure(slowing_down(each), each.name + " against inverse temperature",
                  "Errors of the laws' parameters follow from those of the times; chi² says which law describes them.");
  }
}

}  // namespace soret
