#include "packed_state.hpp"

#include <soret/core/error.hpp>

#include <variant>

namespace soret {

namespace {

enum Kind : std::int64_t { kind_doubles = 0, kind_integers = 1, kind_text = 2 };

std::int64_t length(const auto& container) { return static_cast<std::int64_t>(container.size()); }

/// Hands out consecutive ranges of a slab.
class Place {
 public:
  explicit Place(std::int64_t first) : next_{first} {}
  std::int64_t take(std::int64_t count)
  {
    if (count < 0) {
      throw RunTimeFailure("a saved state is inconsistent: an entry of negative length");
    }
    const std::int64_t begin = next_;
    next_ += count;
    return begin;
  }

 private:
  std::int64_t next_;
};

std::vector<std::string> names_of_entries(PackedSource& source, const std::vector<std::int64_t>& table, Place& text)
{
  std::vector<std::string> names;
  for (std::size_t entry = 0; entry < table.size(); entry += 3) {
    const std::int64_t count = table[entry + 1];
    names.push_back(source.text(text.take(count), count));
  }
  return names;
}

}  // namespace

PackedState::PackedState(const State& state)
{
  table_.push_back(length(state.values()));
  for (const auto& [name, value] : state.values()) {
    const auto count = std::visit([](const auto& values) { return length(values); }, value);
    table_.insert(table_.end(), {static_cast<std::int64_t>(value.index()), length(name), count});
    text_ += name;
  }
  integers_.add(table_);
  for (const auto& [name, value] : state.values()) {
    if (const auto* doubles = std::get_if<std::vector<double>>(&value)) {
      doubles_.add(*doubles);
    }
    else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value)) {
      integers_.add(*integers);
    }
    else {
      text_ += std::get<std::string>(value);
    }
  }
}

State unpack(PackedSource& source, const std::vector<std::string>& wanted)
{
  const std::int64_t entries = source.integers(0, 1).front();
  const std::vector<std::int64_t> table = source.integers(1, 3 * entries);
  Place text{0};
  const std::vector<std::string> names = names_of_entries(source, table, text);
  Place doubles{0};
  Place integers{1 + 3 * entries};
  State state;
  for (std::size_t entry = 0; entry < names.size(); ++entry) {
    const std::string& name = names[entry];
    const std::int64_t count = table[3 * entry + 2];
    const bool is_wanted = wanted.empty() || std::ranges::find(wanted, name) != wanted.end();
    const auto read = [&](Place& place, const auto& from) {
      const std::int64_t begin = place.take(count);
      if (is_wanted) {
        state.put(name, from(begin));
      }
    };
    switch (table[3 * entry]) {
      case kind_doubles:
        read(doubles, [&](std::int64_t begin) { return source.doubles(begin, count); });
        break;
      case kind_integers:
        read(integers, [&](std::int64_t begin) { return source.integers(begin, count); });
        break;
      case kind_text:
        read(text, [&](std::int64_t begin) { return source.text(begin, count); });
        break;
      default:
        throw RunTimeFailure("a saved state is inconsistent: unknown kind of entry '" + name + "'");
    }
  }
  return state;
}

}  // namespace soret
