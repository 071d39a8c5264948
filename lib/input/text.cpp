#include "text.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace soret::text {

namespace {

template <class T>
T to_value(std::string_view text, std::string_view what)
{
  const std::string word = trimmed(text);
  T value{};
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || stop != word.data() + word.size()) {
    throw InputError(fmt::format("'{}' is not {}", word, what));
  }
  return value;
}

}  // namespace

std::string trimmed(std::string_view text)
{
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) {
    return {};
  }
  return std::string(text.substr(first, text.find_last_not_of(blanks) - first + 1));
}

std::vector<std::string> words(std::string_view text)
{
  constexpr std::string_view separators = " \t\r\n,";
  std::vector<std::string> found;
  for (std::size_t start = text.find_first_not_of(separators); start != std::string_view::npos;) {
    const std::size_t end = std::min(text.find_first_of(separators, start), text.size());
    found.emplace_back(text.substr(start, end - start));
    start = text.find_first_not_of(separators, end);
  }
  return found;
}

std::vector<std::string> parts(std::string_view text, char separator)
{
  std::vector<std::string> found;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    found.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return found;
}

std::string joined(const std::vector<std::string>& parts, std::string_view separator)
{
  return fmt::format("{}", fmt::join(parts, separator));
}

bool starts_number(std::string_view word)
{
  constexpr std::string_view starts = "+-.0123456789";
  return !word.empty() && starts.find(word.front()) != std::string_view::npos;
}

std::int64_t to_integer(std::string_view text) { return to_value<std::int64_t>(text, "a whole number"); }

double to_number(std::string_view text)
{
  const auto value = to_value<double>(text, "a number");
  if (!std::isfinite(value)) {
    throw InputError(fmt::format("'{}' is not a finite number", text));
  }
  return value;
}

double to_wall_seconds(const std::string& text)
{
  const std::string word = trimmed(text);
  double seconds = 0.0;
  double last_unit = 1e9;  // each unit must be smaller than the one before
  const char* position = word.data();
  const char* const end = word.data() + word.size();
  while (position != end) {
    double value = 0.0;
    const auto [stop, error] = std::from_chars(position, end, value, std::chars_format::fixed);
    const char letter = stop == end ? 's' : *stop;
    const double unit = letter == 'd'   ? 86400.0
                        : letter == 'h' ? 3600.0
                        : letter == 'm' ? 60.0
                        : letter == 's' ? 1.0
                                        : 0.0;
    if (error != std::errc{} || !std::isfinite(value) || value < 0.0 || unit == 0.0 || unit >= last_unit) {
      throw InputError(fmt::format("'{}' is not a stretch of wall time", word));
    }
    seconds += value * unit;
    last_unit = unit;
    position = stop == end ? end : stop + 1;
  }
  if (!(seconds > 0.0)) {
    throw InputError(fmt::format("'{}' is not a positive stretch of wall time", word));
  }
  return seconds;
}

std::size_t edit_distance(std::string_view a, std::string_view b)
{
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates)
{
  std::string best;
  std::size_t smallest = std::min(std::max<std::size_t>(2, word.size() / 3), word.size() / 2) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < smallest) {
      smallest = distance;
      best = candidate;
    }
  }
  return best;
}

std::string section_of(const std::string& key) { return key.substr(0, key.rfind('.')); }
std::string name_in_section(const std::string& key) { return key.substr(key.rfind('.') + 1); }

}  // namespace soret::text
