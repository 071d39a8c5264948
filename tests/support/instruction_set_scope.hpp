#pragma once
/// \file
/// The library's loops compiled for one instruction set, as long as this object lives.

#include <soret/core/instruction_set.hpp>

#include <cstdlib>
#include <optional>
#include <string>

namespace test_support {

class InstructionSetScope {
 public:
  explicit InstructionSetScope(const std::string& name)
  {
    if (const char* before = std::getenv(variable)) {
      before_ = before;
    }
    setenv(variable, name.c_str(), 1);
  }
  explicit InstructionSetScope(soret::InstructionSet set) : InstructionSetScope{soret::name_of(set)} {}
  ~InstructionSetScope()
  {
    if (before_) {
      setenv(variable, before_->c_str(), 1);
    }
    else {
      unsetenv(variable);
    }
  }
  InstructionSetScope(const InstructionSetScope&) = delete;
  InstructionSetScope& operator=(const InstructionSetScope&) = delete;

 private:
  static constexpr const char* variable = "SORET_INSTRUCTION_SET";
  std::optional<std::string> before_;
};

}  // namespace test_support
