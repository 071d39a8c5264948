#include <soret/input/configuration.hpp>

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

/// Groups the words of a list into one text per number: "12.5 sigma 4 sigma" → {"12.5 sigma", "4 sigma"}.
std::vector<std::string> quantity_texts(const std::string& list)
{
  std::vector<std::string> texts;
  for (const std::string& word : text::words(list)) {
    if (text::starts_number(word)) {
      texts.push_back(word);
    }
    else if (texts.empty()) {
      throw InputError(fmt::format("'{}' is not a number", word));
    }
    else {
      texts.back() += " " + word;
    }
  }
  return texts;
}

bool is_bare(const std::string& quantity) { return quantity.find(' ') == std::string::npos; }

/// A unit after the last of several bare numbers holds for all of them; other mixtures are refused.
std::vector<std::string> with_shared_unit(std::vector<std::string> texts)
{
  const auto bare = std::count_if(texts.begin(), texts.end(), is_bare);
  if (bare == 0 || bare == std::ssize(texts)) {
    return texts;
  }
  if (bare + 1 != std::ssize(texts) || is_bare(texts.back())) {
    throw InputError("some numbers have a unit and others have none");
  }
  const std::string unit = texts.back().substr(texts.back().find(' '));
  std::for_each(texts.begin(), texts.end() - 1, [&](std::string& number) { number += unit; });
  return texts;
}

std::string accepted_quantity(const Units& units, Dimension dimension, const Range& range)
{
  const std::string accepted = units.accepted_units(dimension);
  return fmt::format("{}{}{}", name_of(dimension), range.text(),
                     accepted.empty() ? "" : fmt::format(" (bare in reduced units, or with a unit: {})", accepted));
}

void check_range(double value, const Range& range)
{
  if (!range.contains(value)) {
    throw InputError(fmt::format("{} is out of range", value));
  }
}

void check_count(std::size_t found, const Count& count)
{
  if (found < count.lowest || found > count.highest) {
    throw InputError(fmt::format("{} item{} found", found, found == 1 ? "" : "s"));
  }
}

/// "3 values", "1 or more values".
std::string describe(const Count& count, const std::string& what)
{
  const bool open_ended = count.highest > count.lowest;
  return fmt::format("{}{} {}", count.lowest, open_ended ? " or more" : "", what);
}

}  // namespace

std::optional<double> Configuration::optional_quantity(const Key& key, Dimension dimension, Range range)
{
  return parsed(key, accepted_quantity(units_, dimension, range), [&](const std::string& value) {
    const double number = units_.read(value, dimension);
    check_range(number, range);
    return number;
  });
}

double Configuration::quantity(const Key& key, Dimension dimension, Range range)
{
  const std::optional<double> value = optional_quantity(key, dimension, range);
  require(key, value.has_value());
  return value.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::optional<std::int64_t> Configuration::optional_integer(const Key& key, Range range)
{
  return parsed(key, fmt::format("a whole number{}", range.text()), [&](const std::string& value) {
    const std::int64_t number = text::to_integer(value);
    check_range(static_cast<double>(number), range);
    return number;
  });
}

std::int64_t Configuration::integer(const Key& key, Range range)
{
  const std::optional<std::int64_t> value = optional_integer(key, range);
  require(key, value.has_value());
  return value.value_or(0);
}

std::uint64_t Configuration::seed(const Key& key)
{
  return static_cast<std::uint64_t>(integer(key, Range::at_least(0.0)));
}

bool Configuration::yes_or_no(const Key& key) { return choice(key, {"no", "yes"}) == 1; }

std::optional<std::string> Configuration::optional_text(const Key& key)
{
  return parsed(key, "text", [](const std::string& value) { return value; });
}

std::string Configuration::text(const Key& key)
{
  const std::optional<std::string> value = optional_text(key);
  require(key, value.has_value());
  return value.value_or("");
}

std::size_t Configuration::choice(const Key& key, const std::vector<std::string>& choices)
{
  const auto value = parsed(key, text::joined(choices, ", "), [&](const std::string& word) {
    const auto found = std::find(choices.begin(), choices.end(), word);
    if (found == choices.end()) {
      const std::string meant = text::nearest(word, choices);
      throw InputError(
          fmt::format("'{}' is not a choice{}", word, meant.empty() ? "" : fmt::format(" (perhaps meant: {})", meant)));
    }
    return static_cast<std::size_t>(found - choices.begin());
  });
  require(key, value.has_value());
  return value.value_or(0);
}

double Configuration::wall_seconds(const Key& key)
{
  const auto value = parsed(key, "wall time such as 1h30m, 10m, 45s, or a number of seconds",
                            [](const std::string& duration) { return text::to_wall_seconds(duration); });
  require(key, value.has_value());
  return value.value_or(0.0);
}

std::optional<std::filesystem::path> Configuration::optional_path(const Key& key)
{
  return parsed(key, "a path", [&](const std::string& value) {
    if (value.empty()) {
      throw InputError("the path is empty");
    }
    const auto entry = entries_.find(key.name);
    return entry == entries_.end() ? std::filesystem::path(value) : entry->second.folder / value;
  });
}

std::vector<double> Configuration::quantities(const Key& key, Dimension dimension, Count count, Range range)
{
  const std::string accepted =
      fmt::format("{}, each {}", describe(count, "values"), accepted_quantity(units_, dimension, range));
  return parsed(key, accepted,
                [&](const std::string& list) {
                  std::vector<double> values;
                  for (const std::string& one : with_shared_unit(quantity_texts(list))) {
                    values.push_back(units_.read(one, dimension));
                    check_range(values.back(), range);
                  }
                  check_count(values.size(), count);
                  return values;
                })
      .value_or(std::vector<double>{});
}

std::vector<std::int64_t> Configuration::integers(const Key& key, Count count, Range range)
{
  return parsed(key, describe(count, "whole numbers") + range.text(),
                [&](const std::string& list) {
                  std::vector<std::int64_t> values;
                  for (const std::string& word : text::words(list)) {
                    values.push_back(text::to_integer(word));
                    check_range(static_cast<double>(values.back()), range);
                  }
                  check_count(values.size(), count);
                  return values;
                })
      .value_or(std::vector<std::int64_t>{});
}

std::vector<std::string> Configuration::words(const Key& key, Count count)
{
  return parsed(key, describe(count, "names"),
                [&](const std::string& list) {
                  std::vector<std::string> found = text::words(list);
                  check_count(found.size(), count);
                  return found;
                })
      .value_or(std::vector<std::string>{});
}

std::optional<std::pair<Extent, Extent>> Configuration::extent_pair(const Key& key, const std::string& accepted)
{
  return parsed(key, accepted, [&](const std::string& list) {
    const std::vector<std::string> texts = quantity_texts(list);
    check_count(texts.size(), Count::exactly(2));
    const auto extent = [&](const std::string& one) {
      return Extent{.value = units_.read(one, dimension::length), .is_fraction = is_bare(one)};
    };
    return std::pair{extent(texts[0]), extent(texts[1])};
  });
}

std::vector<std::pair<std::string, double>> Configuration::named_numbers(const Key& key, Range range)
{
  return parsed(key, fmt::format("name:number for each name, each number{}", range.text()),
                [&](const std::string& list) {
                  std::vector<std::pair<std::string, double>> values;
                  for (const std::string& word : text::words(list)) {
                    const std::size_t colon = word.rfind(':');
                    if (colon == std::string::npos || colon == 0) {
                      throw InputError(fmt::format("'{}' is not of the form name:number", word));
                    }
                    const std::string name = word.substr(0, colon);
                    if (std::any_of(values.begin(), values.end(), [&](const auto& v) { return v.first == name; })) {
                      throw InputError(fmt::format("'{}' is named twice", name));
                    }
                    values.emplace_back(name, text::to_number(word.substr(colon + 1)));
                    check_range(values.back().second, range);
                  }
                  check_count(values.size(), {});
                  return values;
                })
      .value_or(std::vector<std::pair<std::string, double>>{});
}

}  // namespace soret
