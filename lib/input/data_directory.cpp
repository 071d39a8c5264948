#include <soret/input/data_directory.hpp>

#include <soret/core/error.hpp>

#include "text.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

namespace soret {

namespace {

namespace fs = std::filesystem;

/// The running program and the object that holds this function (the same file unless the library is shared).
std::vector<fs::path> own_files()
{
  std::vector<fs::path> files;
  std::error_code failed;
  if (const fs::path program = fs::read_symlink("/proc/self/exe", failed); !failed) {
    files.push_back(program);
  }
  Dl_info object{};
  if (dladdr(reinterpret_cast<const void*>(&data_directory), &object) != 0 && object.dli_fname != nullptr) {
    if (const fs::path library = fs::canonical(object.dli_fname, failed); !failed) {
      files.push_back(library);
    }
  }
  return files;
}

std::optional<fs::path> data_above(const fs::path& file)
{
  for (fs::path folder = file.parent_path(); folder != folder.root_path(); folder = folder.parent_path()) {
    for (const char* candidate : {"data", "share/soret"}) {
      std::error_code ignored;
      if (fs::is_directory(folder / candidate / "models", ignored)) {
        return folder / candidate;
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string> shipped_models(const fs::path& folder)
{
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".ini") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

fs::path data_directory()
{
  if (const char* given = std::getenv("SORET_DATA"); given != nullptr) {
    if (!fs::is_directory(fs::path(given) / "models")) {
      throw InputError(fmt::format("SORET_DATA = {}: this folder has no folder 'models'", given));
    }
    return given;
  }
  std::vector<std::string> searched;
  for (const fs::path& file : own_files()) {
    if (const auto found = data_above(file)) {
      return *found;
    }
    searched.push_back(file.parent_path().string());
  }
  throw InputError(
      fmt::format("the data of soret were not found: no 'data/models' or 'share/soret/models' in the folders "
                  "above {}; set SORET_DATA to the folder that holds 'models'",
                  text::joined(searched, " or ")));
}

fs::path model_file(const std::string& name)
{
  const fs::path path = name;
  if (path.has_parent_path() || path.extension() == ".ini") {
    if (!fs::is_regular_file(path)) {
      throw InputError(fmt::format("there is no model file '{}'", name));
    }
    return path;
  }
  const fs::path folder = data_directory() / "models";
  const fs::path shipped = folder / (name + ".ini");
  if (!fs::is_regular_file(shipped)) {
    throw InputError(
        fmt::format("there is no shipped model '{}'; shipped: {}", name, text::joined(shipped_models(folder), ", ")));
  }
  return shipped;
}

}  // namespace soret
