#include "netcdf_image.hpp"

#include "atomic_file.hpp"
#include "checksum.hpp"

#include <soret/core/error.hpp>

#include <netcdf.h>
#include <netcdf_mem.h>

#include <cstdlib>
#include <memory>
#include <span>
#include <string>

namespace soret {

namespace {

void require(int status, const char* action)
{
  if (status != NC_NOERR) {
    throw RunTimeFailure(std::string("cannot ") + action + " a NetCDF image in memory: " + nc_strerror(status));
  }
}

}  // namespace

std::string reason_of(const netCDF::exceptions::NcException& problem)
{
  const std::string text = problem.what();
  return text.substr(0, text.find('\n'));
}

NetcdfImage::NetcdfImage(std::size_t expected_bytes)
{
  require(nc_create_mem("soret", NC_NETCDF4, expected_bytes, &identifier_), "create");
  open_ = true;
}

NetcdfImage::~NetcdfImage()
{
  if (open_) {
    nc_abort(identifier_);
  }
}

void NetcdfImage::write_partial(const std::filesystem::path& file)
{
  NC_memio image{};
  require(nc_close_memio(identifier_, &image), "finish");
  open_ = false;
  const std::unique_ptr<void, decltype(&std::free)> owner{image.memory, &std::free};
  const std::span<const std::byte> bytes{static_cast<const std::byte*>(image.memory), image.size};
  write_partial_file(file, bytes, checksum_trailer(bytes));
}

}  // namespace soret
