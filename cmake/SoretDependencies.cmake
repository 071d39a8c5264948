# Every dependency comes from a Debian 12 package (packages.txt); nothing is downloaded.
find_package(Boost 1.74 REQUIRED COMPONENTS mpi program_options serialization)
find_package(MPI REQUIRED COMPONENTS CXX)
find_package(fmt REQUIRED)
find_package(Eigen3 REQUIRED NO_MODULE)
find_package(PkgConfig REQUIRED)

# An imported target for a library that pkg-config knows.
function(soret_pkg_config_target name module)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${module})
  add_library(Soret::${name} ALIAS PkgConfig::${name})
endfunction()
soret_pkg_config_target(highway libhwy)
soret_pkg_config_target(fftw fftw3)
soret_pkg_config_target(netcdf netcdf-cxx4)

find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
add_library(soret_random123 INTERFACE)
target_include_directories(soret_random123 SYSTEM INTERFACE ${RANDOM123_INCLUDE_DIR})
add_library(Soret::random123 ALIAS soret_random123)
