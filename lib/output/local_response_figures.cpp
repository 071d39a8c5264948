#include "local_response_figures.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace soret {

namespace {

constexpr Dimension per_length{.length = -1};
constexpr Dimension temperature_gradient{.length = -1, .temperature = 1};

std::string gradient_label(const std::string& species)
{
  return axis_label("d{/:Italic x}(" + plain_text(species) + ")/d{/:Italic z}", per_length);
}

std::vector<double> distances_of(std::span<const LocalResponse> places)
{
  std::vector<double> distances;
  for (const LocalResponse& place : places) {
    distances.push_back(place.distance);
  }
  return distances;
}

std::vector<Estimate> values_of(std::span<const LocalResponse> places, Estimate LocalResponse::*member)
{
  std::vector<Estimate> values;
  for (const LocalResponse& place : places) {
    values.push_back(place.*member);
  }
  return values;
}

std::vector<double> means_of(std::span<const LocalResponse> places, Estimate LocalResponse::*member)
{
  std::vector<double> means;
  for (const LocalResponse& place : places) {
    means.push_back((place.*member).value);
  }
  return means;
}

std::vector<ResponsePoint> responses_of(std::span<const LocalSeriesPoint> points)
{
  std::vector<ResponsePoint> responses;
  for (const LocalSeriesPoint& point : points) {
    responses.push_back(point.response);
  }
  return responses;
}

Figure response_figure(const std::string& species, const std::vector<ResponsePoint>& points,
                       const NonlinearOnset& found)
{
  Figure figure{axis_label("d{/:Italic T}/d{/:Italic z}", temperature_gradient), gradient_label(species)};
  double steepest = 0.0;
  for (const ResponseRegime regime : {ResponseRegime::none, ResponseRegime::linear, ResponseRegime::nonlinear}) {
    std::vector<double> gradients;
    std::vector<Estimate> responses;
    for (std::size_t k = 0; k < points.size(); ++k) {
      steepest = std::max(steepest, points[k].gradient);
      if (found.regimes[k] == regime) {
        gradients.push_back(points[k].gradient);
        responses.push_back(points[k].response);
      }
    }
    if (!gradients.empty()) {
      figure.points(name_of(regime), ink(static_cast<std::size_t>(regime) + 1), gradients, responses);
    }
  }
  return figure.x_range(0.0, 1.05 * steepest);
}

}  // namespace

void add_local_response(Report& report, const NemdRun& run, std::size_t species)
{
  const std::vector<LocalResponse>& places = run.found.places.at(species);
  if (places.empty()) {
    return;
  }
  const std::string& name = run.profile.shape.species_names[species];
  report.heading("Place by place");
  Figure gradient{"distance from the cold slab / box length", gradient_label(name)};
  gradient.points("", Ink::blue, distances_of(places), values_of(places, &LocalResponse::mole_fraction_gradient));
  gradient.x_range(0.0, 0.5);
  report.figure(gradient, "Local gradient of the composition",
                "Lines fitted to seven bins; neighbouring points share bins. The same everywhere in linear response.");
  Figure soret{axis_label("local {/:Italic T}", dimension::temperature),
               axis_label("local {/:Italic S}_{T}(" + plain_text(name) + ")", dimension::inverse_temperature)};
  soret.points("", Ink::blue, means_of(places, &LocalResponse::temperature),
               values_of(places, &LocalResponse::soret_coefficient));
  report.figure(soret, "Local Soret coefficient", "Against the temperature of the place.");
  Figure energy{"local mole fraction of " + plain_text(name), axis_label("energy per particle", dimension::energy)};
  energy.points("", Ink::blue, means_of(places, &LocalResponse::mole_fraction),
                values_of(places, &LocalResponse::potential_energy));
  report.figure(energy, "Local energy against local composition",
                "In local equilibrium each point lies on the equilibrium isotherm of its temperature.");
}

std::string onset_words(const NonlinearOnset& found, std::span<const ResponsePoint> points)
{
  if (!found.onset) {
    return fmt::format("no onset of nonlinearity up to the largest of {} gradients", points.size());
  }
  const double first = points[*found.onset].gradient;
  return found.last_linear ? fmt::format("the response is linear up to dT/dz = {:.3g} and nonlinear from {:.3g} on",
                                         points[*found.last_linear].gradient, first)
                           : fmt::format("the response is nonlinear at all gradients from {:.3g} on", first);
}

void add_onset(Report& report, const std::string& species, std::span<const LocalSeriesPoint> points)
{
  if (points.empty()) {
    return;
  }
  const std::vector<ResponsePoint> responses = responses_of(points);
  const NonlinearOnset found = nonlinear_onset(responses);
  report.heading("Onset of nonlinearity");
  report.paragraph("By the rule of two standard errors, " + onset_words(found, responses) + ".");
  report.figure(response_figure(species, responses, found), "Response against gradient",
                "A point is nonlinear if its ratio to the gradient departs from that of the smaller ones, or its "
                "profile is bent, by more than two standard errors.");
  Figure places{"distance from the cold slab / box length", gradient_label(species)};
  for (std::size_t k = 0; k < points.size(); ++k) {
    places.band(fmt::format("d{{/:Italic T}}/d{{/:Italic z}} = {:.3g}", points[k].response.gradient), ink(k),
                distances_of(points[k].places), values_of(points[k].places, &LocalResponse::mole_fraction_gradient));
  }
  report.figure(places.x_range(0.0, 0.5), "Gradient of the composition place by place",
                "Constant along the axis in linear response.");
  ReportTable table{{"temperature gradient", "gradient of the mole fraction", "curvature", "response"}, {}};
  for (std::size_t k = 0; k < responses.size(); ++k) {
    table.rows.push_back({fmt::format("{:.4g}", responses[k].gradient), to_string(responses[k].response),
                          responses[k].curvature ? to_string(*responses[k].curvature) : "", name_of(found.regimes[k])});
  }
  report.table(table);
}

}  // namespace soret
