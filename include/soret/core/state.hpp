#pragma once
/// \file
/// What a checkpoint is made of: named arrays that every object with memory can put and get.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace soret {

/// A bag of named arrays. Names are paths ("profile/temperature"); objects prefix theirs with `scoped_name`.
/// Values are kept exactly, so that what is restored equals what was saved bit for bit.
class State {
 public:
  using Value = std::variant<std::vector<double>, std::vector<std::int64_t>, std::string>;

  void put(const std::string& name, std::vector<double> values);
  void put(const std::string& name, std::vector<std::int64_t> values);
  void put(const std::string& name, std::string text);
  void put(const std::string& name, double value) { put(name, std::vector<double>{value}); }
  void put(const std::string& name, std::int64_t value) { put(name, std::vector<std::int64_t>{value}); }

  /// Each getter throws RunTimeFailure, naming the entry, if it is absent or of another type.
  const std::vector<double>& doubles(const std::string& name) const;
  const std::vector<std::int64_t>& integers(const std::string& name) const;
  const std::string& text(const std::string& name) const;
  double scalar(const std::string& name) const { return doubles(name).at(0); }
  std::int64_t integer(const std::string& name) const { return integers(name).at(0); }

  bool contains(const std::string& name) const { return values_.contains(name); }
  /// Whether some entry's name starts with "prefix/".
  bool contains_part(const std::string& prefix) const;
  const std::map<std::string, Value>& values() const { return values_; }

  /// Puts every entry of `part` into this state under "prefix/". Arrays of a part that is given away are not copied.
  void put_all(const std::string& prefix, State part);
  /// The entries whose names start with "prefix/", without that prefix.
  State part(const std::string& prefix) const;
  /// The same; takes them out of this state without copying their arrays.
  State take_part(const std::string& prefix);

 private:
  std::map<std::string, Value> values_;
};

}  // namespace soret
