#include <soret/core/error.hpp>

#include <utility>

namespace soret {

namespace {

std::string join(const std::vector<std::string>& messages)
{
  std::string joined;
  for (const std::string& message : messages) {
    if (!joined.empty()) {
      joined += '\n';
    }
    joined += message;
  }
  return joined;
}

}  // namespace

InputError::InputError(const std::string& message) : InputError(std::vector<std::string>{message}) {}

InputError::InputError(std::vector<std::string> messages)
    : std::runtime_error(join(messages)), messages_(std::move(messages))
{
}

}  // namespace soret
