#include "relaxation_report.hpp"

#include "words.hpp"

#include <soret/output/figure.hpp>

#include <fmt/format.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

namespace soret {

namespace {

constexpr double level = 1.0 / std::numbers::e;

using Curve = std::vector<RelaxationPoint>;
using Choice = std::function<Estimate(const RelaxationPoint&)>;

/// The curves of all groups, and pictures of them against the logarithm of time.
class RelaxationFigures {
 public:
  explicit RelaxationFigures(const RelaxationBlocks& relaxation) : shape_{relaxation.shape}
  {
    for (std::size_t group = 0; group < shape_.groups(); ++group) {
      curves_.push_back(relaxation_curve(relaxation, group));
      if (!curves_.back().empty() && curves_.back().front().lag_time == 0.0) {
        initial_.push_back(curves_.back().front());
        curves_.back().erase(curves_.back().begin());
      }
    }
  }

  bool empty() const { return curves_.front().empty(); }
  const RelaxationShape& shape() const { return shape_; }

  Figure of_groups(const std::string& label, const Choice& choice) const
  {
    Figure figure = axes(label);
    for (std::size_t group = 0; group < shape_.groups(); ++group) {
      add(figure, group, plain_text(shape_.group_name(group)), ink(group), choice);
    }
    return figure;
  }

  /// Scattering functions of a group at all wave numbers, over their values at t = 0.
  Figure scattering(const std::string& label, std::size_t group) const
  {
    Figure figure = axes(label);
    for (std::size_t wave = 0; wave < shape_.wave_numbers.size(); ++wave) {
      const double scale = initial_.empty() ? 1.0 : initial_[group].scattering[wave].value;
      add(figure, group, fmt::format("{{/:Italic q}} = {:.4g}", shape_.wave_numbers[wave]), ink(wave),
          [wave, scale](const RelaxationPoint& point) {
            return Estimate{point.scattering[wave].value / scale, point.scattering[wave].standard_error / scale};
          });
    }
    figure.level("1/e", level);
    return figure;
  }

 private:
  static Figure axes(const std::string& label)
  {
    return Figure{"log_{10} " + axis_label("{/:Italic t}", dimension::time), label};
  }

  void add(Figure& figure, std::size_t group, const std::string& name, Ink colour, const Choice& choice) const
  {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (const RelaxationPoint& point : curves_[group]) {
      x.push_back(std::log10(point.lag_time));
      y.push_back(choice(point));
    }
    figure.band(name, colour, x, y);
  }

  const RelaxationShape& shape_;
  std::vector<Curve> curves_;  ///< of every group, without t = 0
  Curve initial_;              ///< at t = 0, if it was sampled
};

Estimate log10_of(const Estimate& estimate)
{
  return {std::log10(estimate.value), estimate.relative_error() / std::numbers::ln10};
}

void add_self(Report& report, const RelaxationFigures& figures)
{
  Figure overlaps =
      figures.of_groups("{/:Italic Q}_{s}({/:Italic t})", [](const RelaxationPoint& point) { return point.overlap; });
  overlaps.level("1/e", level);
  report.figure(overlaps, "Self-overlap",
                fmt::format("The share of particles nearer than {:g} to where they were; the relaxation time is where "
                            "that of all particles is 1/e.",
                            figures.shape().overlap_distance));
  report.figure(
      figures.of_groups("χ_{4}({/:Italic t})", [](const RelaxationPoint& point) { return point.susceptibility; }),
      "Dynamic susceptibility",
      "Fluctuations of the self-overlap times the number of particles, at fixed volume and composition.");
  if (!figures.shape().wave_numbers.empty()) {
    report.figure(figures.scattering("{/:Italic F}_{s}({/:Italic q}, {/:Italic t})", figures.shape().species()),
                  "Self-intermediate scattering", "Of all particles, averaged over all directions of the wave vector.");
  }
  report.figure(figures.of_groups("log_{10} " + axis_label("⟨Δ{/:Italic r}^{2}⟩", Dimension{.length = 2}),
                                  [](const RelaxationPoint& point) { return log10_of(point.mean_squared); }),
                "Mean squared displacement",
                "Slope 2 in free flight, flat in the cage, slope 1 where particles diffuse.");
  report.figure(
      figures.of_groups("α_{2}({/:Italic t})", [](const RelaxationPoint& point) { return point.non_gaussian; }),
      "Non-Gaussian parameter", "Zero while displacements are Gaussian.");
}

}  // namespace

void add_relaxation(Report& report, const RelaxationBlocks& self, const RelaxationBlocks& collective)
{
  const RelaxationFigures own{self};
  if (own.empty()) {
    return;
  }
  report.heading("Relaxation");
  add_self(report, own);
  const RelaxationFigures together{collective};
  if (together.empty()) {
    return;
  }
  report.figure(
      together.of_groups("{/:Italic Q}({/:Italic t})", [](const RelaxationPoint& point) { return point.overlap; }),
      "Collective overlap", "Whichever particle took the place counts; it ends at what chance gives.");
  if (!collective.shape.wave_numbers.empty()) {
    report.figure(together.scattering("{/:Italic F}({/:Italic q}, {/:Italic t})/{/:Italic S}({/:Italic q})",
                                      collective.shape.species()),
                  "Coherent scattering", "Of all particles, over its value at {/:Italic t} = 0.");
  }
}

}  // namespace soret
