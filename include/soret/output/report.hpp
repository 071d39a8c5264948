#pragma once
/// \file
/// A report as one self-contained HTML page: text, tables of measured numbers, pictures.

#include <soret/output/figure.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// A number worth a box of its own.
struct ReportCard {
  std::string label;
  std::string value;
  std::string unit;
  std::string remark;
};

/// Rows of texts under a head.
struct ReportTable {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
};

/// Builds the page from top to bottom; styles and pictures are inside it, nothing is loaded from elsewhere. All texts
/// are escaped; `_{...}`, `^{...}` and `{/:Italic ...}` in them become subscripts, superscripts and italics, as in
/// figures.
class Report {
 public:
  Report(std::string title, std::string subtitle);

  /// The result in plain words, large.
  void headline(const std::string& text, const std::string& conditions);
  void cards(std::span<const ReportCard> cards);
  void heading(const std::string& text);
  void paragraph(const std::string& text);
  /// A box that lists what to distrust, or says that nothing was found.
  void distrust(std::span<const std::string> warnings);
  void table(const ReportTable& table);
  /// A picture with a caption, numbered. Where gnuplot is missing or fails, the reason stands in its place. Consecutive
  /// figures stand side by side if the window is wide enough.
  void figure(const Figure& figure, const std::string& title, const std::string& caption);
  /// Verbatim text that opens at a click.
  void details(const std::string& summary, const std::string& verbatim);

  std::string html() const;
  /// Replaces `file` atomically. Throws RunTimeFailure naming file and reason.
  void write(const std::filesystem::path& file) const;

 private:
  void append(const std::string& element);
  void close_figures();

  std::string title_;
  std::string body_;
  int figures_ = 0;
  bool in_figures_ = false;
};

/// Escapes text for HTML and turns the markup described at Report into elements.
std::string html_text(const std::string& text);

}  // namespace soret
