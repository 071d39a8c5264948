#pragma once
/// \file
/// A large NetCDF-4 file, written piece by piece (private to the output module).

#include <ncGroup.h>

#include <cstddef>
#include <filesystem>

namespace soret {

/// A file under its partial_name that is not kept unless it is finished. Too large for a NetcdfImage: nothing of it
/// stays in memory.
class NetcdfOutput {
 public:
  /// Throws RunTimeFailure with the system's reason if there is no room for a file whose variables have `data_bytes`;
  /// later the NetCDF library would not tell it.
  NetcdfOutput(const std::filesystem::path& file, std::size_t data_bytes);
  /// Removes what has not been finished.
  ~NetcdfOutput();
  NetcdfOutput(const NetcdfOutput&) = delete;
  NetcdfOutput& operator=(const NetcdfOutput&) = delete;

  netCDF::NcGroup root() const { return netCDF::NcGroup{identifier_}; }

  /// Closes the file, puts a checksum at its end and flushes it to the disk; the caller renames. Once only. Throws
  /// RunTimeFailure if the file is shorter than the values that were written to it.
  void finish();

 private:
  void require(int status) const;
  void create();
  void discard();

  std::filesystem::path file_;
  std::size_t data_bytes_;
  int identifier_ = -1;
  bool open_ = false;
  bool finished_ = false;
};

}  // namespace soret
