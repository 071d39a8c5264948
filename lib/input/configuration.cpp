#include <soret/input/configuration.hpp>

#include "text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <boost/program_options.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace soret {

namespace {

/// The line without its comment. A semicolon starts one at the beginning of the line or after a blank, so that it may
/// occur inside a word; '#' always does.
std::string without_comment(const std::string& line)
{
  std::size_t end = line.find('#');
  for (std::size_t i = line.find(';'); i < std::min(end, line.size()); i = line.find(';', i + 1)) {
    if (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t') {
      end = i;
    }
  }
  return text::trimmed(std::string_view(line).substr(0, end));
}

}  // namespace

bool Range::contains(double value) const
{
  const bool above = lowest_included ? value >= lowest : value > lowest;
  const bool below = highest_included ? value <= highest : value < highest;
  return above && below;
}

std::string Range::text() const
{
  const bool bounded_below = lowest > -std::numeric_limits<double>::infinity();
  const bool bounded_above = highest < std::numeric_limits<double>::infinity();
  std::string text;
  if (bounded_below) {
    text += fmt::format(" {} {}", lowest_included ? ">=" : ">", lowest);
  }
  if (bounded_above) {
    text += fmt::format("{} {} {}", bounded_below ? " and" : "", highest_included ? "<=" : "<", highest);
  }
  return text;
}

void Configuration::add_file(const std::filesystem::path& path)
{
  std::ifstream file{path};
  if (!file || !std::filesystem::is_regular_file(path)) {
    throw InputError(fmt::format("cannot read the configuration file '{}'", path.string()));
  }
  std::ostringstream content;
  content << file.rdbuf();
  add_lines(content.str(), {.name = path.string(), .folder = path.parent_path()});
}

void Configuration::add_text(const std::string& text, const std::string& source) { add_lines(text, {.name = source}); }

void Configuration::add_lines(const std::string& content, const Source& source)
{
  sources_.push_back(source.name);
  std::istringstream lines{content};
  std::string section;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    line = without_comment(line);
    if (line.starts_with('[') && line.ends_with(']')) {
      section = text::trimmed(std::string_view(line).substr(1, line.size() - 2));
      headers_.push_back({section, fmt::format("{}:{}", source.name, number)});
    }
    else if (!line.empty()) {
      add_line(source, number, section, line);
    }
  }
}

// Boost's parser gets a line at a time: it knows the grammar but does not say in which line a key stands.
void Configuration::add_line(const Source& source, int line, const std::string& section, const std::string& content)
{
  namespace po = boost::program_options;
  std::istringstream one_line{section.empty() ? content : fmt::format("[{}]\n{}", section, content)};
  try {
    const po::options_description no_options;
    for (const auto& option : po::parse_config_file(one_line, no_options, true).options) {
      insert(option.string_key, {.value = text::trimmed(text::joined(option.value, " ")),
                                 .source = source.name,
                                 .folder = source.folder,
                                 .line = line});
    }
  }
  catch (const po::error&) {
    complain(fmt::format("{}:{}: cannot understand '{}'; accepted: [section], key = value, or a comment from # or ;",
                         source.name, line, content));
  }
}

void Configuration::add_override(const std::string& key, const std::string& value)
{
  insert(key, {.value = text::trimmed(value), .source = "command line"});
}

// A key that is overridden keeps its place in the order of the source that it overrides.
void Configuration::insert(const std::string& key, Entry entry)
{
  entry.rank = ++last_rank_;
  const auto [existing, inserted] = entries_.try_emplace(key, entry);
  if (inserted) {
    return;
  }
  if (existing->second.source == entry.source) {
    complain(fmt::format("{}: duplicate key {} = {}; it was already given as '{}'{}; accepted: each key once",
                         where(entry), key, entry.value, existing->second.value,
                         entry.line > 0 ? fmt::format(" in line {}", existing->second.line) : ""));
  }
  else {
    existing->second.rank = entry.rank;
  }
}

const std::string* Configuration::registered(const Key& key, const std::string& accepted)
{
  const Registered* known = find_registered(key.name);
  if (known == nullptr) {
    known = &registered_.emplace_back(Registered{key, accepted});
  }
  const auto found = entries_.find(key.name);
  if (found != entries_.end()) {
    return &found->second.value;
  }
  return known->key.standard ? &*known->key.standard : nullptr;
}

const Configuration::Registered* Configuration::find_registered(const std::string& key) const
{
  const auto found = std::find_if(registered_.begin(), registered_.end(),
                                  [&](const Registered& candidate) { return candidate.key.name == key; });
  return found == registered_.end() ? nullptr : &*found;
}

std::string Configuration::where(const Entry& entry) const
{
  return entry.line > 0 ? fmt::format("{}:{}", entry.source, entry.line) : entry.source;
}

void Configuration::refuse(const std::string& key, const std::string& reason, const std::string& accepted)
{
  refused_.insert(key);
  const Registered* known = find_registered(key);
  const std::string& takes = accepted.empty() && known != nullptr ? known->accepted : accepted;
  const std::string ending = takes.empty() ? "" : fmt::format("; accepted: {}", takes);
  const auto entry = entries_.find(key);
  if (entry != entries_.end()) {
    complain(fmt::format("{}: {} = {}: {}{}", where(entry->second), key, entry->second.value, reason, ending));
  }
  else {
    const std::string standard = known != nullptr && known->key.standard ? *known->key.standard : "";
    complain(fmt::format("{} = {} (its standard value): {}{}", key, standard, reason, ending));
  }
}

/// The source that gives other keys of the section, else the first.
std::string Configuration::source_of_section(const std::string& key) const
{
  for (const auto& [other, entry] : entries_) {
    if (text::section_of(other) == text::section_of(key) && entry.line > 0) {
      return entry.source;
    }
  }
  return sources_.empty() ? "the configuration" : sources_.front();
}

void Configuration::miss(const std::string& key, const std::string& reason)
{
  if (!refused_.insert(key).second) {
    return;  // it is there, but wrong
  }
  const Registered* known = find_registered(key);
  complain(fmt::format("{}: missing key {}{}{}", source_of_section(key), key,
                       reason.empty() ? "" : fmt::format(" ({})", reason),
                       known == nullptr ? "" : fmt::format("; accepted: {}", known->accepted)));
}

void Configuration::require(const Key& key, bool present)
{
  if (!present) {
    miss(key.name, key.about);
  }
}

bool Configuration::accepted(const std::vector<std::string>& keys) const
{
  return std::none_of(keys.begin(), keys.end(), [&](const std::string& key) { return refused_.contains(key); });
}

bool Configuration::has_header(const std::string& section) const
{
  return std::any_of(headers_.begin(), headers_.end(), [&](const Header& header) { return header.section == section; });
}

bool Configuration::has_keys(const std::string& section) const
{
  return std::any_of(entries_.begin(), entries_.end(),
                     [&](const auto& entry) { return entry.first.starts_with(section + "."); });
}

bool Configuration::has_section(const std::string& name) const { return has_header(name) || has_keys(name); }

std::vector<std::string> Configuration::names_below(const std::string& prefix) const
{
  std::map<std::size_t, std::string> in_order;
  for (const auto& [key, entry] : entries_) {
    const std::size_t last_dot = key.rfind('.');
    if (key.starts_with(prefix + ".") && last_dot > prefix.size()) {
      in_order.emplace(entry.rank, key.substr(prefix.size() + 1, last_dot - prefix.size() - 1));
    }
  }
  std::vector<std::string> names;
  for (const auto& [rank, name] : in_order) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names;
}

/// The registered key that an unknown one resembles, or that has its name in another section; empty if there is none.
std::string Configuration::nearest_key(const std::string& key) const
{
  std::vector<std::string> known;
  std::string namesake;
  for (const Registered& candidate : registered_) {
    known.push_back(candidate.key.name);
    if (namesake.empty() && text::name_in_section(candidate.key.name) == text::name_in_section(key)) {
      namesake = candidate.key.name;
    }
  }
  const std::string similar = text::nearest(key, known);
  return similar.empty() ? namesake : similar;
}

bool Configuration::is_known_section(const std::string& section) const
{
  return excluded_sections_.contains(section) ||
         std::any_of(registered_.begin(), registered_.end(), [&](const Registered& registered) {
           return text::section_of(registered.key.name) == section || registered.key.name.starts_with(section + ".");
         });
}

/// Sections of which no key is known, with their keys: mistyped, or of another program. A single key speaks for itself.
std::map<std::string, std::vector<std::string>> Configuration::foreign_sections() const
{
  std::map<std::string, std::vector<std::string>> sections;
  for (const auto& [key, entry] : entries_) {
    const std::string section = text::section_of(key);
    if (section != key && !is_known_section(section)) {
      sections[section].push_back(text::name_in_section(key));
    }
  }
  std::erase_if(sections, [](const auto& section) { return section.second.size() < 2; });
  return sections;
}

std::string Configuration::where_section_begins(const std::string& section) const
{
  const auto header =
      std::find_if(headers_.begin(), headers_.end(), [&](const Header& each) { return each.section == section; });
  if (header != headers_.end()) {
    return header->where;
  }
  const auto key = std::find_if(entries_.begin(), entries_.end(),
                                [&](const auto& entry) { return text::section_of(entry.first) == section; });
  return where(key->second);
}

void Configuration::exclude_section(const std::string& name, const std::string& reason)
{
  std::set<std::string> given;
  for (const Header& header : headers_) {
    given.insert(header.section);
  }
  for (const auto& [key, entry] : entries_) {
    given.insert(text::section_of(key));
  }
  for (const std::string& section : given) {
    if (section == name || section.starts_with(name + ".")) {
      excluded_sections_.insert(section);
      complain(fmt::format("{}: section [{}] {}", where_section_begins(section), section, reason));
    }
  }
}

std::vector<std::string> Configuration::unknown_sections() const
{
  std::vector<std::string> known = offered_sections_;
  for (const Registered& candidate : registered_) {
    known.push_back(text::section_of(candidate.key.name));
  }
  const auto message = [&](const std::string& where, const std::string& section, const std::string& keys) {
    const std::string meant = text::nearest(section, known);
    return fmt::format("{}: unknown section [{}]{}; sections and their keys are listed by --help{}", where, section,
                       keys, meant.empty() ? "" : fmt::format(", perhaps meant: [{}]", meant));
  };
  std::vector<std::string> messages;
  for (const Header& header : headers_) {
    if (!has_keys(header.section) && !is_known_section(header.section)) {
      messages.push_back(message(header.where, header.section, ""));
    }
  }
  for (const auto& [section, names] : foreign_sections()) {
    messages.push_back(
        message(where_section_begins(section), section, fmt::format(" with {}", fmt::join(names, ", "))));
  }
  return messages;
}

std::vector<std::string> Configuration::unknown_keys() const
{
  const auto foreign = foreign_sections();
  std::map<std::size_t, std::string> in_order;
  for (const auto& [key, entry] : entries_) {
    const std::string section = text::section_of(key);
    if (find_registered(key) == nullptr && !foreign.contains(section) && !excluded_sections_.contains(section)) {
      const std::string meant = nearest_key(key);
      in_order.emplace(entry.rank,
                       fmt::format("{}: unknown key {} = {}; accepted keys are listed by --help{}", where(entry), key,
                                   entry.value, meant.empty() ? "" : ", perhaps meant: " + meant));
    }
  }
  std::vector<std::string> messages;
  for (const auto& [rank, message] : in_order) {
    messages.push_back(message);
  }
  return messages;
}

void Configuration::finish() const
{
  std::vector<std::string> all = mistakes_;
  for (const std::vector<std::string>& unknown : {unknown_sections(), unknown_keys()}) {
    all.insert(all.end(), unknown.begin(), unknown.end());
  }
  if (!all.empty()) {
    throw InputError(all);
  }
}

}  // namespace soret
