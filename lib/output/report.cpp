#include <soret/output/report.hpp>

#include "atomic_file.hpp"
#include "report_style.hpp"

#include <soret/output/output_directory.hpp>

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace soret {

namespace {

std::string escaped(std::string_view text)
{
  std::string safe;
  for (const char character : text) {
    switch (character) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += character;
    }
  }
  return safe;
}

struct Markup {
  std::string_view opening;
  std::string_view element;
};

constexpr std::array markups{Markup{"_{", "sub"}, Markup{"^{", "sup"}, Markup{"{/:Italic ", "i"}};

}  // namespace

std::string html_text(const std::string& text)
{
  std::string html;
  std::string_view rest = text;
  while (!rest.empty()) {
    // The next markup that has an end, if any.
    std::size_t at = std::string_view::npos;
    Markup markup;
    for (const Markup& candidate : markups) {
      if (const std::size_t found = rest.find(candidate.opening); found < at) {
        at = found;
        markup = candidate;
      }
    }
    const std::size_t end = at == std::string_view::npos ? at : rest.find('}', at);
    if (end == std::string_view::npos) {
      return html + escaped(rest);
    }
    const std::size_t inside = at + markup.opening.size();
    html += fmt::format("{0}<{1}>{2}</{1}>", escaped(rest.substr(0, at)), markup.element,
                        escaped(rest.substr(inside, end - inside)));
    rest.remove_prefix(end + 1);
  }
  return html;
}

Report::Report(std::string title, std::string subtitle) : title_{std::move(title)}
{
  append(fmt::format("<header><h1>{}</h1><p>{}</p></header>", html_text(title_), html_text(subtitle)));
}

void Report::append(const std::string& element)
{
  close_figures();
  body_ += element + "\n";
}

void Report::close_figures()
{
  body_ += in_figures_ ? "</div>\n" : "";
  in_figures_ = false;
}

void Report::headline(const std::string& text, const std::string& conditions)
{
  append(fmt::format("<p class=\"headline\">{}</p>\n<p class=\"conditions\">{}</p>", html_text(text),
                     html_text(conditions)));
}

void Report::cards(std::span<const ReportCard> cards)
{
  std::string boxes;
  for (const ReportCard& card : cards) {
    boxes += fmt::format(
        "<div class=\"card\"><div class=\"label\">{}</div><div class=\"value\">{} "
        "<small>{}</small></div><div class=\"remark\">{}</div></div>\n",
        html_text(card.label), html_text(card.value), html_text(card.unit), html_text(card.remark));
  }
  append("<section class=\"cards\">\n" + boxes + "</section>");
}

void Report::heading(const std::string& text) { append("<h2>" + html_text(text) + "</h2>"); }

void Report::paragraph(const std::string& text) { append("<p>" + html_text(text) + "</p>"); }

void Report::distrust(std::span<const std::string> warnings)
{
  if (warnings.empty()) {
    append("<section class=\"distrust none\"><h2>What to distrust</h2>The checks of this run found nothing.</section>");
    return;
  }
  std::string items;
  for (const std::string& warning : warnings) {
    items += "<li>" + html_text(warning) + "</li>\n";
  }
  append("<section class=\"distrust\"><h2>What to distrust</h2><ul>\n" + items + "</ul></section>");
}

void Report::table(const ReportTable& table)
{
  const auto row_of = [](const std::vector<std::string>& cells, const char* element) {
    std::string row;
    for (const std::string& cell : cells) {
      row += fmt::format("<{0}>{1}</{0}>", element, html_text(cell));
    }
    return "<tr>" + row + "</tr>\n";
  };
  std::string rows = "<thead>" + row_of(table.head, "th") + "</thead>\n<tbody>\n";
  for (const std::vector<std::string>& cells : table.rows) {
    rows += row_of(cells, "td");
  }
  append("<div class=\"scroll\"><table>" + rows + "</tbody></table></div>");
}

void Report::figure(const Figure& figure, const std::string& title, const std::string& caption)
{
  ++figures_;
  if (!in_figures_) {
    body_ += "<div class=\"figures\">\n";
    in_figures_ = true;
  }
  const Drawing drawing = draw(figure, fmt::format("figure{}", figures_));
  const std::string picture =
      drawing.problem.empty() ? drawing.svg : "<p class=\"missing\">No picture: " + html_text(drawing.problem) + "</p>";
  body_ += fmt::format("<figure><h3>{}</h3>\n{}\n<figcaption>Figure {}. {}</figcaption></figure>\n", html_text(title),
                       picture, figures_, html_text(caption));
}

void Report::details(const std::string& summary, const std::string& verbatim)
{
  append(fmt::format("<details><summary>{}</summary><pre>{}</pre></details>", html_text(summary), escaped(verbatim)));
}

std::string Report::html() const
{
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n"
      "<style>{}</style>\n</head>\n<body>\n<main>\n{}{}</main>\n</body>\n</html>\n",
      escaped(title_), report_style, body_, in_figures_ ? "</div>\n" : "");
}

void Report::write(const std::filesystem::path& file) const { write_file_atomically(file, html()); }

}  // namespace soret
