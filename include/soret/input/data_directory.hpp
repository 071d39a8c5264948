#pragma once
/// \file
/// Where the models and examples that come with soret lie.

#include <filesystem>
#include <string>

namespace soret {

/// The folder that holds `models` and `examples`: the environment variable SORET_DATA if set; otherwise the first
/// `data` or `share/soret` found in the folders above the running program, or above the soret library if that is
/// shared. So an installed tree can be moved. Throws InputError naming the places that were searched.
std::filesystem::path data_directory();

/// The file of a model: `name` itself if it has a folder or ends with .ini, else the shipped model of that name. Throws
/// InputError listing the shipped models if there is none.
std::filesystem::path model_file(const std::string& name);

}  // namespace soret
