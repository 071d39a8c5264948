#pragma once
/// \file
/// Small operations on text shared by the readers of module input.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace soret::text {

/// Without blanks at either end.
std::string trimmed(std::string_view text);
/// The words between blanks and commas.
std::vector<std::string> words(std::string_view text);
/// What stands between separators, blanks included; at least one part.
std::vector<std::string> parts(std::string_view text, char separator);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);
/// Whether a word begins like a number.
bool starts_number(std::string_view word);
/// Throw InputError if the text is anything else than one such number.
std::int64_t to_integer(std::string_view text);
double to_number(std::string_view text);
/// Seconds from "1h30m", "10m", "45s" or a bare number of seconds. Throws InputError.
double to_wall_seconds(const std::string& text);
/// Number of insertions, deletions and replacements that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The candidate nearest to `word` if it is near enough to be meant, else empty.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
/// "species.A" and "mass" of the key "species.A.mass".
std::string section_of(const std::string& key);
std::string name_in_section(const std::string& key);

}  // namespace soret::text
