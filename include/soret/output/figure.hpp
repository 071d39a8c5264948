#pragma once
/// \file
/// Pictures of profiles and time series: what is to be seen, and its drawing by gnuplot.

#include <soret/estimate/estimate.hpp>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// Colours that people with any kind of colour vision can tell apart (Okabe and Ito, Color Universal Design, 2008).
enum class Ink { black, blue, orange, green, purple, sky, vermillion, yellow };

/// The ink for the n-th curve of a picture.
Ink ink(std::size_t n);

/// What a shaded stretch of the x axis means.
enum class Shade { hot, cold, window };

/// `text` with everything protected that enhanced text would interpret, for names that users chose.
std::string plain_text(const std::string& text);

/// One pair of axes with curves, described without drawing anything. Labels may use gnuplot's enhanced text: `k_{B}`,
/// `σ^{3}`, `{/:Italic T}`. An empty name keeps a curve out of the key. Members return the figure, so that calls chain.
class Figure {
 public:
  Figure(std::string x_label, std::string y_label) : x_label_{std::move(x_label)}, y_label_{std::move(y_label)} {}

  /// A curve. A point that is not finite interrupts it.
  Figure& line(const std::string& name, Ink colour, std::span<const double> x, std::span<const double> y);
  /// Values as dots without errors.
  Figure& dots(const std::string& name, Ink colour, std::span<const double> x, std::span<const double> y);
  /// Values with error bars of one standard error.
  Figure& points(const std::string& name, Ink colour, std::span<const double> x, std::span<const Estimate> y);
  /// A curve in a band of one standard error on either side.
  Figure& band(const std::string& name, Ink colour, std::span<const double> x, std::span<const Estimate> y);
  /// A thick dark line over the others.
  Figure& fit(const std::string& name, std::span<const double> x, std::span<const double> y);
  /// A dashed horizontal line.
  Figure& level(const std::string& name, double y);
  /// A shaded stretch behind everything, with a small word at its top unless empty.
  Figure& shade(Shade meaning, double from, double to, const std::string& word = {});
  /// Ends of the x axis; otherwise they follow from the data.
  Figure& x_range(double from, double to);
  /// The y axis starts at zero: for what cannot be negative.
  Figure& y_from_zero();

  /// Commands for gnuplot that draw the figure into whatever its output is.
  std::string gnuplot_commands() const;

 private:
  struct Curve {
    std::string data;  ///< rows of numbers
    std::string plot;  ///< what follows `plot $data`
  };
  struct Stretch {
    Shade meaning;
    double from;
    double to;
    std::string word;
  };

  std::string axes_commands() const;
  std::string shade_commands(const Stretch& stretch) const;

  std::string x_label_;
  std::string y_label_;
  std::optional<std::pair<double, double>> x_range_;
  bool y_from_zero_ = false;
  std::vector<Curve> curves_;
  std::vector<Stretch> stretches_;
  std::string levels_;
};

/// A drawn figure, or why there is none.
struct Drawing {
  std::string svg;      ///< one svg element for inlining into HTML; empty if there is a problem
  std::string problem;  ///< "gnuplot is not installed", or what gnuplot said
};

/// Draws with the program gnuplot. All ids inside the SVG start with `identifier`, so that several fit into one page.
Drawing draw(const Figure& figure, const std::string& identifier);

}  // namespace soret
