#include "netcdf_output.hpp"

#include "atomic_file.hpp"
#include "checksum.hpp"

#include <soret/core/error.hpp>

#include <netcdf.h>

#include <system_error>

namespace soret {

NetcdfOutput::NetcdfOutput(const std::filesystem::path& file, std::size_t data_bytes)
    : file_{file}, data_bytes_{data_bytes}
{
  constexpr std::size_t of_descriptions = 1 << 16;
  require_room(file, data_bytes + of_descriptions);
  try {
    create();
  }
  catch (...) {  // there is no object to be destroyed
    discard();
    throw;
  }
}

void NetcdfOutput::create()
{
  require(nc_create(partial_name(file_).c_str(), NC_NETCDF4 | NC_CLOBBER, &identifier_));
  open_ = true;
  int former = 0;
  require(nc_set_fill(identifier_, NC_NOFILL, &former));
}

NetcdfOutput::~NetcdfOutput()
{
  if (!finished_) {
    discard();
  }
}

void NetcdfOutput::discard()
{
  if (open_) {
    nc_abort(identifier_);
  }
  std::error_code ignored;
  std::filesystem::remove(partial_name(file_), ignored);
}

void NetcdfOutput::finish()
{
  open_ = false;
  require(nc_close(identifier_));
  const std::filesystem::path partial = partial_name(file_);
  if (std::filesystem::file_size(partial) < data_bytes_) {
    throw RunTimeFailure("cannot write '" + file_.string() + "': not all of it arrived on the disk");
  }
  append_and_flush(file_, checksum_trailer(partial));
  finished_ = true;
}

void NetcdfOutput::require(int status) const
{
  if (status != NC_NOERR) {
    throw RunTimeFailure("cannot write '" + file_.string() + "': " + nc_strerror(status));
  }
}

}  // namespace soret
