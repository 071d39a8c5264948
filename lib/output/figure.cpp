#include <soret/output/figure.hpp>

#include "gnuplot.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <regex>

namespace soret {

namespace {

const char* colour_code(Ink colour)
{
  constexpr std::array codes{"#222222", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442"};
  return codes[static_cast<std::size_t>(colour)];
}

struct ShadeStyle {
  const char* fill;
  const char* text;
};

ShadeStyle style_of(Shade meaning)
{
  switch (meaning) {
    case Shade::hot:
      return {"#FADBD3", "#B4400A"};
    case Shade::cold:
      return {"#D6E8F7", "#0A5A8C"};
    case Shade::window:
      break;
  }
  return {"#F0F0EC", "#77776F"};
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.9g}", value) : "NaN"; }

/// Rows of the numbers that `columns` gives for each i; a row with a number that is not finite becomes a gap.
template <class Columns>
std::string rows(std::size_t count, Columns columns)
{
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    std::string row;
    bool is_finite = true;
    for (const double value : columns(i)) {
      is_finite = is_finite && std::isfinite(value);
      row += number(value) + " ";
    }
    text += (is_finite ? row : "") + "\n";
  }
  return text;
}

std::string rows(std::span<const double> x, std::span<const double> y)
{
  if (x.size() != y.size()) {
    throw RunTimeFailure(fmt::format("a figure got {} abscissae and {} ordinates", x.size(), y.size()));
  }
  return rows(x.size(), [&](std::size_t i) { return std::array{x[i], y[i]}; });
}

std::string rows(std::span<const double> x, std::span<const Estimate> y)
{
  if (x.size() != y.size()) {
    throw RunTimeFailure(fmt::format("a figure got {} abscissae and {} ordinates", x.size(), y.size()));
  }
  return rows(x.size(), [&](std::size_t i) {
    const double error = std::isfinite(y[i].standard_error) ? y[i].standard_error : 0.0;
    return std::array{x[i], y[i].value, y[i].value - error, y[i].value + error};
  });
}

/// Text between gnuplot's single quotes.
std::string quoted(const std::string& text) { return "'" + std::regex_replace(text, std::regex{"'"}, "''") + "'"; }

std::string title(const std::string& name) { return name.empty() ? "notitle" : "title " + quoted(name); }

}  // namespace

std::string plain_text(const std::string& text)
{
  return std::regex_replace(text, std::regex{R"([_^{}@&~\\])"}, "\\$&");
}

Ink ink(std::size_t n)
{
  constexpr std::array order{Ink::blue, Ink::orange, Ink::green, Ink::purple, Ink::sky, Ink::vermillion};
  return order[n % order.size()];
}

Figure& Figure::line(const std::string& name, Ink colour, std::span<const double> x, std::span<const double> y)
{
  curves_.push_back({rows(x, y), fmt::format("with lines lw 1.8 lc rgb '{}' {}", colour_code(colour), title(name))});
  return *this;
}

Figure& Figure::dots(const std::string& name, Ink colour, std::span<const double> x, std::span<const double> y)
{
  curves_.push_back(
      {rows(x, y), fmt::format("with points pt 7 ps 0.42 lc rgb '{}' {}", colour_code(colour), title(name))});
  return *this;
}

Figure& Figure::points(const std::string& name, Ink colour, std::span<const double> x, std::span<const Estimate> y)
{
  // Bars and dots by themselves: gnuplot's own error bars end in a white halo around the dot.
  const std::string data = rows(x, y);
  curves_.push_back(
      {data, fmt::format("using 1:3:(0):($4-$3) with vectors nohead lw 1.6 lc rgb '{}' notitle", colour_code(colour))});
  curves_.push_back({data, fmt::format("with points pt 7 ps 0.42 lc rgb '{}' {}", colour_code(colour), title(name))});
  return *this;
}

Figure& Figure::band(const std::string& name, Ink colour, std::span<const double> x, std::span<const Estimate> y)
{
  const std::string data = rows(x, y);
  curves_.push_back({data, fmt::format("using 1:3:4 with filledcurves lc rgb '{}' fs transparent solid 0.22 noborder "
                                       "notitle",
                                       colour_code(colour))});
  curves_.push_back({data, fmt::format("with lines lw 1.8 lc rgb '{}' {}", colour_code(colour), title(name))});
  return *this;
}

Figure& Figure::fit(const std::string& name, std::span<const double> x, std::span<const double> y)
{
  curves_.push_back(
      {rows(x, y), fmt::format("with lines lw 2.2 lc rgb '{}' {}", colour_code(Ink::black), title(name))});
  return *this;
}

Figure& Figure::level(const std::string& name, double y)
{
  levels_ +=
      fmt::format(", {} with lines dt (8,6) lw 1.4 lc rgb '{}' {}", number(y), colour_code(Ink::black), title(name));
  return *this;
}

Figure& Figure::shade(Shade meaning, double from, double to, const std::string& word)
{
  stretches_.push_back({meaning, from, to, word});
  return *this;
}

Figure& Figure::x_range(double from, double to)
{
  x_range_ = {from, to};
  return *this;
}

Figure& Figure::y_from_zero()
{
  y_from_zero_ = true;
  return *this;
}

std::string Figure::axes_commands() const
{
  const std::string range =
      x_range_ ? fmt::format("[{}:{}]", number(x_range_->first), number(x_range_->second)) : "[*:*]";
  return fmt::format(
      "set encoding utf8\nset border 3 lw 1 lc rgb '#6B7280'\nset tics nomirror out scale 0.6 textcolor rgb '#374151'\n"
      "set grid lt 1 lw 0.6 lc rgb '#E5E7EB'\nset key outside top left horizontal reverse Left samplen 1.6 height 0.4\n"
      "set xlabel {} textcolor rgb '#111827' offset 0,0.3\nset ylabel {} textcolor rgb '#111827' offset 0.6,0\n"
      "set xrange {} noextend\nset yrange [{}:*]\nset offsets graph 0, graph 0, graph 0.06, graph 0.04\nset datafile "
      "missing 'NaN'\n",
      quoted(x_label_), quoted(y_label_), range, y_from_zero_ ? "0" : "*");
}

/// A rectangle over the whole height, its word in the middle or, at an end of the axis, inside that end.
std::string Figure::shade_commands(const Stretch& stretch) const
{
  const ShadeStyle style = style_of(stretch.meaning);
  std::string commands =
      fmt::format("set object rectangle from {0},graph 0 to {1},graph 1 behind fc rgb '{2}' fs solid noborder\n",
                  number(stretch.from), number(stretch.to), style.fill);
  if (stretch.word.empty()) {
    return commands;
  }
  const bool at_start = x_range_ && stretch.from <= x_range_->first;
  const bool at_end = x_range_ && stretch.to >= x_range_->second;
  const std::string place =
      at_start ? number(stretch.from) : number(at_end ? stretch.to : 0.5 * (stretch.from + stretch.to));
  return commands +
         fmt::format("set label {} at {},graph 0.965 {} tc rgb '{}' font ',11' front\n", quoted(stretch.word), place,
                     at_start ? "left offset 0.4,0" : (at_end ? "right offset -0.4,0" : "center"), style.text);
}

std::string Figure::gnuplot_commands() const
{
  std::string script = axes_commands();
  for (const Stretch& stretch : stretches_) {
    script += shade_commands(stretch);
  }
  std::string plots;
  for (std::size_t i = 0; i < curves_.size(); ++i) {
    script += fmt::format("$curve{} << EOD\n{}EOD\n", i, curves_[i].data);
    plots += fmt::format("{}$curve{} {}", i == 0 ? "" : ", ", i, curves_[i].plot);
  }
  return script + "plot " + plots + levels_ + "\n";
}

Drawing draw(const Figure& figure, const std::string& identifier)
{
  Drawing drawing = run_gnuplot("set terminal svg size 640,400 dynamic enhanced font 'Helvetica,14' linewidth 1\n" +
                                figure.gnuplot_commands());
  if (!drawing.problem.empty()) {
    return drawing;
  }
  const std::size_t start = drawing.svg.find("<svg");
  if (start == std::string::npos) {
    return {"", "gnuplot drew nothing"};
  }
  drawing.svg.erase(0, start);  // the XML declaration has no place inside HTML
  drawing.svg = std::regex_replace(drawing.svg, std::regex{"<title>Gnuplot</title>|<desc>[^<]*</desc>"}, "");
  const std::string prefix = identifier + "-";
  drawing.svg = std::regex_replace(drawing.svg, std::regex{"(\\sid=[\"'])"}, "$1" + prefix);
  drawing.svg = std::regex_replace(drawing.svg, std::regex{"(href=[\"']#|url\\(#)"}, "$1" + prefix);
  return drawing;
}

}  // namespace soret
