#pragma once
/// \file
/// A directory for one test, the same on every rank, removed at the end.

#include "test_session.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

/// Creates a fresh directory on root and tells the other ranks its name. Collective.
class TemporaryDirectory {
 public:
  TemporaryDirectory()
  {
    std::string name;
    if (test_world().is_root()) {
      name = (std::filesystem::temp_directory_path() / "soret-test-XXXXXX").string();
      if (mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("cannot create " + name);
      }
    }
    test_world().broadcast(name);
    path_ = name;
  }
  ~TemporaryDirectory()
  {
    test_world().barrier();
    if (test_world().is_root()) {
      std::error_code ignored;
      std::filesystem::remove_all(path_, ignored);
    }
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string file_content(const std::filesystem::path& file)
{
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

inline void write_content(const std::filesystem::path& file, const std::string& content)
{
  std::ofstream{file, std::ios::binary} << content;
}
