# cmake --install: headers, library, programs, data, and what find_package(soret) and pkg-config need.
include(CMakePackageConfigHelpers)
set(SORET_DATA_DIR ${CMAKE_INSTALL_DATADIR}/soret)
set(SORET_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/soret)

install(TARGETS soret EXPORT soretTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(EXPORT soretTargets NAMESPACE soret:: DESTINATION ${SORET_CMAKE_DIR})
install(DIRECTORY include/soret DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.hpp")
install(DIRECTORY data/ DESTINATION ${SORET_DATA_DIR})
install(FILES LICENSE README.md CHANGELOG.md CITATION.cff DESTINATION ${CMAKE_INSTALL_DOCDIR})

configure_package_config_file(cmake/soretConfig.cmake.in soretConfig.cmake
  INSTALL_DESTINATION ${SORET_CMAKE_DIR} PATH_VARS SORET_DATA_DIR)
write_basic_package_version_file(soretConfigVersion.cmake COMPATIBILITY SameMinorVersion)

# pkg-config knows no static Boost or MPI: their libraries are named one by one.
set(SORET_PC_LIBRARIES ${MPI_CXX_LIBRARIES})
list(PREPEND SORET_PC_LIBRARIES -lboost_mpi -lboost_serialization -lboost_program_options)
list(JOIN SORET_PC_LIBRARIES " " SORET_PC_LIBRARIES)
file(RELATIVE_PATH SORET_PC_TO_PREFIX /prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig /prefix)  # an installed tree can be moved
configure_file(cmake/soret.pc.in soret.pc @ONLY)

install(FILES ${CMAKE_CURRENT_BINARY_DIR}/soretConfig.cmake ${CMAKE_CURRENT_BINARY_DIR}/soretConfigVersion.cmake
  cmake/SoretDependencies.cmake DESTINATION ${SORET_CMAKE_DIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/soret.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
