#include "text_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace soret {

namespace {

/// The number of characters of a UTF-8 text.
std::size_t width(const std::string& text)
{
  constexpr int kind = 0xC0;
  constexpr int continuation = 0x80;
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return (byte & kind) != continuation; }));
}

}  // namespace

std::string text_columns(const ReportTable& table)
{
  std::vector<std::size_t> widths(table.head.size(), 0);
  const auto widen = [&](const std::vector<std::string>& row) {
    for (std::size_t column = 0; column < row.size(); ++column) {
      widths[column] = std::max(widths[column], width(row[column]));
    }
  };
  widen(table.head);
  std::ranges::for_each(table.rows, widen);
  const auto line = [&](const std::vector<std::string>& row) {
    std::string text;
    for (std::size_t column = 0; column < row.size(); ++column) {
      text += fmt::format("{:<{}}  ", row[column], widths[column]);
    }
    return text.substr(0, text.find_last_not_of(' ') + 1) + "\n";
  };
  std::string text = line(table.head);
  for (const std::vector<std::string>& row : table.rows) {
    text += line(row);
  }
  return text;
}

}  // namespace soret
