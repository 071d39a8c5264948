#include <soret/core/state.hpp>

#include <soret/core/error.hpp>

#include <utility>

namespace soret {

namespace {

template <class T>
const T& typed_entry(const std::map<std::string, State::Value>& values, const std::string& name)
{
  const auto found = values.find(name);
  if (found == values.end()) {
    throw RunTimeFailure("the saved state has no entry '" + name + "'");
  }
  if (!std::holds_alternative<T>(found->second)) {
    throw RunTimeFailure("the saved state's entry '" + name + "' has another type than expected");
  }
  return std::get<T>(found->second);
}

}  // namespace

void State::put(const std::string& name, std::vector<double> values) { values_[name] = std::move(values); }
void State::put(const std::string& name, std::vector<std::int64_t> values) { values_[name] = std::move(values); }
void State::put(const std::string& name, std::string text) { values_[name] = std::move(text); }

const std::vector<double>& State::doubles(const std::string& name) const
{
  return typed_entry<std::vector<double>>(values_, name);
}

const std::vector<std::int64_t>& State::integers(const std::string& name) const
{
  return typed_entry<std::vector<std::int64_t>>(values_, name);
}

const std::string& State::text(const std::string& name) const { return typed_entry<std::string>(values_, name); }

void State::put_all(const std::string& prefix, State part)
{
  for (auto& [name, value] : part.values_) {
    values_[prefix + "/" + name] = std::move(value);
  }
}

State State::part(const std::string& prefix) const
{
  State selected;
  const std::string start = prefix + "/";
  for (auto entry = values_.lower_bound(start); entry != values_.end() && entry->first.starts_with(start); ++entry) {
    selected.values_[entry->first.substr(start.size())] = entry->second;
  }
  return selected;
}

State State::take_part(const std::string& prefix)
{
  State taken;
  const std::string start = prefix + "/";
  const auto first = values_.lower_bound(start);
  auto entry = first;
  for (; entry != values_.end() && entry->first.starts_with(start); ++entry) {
    taken.values_[entry->first.substr(start.size())] = std::move(entry->second);
  }
  values_.erase(first, entry);
  return taken;
}

bool State::contains_part(const std::string& prefix) const
{
  const auto first = values_.lower_bound(prefix + "/");
  return first != values_.end() && first->first.starts_with(prefix + "/");
}

}  // namespace soret
