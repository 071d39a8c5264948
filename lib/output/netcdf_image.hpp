#pragma once
/// \file
/// A NetCDF-4 file made in memory (private to the output module).

#include <ncException.h>
#include <ncGroup.h>

#include <cstddef>
#include <filesystem>
#include <string>

namespace soret {

/// What the NetCDF library says is wrong, without the place in its own sources that it adds.
std::string reason_of(const netCDF::exceptions::NcException& problem);

/// The content of a NetCDF-4 file while it is being made. Writing the finished image ourselves, rather than letting the
/// library write piece by piece, gives atomic replacement and the system's own reason when a disk is full.
class NetcdfImage {
 public:
  /// `expected_bytes` is a hint that saves reallocations.
  explicit NetcdfImage(std::size_t expected_bytes);
  ~NetcdfImage();
  NetcdfImage(const NetcdfImage&) = delete;
  NetcdfImage& operator=(const NetcdfImage&) = delete;

  netCDF::NcGroup root() const { return netCDF::NcGroup{identifier_}; }

  /// Ends the making and writes the bytes, with a checksum at their end, to partial_name(file); the caller renames.
  /// Once only.
  void write_partial(const std::filesystem::path& file);

 private:
  int identifier_ = -1;
  bool open_ = false;
};

}  // namespace soret
