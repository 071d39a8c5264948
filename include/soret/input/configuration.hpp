#pragma once
/// \file
/// The configuration of a run: keys with values from INI files and the command line, read through typed getters that
/// know every key's meaning, dimension, default and range, and that collect all mistakes before any is reported.

#include <soret/core/error.hpp>
#include <soret/core/units.hpp>

#include <cstdint>
#include <deque>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace soret {

/// A key as its reader declares it.
struct Key {
  std::string name;                          ///< "section.key"
  std::string about;                         ///< one line of description
  std::optional<std::string> standard = {};  ///< the value it has when it is not given
};

/// The numbers a key accepts.
struct Range {
  double lowest = -std::numeric_limits<double>::infinity();
  double highest = std::numeric_limits<double>::infinity();
  bool lowest_included = true;
  bool highest_included = true;

  bool contains(double value) const;
  /// " > 0", " from 0 to 1", ...; empty for the unlimited range.
  std::string text() const;

  static constexpr Range any() { return {}; }
  static constexpr Range positive() { return {.lowest = 0.0, .lowest_included = false}; }
  static constexpr Range at_least(double lowest) { return {.lowest = lowest}; }
  static constexpr Range between(double lowest, double highest) { return {.lowest = lowest, .highest = highest}; }
};

/// How many items a list takes.
struct Count {
  std::size_t lowest = 1;
  std::size_t highest = std::numeric_limits<std::size_t>::max();
  static constexpr Count exactly(std::size_t n) { return {n, n}; }
};

/// A number that is a fraction of the box if bare, a length if it carries a unit.
struct Extent {
  double value = 0.0;
  bool is_fraction = true;
  double fraction_of(double box_length) const { return is_fraction ? value : value / box_length; }
};

/// Keys and values with their origins. Sources added earlier win over sources added later, so add the command line
/// first, then the config, then what the config includes.
///
/// A reader calls one getter per key. A getter registers its key (for `help`, `resolved` and the recognition of unknown
/// keys), and records a mistake instead of throwing; what it then returns (NaN, 0, an empty list) is only a
/// placeholder. `finish` throws one InputError that lists all mistakes.
class Configuration {
 public:
  /// Adds an INI file: sections in brackets, `key = value`, comments from `#` or `;`. Throws InputError if it cannot be
  /// opened; lines that cannot be understood are recorded as mistakes.
  void add_file(const std::filesystem::path& path);
  /// The same for text; `source` names it in messages.
  void add_text(const std::string& text, const std::string& source);
  /// One value from the command line, `--section.key=value`.
  void add_override(const std::string& key, const std::string& value);

  /// The units in which later getters understand values.
  void use_units(const Units& units) { units_ = units; }
  const Units& units() const { return units_; }

  // Getters of keys that must have a value, given or standard.
  double quantity(const Key& key, Dimension dimension, Range range = Range::any());
  double number(const Key& key, Range range = Range::any()) { return quantity(key, dimension::none, range); }
  std::int64_t integer(const Key& key, Range range = Range::any());
  std::uint64_t seed(const Key& key);
  bool yes_or_no(const Key& key);
  std::string text(const Key& key);
  /// Index of the value in `choices`.
  std::size_t choice(const Key& key, const std::vector<std::string>& choices);
  /// Wall-clock seconds from "1h30m", "10m", "45s" or a bare number of seconds.
  double wall_seconds(const Key& key);

  // Getters of keys that may be absent.
  std::optional<double> optional_quantity(const Key& key, Dimension dimension, Range range = Range::any());
  std::optional<std::int64_t> optional_integer(const Key& key, Range range = Range::any());
  std::optional<std::string> optional_text(const Key& key);
  /// A path; a relative one counts from the folder of the file that gives it.
  std::optional<std::filesystem::path> optional_path(const Key& key);
  std::vector<double> quantities(const Key& key, Dimension dimension, Count count, Range range = Range::any());
  std::vector<std::int64_t> integers(const Key& key, Count count, Range range = Range::any());
  std::vector<std::string> words(const Key& key, Count count = {});
  std::optional<std::pair<Extent, Extent>> extent_pair(const Key& key, const std::string& accepted);
  /// "A:0.8 B:0.2": names with numbers, each name once.
  std::vector<std::pair<std::string, double>> named_numbers(const Key& key, Range range);

  /// The value that `parse` makes of the key's text, or nothing if the key is absent or `parse` threw InputError (the
  /// mistake is recorded, followed by `accepted`).
  template <class Parse>
  auto parsed(const Key& key, const std::string& accepted, Parse parse)
      -> std::optional<std::invoke_result_t<Parse, const std::string&>>
  {
    const std::string* value = registered(key, accepted);
    if (value == nullptr) {
      return std::nullopt;
    }
    try {
      return parse(*value);
    }
    catch (const InputError& error) {
      refuse(key.name, error.what());
      return std::nullopt;
    }
  }

  bool given(const std::string& key) const { return entries_.contains(key); }
  /// Whether the section is given: its header or any of its keys.
  bool has_section(const std::string& name) const;
  /// A section that may be given, though its keys are registered only if it is: messages propose it for mistyped ones.
  void offer_section(const std::string& name) { offered_sections_.push_back(name); }
  /// Records as one mistake each that the section, or one below it ("species.A" below "species"), is given, whatever it
  /// holds: "FILE:LINE: section [NAME] REASON". Call it when all sources have been added.
  void exclude_section(const std::string& name, const std::string& reason);
  /// Whether no mistake has been recorded about any of the keys.
  bool accepted(const std::vector<std::string>& keys) const;
  /// The names that stand between `prefix` and the next dot or the end, in order of appearance: the species of
  /// `species.A.mass`.
  std::vector<std::string> names_below(const std::string& prefix) const;

  /// Records a mistake about a key's value: "file:line: key = value: reason; accepted: ...", what the key takes or, if
  /// other keys narrow that, `accepted`.
  void refuse(const std::string& key, const std::string& reason, const std::string& accepted = {});
  /// Records that a key is absent although something else asks for it; nothing if its value was refused.
  void miss(const std::string& key, const std::string& reason);
  /// Records a mistake that concerns no single key.
  void complain(const std::string& message) { mistakes_.push_back(message); }

  /// Throws InputError with all mistakes, among them every key that no getter registered and every empty
  /// section without such keys.
  void finish() const;

  /// All registered keys with their final values as INI text that gives the same configuration when read again; keys of
  /// `left_out` and absent optional keys do not appear.
  std::string resolved(const std::set<std::string>& left_out = {}) const;
  /// All registered keys with description, accepted values and standard value.
  std::string help() const;

 private:
  struct Entry {
    std::string value;
    std::string source;
    std::filesystem::path folder = {};  ///< of the file that gave the value
    int line = 0;                       ///< 0: no line
    std::size_t rank = 0;               ///< order of appearance
  };
  struct Registered {
    Key key;
    std::string accepted;
  };
  struct Header {
    std::string section;
    std::string where;
  };
  struct Source {
    std::string name;
    std::filesystem::path folder = {};
  };

  void add_lines(const std::string& content, const Source& source);
  void add_line(const Source& source, int line, const std::string& section, const std::string& text);
  void insert(const std::string& key, Entry entry);
  const std::string* registered(const Key& key, const std::string& accepted);
  const Registered* find_registered(const std::string& key) const;
  void require(const Key& key, bool present);
  std::string where(const Entry& entry) const;
  std::string source_of_section(const std::string& key) const;
  std::string nearest_key(const std::string& key) const;
  bool has_header(const std::string& section) const;
  bool has_keys(const std::string& section) const;
  bool is_known_section(const std::string& section) const;  // or excluded, and complained of already
  std::string where_section_begins(const std::string& section) const;
  std::map<std::string, std::vector<std::string>> foreign_sections() const;
  std::vector<std::string> unknown_sections() const;
  std::vector<std::string> unknown_keys() const;
  std::vector<std::pair<std::string, std::vector<const Registered*>>> sections() const;

  Units units_;
  std::size_t last_rank_ = 0;
  std::map<std::string, Entry> entries_;
  std::deque<Registered> registered_;
  std::vector<Header> headers_;
  std::vector<std::string> offered_sections_;
  std::set<std::string> excluded_sections_;
  std::vector<std::string> sources_;
  std::vector<std::string> mistakes_;
  std::set<std::string> refused_;
};

}  // namespace soret
