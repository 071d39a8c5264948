#include "packed_state.hpp"

#include <soret/core/error.hpp>

#include <cstddef>
#include <variant>

namespace soret {

namespace {

enum Kind : std::int64_t { kind_doubles = 0, kind_integers = 1, kind_text = 2 };

/// Hands out consecutive pieces of a container and refuses to go beyond its end.
template <class Container>
class Reader {
 public:
  explicit Reader(const Container& container) : container_{container} {}
  Container take(std::int64_t count)
  {
    if (count < 0 || static_cast<std::size_t>(count) > container_.size() - position_) {
      throw RunTimeFailure("a saved state is inconsistent: its table asks for more values than it has");
    }
    const auto first = container_.begin() + static_cast<std::ptrdiff_t>(position_);
    position_ += static_cast<std::size_t>(count);
    return Container(first, first + static_cast<std::ptrdiff_t>(count));
  }

 private:
  const Container& container_;
  std::size_t position_ = 0;
};

std::int64_t length(const auto& container) { return static_cast<std::int64_t>(container.size()); }

}  // namespace

PackedState pack(const State& state)
{
  PackedState packed;
  std::size_t double_count = 0;
  packed.integers.push_back(length(state.values()));
  for (const auto& [name, value] : state.values()) {
    const auto count = std::visit([](const auto& values) { return length(values); }, value);
    packed.integers.insert(packed.integers.end(), {static_cast<std::int64_t>(value.index()), length(name), count});
    packed.text += name;
    double_count += std::holds_alternative<std::vector<double>>(value) ? static_cast<std::size_t>(count) : 0;
  }
  packed.doubles.reserve(double_count);
  for (const auto& [name, value] : state.values()) {
    if (const auto* doubles = std::get_if<std::vector<double>>(&value)) {
      packed.doubles.insert(packed.doubles.end(), doubles->begin(), doubles->end());
    }
    else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&value)) {
      packed.integers.insert(packed.integers.end(), integers->begin(), integers->end());
    }
    else {
      packed.text += std::get<std::string>(value);
    }
  }
  return packed;
}

State unpack(const PackedState& packed)
{
  Reader integers{packed.integers};
  Reader doubles{packed.doubles};
  Reader text{packed.text};
  const std::int64_t entries = integers.take(1).front();
  if (entries < 0 || entries > length(packed.integers) / 3) {
    throw RunTimeFailure("a saved state is inconsistent: impossible number of entries");
  }
  const std::vector<std::int64_t> table = integers.take(3 * entries);
  std::vector<std::string> names;
  for (std::size_t entry = 0; entry < table.size(); entry += 3) {
    names.push_back(text.take(table[entry + 1]));
  }
  State state;
  for (std::size_t entry = 0; entry < names.size(); ++entry) {
    const std::int64_t count = table[3 * entry + 2];
    switch (table[3 * entry]) {
      case kind_doubles:
        state.put(names[entry], doubles.take(count));
        break;
      case kind_integers:
        state.put(names[entry], integers.take(count));
        break;
      case kind_text:
        state.put(names[entry], text.take(count));
        break;
      default:
        throw RunTimeFailure("a saved state is inconsistent: unknown kind of entry '" + names[entry] + "'");
    }
  }
  return state;
}

}  // namespace soret
