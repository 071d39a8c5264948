# What soret is made from. Used twice: by this project's own build and, installed beside soretConfig.cmake, by every program
# that calls find_package(soret). Everything comes from Debian 12 packages (packages.txt); nothing is downloaded.
include(CMakeFindDependencyMacro)

# In the build a missing dependency is an error; in a consumer's find_package(soret) it means "soret not found".
macro(soret_find)
  if(CMAKE_FIND_PACKAGE_NAME)
    find_dependency(${ARGN})
  else()
    find_package(${ARGN} REQUIRED)
  endif()
endmacro()

# An imported target Soret::NAME for a library that pkg-config knows.
macro(soret_pkg_config_target name module)
  if(NOT TARGET Soret::${name})
    pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${module})
    add_library(Soret::${name} ALIAS PkgConfig::${name})
  endif()
endmacro()

# Linked by every program that uses the (static) library.
soret_find(Boost 1.74 COMPONENTS mpi program_options serialization)
soret_find(MPI COMPONENTS CXX)
soret_find(fmt)
soret_find(PkgConfig)
soret_pkg_config_target(highway libhwy)
soret_pkg_config_target(fftw fftw3)
soret_pkg_config_target(netcdf netcdf-cxx4)

# Headers that only the library's own sources include.
if(NOT CMAKE_FIND_PACKAGE_NAME)
  soret_find(Eigen3 NO_MODULE)
  find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
  mark_as_advanced(RANDOM123_INCLUDE_DIR)
  add_library(soret_random123 INTERFACE)
  target_include_directories(soret_random123 SYSTEM INTERFACE ${RANDOM123_INCLUDE_DIR})
  add_library(Soret::random123 ALIAS soret_random123)
endif()
